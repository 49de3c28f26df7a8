using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>
/// "Kleene first, then the truth": decides an unknown condition where every way its unknowns can turn out gives the same answer, by case distinction over
/// the variables that it asks about more than once (over the others Kleene's logic is exact) and over the stretches of time between change points. Bounded: past its budget the
/// condition stays unknown, which is never wrong, only less than could be known.
/// </summary>
internal sealed class Supervaluation
{
    private const int MaximumCuts = 64;

    /// <summary>Different questions about one variable; beyond that they are taken as independent.</summary>
    private const int MaximumAtoms = 64;
    private const long Budget = 20_000_000;

    private readonly CompiledCondition _condition;
    private readonly ImmutableArray<int> _atoms;
    private readonly ImmutableArray<VariableGroup> _repeated;
    private readonly bool _timed;

    private Supervaluation(CompiledCondition condition, ImmutableArray<int> atoms, ImmutableArray<VariableGroup> repeated, bool timed)
    {
        _condition = condition;
        _atoms = atoms;
        _repeated = repeated;
        _timed = timed;
    }

    /// <summary>Null for a condition on which Kleene's logic is already exact.</summary>
    public static Supervaluation? For(CompiledCondition condition)
    {
        var used = condition.Tape.Atoms;
        // A question asked once matters only where it has but one answer, such as whether a number of people is below zero.
        var repeated = used.GroupBy(a => condition.Atoms[a].Variable, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Where(g => g.Distinct().Count() <= MaximumAtoms)
            .Select(g => (Often: g.Count() > 1, Group: VariableGroup.Of([.. g.Distinct().Order()], condition.Atoms)))
            .Where(g => g.Often || g.Group.Ways.Length == 1)
            .Select(g => g.Group)
            .ToImmutableArray();
        var timed = used.Distinct().Count(a => condition.Atoms[a] is FactAtom or FactNumberAtom or AfterAtom) > 1;
        return repeated.IsEmpty && !timed ? null : new Supervaluation(condition, [.. used.Distinct().Order()], repeated, timed);
    }

    public Bool3 Resolve(in EvaluationContext context)
    {
        var cuts = Cuts(in context);
        if (cuts.Count == 0 && _repeated.IsEmpty)
        {
            return Bool3.Unknown;
        }
        var values = new Bool3[_condition.Atoms.Count];
        var budget = Math.Max(256, Budget / _condition.Tape.Length);
        Bool3? all = null;
        for (var i = 0; i <= cuts.Count; i++)
        {
            var stretch = context with
            {
                Earliest = i == 0 ? context.Earliest : cuts[i - 1],
                Latest = i == cuts.Count ? context.Latest : cuts[i] - Duration.Epsilon,
            };
            foreach (var atom in _atoms)
            {
                values[atom] = _condition.Atoms.Evaluate(atom, in stretch, out _);
            }
            var value = Split(values, 0, ref budget);
            if (value == Bool3.Unknown || (all is { } before && before != value))
            {
                return Bool3.Unknown;
            }
            all = value;
        }
        return all ?? Bool3.Unknown;
    }

    /// <summary>The same for given values of all atoms, unknown ones among them, at one instant.</summary>
    public Bool3 Resolve(Bool3[] values)
    {
        var budget = Math.Max(256, Budget / 20 / _condition.Tape.Length);
        return Split(values, 0, ref budget);
    }

    /// <summary>The instants within the time at which some fact changes; none where the time is certain.</summary>
    private List<Instant> Cuts(in EvaluationContext context)
    {
        var (earliest, latest) = (context.Earliest, context.Latest);
        if (!_timed || earliest == latest)
        {
            return [];
        }
        var cuts = new SortedSet<Instant>();
        foreach (var index in _atoms)
        {
            var atom = _condition.Atoms[index];
            if (atom.Slot >= 0)
            {
                cuts.UnionWith(context.Facts.Timeline(atom.Slot).Changes.Where(c => c > earliest && c <= latest).Take(MaximumCuts + 1));
            }
            if (atom is AfterAtom after && context.Facts.Instant(after.Index) is { } reading)
            {
                cuts.UnionWith(new[] { reading.Range.Earliest, reading.Range.Latest }.Where(c => c > earliest && c <= latest));
            }
        }
        return cuts.Count > MaximumCuts ? [] : [.. cuts];
    }

    private Bool3 Split(Bool3[] values, int group, ref long budget)
    {
        var atoms = new FixedAtoms(values);
        var value = _condition.Tape.Run(ref atoms, out _);
        if (value != Bool3.Unknown || group == _repeated.Length || --budget < 0)
        {
            return value;
        }
        var variable = _repeated[group];
        var before = variable.Atoms.Select(a => values[a]).ToArray();
        if (!before.Contains(Bool3.Unknown))
        {
            return Split(values, group + 1, ref budget);
        }
        Bool3? all = null;
        foreach (var way in variable.Ways.Where(w => Agrees(w, before)))
        {
            for (var i = 0; i < way.Length; i++)
            {
                values[variable.Atoms[i]] = way[i] ? Bool3.True : Bool3.False;
            }
            var outcome = Split(values, group + 1, ref budget);
            all = all is null || all == outcome ? outcome : Bool3.Unknown;
            if (all == Bool3.Unknown)
            {
                break;
            }
        }
        for (var i = 0; i < before.Length; i++)
        {
            values[variable.Atoms[i]] = before[i];
        }
        return all ?? Bool3.Unknown;
    }

    private static bool Agrees(ImmutableArray<bool> way, Bool3[] known)
    {
        for (var i = 0; i < way.Length; i++)
        {
            if (known[i] != Bool3.Unknown && known[i] == Bool3.True != way[i])
            {
                return false;
            }
        }
        return true;
    }
}
