using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>The best plan so far, shared by those who look for a better one.</summary>
internal sealed class Incumbent
{
    private readonly ForceProblem _problem;
    private readonly Lock _lock = new();
    private ForcePlan _plan;

    /// <exception cref="InvalidOperationException">The first plan is not sound: our own search is wrong.</exception>
    public Incumbent(ForceProblem problem, IEnumerable<PlanStart> starts)
    {
        _problem = problem;
        _plan = PlanMaker.Plan(problem, starts);
        if (PlanCheck.Faults(problem, _plan) is [var fault, ..])
        {
            throw new InvalidOperationException(fault);
        }
    }

    public ForcePlan Plan
    {
        get
        {
            lock (_lock)
            {
                return _plan;
            }
        }
    }

    /// <summary>Takes a plan if it is sound and better; says what is wrong with one that is not sound.</summary>
    public string? Offer(IEnumerable<PlanStart> starts)
    {
        var plan = PlanMaker.Plan(_problem, starts);
        if (plan.Totals.CompareTo(Plan.Totals) >= 0)
        {
            return null;
        }
        if (PlanCheck.Faults(_problem, plan) is [var fault, ..])
        {
            return fault;
        }
        lock (_lock)
        {
            _plan = plan.Totals.CompareTo(_plan.Totals) < 0 ? plan : _plan;
        }
        return null;
    }
}
