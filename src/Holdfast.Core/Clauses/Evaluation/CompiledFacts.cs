using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>A fact with its arguments as some clause uses it; with <paramref name="DeterminedBy"/>, the fact that these determined it.</summary>
internal sealed record FactSlot(FactKey Key, FactDeclaration Declaration, Who? DeterminedBy)
{
    public FactUse Use =>
        new(Declaration.Name, Key.Arguments, Declaration, DeterminedBy is not null, DeterminedBy ?? Declaration.Authority(Key.Arguments));

    /// <summary>Names the slot: the same text is the same slot.</summary>
    public string Identity => DeterminedBy is null ? Key.Text : $"determined({Key.Text}) by {DeterminedBy}";
}

/// <summary>The facts and instants that the clauses of one compilation use, numbered.</summary>
internal sealed class ClauseProgram
{
    private const string UndertakingPrefix = "undertaking:";

    private readonly Dictionary<string, int> _slotOf = new(StringComparer.Ordinal);

    public List<FactSlot> Slots { get; } = [];
    public List<InstantExpression> Instants { get; } = [];

    /// <summary>The name of the fact that an undertaking is in force: no clause can write it.</summary>
    public static string InForceName(string undertaking) => UndertakingPrefix + undertaking;

    /// <summary>The undertaking that such a name speaks of; null for the name of a fact.</summary>
    public static string? UndertakingOf(string name) =>
        name.StartsWith(UndertakingPrefix, StringComparison.Ordinal) ? name[UndertakingPrefix.Length..] : null;

    /// <summary>The same slots and instants under the same numbers, to which others can be added.</summary>
    public ClauseProgram Copy()
    {
        var copy = new ClauseProgram();
        copy.Slots.AddRange(Slots);
        copy.Instants.AddRange(Instants);
        foreach (var (identity, index) in _slotOf)
        {
            copy._slotOf.Add(identity, index);
        }
        return copy;
    }

    public int? Find(string identity) => _slotOf.TryGetValue(identity, out var index) ? index : null;

    public int Slot(FactSlot slot)
    {
        if (!_slotOf.TryGetValue(slot.Identity, out var index))
        {
            index = Slots.Count;
            Slots.Add(slot);
            _slotOf.Add(slot.Identity, index);
        }
        return index;
    }

    public int Instant(InstantExpression expression)
    {
        Instants.Add(expression);
        return Instants.Count - 1;
    }
}

/// <summary>
/// The facts of one <see cref="FactBase"/>, laid out for the clauses of one compilation: a timeline per slot, and every instant worked out once. Made
/// once per fact base; reading it allocates nothing.
/// </summary>
public sealed class CompiledFacts
{
    /// <summary>The greatest value of <see cref="Steady"/> that is one.</summary>
    internal const byte SteadyTrue = (byte)Bool3.True;

    private const byte NotSteady = byte.MaxValue;

    private readonly FactTimeline[] _timelines;
    private readonly byte[] _steady;
    private readonly InstantReading?[] _instantOf;
    private readonly InstantReading?[] _instants;

    internal CompiledFacts(ClauseProgram program, ILookup<FactKey, FactStatement> statements)
    {
        Program = program;
        _timelines = new FactTimeline[program.Slots.Count];
        _instantOf = new InstantReading?[program.Slots.Count];
        _steady = new byte[program.Slots.Count];
        for (var i = 0; i < _timelines.Length; i++)
        {
            var slot = program.Slots[i];
            _timelines[i] = slot.DeterminedBy is null
                ? TimelineBuilder.Plain(slot.Declaration, statements[slot.Key])
                : TimelineBuilder.Determined(slot.Declaration, slot.DeterminedBy, statements[slot.Key]);
            _instantOf[i] = InstantIn(_timelines[i]);
            _steady[i] = SteadyIn(_timelines[i]);
        }
        _instants = new InstantReading?[program.Instants.Count];
        for (var i = 0; i < _instants.Length; i++)
        {
            _instants[i] = program.Instants[i].Value(this);
        }
    }

    private CompiledFacts(CompiledFacts others, int slot, FactTimeline timeline)
    {
        Program = others.Program;
        (_instantOf, _instants) = (others._instantOf, others._instants);
        _timelines = [.. others._timelines];
        _timelines[slot] = timeline;
        _steady = [.. others._steady];
        _steady[slot] = SteadyIn(timeline);
    }

    internal ClauseProgram Program { get; }

    /// <summary>The same facts but for one that is worked out and not stated: whether an undertaking is in force.</summary>
    internal CompiledFacts With(int slot, FactTimeline timeline) => new(this, slot, timeline);

    internal FactTimeline Timeline(int slot) => _timelines[slot];

    /// <summary>A fact that is known and the same at all times, as a <see cref="Bool3"/>; more than <see cref="SteadyTrue"/> where it is not.</summary>
    internal byte Steady(int slot) => _steady[slot];

    private static byte SteadyIn(FactTimeline timeline) =>
        timeline.Segments is [{ Truth: { IsUnknown: false } truth }] ? (byte)truth.Value : NotSteady;

    internal InstantReading? InstantOf(int slot) => _instantOf[slot];

    internal InstantReading? Instant(int index) => _instants[index];

    /// <summary>The instant that a timeline of an instant fact states; several counted values make a range that is disputed.</summary>
    internal static InstantReading? InstantIn(FactTimeline timeline)
    {
        var values = timeline
            .Segments.SelectMany(s => s.Counted)
            .Select(r => r.Value)
            .Distinct()
            .Select(v => FactValue.Range(v))
            .Where(r => r is not null)
            .Select(r => r.GetValueOrDefault())
            .ToImmutableArray();
        if (values.IsEmpty)
        {
            return null;
        }
        var range = values.Aggregate((a, b) => a.Union(b));
        var reason =
            values.Length > 1 ? UnknownReason.Disputed
            : range.Earliest < range.Latest ? UnknownReason.Date
            : UnknownReason.None;
        return new InstantReading(range, reason);
    }
}
