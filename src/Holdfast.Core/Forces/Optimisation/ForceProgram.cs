using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// A force problem as a mixed-integer program, and its solutions as starts. See ADR 0016 for the formulation and what it was measured against.
/// </summary>
/// <remarks>
/// <para><b>Columns.</b> x(o,l,t): how many like units of offer o start a deployment to line l in month t, a whole number (a plain formulation has one binary for
/// each single unit, so that any exchange of two like units is another solution of the same value). u(l,t): unfilled hundredths. y(c,t): command c is led.
/// d(o,t): double-hatted units. Z: greatest burden of a nation in thousandths.</para>
/// <para><b>Dwell.</b> Each unit may start once in any window of deployment + dwell months, so for every such window the starts of an offer are at most its
/// units. These rows are intervals of months: their matrix has consecutive ones and is totally unimodular, and whatever satisfies them can be dealt out to
/// single units first come, first served (colouring of interval graphs), so nothing is lost by not naming units (Fulkerson and Gross 1965; Dantzig 1954).</para>
/// <para><b>Fill.</b> u >= need - sum of effect x serving units, an effect counted as no more than the need: a unit cannot fill more than is asked for.</para>
/// <para>Starts that could neither fill anything nor lead a command have no column.</para>
/// </remarks>
public sealed class ForceProgram
{
    private readonly ForceColumns _columns;

    private ForceProgram(ForceColumns columns, MixedProgram program) => (_columns, Program) = (columns, program);

    /// <summary>The program, its objectives in their order.</summary>
    public MixedProgram Program { get; }

    /// <summary>The program of <paramref name="problem"/>; the order of lines, offers and commands does not matter.</summary>
    /// <param name="problem">A problem without faults.</param>
    /// <param name="objectives">How many of the objectives, from the first; later ones and their columns are left out.</param>
    /// <exception cref="ArgumentException">The problem has faults.</exception>
    public static ForceProgram Of(ForceProblem problem, int objectives = PlanTotals.Count)
    {
        var columns = new ForceColumns(CanonicalProblem.Of(problem), objectives);
        return new ForceProgram(columns, new ForceRows(columns, objectives).Program());
    }

    /// <summary>The starts of a solution.</summary>
    public ImmutableArray<PlanStart> Starts(ReadOnlySpan<long> values)
    {
        var starts = ImmutableArray.CreateBuilder<PlanStart>();
        foreach (var start in _columns.Starts)
        {
            if (values[start.Column] > 0)
            {
                var offer = _columns.Problem.Offers[start.Offer];
                starts.Add(new PlanStart(offer.Id, _columns.Problem.Lines[start.Line].Id, start.Month, checked((int)values[start.Column])));
            }
        }
        return starts.ToImmutable();
    }

    /// <summary>The solution of a plan for this problem: one value for each column. Starts that have no column, because they bring nothing, are left out.</summary>
    public long[] Values(IEnumerable<PlanStart> starts) => _columns.Values(starts);

    /// <summary>Which columns are free in a neighbourhood: its starts, and all that follows from starts.</summary>
    public bool[] Free(Neighbourhood around) => _columns.Free(around);
}
