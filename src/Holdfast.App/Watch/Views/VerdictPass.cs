using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>Puts incidents of a stretch of time to every term again while more comes in, and writes the verdicts that differ, a short transaction at a time.</summary>
internal sealed class VerdictPass(ViewDatabase database, Mission mission, FactBase facts, Func<Action, CancellationToken, Task> gate)
{
    private const int MostAtOnce = 250;

    private readonly record struct Rejudged(string Incident, Mode Mode, long Start, ReadOnlyMemory<IncidentFinding> Findings);

    /// <param name="hull">The times of what changed; null to judge everything again.</param>
    public async Task RunAsync(Mode mode, TimeRange? hull, CancellationToken cancellation)
    {
        using var state = new TableState(database);
        var reach = SeverityReach.Of(mission.Clauses);
        var window = reach.Window.BclCompatibleTicks;
        var (from, to) = hull is { } h ? (Ticks.Of(h.Earliest) - window, Ticks.Of(h.Latest) + window) : (long.MinValue, long.MaxValue);
        var (readFrom, readTo) = hull is null ? (from, to) : Around(state.Connection, mode, from, to, window);
        var stream = new AssessmentStream(Assessor.For(mission.Clauses, mission.Atlas, facts, mission.Thresholds), reach);
        using var stored = new Question(
            state.Connection,
            "SELECT term, outcome, severity, reasons FROM verdict WHERE incident=$0 ORDER BY term"
        );
        using var read = new Statement(
            state.Connection,
            "SELECT body FROM incident WHERE mode=$0 AND t0<=$1 AND t1>=$2 ORDER BY t0, id",
            3
        );
        using var rows = read.Query((int)mode, readTo, readFrom);
        var waiting = new List<Rejudged>();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            Look(stream.Add(IncidentCodec.Decode((byte[])rows.GetValue(0))));
            if (waiting.Count >= MostAtOnce)
            {
                await gate(() => Write(waiting), cancellation);
                waiting.Clear();
            }
        }
        Look(stream.Rest());
        await gate(() => Write(waiting), cancellation);

        void Look(IReadOnlyList<SettledIncident> settled)
        {
            foreach (var (incident, findings) in settled)
            {
                var start = Ticks.Of(incident.When.Earliest);
                var affected = start <= to && Ticks.Of(incident.When.Latest) >= from;
                if (affected && Spelled(stored, incident.Id.Value) != Spelled(findings.Span))
                {
                    waiting.Add(new Rejudged(incident.Id.Value, mode, start, findings));
                }
            }
        }
    }

    /// <summary>What is needed to judge all that the stretch touches: a severity by count looks one window around each of those.</summary>
    private static (long From, long To) Around(SqliteConnection connection, Mode mode, long from, long to, long window)
    {
        using var ends = new Statement(connection, "SELECT min(t0), max(t1) FROM incident WHERE mode=$0 AND t0<=$1 AND t1>=$2", 3);
        using var rows = ends.Query((int)mode, to, from);
        return rows.Read() && !rows.IsDBNull(0) ? (rows.GetInt64(0) - window, rows.GetInt64(1) + window) : (from, to);
    }

    private void Write(List<Rejudged> differing)
    {
        if (differing.Count == 0)
        {
            return;
        }
        using var verdicts = new VerdictWriter(database.Writer);
        using var summarise = new Statement(database.Writer, "UPDATE incident SET outcome=$1, severity=$2, term=$3 WHERE id=$0", 4);
        using var unit = new Unit(database.Writer);
        foreach (var (incident, mode, start, findings) in differing)
        {
            verdicts.Forget(incident);
            foreach (var finding in findings.Span)
            {
                verdicts.Add(finding, mode, start);
            }
            var worst = FoldedIncident.WorstOf(findings.Span);
            object? severity = worst?.Severity is { } s ? (int)s : null;
            object? outcome = worst is { } w ? (int)w.Outcome : null;
            summarise.Run(incident, outcome, severity, worst?.Term);
        }
        UnsettledSpans.Count(database);
        unit.Commit();
    }

    private static string Spelled(Question stored, string incident)
    {
        using var rows = stored.For(incident);
        var text = "";
        while (rows.Read())
        {
            text +=
                $"{rows.GetString(0)}|{rows.GetInt64(1)}|{(rows.IsDBNull(2) ? "" : rows.GetInt64(2).ToString(CultureInfo.InvariantCulture))}|{rows.GetString(3)}\n";
        }
        return text;
    }

    private static string Spelled(ReadOnlySpan<IncidentFinding> findings)
    {
        var text = "";
        foreach (var finding in findings)
        {
            if (finding.Outcome != Outcome.NotApplicable)
            {
                text += string.Create(
                    CultureInfo.InvariantCulture,
                    $"{finding.Term}|{(int)finding.Outcome}|{(int?)finding.Severity}|{string.Join(' ', finding.Reasons)}\n"
                );
            }
        }
        return text;
    }
}
