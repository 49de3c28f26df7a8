using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>
/// Betters a plan neighbourhood by neighbourhood: some lines are set free, all else is held, and a solver solves what is left. How many lines follows from how long it takes.
/// Several may work on one incumbent, each with a solver and draws of its own.
/// </summary>
internal sealed class PlanImprover(ForceProgram whole, MixedProgram program, Incumbent incumbent, Neighbourhoods neighbourhoods)
{
    private const int FewestLines = 3;
    private const double PatienceSeconds = 4;
    private int _size = FewestLines + 2;

    /// <summary>One neighbourhood; false where the solver has failed or was cancelled.</summary>
    public async Task<bool> StepAsync(IMixedSolver solver, double seconds, CancellationToken cancellation)
    {
        var values = whole.Values(incumbent.Plan.Starts);
        var part = FixedProgram.Of(program, values, whole.Free(neighbourhoods.Next(_size)));
        var limits = new MixedLimits(Math.Min(PatienceSeconds, seconds));
        var answer = await solver.SolveAsync(part.Program, part.Part(values), limits, null, cancellation).ConfigureAwait(false);
        if (answer is MixedAnswer.Crashed or MixedAnswer.NotInstalled or MixedAnswer.Cancelled)
        {
            return false;
        }
        if (Values(answer) is { IsDefault: false } found)
        {
            Offer(part, values, found);
        }
        _size =
            answer is MixedAnswer.Optimal && answer.Seconds < PatienceSeconds / 4 ? _size + 1
            : answer is MixedAnswer.Optimal ? _size
            : Math.Max(FewestLines, _size - 1);
        return true;
    }

    // Somebody else may have bettered the plan meanwhile: what was found is put into that one first, and counts where both go together.
    private void Offer(FixedProgram part, long[] before, ImmutableArray<double> found)
    {
        var (now, was) = (incumbent.Plan.Totals, whole.Values(incumbent.Plan.Starts));
        incumbent.Offer(whole.Starts(With(was)));
        if (incumbent.Plan.Totals.CompareTo(now) >= 0)
        {
            incumbent.Offer(whole.Starts(With(before)));
        }

        long[] With(long[] values)
        {
            for (var i = 0; i < part.Free.Length; i++)
            {
                values[part.Free[i]] = (long)Math.Round(found[i]);
            }
            return values;
        }
    }

    private static ImmutableArray<double> Values(MixedAnswer answer) =>
        answer switch
        {
            MixedAnswer.Optimal optimal => optimal.Values,
            MixedAnswer.Feasible feasible => feasible.Values,
            _ => default,
        };
}
