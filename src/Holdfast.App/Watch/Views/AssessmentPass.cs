using System.Collections.Immutable;
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
        using var write = new VerdictWriter(connection, mode);
        write.Clear(from, to);
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
        write.Summarise(from, to);

        void Write(IReadOnlyList<IncidentFinding> findings)
        {
            foreach (var finding in findings)
            {
                if (finding.Outcome != Outcome.NotApplicable && starts[finding.Incident] is var t0 && t0 >= from && t0 <= to)
                {
                    write.Add(finding, t0);
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

/// <summary>Writes verdicts, and each incident's worst one beside it for lists and the map.</summary>
internal sealed class VerdictWriter(SqliteConnection connection, Mode mode) : IDisposable
{
    private const int MostWords = 4_096;

    private readonly Dictionary<ImmutableArray<string>, string> _words = [];

    private readonly Statement _insert = new(
        connection,
        "INSERT OR REPLACE INTO verdict(incident, term, mode, t0, outcome, severity, reasons) VALUES($0, $1, $2, $3, $4, $5, $6)",
        7
    );

    public void Clear(long from, long to)
    {
        using var delete = new Statement(connection, "DELETE FROM verdict WHERE mode=$0 AND t0>=$1 AND t0<=$2", 3);
        delete.Run((int)mode, from, to);
    }

    /// <summary>Not applicable is the absence of a row: most incidents lie outside most terms.</summary>
    public void Add(IncidentFinding finding, long t0)
    {
        if (finding.Outcome != Outcome.NotApplicable)
        {
            _insert.Run(
                finding.Incident.Value,
                finding.Term,
                (int)mode,
                t0,
                (int)finding.Outcome,
                finding.Severity is { } severity ? (int)severity : null,
                Words(finding.Reasons)
            );
        }
    }

    /// <summary>The worst verdict: an apparent breach before what is undeterminable before none, then by severity, then by the term's name.</summary>
    public void Summarise(long from, long to)
    {
        const string Worst =
            "FROM verdict v WHERE v.incident=incident.id ORDER BY "
            + "CASE v.outcome WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END, coalesce(v.severity, -1) DESC, v.term LIMIT 1";
        using var update = new Statement(
            connection,
            $"UPDATE incident SET (outcome, severity, term)=(SELECT v.outcome, v.severity, v.term {Worst}) WHERE mode=$0 AND t0>=$1 AND t0<=$2 "
                + "AND (outcome IS NOT NULL OR EXISTS(SELECT 1 FROM verdict v WHERE v.incident=incident.id))",
            3
        );
        update.Run((int)mode, from, to);
    }

    public void Dispose() => _insert.Dispose();

    // The same few lists come again and again, as the very same arrays.
    private string Words(ImmutableArray<string> reasons)
    {
        if (_words.TryGetValue(reasons, out var known))
        {
            return known;
        }
        var words = string.Join(' ', reasons);
        if (_words.Count < MostWords)
        {
            _words[reasons] = words;
        }
        return words;
    }
}
