using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>Whether a promise has come as far as one stage, at an instant.</summary>
/// <param name="Since">Since when it is as it is; the least instant for always.</param>
/// <param name="Until">When that changes unless somebody says something new (a statement turns stale, a mandate ends); the largest instant for never.</param>
public sealed record StageStand(PromiseStage Stage, Truth Value, Instant Since, Instant Until, StageCondition Condition);

/// <summary>Promise against deed for one undertaking.</summary>
/// <param name="Reached">The last stage that holds with all before it; null where not even the first does.</param>
public sealed record PromiseStand(Undertaking Undertaking, ImmutableArray<StageStand> Stages, PromiseStage? Reached);

/// <summary>
/// How far each promise has become deed: pledge, mandate, readiness, presence. What was said too long ago is unknown and not still true, so that a promise
/// that nobody renews decays by itself.
/// </summary>
public static class PromiseDecay
{
    private static readonly TimeRange Always = new(Instant.MinValue, Instant.MaxValue);

    /// <summary>Undertakings with stages, by name.</summary>
    public static ImmutableArray<PromiseStand> At(GuaranteeNetwork network, Instant at) =>
        [.. network.Lives.Where(l => l.Undertaking.Stages.Length > 0).Select(l => Of(network, l.Undertaking, at))];

    private static PromiseStand Of(GuaranteeNetwork network, Undertaking undertaking, Instant at)
    {
        var stages = undertaking.Stages.Select(s => Stand(network, s, at)).ToImmutableArray();
        var reached = stages.TakeWhile(s => s.Value.IsTrue).Select(s => (PromiseStage?)s.Stage).LastOrDefault();
        return new PromiseStand(undertaking, stages, reached);
    }

    private static StageStand Stand(GuaranteeNetwork network, StageCondition stage, Instant at)
    {
        var spans = stage.When.Over(network.Facts, Always);
        var span = spans.First(s => at < s.Until || s.Until == Instant.MaxValue);
        return new StageStand(stage.Stage, span.Value, span.From, span.Until, stage);
    }
}
