using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>
/// Betters a plan neighbourhood by neighbourhood: some of it is set free, all else is held, and a solver solves what is left. How much follows from how long it takes.
/// Several may work on one incumbent, each with a solver and draws of its own.
/// </summary>
/// <param name="step">Values of plans differ by multiples of it.</param>
internal sealed class PlanImprover(ForceProgram whole, MixedProgram program, Incumbent incumbent, Neighbourhoods neighbourhoods, long step)
{
    private const double FirstPatience = 3;
    private const double MostPatience = 12;

    // After so many neighbourhoods that brought nothing each of the next gets half as much time again, and so greater ones can be solved.
    private const int Fruitless = 12;
    private double _patience = FirstPatience;
    private int _fruitless;

    /// <summary>One neighbourhood; what the solver said of it.</summary>
    public async Task<MixedAnswer> StepAsync(IMixedSolver solver, double seconds, CancellationToken cancellation)
    {
        var before = incumbent.Plan.Totals;
        var values = whole.Values(incumbent.Plan.Starts);
        var part = FixedProgram.Of(program, values, whole.Free(neighbourhoods.Next()));
        var limits = new MixedLimits(Math.Min(_patience, seconds), Step: step);
        var answer = await solver.SolveAsync(part.Program, part.Part(values), limits, null, cancellation).ConfigureAwait(false);
        if (Values(answer) is { IsDefault: false } found)
        {
            Offer(part, values, found);
        }
        _fruitless = incumbent.Plan.Totals.CompareTo(before) < 0 ? 0 : _fruitless + 1;
        if (_fruitless == Fruitless)
        {
            (_fruitless, _patience) = (0, Math.Min(MostPatience, 1.5 * _patience));
        }
        neighbourhoods.Went(answer is MixedAnswer.Optimal, answer.Seconds < _patience / 4);
        return answer;
    }

    // Somebody else may have bettered the plan meanwhile: what was found is put into that one first, and counts where both go together.
    private void Offer(FixedProgram part, long[] before, ImmutableArray<double> found)
    {
        var (now, was) = (incumbent.Plan.Totals, whole.Values(incumbent.Plan.Starts));
        incumbent.Offer(whole.Starts(part.With(was, found)));
        if (incumbent.Plan.Totals.CompareTo(now) >= 0)
        {
            incumbent.Offer(whole.Starts(part.With(before, found)));
        }
    }

    /// <summary>The solution in an answer, or the default.</summary>
    public static ImmutableArray<double> Values(MixedAnswer answer) =>
        answer switch
        {
            MixedAnswer.Optimal optimal => optimal.Values,
            MixedAnswer.Feasible feasible => feasible.Values,
            _ => default,
        };
}
