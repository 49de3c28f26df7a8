using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// A filter as SQL over <c>incident i</c>. For a reader who gets released data only, every condition on place and time is put to the released place and
/// time, so that asking many narrow questions tells no more than the release itself.
/// </summary>
internal sealed class IncidentSql
{
    // A filter that asks nothing, for a reader who sees all.
    private const string Plain = "i.mode=$mode AND 1 AND i.status<>4";
    private const string ExactStart = "i.t0";

    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _parameters = [];
    private readonly ReleaseColumns _columns;

    public IncidentSql(IncidentFilter filter, Mode mode, ReleasePolicy policy)
    {
        _columns = new ReleaseColumns(policy);
        Add("i.mode=$mode", ("$mode", (int)mode), _columns.Fresh);
        _conditions.Add(_columns.Condition);
        Status(filter);
        Place(filter);
        What(filter, policy.MayAskAboutSources);
        Verdicts(filter);
    }

    public ReleaseColumns Columns => _columns;

    public string Where => string.Join(" AND ", _conditions);

    /// <summary>Whether the filter asks more than mode and time, so that observations must be counted through their incidents.</summary>
    public bool NeedsIncidents { get; private set; }

    public void Bind(SqliteCommand command)
    {
        foreach (var (name, value) in _parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
    }

    // What operators rejected is none: it is shown to those who ask for it, and counts nowhere.
    private void Status(IncidentFilter filter)
    {
        if (filter.Statuses.IsDefaultOrEmpty)
        {
            _conditions.Add("i.status<>4");
            return;
        }
        NeedsIncidents = true;
        _conditions.Add($"i.status IN ({Join(filter.Statuses.Select(s => (int)s))})");
    }

    private void Place(IncidentFilter filter)
    {
        if (filter.When is { } when)
        {
            Add($"{_columns.Start}<=$to AND {_columns.End}>=$from", ("$from", Ticks.Of(when.Earliest)), ("$to", Ticks.Of(when.Latest)));
        }
        if (filter.Box is { } box)
        {
            NeedsIncidents = true;
            var (lat, lon) = (_columns.Latitude, _columns.Longitude);
            Add($"{lat} BETWEEN $south AND $north", ("$south", box.South), ("$north", box.North));
            Add(
                box.West <= box.East ? $"{lon} BETWEEN $west AND $east" : $"({lon}>=$west OR {lon}<=$east)",
                ("$west", box.West),
                ("$east", box.East)
            );
        }
        if (!string.IsNullOrEmpty(filter.Sector))
        {
            NeedsIncidents = true;
            Add(_columns.Sector + "=$sector", ("$sector", filter.Sector));
        }
    }

    private void What(IncidentFilter filter, bool mayAskAboutSources)
    {
        if (!filter.Kinds.IsDefaultOrEmpty)
        {
            NeedsIncidents = true;
            var below = EventKinds.All.Where(kind =>
                filter.Kinds.Any(wanted => EventKinds.IsKnown(wanted) && EventKinds.IsA(kind, wanted))
            );
            AddList(_columns.Kind, "$kind", [.. below]);
        }
        if (filter.AtLeast is { } level)
        {
            NeedsIncidents = true;
            Add(_columns.Verification + ">=$level", ("$level", (int)level));
        }
        if (!mayAskAboutSources && !(string.IsNullOrEmpty(filter.Source) && string.IsNullOrEmpty(filter.Text)))
        {
            // Who saw it, and in which words, is not released: asked for, it fits nothing.
            _conditions.Add("0");
        }
        if (!string.IsNullOrEmpty(filter.Source))
        {
            NeedsIncidents = true;
            Add("instr(i.sources, $source)>0", ("$source", $"|{filter.Source}|"));
        }
        if (!string.IsNullOrEmpty(filter.Text))
        {
            NeedsIncidents = true;
            Add("instr(i.text, $text)>0", ("$text", filter.Text.ToLowerInvariant()));
        }
    }

    private void Verdicts(IncidentFilter filter)
    {
        var outcomes = filter.Outcomes.IsDefault ? [] : filter.Outcomes;
        var severities = filter.Severities.IsDefault ? [] : filter.Severities;
        if (string.IsNullOrEmpty(filter.Term) && outcomes.IsEmpty && severities.IsEmpty)
        {
            return;
        }
        NeedsIncidents = true;
        var conditions = VerdictConditions(filter.Term, outcomes, severities);
        var some = $"EXISTS (SELECT 1 FROM verdict v WHERE v.incident=i.id{conditions})";
        // No row in the table means that the term does not apply.
        var none = string.IsNullOrEmpty(filter.Term)
            ? "i.outcome IS NULL"
            : "NOT EXISTS (SELECT 1 FROM verdict v WHERE v.incident=i.id AND v.term=$term)";
        _conditions.Add(outcomes.Contains(Outcome.NotApplicable) && severities.IsEmpty ? $"({some} OR {none})" : some);
    }

    private string VerdictConditions(string? term, ImmutableArray<Outcome> outcomes, ImmutableArray<Severity> severities)
    {
        var text = "";
        if (!string.IsNullOrEmpty(term))
        {
            text += " AND v.term=$term";
            _parameters.Add(("$term", term));
        }
        text += outcomes.IsEmpty ? "" : $" AND v.outcome IN ({Join(outcomes.Select(o => (int)o))})";
        return text + (severities.IsEmpty ? "" : $" AND v.severity IN ({Join(severities.Select(s => (int)s))})");
    }

    /// <summary>
    /// From which to take pairs of incident and term, <c>v</c> and, where it is needed for the filter or for <paramref name="order"/>, <c>i</c>. Verdicts
    /// lead: asked the other way round, the library may go through all verdicts for each incident.
    /// </summary>
    public string VerdictsFrom(IncidentFilter filter, string order = "")
    {
        var where = VerdictWhere(filter);
        return Where == Plain && !order.Contains("i.", StringComparison.Ordinal)
            ? $"FROM verdict v WHERE {where[(Plain.Length + " AND ".Length)..]}"
            : $"FROM verdict v CROSS JOIN incident i ON i.id=v.incident WHERE {where}";
    }

    /// <summary>An order of incidents as one of verdicts, which carry their incident's id and, where the reader sees the exact time, its time.</summary>
    public string VerdictOrder(string order)
    {
        var said = order
            .Replace("i.severity", "v.severity", StringComparison.Ordinal)
            .Replace("i.id", "v.incident", StringComparison.Ordinal);
        return (_columns.Start == ExactStart ? said.Replace(ExactStart, "v.t0", StringComparison.Ordinal) : said) + ", v.term";
    }

    /// <summary>The same conditions on a joined <c>verdict v</c>, for a list of pairs of incident and term.</summary>
    public string VerdictWhere(IncidentFilter filter)
    {
        var outcomes = filter.Outcomes.IsDefaultOrEmpty ? [Outcome.ApparentBreach] : filter.Outcomes;
        var severities = filter.Severities.IsDefault ? [] : filter.Severities;
        // A verdict's mode is its incident's: said twice, so that few verdicts are found by their index and not through all incidents.
        return Where
            + " AND v.mode=$mode"
            + (filter.When is null || _columns.Start != ExactStart ? "" : " AND v.t0<=$to")
            + (string.IsNullOrEmpty(filter.Term) ? "" : " AND v.term=$term")
            + $" AND v.outcome IN ({Join(outcomes.Select(o => (int)o))})"
            + (severities.IsEmpty ? "" : $" AND v.severity IN ({Join(severities.Select(s => (int)s))})");
    }

    private static string Join(IEnumerable<int> numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private void AddList(string column, string prefix, ImmutableArray<string> values)
    {
        var names = values.Select((_, i) => prefix + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        Add(names.Length == 0 ? "0" : $"{column} IN ({string.Join(',', names)})", [.. names.Zip(values, (n, v) => (n, (object)v))]);
    }

    private void Add(string condition, params ReadOnlySpan<(string, object)> parameters)
    {
        _conditions.Add(condition);
        foreach (var parameter in parameters)
        {
            _parameters.Add(parameter);
        }
    }
}
