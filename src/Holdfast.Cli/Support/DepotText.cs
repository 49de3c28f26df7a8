using Holdfast.App.Support;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;

namespace Holdfast.Cli.Support;

/// <summary>Depots, reach and coverage as tables of text.</summary>
internal static class DepotText
{
    public static void Reach(TextWriter output, DepotReach reach)
    {
        string[] head = ["class", "unit", "held", .. reach.Question.Hours.Order().Select(DeclaredWords.Hours), "numbers"];
        var rows = reach.Rows.Select(r =>
            (string[])[r.Class.Id, r.Class.Unit, DeclaredWords.Whole(r.Held), .. r.Cells.Select(Cell), AskedDeclared.Of(r.Standing)]
        );
        TextTable.Write(output, [head, .. rows], [.. Enumerable.Range(2, reach.Question.Hours.Length + 1)]);
    }

    public static void Coverage(TextWriter output, DepotCoverage coverage)
    {
        output.WriteLine($"{coverage.Requirement.Title} ({coverage.Requirement.Id}), {coverage.Requirement.Units:0.##} units");
        foreach (var row in coverage.Rows)
        {
            output.WriteLine($"  {row.Class.Id} ({row.Class.Unit}), {AskedDeclared.Of(row.Standing)}");
            foreach (var c in row.Cells)
            {
                var possible = c.Possible > c.High ? $", at most {DeclaredWords.Percent(c.Possible)}" : "";
                var shortOf = c.Short == 0 ? "" : $"; short of {DeclaredWords.Whole(decimal.Ceiling(c.Short))}: {Parts(c)}";
                output.WriteLine(
                    $"    {DeclaredWords.Hours(c.Hours)}: needs {DeclaredWords.Whole(c.Need)}, covered {DeclaredWords.Percent(c.Low)} to {DeclaredWords.Percent(c.High)}{possible}{shortOf}"
                );
            }
        }
    }

    public static void Depots(TextWriter output, DepotReach reach, DonorNames names)
    {
        if (reach.Depots.Length > 0 && reach.Depots.All(d => !d.Reaches.IsTrue))
        {
            output.WriteLine(
                "Nothing arrives surely on what is asked about: from no depot are both access and a way known to be open. What stands behind + is an assumption's worth; --assume FACT asks in that world."
            );
        }
        foreach (var d in reach.Depots)
        {
            output.WriteLine(
                $"{d.Depot.Id}  {d.Depot.Name} ({d.Depot.Region}, kept by {names.Full(d.Depot.By)}): {DeclaredWords.Counts(d.Reaches)}"
            );
            var missing = DeclaredWords.Missing(d.Access);
            output.WriteLine($"    access {DeclaredWords.Of(d.Access.Value)}{(missing.Length > 0 ? "; missing: " + missing : "")}");
            foreach (var way in d.Ways)
            {
                var closed = DeclaredWords.Missing(way.Open);
                output.WriteLine(
                    $"    {DeclaredWords.Of(way.By)}: {DeclaredWords.Hours(way.Hours)} until the first arrives{(closed.Length > 0 ? "; missing: " + closed : "")}"
                );
            }
            if (d.Ways.IsEmpty)
            {
                output.WriteLine("    no way is stated");
            }
        }
    }

    private static string Cell(ReachCell cell)
    {
        var more = decimal.Floor(cell.Possible - cell.Sure.High);
        return DeclaredWords.Whole(cell.Sure) + (more > 0 ? $" +{DeclaredWords.Whole(more)}" : "");
    }

    private static string Parts(CoverageCell cell) =>
        string.Join(
            ", ",
            cell.Parts.OrderByDescending(p => p.Quantity)
                .Select(p => $"{DeclaredWords.Whole(decimal.Ceiling(p.Quantity))} {DeclaredWords.Of(p.Cause)}")
        );
}
