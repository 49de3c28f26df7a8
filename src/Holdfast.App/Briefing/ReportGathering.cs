using System.Collections.Immutable;
using Holdfast.App.Forces;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.Core.Briefing.Chronology;
using Holdfast.Core.Briefing.Docket;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Support;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Briefing.Weekly;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Briefing;

/// <summary>Gathers what the smaller reports are written from, as their reader may read it and as it was known.</summary>
internal sealed class ReportGathering(Workspace workspace, TimeProvider time)
{
    internal static readonly string Published = CaseCodec.KindOf(typeof(DecisionPublished));

    public async Task<ReportModel> WeeklyAsync(
        Reader reader,
        ReportHead head,
        LocalDate last,
        Instant? known,
        CancellationToken cancellation
    )
    {
        var mission = workspace.Mission;
        var first = last.PlusDays(1 - (2 * WeeklyReport.Days));
        var days = await workspace.Watch.CoverageAsync(reader, first, last, null, known, cancellation);
        var both = new TimeRange(first.AtStartOfDayInZone(mission.Zone).ToInstant(), head.To - Duration.FromNanoseconds(1));
        var filter = new IncidentFilter(When: both, Mode: mission.Mode, Known: known);
        var watch = new DailyReports(workspace, time);
        var incidents = (await watch.IncidentsAsync(reader, filter, cancellation))
            .Where(i => ReadAccess.MayRead(reader, i.Label))
            .ToDictionary(i => i.Id);
        var findings = await watch.FindingsAsync(reader, filter, cancellation);
        var book = await new TrendDesk(workspace, time).BookAsync(reader, known, cancellation);
        return WeeklyReport.Build(
            new WeeklyInput(
                head,
                last,
                mission.Sectors,
                days,
                [
                    .. findings
                        .Where(f => incidents.ContainsKey(f.Incident))
                        .Select(f => (incidents[f.Incident].When.Middle.InZone(mission.Zone).Date, f)),
                ],
                [
                    .. book
                        .Alerts.GroupBy(a => a.Alert.Id)
                        .Select(g => g.Last().Alert)
                        .OrderBy(a => a.From)
                        .ThenBy(a => a.Id, StringComparer.Ordinal),
                ],
                book.Health.LastOrDefault(h => h.Board.Day <= last && h.Board.Day > last.PlusDays(-WeeklyReport.Days))?.Board
            )
        );
    }

    public async Task<ReportModel> ChronologyAsync(Reader reader, ReportHead head, LocalDate day, CancellationToken cancellation)
    {
        var mission = workspace.Mission;
        var facts = (await workspace.Guarantees.FactsAsync(reader, head.Mode, cancellation)).Where(f => f.KnownAt <= head.KnownAt);
        var known = LocalDate.Min(day, head.KnownAt.InZone(mission.Zone).Date);
        var entries = Timeline.Of(mission, facts, new TimelineQuery(head.Mode, known) { Until = day });
        return ChronologyReport.Build(
            head,
            [
                .. entries
                    .Where(e => !e.Ahead)
                    .Select(e => new ChronologyLine(
                        e.Date.ToString(),
                        e.Kind.ToString().ToLowerInvariant(),
                        e.Text.Length > 0 && e.Text != e.Title ? $"{e.Title}: {e.Text}" : e.Title,
                        string.Join(", ", e.Who),
                        e.Standing,
                        e.Cites
                    )),
            ]
        );
    }

    public async Task<ReportModel> SupportAsync(Reader reader, ReportHead head, LocalDate day, CancellationToken cancellation)
    {
        var book = await workspace.Support.BookAsync(reader, head.Mode, cancellation);
        var known = LocalDate.Min(day, head.KnownAt.InZone(head.Zone).Date);
        return SupportReport.Build(
            new SupportInput(head, await ForceAsync(reader, head, day, cancellation), book.AsKnown(known), workspace.Mission.Ledger.Rates)
        );
    }

    // Of each offer whether it stands, which is the same for every planning size; what is still being decided is not taken to end well.
    private async Task<ForceOffered?> ForceAsync(Reader reader, ReportHead head, LocalDate day, CancellationToken cancellation)
    {
        if (workspace.Mission.Forces is not { Sets: [var set, ..] } model)
        {
            return null;
        }
        var question = ForceQuestion.Of(set.Id, "", day) with { Known = head.KnownAt, Mode = head.Mode, Procedures = false };
        var answer = await new ForceDesk(workspace.Mission, workspace.Guarantees).CaseAsync(reader, question, model, cancellation);
        return new ForceOffered(model, answer.Planning.Offers);
    }

    /// <summary>The docket for whoever belongs to the commission, folded from what the reader may read; for the others what was published.</summary>
    public async Task<ReportModel> CommissionAsync(Reader reader, ReportHead head, CancellationToken cancellation)
    {
        var (rules, record) = (workspace.Mission.Commission, workspace.Record);
        var sits = rules is not null && reader.Categories.Contains(Seal.Commission);
        var books = CommissionBooks.Empty;
        var published = ImmutableArray.CreateBuilder<PublishedDecision>();
        var query = new RecordQuery(
            Kinds: sits ? CommissionBooks.Kinds : [Published],
            Mode: head.Mode,
            KnownUntil: Instant.Min(head.KnownAt, head.To)
        );
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            if (sits && rules is not null)
            {
                books = books.With(entry, rules);
            }
            if (entry.Kind == Published && Decision(entry) is { } decision)
            {
                published.Add(decision);
            }
        }
        return DocketReport.Build(new DocketInput(head, sits ? [.. books.Docket.Cases.Values] : null, rules, published.ToImmutable()));
    }

    internal static PublishedDecision? Decision(Entry entry)
    {
        try
        {
            var (of, _, act) = CaseCodec.Read(entry.Kind, entry.Body.Span);
            return act is DecisionPublished decision ? new PublishedDecision(of, entry.RecordedAt, decision) : null;
        }
        catch (FormatException)
        {
            // The docket lists it as irregular; a digest tells of none but lawful acts.
            return null;
        }
    }
}
