using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// What stands before the tables for readers outside the watch room. A severity by count counts whatever happened nearby, firing points and the last day too, none of which is released: it would tell
/// of them. So verdicts of a term that counts have no severity outside, and what is worst about an incident, and every count, filter and order by severity, follows from the verdicts
/// as they are shown. Views of the connection hide the tables of the same name, so that no question can pass them by.
/// </summary>
internal static class ReleasedTables
{
    /// <summary>The terms whose severity hangs on a count; none for a policy under which everything is seen.</summary>
    public static ImmutableArray<string> Counting(ReleasePolicy policy, ClauseSet clauses) =>
        policy.IsOutside
            ? [.. clauses.Terms.Where(term => term.CountWindows.Any()).Select(term => term.Name).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Puts the views before the tables of a connection.</summary>
    public static void Shadow(SqliteConnection connection, ImmutableArray<string> counting)
    {
        if (counting.IsEmpty)
        {
            return;
        }
        var terms = string.Join(',', counting.Select(name => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'"));
        const string Severity = "severity";
        ViewDatabase.Execute(
            connection,
            $"CREATE TEMP VIEW verdict AS SELECT incident, term, mode, t0, outcome, CASE WHEN term IN ({terms}) THEN NULL ELSE severity END AS severity, "
                + $"CASE WHEN term IN ({terms}) THEN trim(replace(reasons, 'severity:unknown', '')) ELSE reasons END AS reasons FROM main.verdict"
        );
        const string Worst =
            "FROM temp.verdict v WHERE v.incident=r.id ORDER BY CASE v.outcome WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END, coalesce(v.severity, -1) DESC, v.term LIMIT 1";
        var columns = Columns(connection)
            .Select(name => name is Severity or "term" ? $"(SELECT v.{name} {Worst}) AS {name}" : $"r.{name} AS {name}");
        ViewDatabase.Execute(
            connection,
            $"CREATE TEMP VIEW incident AS SELECT r.rowid AS rowid, {string.Join(", ", columns)} FROM main.incident r"
        );
    }

    private static List<string> Columns(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('incident', 'main') ORDER BY cid";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }
        return names;
    }
}
