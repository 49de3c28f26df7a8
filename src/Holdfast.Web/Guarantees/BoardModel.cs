using System.Collections.Immutable;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Guarantees;
using NodaTime;

namespace Holdfast.Web.Guarantees;

/// <summary>One undertaking of the board.</summary>
/// <param name="Missing">What stands in its way; empty while it is in force.</param>
/// <param name="Promise">Promise against deed; null where its text has no stages.</param>
public sealed record BoardRow(UndertakingLife Life, LifeSpan Span, ImmutableArray<MissingFact> Missing, PromiseStand? Promise);

/// <summary>The fact that most undertakings wait for, in every way there is.</summary>
public sealed record Obstacle(MissingFact Fact, int Waiting);

/// <summary>Everything that the board shows.</summary>
/// <param name="Total">Undertakings of the mission, before the filter.</param>
/// <param name="Grantors">Null where this reader may not have them.</param>
/// <param name="Unsearched">Why deadlocks could not be looked for; null where they could.</param>
public sealed record BoardModel(
    ImmutableArray<BoardRow> Rows,
    int Total,
    Obstacle? Obstacle,
    ImmutableArray<TierClock> Tiers,
    ImmutableArray<Deadlock> Deadlocks,
    string? Unsearched,
    ImmutableArray<GrantorWeight>? Grantors
)
{
    public static BoardModel Of(GuaranteeView view)
    {
        var (network, at) = (view.Network, view.At);
        var promises = PromiseDecay.At(network, at).ToDictionary(p => p.Undertaking.Name, StringComparer.Ordinal);
        var all = network.Lives.Select(l => Row(network, l, at, promises.GetValueOrDefault(l.Undertaking.Name))).ToImmutableArray();
        var rows = all.Where(r => Fits(r, view.Asked)).ToImmutableArray();
        var shown = rows.Select(r => r.Life.Undertaking.Name).ToHashSet(StringComparer.Ordinal);
        var (deadlocks, unsearched) = view.Studies.Deadlocks(network, at);
        return new BoardModel(
            rows,
            all.Length,
            ObstacleOf(all),
            Sorted(TierBoard.At(network, at).Where(t => shown.Contains(t.Undertaking.Name)), at),
            deadlocks,
            unsearched,
            view.MayWeigh ? view.Studies.Grantors(network, at) : null
        );
    }

    /// <summary>What presses most comes first: what is overdue, then what is due soonest.</summary>
    public static ImmutableArray<TierClock> Sorted(IEnumerable<TierClock> tiers, Instant at) =>
        [
            .. tiers
                .OrderBy(t => Order.IndexOf(t.Status))
                .ThenBy(t => t.Starts.Where(s => s.Operative).Select(s => s.Due).DefaultIfEmpty(Instant.MaxValue).Min())
                .ThenBy(t => t.Undertaking.Name, StringComparer.Ordinal)
                .ThenBy(t => t.Tier.Number),
        ];

    private static readonly ImmutableArray<TierStatus> Order =
    [
        TierStatus.Overdue,
        TierStatus.Disputed,
        TierStatus.Running,
        TierStatus.NoClock,
        TierStatus.NotBound,
        TierStatus.Lifted,
    ];

    private static BoardRow Row(GuaranteeNetwork network, UndertakingLife life, Instant at, PromiseStand? promise)
    {
        var span = life.At(at);
        return new BoardRow(life, span, span.InForce.IsTrue ? [] : network.Missing(life.Undertaking.Name, at), promise);
    }

    private static bool Fits(BoardRow row, GuaranteeAsked asked)
    {
        var undertaking = row.Life.Undertaking;
        return (asked.By.IsEmpty || undertaking.By.Any(asked.By.Contains))
            && (asked.Kinds.IsEmpty || undertaking.Kinds.Any(asked.Kinds.Contains))
            && (asked.States.IsEmpty || asked.States.Contains(row.Span.State))
            && (
                asked.Words.Length == 0
                || $"{undertaking.Name} {undertaking.Title} {undertaking.SourceText}".Contains(
                    asked.Words,
                    StringComparison.OrdinalIgnoreCase
                )
            );
    }

    private static Obstacle? ObstacleOf(ImmutableArray<BoardRow> rows) =>
        rows.SelectMany(r =>
                r.Missing.Where(m => m is { Alternative: false, Wanted: true, Fact.Declaration.Type: FactType.Bool })
                    .DistinctBy(m => m.Fact.Key)
            )
            .GroupBy(m => m.Fact.Key, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Obstacle(g.First(), g.Count()))
            .FirstOrDefault(o => o.Waiting > 1);
}
