using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Readiness;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Weekly;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Briefing;

/// <summary>Which report is asked for.</summary>
/// <param name="Date">Its day, in the mission's zone: the end of its period, or the day of its state.</param>
/// <param name="AsOf">The time of day at which it ends; null for the usual 19:30.</param>
/// <param name="Known">As known then; null for now.</param>
/// <param name="Mode">Of which world; null for the mission's own. What is folded from the watch is told of the mission's own alone.</param>
public sealed record ReportQuestion(ReportKind Kind, LocalDate Date, LocalTime? AsOf = null, Instant? Known = null, Mode? Mode = null);

/// <summary>
/// Writes any kind of report for a reader: gathers what that reader may read, as released for it, and hands it to the kind's pure function. What a reader may not read is not left out
/// afterwards: it never comes in.
/// </summary>
public sealed class ReportDesk(Workspace workspace, TimeProvider time)
{
    private const int MostTimes = 40;

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>An edition: its reader's report, with the scope that its figures claim.</summary>
    public Task<ReportModel> BuildAsync(ReportQuestion question, Edition edition, CancellationToken cancellation = default) =>
        BuildAsync(question, edition.Reader, edition.Name, cancellation);

    /// <param name="edition">What the report says of for whom it is; empty for the reader at hand.</param>
    public async Task<ReportModel> BuildAsync(
        ReportQuestion question,
        Reader reader,
        string edition,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(reader);
        var head = Head(question);
        // The labels are read first: an entry under a new one that comes between the two is counted and not claimed, and the scopes differ.
        var scope = ReportScope.Of(
            await LabelsAsync(question.Kind, reader, head, cancellation),
            head.Mode,
            head.KnownAt,
            Release(question.Kind, reader)
        );
        var gathering = new ReportGathering(workspace, time);
        var model = question.Kind switch
        {
            ReportKind.Daily => await new DailyReports(workspace, time).BuildAsync(
                reader,
                question.Date,
                question.AsOf,
                question.Known,
                cancellation
            ),
            ReportKind.Readiness => await ReadinessAsync(reader, head, cancellation),
            ReportKind.Weekly => await gathering.WeeklyAsync(reader, head, question.Date, question.Known, cancellation),
            ReportKind.Commission => await gathering.CommissionAsync(reader, head, cancellation),
            ReportKind.Support => await gathering.SupportAsync(reader, head, question.Date, cancellation),
            ReportKind.Chronology => await gathering.ChronologyAsync(reader, head, question.Date, cancellation),
            _ => throw new InvalidOperationException("ReportKind is a closed enumeration."),
        };
        return model with { Edition = edition, Scope = scope, KnownAt = head.KnownAt };
    }

    /// <summary>The period, the instant of knowledge and the mode of a question. Throws <see cref="FormatException"/> for a mode in which there is no such report.</summary>
    public ReportHead Head(ReportQuestion question)
    {
        var mission = workspace.Mission;
        var mode = question.Mode ?? mission.Mode;
        if (mode != mission.Mode && question.Kind is ReportKind.Daily or ReportKind.Weekly)
        {
            throw new FormatException(
                $"The watch of this mission is in the mode {Core.Record.Words.Of(mission.Mode)}: there is no {ReportKinds.Of(question.Kind)} report in the mode {Core.Record.Words.Of(mode)}. "
                    + "Readiness, commission, support and chronology can be asked for in any mode."
            );
        }
        var (day, _) = DailyReport.Periods(question.Date, question.AsOf ?? DailyReportInput.UsualAsOf, mission.Zone);
        // A week ends with its last day; the others are about a state, or about everything up to it.
        var (from, to) =
            question.Kind == ReportKind.Weekly
                ? (
                    question.Date.PlusDays(1 - WeeklyReport.Days).AtStartOfDayInZone(mission.Zone).ToInstant(),
                    question.Date.PlusDays(1).AtStartOfDayInZone(mission.Zone).ToInstant()
                )
                : (day.From, day.To);
        return new ReportHead(mission.Title, mode, mission.Zone, from, to, question.Known ?? Now);
    }

    private async Task<ReportModel> ReadinessAsync(Reader reader, ReportHead head, CancellationToken cancellation)
    {
        var desk = workspace.Guarantees;
        var answer = await desk.AskAsync(reader, new GuaranteeQuestion(head.To, head.KnownAt, head.Mode, []), cancellation);
        var network = answer.Today;
        // By the right alone: where it hung on whether anything is kept from the reader, the section's absence would tell that something is.
        var weighs = Rights.Allows(reader, Right.ReadAnalysis);
        var waiting = network
            .Lives.Where(l => l.At(head.To) is { InForce.IsTrue: false, State: UndertakingState.Created or UndertakingState.Undetermined })
            .Select(l => l.Undertaking.Name)
            .Order(StringComparer.Ordinal)
            .Take(MostTimes);
        return ReadinessReport.Build(
            new ReadinessInput(
                head,
                network,
                [.. waiting.Select(name => desk.Studies.Time(network, name, head.To))],
                weighs ? desk.Studies.Grantors(network, head.To) : null
            )
        );
    }

    private string Release(ReportKind kind, Reader reader) =>
        kind is ReportKind.Daily or ReportKind.Weekly
            ? ReleasePolicy.For(reader, workspace.Mission.Exposure, Now).Scope switch
            {
                ReleaseScope.Exempt => "everything, exactly",
                ReleaseScope.WatchRoom => "at once, exactly",
                ReleaseScope.Outside => "24 hours late, on a grid of 10 km",
            }
            : "everything";

    private async Task<ImmutableArray<Label>> LabelsAsync(ReportKind kind, Reader reader, ReportHead head, CancellationToken cancellation)
    {
        if (KindsOf(kind) is not { IsEmpty: false } kinds)
        {
            return await workspace.Record.LabelsAsync(reader, cancellation);
        }
        var labels = new HashSet<Label>();
        var query = new RecordQuery(Kinds: kinds, Mode: head.Mode, KnownUntil: head.KnownAt);
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            labels.Add(entry.Label);
        }
        return [.. labels];
    }

    /// <summary>The kinds of entries that a report is folded from; empty where it is from nearly all.</summary>
    public static ImmutableArray<string> KindsOf(ReportKind kind) =>
        kind switch
        {
            ReportKind.Readiness or ReportKind.Chronology => [FactBody.Kind],
            ReportKind.Commission => CommissionBooks.Kinds,
            // Offers stand on facts.
            ReportKind.Support => [FactBody.Kind, .. Support.SupportEntries.Kinds],
            _ => [],
        };
}
