using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>
/// Atoms that ask about one variable, and the ways in which they can turn out together: for a calibre the stretches between its thresholds, for a
/// weapon's class each code named and any other, for a plain fact true and false.
/// </summary>
internal sealed class VariableGroup
{
    private VariableGroup(ImmutableArray<int> atoms, ImmutableArray<ImmutableArray<bool>> ways)
    {
        Atoms = atoms;
        Ways = ways;
    }

    public ImmutableArray<int> Atoms { get; }

    /// <summary>Each way gives one value per atom, in the order of <see cref="Atoms"/>. All ways differ.</summary>
    public ImmutableArray<ImmutableArray<bool>> Ways { get; }

    public static VariableGroup Of(ImmutableArray<int> indexes, AtomTable table)
    {
        var atoms = indexes.Select(i => table[i]).ToList();
        IEnumerable<ImmutableArray<bool>> ways;
        if (atoms.All(a => a.Threshold is not null))
        {
            var tests = atoms.Select(a => a.Threshold.GetValueOrDefault()).ToList();
            ways = Samples(tests).Select(v => tests.Select(t => t.Holds(v)).ToImmutableArray());
        }
        else if (atoms.All(a => a is KindAtom))
        {
            ways = EventKinds.All.Select(k => atoms.Select(a => a.Codes.Any(w => EventKinds.IsA(k, w))).ToImmutableArray());
        }
        else if (atoms.All(a => a.Codes.Length > 0))
        {
            var codes = atoms.SelectMany(a => a.Codes).Distinct().Append("").ToList();
            ways = codes.Select(c => atoms.Select(a => a.Codes.Contains(c)).ToImmutableArray());
        }
        else
        {
            // One atom used several times: a variable without an order carries only one question.
            ways = new[] { true, false }.Select(v => atoms.Select(_ => v).ToImmutableArray());
        }
        var distinct = ways.DistinctBy(w => string.Concat(w.Select(b => b ? '1' : '0'))).ToImmutableArray();
        return new VariableGroup(indexes, distinct);
    }

    /// <summary>A value from every stretch between thresholds, and the thresholds themselves. No quantity of the language is negative.</summary>
    private static IEnumerable<double> Samples(List<OrderedTest> tests)
    {
        var bounds = tests.Select(t => t.Value).Distinct().Order().ToList();
        if (tests[0].Whole)
        {
            return bounds.SelectMany(b => new[] { Math.Floor(b) - 1, Math.Floor(b), Math.Floor(b) + 1 }).Where(v => v >= 0).Distinct();
        }
        var samples = new List<double>();
        var below = 0.0;
        foreach (var bound in bounds)
        {
            samples.Add((below + bound) / 2);
            samples.Add(bound);
            below = bound;
        }
        samples.Add((below * 2) + 1);
        return samples;
    }
}
