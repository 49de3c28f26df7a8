using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>
/// All undertakings of a mission, worked out under one set of facts: those that others name come first, so that being in force is a fact like any other.
/// Where undertakings wait for each other the least fixpoint holds (Knaster and Tarski): none comes into force by its own bootstraps. A function of the clauses
/// and the facts alone.
/// </summary>
public sealed class GuaranteeNetwork
{
    private readonly ImmutableSortedDictionary<string, UndertakingLife> _lives;

    private GuaranteeNetwork(FactBase facts, DateTimeZone zone, ImmutableSortedDictionary<string, UndertakingLife> lives) =>
        (Facts, Zone, _lives) = (facts, zone, lives);

    /// <summary>The facts, with those worked out: which undertaking is in force when.</summary>
    public FactBase Facts { get; }

    /// <summary>The zone in which calendar periods count.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>By name.</summary>
    public IEnumerable<UndertakingLife> Lives => _lives.Values;

    public UndertakingLife? Life(string undertaking) => _lives.GetValueOrDefault(undertaking);

    public static GuaranteeNetwork Work(FactBase facts, DateTimeZone zone)
    {
        var undertakings = facts.Clauses.Undertakings.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal);
        foreach (var together in Order.Of(undertakings.Values))
        {
            facts = IsCircle(together)
                ? Fixpoint(together, facts, zone)
                : facts.WithInForce(together[0].Name, LifeMaker.InForce(together[0], facts, zone));
        }
        var lives = undertakings.Values.Select(u => LifeMaker.Make(u, facts, zone));
        return new GuaranteeNetwork(
            facts,
            zone,
            lives.ToImmutableSortedDictionary(l => l.Undertaking.Name, l => l, StringComparer.Ordinal)
        );
    }

    /// <summary>Undertakings that wait for each other, each such group once; one that waits for itself is a group of one.</summary>
    public ImmutableArray<ImmutableArray<string>> Circles =>
        [.. Order.Of(_lives.Values.Select(l => l.Undertaking)).Where(IsCircle).Select(g => g.Select(u => u.Name).ToImmutableArray())];

    private static bool IsCircle(ImmutableArray<Undertaking> together) =>
        together.Length > 1 || together[0].HangsOn.Contains(together[0].Name);

    /// <summary>The same undertakings with some facts assumed.</summary>
    public GuaranteeNetwork With(IEnumerable<FactStatement> assumed) => Work(Facts.With(assumed), Zone);

    /// <summary>Why an undertaking is or is not in force at an instant, down to the undertakings that it names.</summary>
    public TraceNode Why(string undertaking, Instant at) => Why(undertaking, at, ImmutableHashSet<string>.Empty);

    private TraceNode Why(string name, Instant at, ImmutableHashSet<string> above)
    {
        var life = Life(name) ?? throw new ArgumentException($"No undertaking is called '{name}'.", nameof(name));
        TraceNode? Nested(string other) =>
            above.Contains(other) || other == name || Life(other) is null ? null : Why(other, at, above.Add(name));
        var trace = life.Undertaking.InForce.Explain(name, Facts, at, Nested);
        var span = life.At(at);
        return trace with { Value = span.InForce, Explanation = StateTexts.Sentence(life, span), Location = life.Undertaking.Location };
    }

    /// <summary>What stands in the way of an undertaking, down to the facts of the undertakings that it names.</summary>
    public ImmutableArray<MissingFact> Missing(string undertaking, Instant at)
    {
        var found = ImmutableArray.CreateBuilder<MissingFact>();
        Missing(undertaking, at, [], false, found);
        return [.. found.DistinctBy(m => (m.Fact.Key, m.Fact.Determination, m.Wanted))];
    }

    private void Missing(string name, Instant at, ImmutableArray<string> via, bool alternative, ImmutableArray<MissingFact>.Builder found)
    {
        if (Life(name) is not { } life)
        {
            return;
        }
        foreach (var unmet in life.Undertaking.InForce.Unmet(Facts, at))
        {
            var either = alternative || unmet.Alternative;
            if (unmet.Fact.Undertaking is not { } other)
            {
                found.Add(new MissingFact(unmet.Fact, unmet.Text, unmet.Value, unmet.Wanted, either, via, unmet.Location));
            }
            else if (unmet.Wanted && other != name && !via.Contains(other))
            {
                Missing(other, at, via.Add(other), either, found);
            }
        }
    }

    private static FactBase Fixpoint(ImmutableArray<Undertaking> circle, FactBase facts, DateTimeZone zone)
    {
        ImmutableArray<TruthSpan> never = [new TruthSpan(Instant.MinValue, Instant.MaxValue, Truth.False)];
        var current = circle.ToDictionary(u => u.Name, _ => never, StringComparer.Ordinal);
        facts = circle.Aggregate(facts, (f, u) => f.WithInForce(u.Name, never));
        // Each round lets at least one stretch of one of them rise, or is the last.
        for (var round = 0; round < 1000; round++)
        {
            var next = circle.ToDictionary(u => u.Name, u => LifeMaker.InForce(u, facts, zone), StringComparer.Ordinal);
            if (circle.All(u => next[u.Name].SequenceEqual(current[u.Name])))
            {
                return facts;
            }
            facts = circle.Aggregate(facts, (f, u) => f.WithInForce(u.Name, next[u.Name]));
            current = next;
        }
        return facts;
    }
}
