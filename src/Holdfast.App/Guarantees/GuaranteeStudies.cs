using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using NodaTime;

namespace Holdfast.App.Guarantees;

/// <summary>
/// What takes a while to work out, kept for the next who ask the same of the same network: sets that unlock and lock, time to effect, deadlocks, essential
/// grantors. Safe for concurrent use; bounded.
/// </summary>
public sealed class GuaranteeStudies
{
    private const int Kept = 512;

    private readonly ConcurrentDictionary<(GuaranteeNetwork, string, string, Instant), Lazy<object>> _kept = new();

    /// <summary>Which facts would make the condition true. <paramref name="name"/> is what it is called, and the same name always means the same condition.</summary>
    public Unlocking Unlock(GuaranteeNetwork network, string name, Condition condition, Instant at) =>
        Once(network, "unlock", name, at, () => Solver.Unlock(network.Facts.Clauses, condition, network.Facts, at, Options(network, at)));

    /// <summary>Which facts would undo it. Restricted: see <see cref="GuaranteeDesk.MayWeighAsync"/>.</summary>
    public Unlocking Lock(GuaranteeNetwork network, string name, Condition condition, Instant at) =>
        Once(network, "lock", name, at, () => Solver.Lock(network.Facts.Clauses, condition, network.Facts, at, Options(network, at)));

    public TimeToEffect Time(GuaranteeNetwork network, string undertaking, Instant at) =>
        Once(network, "time", undertaking, at, () => EffectSimulation.Run(network, undertaking, at));

    /// <summary>Restricted: see <see cref="GuaranteeDesk.MayWeighAsync"/>.</summary>
    public ImmutableArray<GrantorWeight> Grantors(GuaranteeNetwork network, Instant at) =>
        Once(network, "grantors", "", at, () => new Box<GrantorWeight>(EssentialGrantors.At(network, at))).All;

    /// <summary>The deadlocks at an instant, or the reason for which they could not be looked for.</summary>
    public (ImmutableArray<Deadlock> Found, string? TooLarge) Deadlocks(GuaranteeNetwork network, Instant at)
    {
        try
        {
            var found = Once(
                network,
                "deadlocks",
                "",
                at,
                () => new Box<Deadlock>(Core.Clauses.Diagrams.Deadlocks.Of(network.Facts.Clauses, network.Facts, at, Expired(network, at)))
            );
            return (found.All, null);
        }
        catch (InvalidOperationException e)
        {
            return ([], e.Message);
        }
    }

    private sealed record Box<T>(ImmutableArray<T> All);

    private static UnlockOptions Options(GuaranteeNetwork network, Instant at) => new() { Expired = Expired(network, at) };

    private static ImmutableSortedSet<string> Expired(GuaranteeNetwork network, Instant at) =>
        network
            .Lives.Where(l => l.At(at).State == UndertakingState.Expired)
            .Select(l => l.Undertaking.Name)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    private T Once<T>(GuaranteeNetwork network, string kind, string of, Instant at, Func<T> work)
        where T : class
    {
        if (_kept.Count >= Kept)
        {
            _kept.Clear();
        }
        var answer = _kept.GetOrAdd((network, kind, of, at), _ => new Lazy<object>(work, LazyThreadSafetyMode.ExecutionAndPublication));
        return (T)answer.Value;
    }
}
