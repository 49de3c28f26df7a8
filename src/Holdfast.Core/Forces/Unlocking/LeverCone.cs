using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>Everything on which it can hang whether an offer stands, and where it serves: facts down through the undertakings that its conditions name, and caveats.</summary>
internal sealed record LeverCone(ImmutableHashSet<string> Facts, ImmutableHashSet<LiftedCaveat> Caveats)
{
    public static LeverCone Of(ForceOffer offer, ClauseSet clauses)
    {
        var caveats = LiftedCaveat.Of(offer, clauses).ToArray();
        var open = new Queue<Condition>(offer.Conditions.Select(c => c.Condition).Concat(caveats));
        var keys = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var condition))
        {
            foreach (var use in condition.Facts)
            {
                if (use.Undertaking is not { } name || clauses.Undertaking(name) is not { } undertaking)
                {
                    keys.Add(use.Key);
                }
                else if (visited.Add(name))
                {
                    open.Enqueue(undertaking.InForce);
                    foreach (var further in undertaking.Conditions)
                    {
                        open.Enqueue(further.Condition);
                    }
                }
            }
        }
        return new LeverCone(keys.ToImmutable(), [.. caveats.Select(c => new LiftedCaveat(offer.Nation, c.Text))]);
    }

    public bool Holds(ForceLever lever) =>
        lever switch
        {
            FactLever fact => Facts.Contains(fact.Fact.Key),
            CaveatLever caveat => Caveats.Contains(caveat.Caveat),
            _ => throw new InvalidOperationException("A lever is a closed union."),
        };
}
