using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Association;

/// <summary>Working memory for fits, lent to tasks that run at the same time; which one a task gets makes no difference to what it finds.</summary>
internal sealed class FitPool(AssociationParameters parameters, SensorNet net)
{
    private readonly ConcurrentBag<EventFit> fits = [];
    private readonly ConcurrentBag<RepeatSearch> repeats = [];

    /// <summary>Does something for every number from 0 on, several at a time; the propagation is the one to use now.</summary>
    public void ForEach(Propagation propagation, int count, Action<EventFit, int> act) =>
        Share(
            count,
            fits,
            () => new EventFit(parameters, propagation),
            (fit, index) =>
            {
                fit.Propagation = propagation;
                act(fit, index);
            }
        );

    /// <summary>The same with a search for repetitions.</summary>
    public void ForEachRepeat(int count, Action<RepeatSearch, int> act) =>
        Share(count, repeats, () => new RepeatSearch(parameters, net), act);

    /// <summary>Each takes the next number when it is done with one: tasks differ a hundredfold, and a range that is dealt out in advance leaves the others waiting at its end.</summary>
    private static void Share<T>(int count, ConcurrentBag<T> kept, Func<T> make, Action<T, int> act)
    {
        var next = -1;
        Parallel.For(
            0,
            Math.Min(count, Environment.ProcessorCount),
            _ =>
            {
                var memory = kept.TryTake(out var known) ? known : make();
                for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
                {
                    act(memory, index);
                }
                kept.Add(memory);
            }
        );
    }
}
