using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>The facts as some of those who dispute them see them.</summary>
/// <param name="By">Whose reading it is.</param>
/// <param name="Overlay">Their word on every disputed fact, to be assumed.</param>
public sealed record Reading(ImmutableArray<string> By, ImmutableArray<FactStatement> Overlay);

/// <summary>One answer per reading where facts are disputed, instead of a shrug.</summary>
public static class Readings
{
    /// <summary>
    /// The readings of the facts that an undertaking hangs on, by their first holder in ordinal order; fewer than two are none. Who is silent on a disputed fact
    /// leaves it disputed in that reading.
    /// </summary>
    public static ImmutableArray<Reading> Of(GuaranteeNetwork network, string undertaking, Instant at)
    {
        var disputed = Uses(network, undertaking).Where(u => IsDisputed(network.Facts, u, at)).ToImmutableArray();
        var byAuthority = new SortedDictionary<string, List<FactStatement>>(StringComparer.Ordinal);
        foreach (var statement in disputed.SelectMany(u => Standing(network.Facts, u)))
        {
            if (!byAuthority.TryGetValue(statement.Authority, out var said))
            {
                byAuthority.Add(statement.Authority, said = []);
            }
            said.Add(statement);
        }
        var readings = byAuthority
            .Select(a => (By: a.Key, Overlay: a.Value.Select(Assumed).Distinct().ToImmutableArray()))
            .GroupBy(r => string.Join('\n', r.Overlay.Select(Text).Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .Select(g => new Reading([.. g.Select(r => r.By)], g.First().Overlay))
            .ToImmutableArray();
        return readings.Length > 1 ? readings : [];
    }

    /// <summary>Every fact that an undertaking hangs on, those of the undertakings that it names included, each once.</summary>
    public static ImmutableArray<FactUse> Uses(GuaranteeNetwork network, string undertaking)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var uses = new Dictionary<(string, bool), FactUse>();
        var open = new Stack<string>([undertaking]);
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name) || network.Life(name) is not { } life)
            {
                continue;
            }
            foreach (var use in life.Undertaking.InForce.Facts.Concat(life.Undertaking.Trigger?.Facts ?? []))
            {
                if (use.Undertaking is { } other)
                {
                    open.Push(other);
                }
                else
                {
                    uses.TryAdd((use.Key, use.Determination), use);
                }
            }
            foreach (var clock in new[] { UndertakingFacts.Notified, UndertakingFacts.BreachAt })
            {
                if (network.Facts.Clauses.Fact(clock) is { } declared)
                {
                    var use = new FactUse(clock, [name], declared, false, declared.Authority([name]));
                    uses.TryAdd((use.Key, false), use);
                }
            }
        }
        return [.. uses.Values.OrderBy(u => u.Key, StringComparer.Ordinal)];
    }

    private static bool IsDisputed(FactBase facts, FactUse use, Instant at) =>
        !use.Determination
        && (
            use.Declaration.Type == FactType.Instant
                ? facts.InstantValue(use.Name, use.Arguments)?.Reasons.HasFlag(UnknownReason.Disputed) == true
                : facts.Value(use.Name, use.Arguments, at).Reasons.HasFlag(UnknownReason.Disputed)
        );

    /// <summary>What counts of what was said about a fact and was not taken back.</summary>
    private static IEnumerable<FactStatement> Standing(FactBase facts, FactUse use)
    {
        var said = facts
            .Statements.Where(s => s.Name == use.Name && s.Arguments.SequenceEqual(use.Arguments))
            .Where(s => use.By is null || use.By.Names.Contains(s.Authority))
            .ToList();
        return said.Where(s =>
            s.Value is not null
            && !said.Exists(later =>
                later.Authority == s.Authority
                && later.KnownAt > s.KnownAt
                && (later.Value is null || later.Source == s.Source)
                && (later.ValidFrom ?? Instant.MinValue) <= (s.ValidFrom ?? Instant.MinValue)
                && (later.ValidTo ?? Instant.MaxValue) >= (s.ValidTo ?? Instant.MaxValue)
            )
        );
    }

    private static FactStatement Assumed(FactStatement s) =>
        FactStatement.Assume(s.Name, s.Arguments, s.Value ?? "", s.ValidFrom, s.ValidTo);

    private static string Text(FactStatement s) => $"{s.Name}({string.Join(',', s.Arguments)})={s.Value} {s.ValidFrom}/{s.ValidTo}";
}
