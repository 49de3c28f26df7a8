using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Assessments;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes verdicts, and each incident's worst one beside it for lists and the map.</summary>
internal sealed class VerdictWriter(SqliteConnection connection) : IDisposable
{
    private const int MostWords = 4_096;

    private readonly Dictionary<ImmutableArray<string>, string> _words = [];

    private readonly Statement _insert = new(
        connection,
        "INSERT OR REPLACE INTO verdict(incident, term, mode, t0, outcome, severity, reasons) VALUES($0, $1, $2, $3, $4, $5, $6)",
        7
    );

    private readonly Statement _forget = new(connection, "DELETE FROM verdict WHERE incident=$0", 1);

    public void Clear(Mode mode, long from, long to)
    {
        using var delete = new Statement(connection, "DELETE FROM verdict WHERE mode=$0 AND t0>=$1 AND t0<=$2", 3);
        delete.Run((int)mode, from, to);
    }

    public void Write(FoldedIncident folded)
    {
        var incident = folded.Fused.Incident;
        foreach (var finding in folded.Findings.Span)
        {
            Add(finding, incident.Mode, Ticks.Of(incident.When.Earliest));
        }
    }

    /// <summary>Not applicable is the absence of a row: most incidents lie outside most terms.</summary>
    public void Add(IncidentFinding finding, Mode mode, long t0)
    {
        if (finding.Outcome != Outcome.NotApplicable)
        {
            _insert.Set(0, finding.Incident.Value).Set(1, finding.Term).Set(2, (int)mode).Set(3, t0).Set(4, (int)finding.Outcome);
            _ = finding.Severity is { } severity ? _insert.Set(5, (int)severity) : _insert.SetNull(5);
            _insert.Set(6, Words(finding.Reasons)).Run();
        }
    }

    /// <summary>The worst verdict: an apparent breach before what is undeterminable before none, then by severity, then by the term's name.</summary>
    public void Summarise(Mode mode, long from, long to)
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

    /// <summary>Removes what any term found of an incident.</summary>
    public void Forget(string incident) => _forget.Run(incident);

    public void Dispose()
    {
        _forget.Dispose();
        _insert.Dispose();
    }

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
