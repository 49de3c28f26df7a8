using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Bench;

/// <summary>The plain formulation of the first objective: a binary for every single unit, line and start month, one dwell row for every unit and window, need rows without more.</summary>
internal static class PlainForceProgram
{
    private readonly record struct Start(int Offer, int Unit, int Line, int Effect, int Month, int Column);

    public static MixedProgram Of(ForceProblem problem)
    {
        var columns = ImmutableArray.CreateBuilder<MixedColumn>();
        var starts = new List<Start>();
        for (var o = 0; o < problem.Offers.Length; o++)
        {
            var offer = problem.Offers[o];
            for (var unit = 0; unit < offer.Units; unit++)
            {
                foreach (var fit in offer.Fits)
                {
                    for (var month = 0; month < problem.Months; month++)
                    {
                        if (offer.CanStart[month])
                        {
                            starts.Add(new Start(o, unit, fit.Line, fit.Effect, month, columns.Count));
                            columns.Add(new MixedColumn(Name("x", o, unit, fit.Line, month), 0, 1, true));
                        }
                    }
                }
            }
        }
        var unfilled = columns.Count;
        columns.AddRange(
            problem.Lines.SelectMany((line, l) => line.Need.Select((need, t) => new MixedColumn(Name("u", l, t), 0, need, false)))
        );
        var led = columns.Count;
        columns.AddRange(
            problem.Commands.SelectMany(
                (_, c) => Enumerable.Range(0, problem.Months).Select(t => new MixedColumn(Name("y", c, t), 0, 1, true))
            )
        );
        var rows = ImmutableArray.CreateBuilder<MixedRow>();
        rows.AddRange(Dwell(problem, starts));
        rows.AddRange(Fill(problem, starts, unfilled));
        rows.AddRange(Lead(problem, starts, unfilled, led));
        var objective = problem.Lines.SelectMany(
            (line, l) => line.Need.Select((_, t) => new MixedTerm(unfilled + l * problem.Months + t, line.Weight))
        );
        return new MixedProgram("plain", columns.ToImmutable(), rows.ToImmutable(), [new MixedObjective("unfilled", [.. objective])]);
    }

    private static IEnumerable<MixedRow> Dwell(ForceProblem problem, List<Start> starts)
    {
        foreach (var unit in starts.GroupBy(start => (start.Offer, start.Unit)))
        {
            var offer = problem.Offers[unit.Key.Offer];
            for (var month = 0; month < problem.Months; month++)
            {
                var terms = unit.Where(s => s.Month <= month && s.Month > month - offer.DeploymentMonths - offer.DwellMonths)
                    .Select(s => new MixedTerm(s.Column, 1))
                    .ToImmutableArray();
                if (terms.Length > 0)
                {
                    yield return new MixedRow(Name("dwell", unit.Key.Offer, unit.Key.Unit, month), RowSense.AtMost, 1, terms);
                }
            }
        }
    }

    private static IEnumerable<MixedRow> Fill(ForceProblem problem, List<Start> starts, int unfilled)
    {
        var ofLine = starts.ToLookup(start => start.Line);
        for (var l = 0; l < problem.Lines.Length; l++)
        {
            for (var month = 0; month < problem.Months; month++)
            {
                var terms = ofLine[l]
                    .Where(s =>
                        month >= s.Month + problem.Offers[s.Offer].HandoverMonths
                        && month < s.Month + problem.Offers[s.Offer].DeploymentMonths
                    )
                    .Select(s => new MixedTerm(s.Column, s.Effect));
                yield return new MixedRow(
                    Name("fill", l, month),
                    RowSense.AtLeast,
                    problem.Lines[l].Need[month],
                    [.. terms, new MixedTerm(unfilled + l * problem.Months + month, 1)]
                );
            }
        }
    }

    private static IEnumerable<MixedRow> Lead(ForceProblem problem, List<Start> starts, int unfilled, int led)
    {
        for (var c = 0; c < problem.Commands.Length; c++)
        {
            var command = problem.Commands[c];
            var leaders = starts.Where(s => command.LeadOffers.Contains(s.Offer) && command.Lines.Contains(s.Line)).ToArray();
            for (var month = 0; month < problem.Months; month++)
            {
                var y = led + c * problem.Months + month;
                foreach (var l in command.Lines)
                {
                    var need = problem.Lines[l].Need[month];
                    yield return new MixedRow(
                        Name("command", c, l, month),
                        RowSense.AtLeast,
                        need,
                        [new MixedTerm(unfilled + l * problem.Months + month, 1), new MixedTerm(y, need)]
                    );
                }
                var serving = leaders
                    .Where(s => month >= s.Month && month < s.Month + problem.Offers[s.Offer].DeploymentMonths)
                    .Select(s => new MixedTerm(s.Column, 1));
                yield return new MixedRow(Name("lead", c, month), RowSense.AtLeast, 0, [.. serving, new MixedTerm(y, -1)]);
            }
        }
    }

    private static string Name(string kind, params ReadOnlySpan<int> indices)
    {
        var name = kind;
        foreach (var index in indices)
        {
            name += "_" + index.ToString(CultureInfo.InvariantCulture);
        }
        return name;
    }
}
