using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>All statements of facts as known at one instant; what terms and guarantees read. Immutable, safe to share.</summary>
public sealed class FactBase
{
    private readonly ClauseSet _clauses;
    private readonly ILookup<FactKey, FactStatement> _byKey;
    private readonly ImmutableSortedDictionary<string, FactTimeline> _inForce;
    private volatile CompiledFacts? _other;

    private FactBase(ClauseSet clauses, ImmutableArray<FactStatement> statements)
    {
        _clauses = clauses;
        Statements = statements;
        _byKey = statements.ToLookup(s => FactKey.Of(s.Name, s.Arguments));
        _inForce = ImmutableSortedDictionary<string, FactTimeline>.Empty.WithComparers(StringComparer.Ordinal);
        Compiled = new CompiledFacts(clauses.Program, _byKey);
    }

    private FactBase(FactBase others, string undertaking, FactTimeline inForce)
    {
        _clauses = others._clauses;
        Statements = others.Statements;
        _byKey = others._byKey;
        _inForce = others._inForce.SetItem(ClauseProgram.InForceName(undertaking), inForce);
        Compiled = Lay(others.Compiled, ClauseProgram.InForceName(undertaking), inForce);
    }

    public ImmutableArray<FactStatement> Statements { get; }

    public ClauseSet Clauses => _clauses;

    /// <summary>The facts laid out for the clauses this base was made for: hand it to <see cref="Term.Judge"/> in bulk work.</summary>
    public CompiledFacts Compiled { get; }

    /// <summary>Takes the statements known at or before <paramref name="knownAt"/>.</summary>
    public static FactBase From(ClauseSet clauses, IEnumerable<FactStatement> statements, Instant knownAt) =>
        new(clauses, [.. statements.Where(s => s.KnownAt <= knownAt)]);

    /// <summary>The same facts with some more assumed: the overlay of a what-if question.</summary>
    public FactBase With(IEnumerable<FactStatement> assumed) => new(_clauses, [.. Statements, .. assumed]);

    /// <summary>
    /// The same facts with one that is worked out and not stated: when an undertaking is in force. Conditions that name the undertaking read it; until it is
    /// given they are unknown.
    /// </summary>
    /// <param name="spans">In order and without gaps; before the first the value is that of the first, after the last that of the last.</param>
    public FactBase WithInForce(string undertaking, ImmutableArray<TruthSpan> spans) =>
        new(
            this,
            undertaking,
            new FactTimeline(
                [.. spans.Skip(1).Select(s => s.From)],
                spans.IsEmpty
                    ? [new FactSegment(Truth.Unknown(UnknownReason.Unreported), null, [], [])]
                    : [.. spans.Select(s => new FactSegment(s.Value, null, [], []))]
            )
        );

    /// <summary>Whether the fact is so at an instant of valid time. A fact that is not declared is unknown; one that is no boolean is true where known.</summary>
    public Truth Value(string name, ImmutableArray<string> arguments, Instant at) =>
        Timeline(name, arguments) is { } timeline ? timeline.At(at).Truth : Truth.Unknown(UnknownReason.Unreported);

    /// <summary>What an instant fact states, as a range where it is disputed or uncertain; null where it is unknown.</summary>
    public InstantReading? InstantValue(string name, ImmutableArray<string> arguments) =>
        Timeline(name, arguments) is { } timeline ? CompiledFacts.InstantIn(timeline) : null;

    /// <summary>What a fact of a length, duration or count states at an instant, in base units (metres, seconds, pieces); null where unknown.</summary>
    public NumberReading? NumberValue(string name, ImmutableArray<string> arguments, Instant at) =>
        Timeline(name, arguments)?.At(at).Number;

    /// <summary>The instants at which the fact changes, ascending.</summary>
    public ImmutableArray<Instant> ChangePoints(string name, ImmutableArray<string> arguments) => Timeline(name, arguments)?.Changes ?? [];

    /// <summary>Everything said about the fact at an instant, one entry per value.</summary>
    public ImmutableArray<FactReading> Readings(string name, ImmutableArray<string> arguments, Instant at) =>
        Timeline(name, arguments)?.At(at).Readings ?? [];

    /// <summary>The facts laid out for the clauses of any compilation; its own are kept ready.</summary>
    internal CompiledFacts For(ClauseProgram program)
    {
        if (ReferenceEquals(program, Compiled.Program))
        {
            return Compiled;
        }
        // A question is usually asked of the same facts again and again: the last other layout is kept.
        var kept = _other;
        if (kept is null || !ReferenceEquals(kept.Program, program))
        {
            kept = _inForce.Aggregate(new CompiledFacts(program, _byKey), (laid, derived) => Lay(laid, derived.Key, derived.Value));
            _other = kept;
        }
        return kept;
    }

    private static CompiledFacts Lay(CompiledFacts facts, string name, FactTimeline timeline) =>
        facts.Program.Find(name) is { } slot ? facts.With(slot, timeline) : facts;

    private FactTimeline? Timeline(string name, ImmutableArray<string> arguments) =>
        _clauses.Fact(name) is { } declaration ? TimelineBuilder.Plain(declaration, _byKey[FactKey.Of(name, arguments)]) : null;
}
