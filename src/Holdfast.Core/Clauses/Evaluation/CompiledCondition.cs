using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>
/// One condition of a term, compiled. First Kleene's logic on the tape; where that leaves it unknown although some question is asked more than once,
/// <see cref="Supervaluation"/> looks whether every way the unknowns can turn out ends the same.
/// </summary>
internal sealed class CompiledCondition
{
    private readonly Supervaluation? _truth;

    public CompiledCondition(Expression expression, AtomTable atoms)
    {
        Expression = expression;
        Tape = Tape.Compile(expression);
        Atoms = atoms;
        _truth = Supervaluation.For(this);
    }

    /// <summary>Whether Kleene's logic may leave it unknown where it is not.</summary>
    public bool NeedsCases => _truth is not null;

    public Expression Expression { get; }
    public Tape Tape { get; }
    public AtomTable Atoms { get; }

    /// <summary>The value it has whatever every atom in it turns out to be, or unknown.</summary>
    public Bool3 Always()
    {
        var values = new Bool3[Atoms.Count];
        Array.Fill(values, Bool3.Unknown);
        var atoms = new FixedAtoms(values);
        var value = Tape.Run(ref atoms, out _);
        return value == Bool3.Unknown && _truth is not null ? _truth.Resolve(values) : value;
    }

    /// <param name="mask">Bits of the reasons, set exactly when the result is unknown.</param>
    public Bool3 Evaluate(in EvaluationContext context, out ulong mask)
    {
        var values = new LiveAtoms(Atoms, in context);
        var value = Tape.Run(ref values, out mask);
        if (value != Bool3.Unknown || _truth is null)
        {
            return value;
        }
        value = _truth.Resolve(in context);
        mask = value == Bool3.Unknown ? mask : 0;
        return value;
    }
}

/// <summary>The atoms of one term, each once, with the bits of the reasons for which they are unknown.</summary>
internal sealed class AtomTable(ReasonTable reasons)
{
    private readonly Dictionary<Atom, int> _index = new(AtomIdentity.Instance);
    private readonly List<Atom> _atoms = [];
    private readonly List<ulong> _masks = [];
    private int[] _plain = [];

    public Atom this[int index] => _atoms[index];

    public ReasonTable Reasons => reasons;

    public int Count => _atoms.Count;

    public int Add(Atom atom)
    {
        if (!_index.TryGetValue(atom, out var index))
        {
            index = _atoms.Count;
            _atoms.Add(atom);
            _masks.Add(reasons.Bit(atom.UnknownCode));
            _index.Add(atom, index);
            _plain = [.. _plain, atom is FactAtom fact ? fact.Index : -1];
        }
        return index;
    }

    public Bool3 Evaluate(int index, in EvaluationContext context, out ulong mask)
    {
        // Most atoms ask for a fact that never changes: that is one look at an array.
        var slot = _plain[index];
        if (slot >= 0 && context.Facts.Steady(slot) is var steady && steady <= CompiledFacts.SteadyTrue)
        {
            mask = 0;
            return (Bool3)steady;
        }
        var truth = _atoms[index].Evaluate(in context);
        mask =
            truth.Value != Bool3.Unknown ? 0
            : truth.Reasons == UnknownReason.Date ? reasons.Date
            : _masks[index];
        return truth.Value;
    }

    /// <summary>Two atoms are the same when they ask the same; lists inside compare by content.</summary>
    private sealed class AtomIdentity : IEqualityComparer<Atom>
    {
        public static readonly AtomIdentity Instance = new();

        private static (Type Type, string Variable, OrderedTest? Threshold, string Codes) Key(Atom atom) =>
            (atom.GetType(), atom.Variable, atom.Threshold, string.Join(',', atom.Codes));

        public bool Equals(Atom? x, Atom? y) => x is not null && y is not null && Key(x) == Key(y);

        public int GetHashCode(Atom atom) => Key(atom).GetHashCode();
    }
}

/// <summary>Atoms looked up as they are needed.</summary>
internal readonly ref struct LiveAtoms(AtomTable atoms, ref readonly EvaluationContext context) : IAtomValues
{
    private readonly ref readonly EvaluationContext _context = ref context;

    public Bool3 Get(int atom, out ulong mask) => atoms.Evaluate(atom, in _context, out mask);
}

/// <summary>Atoms worked out beforehand, or assumed.</summary>
internal readonly struct FixedAtoms(Bool3[] values) : IAtomValues
{
    public Bool3 Get(int atom, out ulong mask)
    {
        mask = 0;
        return values[atom];
    }
}
