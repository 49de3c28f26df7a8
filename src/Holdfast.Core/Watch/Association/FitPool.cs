using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Association;

/// <summary>Working memory for fits, lent to tasks that run at the same time; which one a task gets makes no difference to what it finds.</summary>
internal sealed class FitPool(AssociationParameters parameters, SensorNet net)
{
    private readonly ConcurrentBag<EventFit> fits = [];
    private readonly ConcurrentBag<RepeatSearch> repeats = [];

    /// <summary>Does something for every number from 0 on, several at a time; the propagation is the one to use now.</summary>
    public void ForEach(Propagation propagation, int count, Action<EventFit, int> act) =>
        Parallel.For(
            0,
            count,
            () =>
            {
                var fit = fits.TryTake(out var kept) ? kept : new EventFit(parameters, propagation);
                fit.Propagation = propagation;
                return fit;
            },
            (index, _, fit) =>
            {
                act(fit, index);
                return fit;
            },
            fits.Add
        );

    /// <summary>The same with a search for repetitions.</summary>
    public void ForEachRepeat(int count, Action<RepeatSearch, int> act) =>
        Parallel.For(
            0,
            count,
            () => repeats.TryTake(out var kept) ? kept : new RepeatSearch(parameters, net),
            (index, _, search) =>
            {
                act(search, index);
                return search;
            },
            repeats.Add
        );
}
