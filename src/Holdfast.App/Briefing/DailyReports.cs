using System.Collections.Immutable;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Briefing;

/// <summary>Gathers what a daily report is written from, as released for its reader.</summary>
public sealed class DailyReports(Workspace workspace, TimeProvider time)
{
    private const int PageSize = 5_000;
    private const int MostIncidents = 200_000;

    /// <param name="asOf">The time of day at which the report's period ends; null for the usual 19:30.</param>
    /// <param name="known">As known at this instant; null for now.</param>
    public async Task<ReportModel> BuildAsync(
        Reader reader,
        LocalDate date,
        LocalTime? asOf,
        Instant? known,
        CancellationToken cancellation = default
    )
    {
        var mission = workspace.Mission;
        var ends = asOf ?? DailyReportInput.UsualAsOf;
        var (day, before) = DailyReport.Periods(date, ends, mission.Zone);
        var both = new TimeRange(before.From, day.To);
        var filter = new IncidentFilter(When: both, Known: known);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var observed = await CountAsync(reader, filter with { When = new TimeRange(day.From, day.To) }, cancellation);
        var observedBefore = await CountAsync(reader, filter with { When = new TimeRange(before.From, before.To) }, cancellation);
        var input = new DailyReportInput(
            mission.Title,
            mission.Mode,
            ReleasePolicy.For(reader, mission.Exposure, now).Scope,
            date,
            ends,
            mission.Zone,
            known ?? now,
            [.. mission.Sectors.Select(mission.Atlas.Find).OfType<NamedShape>()],
            await IncidentsAsync(reader, filter, cancellation),
            await FindingsAsync(reader, filter, cancellation),
            await workspace.Watch.ClaimsAsync(reader, both, known, cancellation),
            await workspace.Watch.CoverageAsync(reader, date.PlusDays(-1), date, null, known, cancellation),
            await DenialsAsync(reader, both, known, cancellation),
            observed is { } d && observedBefore is { } b ? (d, b) : null,
            mission.Sources,
            mission.Clauses.Terms.ToImmutableSortedDictionary(t => t.Name, t => t.Title),
            mission.Parties.ToImmutableSortedDictionary(p => p.Id, p => p.Name),
            new PlaceProbability(mission.Atlas)
        )
        {
            Truce = mission.Period,
            Established = mission.Commission is null
                ? null
                : (await EstablishedAsync(reader, day, known, cancellation), await EstablishedAsync(reader, before, known, cancellation)),
        };
        return DailyReport.Build(EditionCut.Of(input, reader));
    }

    private async Task<int> EstablishedAsync(Reader reader, ReportPeriod period, Instant? known, CancellationToken cancellation)
    {
        var sum = 0;
        var query = new RecordQuery(Kinds: [ReportGathering.Published], Mode: workspace.Mission.Mode, KnownUntil: known);
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            if (period.Contains(entry.RecordedAt) && ReportGathering.Decision(entry) is { } published)
            {
                sum += published.Decision.Findings.Count(f => f.Violation == ViolationOutcome.Established);
            }
        }
        return sum;
    }

    private async Task<long?> CountAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation) =>
        (await workspace.Watch.CountsAsync(reader, filter, cancellation)).Observations;

    internal async Task<ImmutableArray<Incident>> IncidentsAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation)
    {
        var incidents = ImmutableArray.CreateBuilder<Incident>();
        string? cursor = null;
        do
        {
            var page = await workspace.Watch.IncidentsAsync(reader, filter, "time", cursor, PageSize, cancellation);
            incidents.AddRange(page.Items.Select(row => row.Incident));
            cursor = page.Next;
        } while (cursor is not null && incidents.Count < MostIncidents);
        return incidents.ToImmutable();
    }

    internal async Task<ImmutableArray<IncidentFinding>> FindingsAsync(Reader reader, IncidentFilter filter, CancellationToken cancellation)
    {
        var all = filter with { Outcomes = [Outcome.ApparentBreach, Outcome.NoApparentBreach, Outcome.Undeterminable] };
        var findings = ImmutableArray.CreateBuilder<IncidentFinding>();
        string? cursor = null;
        do
        {
            var page = await workspace.Watch.ViolationsAsync(reader, all, "time", cursor, PageSize, cancellation);
            findings.AddRange(page.Items.Select(Finding));
            cursor = page.Next;
        } while (cursor is not null && findings.Count < MostIncidents);
        return findings.ToImmutable();
    }

    private static IncidentFinding Finding(ViolationRow row)
    {
        var verdict = row.Assessment.Verdict;
        return new IncidentFinding(
            row.Incident.Id,
            row.Assessment.Term,
            verdict.Outcome,
            verdict.Severity,
            [.. verdict.Reasons.Select(r => r.Code)]
        );
    }

    private async Task<ImmutableArray<FixObservation>> DenialsAsync(
        Reader reader,
        TimeRange when,
        Instant? known,
        CancellationToken cancellation
    )
    {
        var observations = await workspace.Watch.ObservationsAsync(reader, when, cancellation);
        var denials = observations
            .OfType<FixObservation>()
            .Where(fix => fix.Kinds.Any(k => EventKinds.IsA(k.Kind, "denial_of_movement")))
            .ToImmutableArray();
        if (known is null || denials.IsEmpty)
        {
            return denials;
        }
        // What is kept ready is as known now; the record says what was there then.
        var then = new HashSet<ObservationId>();
        var query = new RecordQuery(Kinds: ["observation.fix/1"], Mode: workspace.Mission.Mode, KnownUntil: known, Valid: when);
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            then.Add(new ObservationId(entry.Producer, entry.MessageId));
        }
        return [.. denials.Where(d => then.Contains(d.Id))];
    }
}
