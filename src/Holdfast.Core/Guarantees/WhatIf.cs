using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>One undertaking before and after the assumptions.</summary>
/// <param name="Missing">What would still stand in its way; empty when it would be in force.</param>
public sealed record WhatIfLine(Undertaking Undertaking, LifeSpan Before, LifeSpan After, ImmutableArray<MissingFact> Missing)
{
    public bool Changes => (Before.State, Before.InForce) != (After.State, After.InForce);
}

/// <summary>What one nation or body would still have to say, and for which undertakings it is wanted.</summary>
public sealed record StillWanted(string Nation, ImmutableArray<(MissingFact Fact, ImmutableArray<string> For)> Facts);

/// <summary>The same question with assumed facts, beside the answer without them.</summary>
/// <param name="Lines">Every undertaking, by name.</param>
/// <param name="ByNation">What is still missing, by who controls it; a fact that several control stands with each.</param>
public sealed record WhatIfAnswer(ImmutableArray<WhatIfLine> Lines, ImmutableArray<StillWanted> ByNation)
{
    public IEnumerable<WhatIfLine> ComeIntoForce => Lines.Where(l => l.After.InForce.IsTrue && !l.Before.InForce.IsTrue);

    public IEnumerable<WhatIfLine> Fall => Lines.Where(l => l.Before.InForce.IsTrue && !l.After.InForce.IsTrue);

    public IEnumerable<WhatIfLine> StillNot => Lines.Where(l => !l.After.InForce.IsTrue && !l.Before.InForce.IsTrue);
}

/// <summary>What-if: the same network under an overlay of assumed facts.</summary>
public static class WhatIf
{
    public static WhatIfAnswer Ask(GuaranteeNetwork now, IReadOnlyCollection<FactStatement> assumed, Instant at)
    {
        return Between(now, assumed.Count == 0 ? now : now.With(assumed), at);
    }

    /// <summary>The same where the network under the assumptions is at hand already.</summary>
    public static WhatIfAnswer Between(GuaranteeNetwork now, GuaranteeNetwork then, Instant at)
    {
        var lines = now.Lives.Select(l => Line(l, then, at)).ToImmutableArray();
        return new WhatIfAnswer(lines, ByNation(lines));
    }

    private static WhatIfLine Line(UndertakingLife life, GuaranteeNetwork then, Instant at)
    {
        var name = life.Undertaking.Name;
        var after = (then.Life(name) ?? life).At(at);
        return new WhatIfLine(life.Undertaking, life.At(at), after, after.InForce.IsTrue ? [] : then.Missing(name, at));
    }

    private static ImmutableArray<StillWanted> ByNation(ImmutableArray<WhatIfLine> lines) =>
        [
            .. lines
                .SelectMany(l =>
                    l.Missing.SelectMany(m => Control.Of(m.Fact, l.Undertaking).Select(n => (Nation: n, Fact: m, l.Undertaking.Name)))
                )
                .GroupBy(w => w.Nation, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new StillWanted(
                    g.Key,
                    [
                        .. g.GroupBy(w => (w.Fact.Fact.Key, w.Fact.Wanted, w.Fact.Fact.Determination))
                            .Select(f =>
                                (f.First().Fact, For: f.Select(w => w.Name).Distinct().Order(StringComparer.Ordinal).ToImmutableArray())
                            )
                            .OrderByDescending(f => f.For.Length)
                            .ThenBy(f => f.Item1.Fact.Key, StringComparer.Ordinal),
                    ]
                )),
        ];
}

/// <summary>Who can change a fact.</summary>
public static class Control
{
    /// <summary>
    /// Those whose word the declaration asks for; where it names nobody, the bodies and states among the arguments, and else "anybody". A body such as
    /// <c>GB.Commons</c> stands under its state.
    /// </summary>
    public static ImmutableArray<string> Of(FactUse fact, Undertaking undertaking)
    {
        var named = fact.By?.Names.Select(State).Distinct().ToImmutableArray() ?? [];
        if (named.Length > 0)
        {
            return named;
        }
        var among = fact.Arguments.Where(a => a.Contains('.', StringComparison.Ordinal)).Select(State).Distinct().ToImmutableArray();
        if (among.Length > 0)
        {
            return among;
        }
        var party = fact.Arguments.Where(a => undertaking.By.Contains(a) || undertaking.To.Contains(a)).Distinct().ToImmutableArray();
        return party.Length > 0 ? party : ["anybody"];
    }

    private static string State(string actor) => actor.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? actor[..dot] : actor;
}
