using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>What would no longer be in force if a grantor withdrew all that it alone has promised.</summary>
/// <param name="Own">Its own undertakings that are in force.</param>
/// <param name="Broken">Undertakings of others that would fall with them.</param>
/// <param name="Tiers">Tiers that nobody would be bound to any more, of its own and of the others, as undertaking and number.</param>
public sealed record GrantorWeight(
    string Grantor,
    ImmutableArray<string> Own,
    ImmutableArray<string> Broken,
    ImmutableArray<(string Undertaking, int Tier)> Tiers
);

/// <summary>
/// The index of essential grantors: each withdraws in thought, alone, and what falls is counted. It answers for the facts it is given; ask it with an overlay for
/// a ceasefire that has not come yet. Restricted by default (no adversary's handbook).
/// </summary>
public static class EssentialGrantors
{
    /// <summary>Those whose withdrawal would break most come first, then by name; grantors whose own promises are not in force are left out.</summary>
    public static ImmutableArray<GrantorWeight> At(GuaranteeNetwork network, Instant at)
    {
        var before = InForce(network, at);
        var grantors = network
            .Lives.Where(l => l.Undertaking.By.Length == 1 && before.Contains(l.Undertaking.Name))
            .GroupBy(l => l.Undertaking.By[0], StringComparer.Ordinal);
        return
        [
            .. grantors
                .Select(g => Weigh(network, g.Key, [.. g.Select(l => l.Undertaking.Name)], before, at))
                .OrderByDescending(w => w.Broken.Length)
                .ThenByDescending(w => w.Tiers.Length)
                .ThenBy(w => w.Grantor, StringComparer.Ordinal),
        ];
    }

    private static GrantorWeight Weigh(
        GuaranteeNetwork network,
        string grantor,
        ImmutableArray<string> own,
        ImmutableHashSet<string> before,
        Instant at
    )
    {
        var without = network.With(own.Select(u => FactStatement.Assume(UndertakingFacts.Withdrawn, [u], "true")));
        var after = InForce(without, at);
        var fallen = before.Except(after).Order(StringComparer.Ordinal).ToImmutableArray();
        return new GrantorWeight(
            grantor,
            own,
            [.. fallen.Where(f => !own.Contains(f))],
            [.. fallen.SelectMany(f => network.Life(f)?.Undertaking.Tiers.Select(t => (f, t.Number)) ?? [])]
        );
    }

    private static ImmutableHashSet<string> InForce(GuaranteeNetwork network, Instant at) =>
        [.. network.Lives.Where(l => l.At(at).InForce.IsTrue).Select(l => l.Undertaking.Name)];
}
