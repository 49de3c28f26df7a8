using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>What one objective's run takes from the problem itself: our own search before anything is proven, neighbourhoods, and the step of the objective.</summary>
internal sealed class StageSearch(ForceProblem problem, ulong seed, Incumbent incumbent, int stage, double seconds)
{
    // A step weighs a hundred places and costs about two microseconds; a move draws one and costs a fifth of one. Two or three seconds for the greatest problems.
    private const long StepsPerUnit = 2_000;
    private const long MovesPerUnit = 1_500;

    /// <summary>Every plan's objective is a multiple of it.</summary>
    public long Step { get; } = ObjectiveStep.Of(problem, stage);

    /// <summary>Draws for one of several improvers.</summary>
    public Neighbourhoods Neighbourhoods(int number) => new(problem, unchecked(seed + (ulong)(stage + (number * PlanTotals.Count))));

    /// <summary>Searches from the best plan so far and offers what it finds.</summary>
    /// <param name="told">Called after that.</param>
    /// <param name="cancellation">Ends it early; what was found until then is offered.</param>
    public Task RunAsync(Action told, CancellationToken cancellation)
    {
        var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds / 3));
        return Task.Run(
            () =>
            {
                using (deadline)
                {
                    var search = new PlanSearch(problem, unchecked(seed + (ulong)stage));
                    search.Adopt(incumbent.Plan.Starts);
                    bool Stop() => cancellation.IsCancellationRequested || deadline.IsCancellationRequested;
                    if (stage == 0)
                    {
                        search.Settle(search.Units * StepsPerUnit, Stop);
                    }
                    else
                    {
                        search.Anneal(stage, search.Units * MovesPerUnit, Stop);
                    }
                    incumbent.Offer(search.Starts());
                }
                told();
            },
            CancellationToken.None
        );
    }
}
