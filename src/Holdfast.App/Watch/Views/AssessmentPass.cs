using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>Puts incidents of a range of time to every term, in the order of time and with bounded memory, and writes the findings.</summary>
internal sealed class AssessmentPass(SqliteConnection connection, Mission mission, FactBase facts)
{
    /// <param name="range">Null for everything. Incidents around it that its changes may tip over a count are assessed again as well.</param>
    public void Run(Mode mode, TimeRange? range, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        var reach = SeverityReach.Of(mission.Clauses);
        // What a change can tip lies within one reach of it; what is needed to judge that, within another.
        var (from, to) = Bounds(range, reach.Window);
        var (readFrom, readTo) = Bounds(range, reach.Window + reach.Window);
        using var write = new VerdictWriter(connection);
        write.Clear(mode, from, to);
        var stream = new AssessmentStream(Assessor.For(mission.Clauses, mission.Atlas, facts, mission.Thresholds), reach);
        using var read = new Statement(connection, "SELECT body, t0 FROM incident WHERE mode=$0 AND t0>=$1 AND t0<=$2 ORDER BY t0, id", 3);
        using var rows = read.Query((int)mode, readFrom, readTo);
        var starts = new Dictionary<IncidentId, long>();
        long done = 0;
        while (rows.Read())
        {
            var incident = IncidentCodec.Decode((byte[])rows.GetValue(0));
            starts[incident.Id] = rows.GetInt64(1);
            Write(stream.Push(incident));
            if (++done % 20_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new FoldProgress("assessing", done, null));
            }
        }
        Write(stream.Finish());
        write.Summarise(mode, from, to);

        void Write(IReadOnlyList<IncidentFinding> findings)
        {
            foreach (var finding in findings)
            {
                if (finding.Outcome != Outcome.NotApplicable && starts[finding.Incident] is var t0 && t0 >= from && t0 <= to)
                {
                    write.Add(finding, mode, t0);
                }
            }
            // Findings come incident by incident: forgetting one twice does no harm, and most repeats are seen here.
            IncidentId? last = null;
            foreach (var finding in findings)
            {
                if (last != finding.Incident)
                {
                    starts.Remove(finding.Incident);
                    last = finding.Incident;
                }
            }
        }
    }

    private static (long From, long To) Bounds(TimeRange? range, Duration margin) =>
        range is { } r ? (Ticks.Of(r.Earliest - margin), Ticks.Of(r.Latest + margin)) : (long.MinValue, long.MaxValue);
}
