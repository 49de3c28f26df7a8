using System.Collections.Immutable;

namespace Holdfast.Core.Forces.Planning;

/// <summary>
/// What is left of a force question once conditions and caveats are judged and notice and lead times are months: numbers alone, nothing political.
/// Months are numbered 0 .. <paramref name="Months"/> - 1 from the day the ceasefire takes effect; quantities are hundredths of a unit of a line's
/// capability; all are integers, so that totals are exact.
/// </summary>
/// <remarks>
/// A unit of an offer serves one line during one deployment of <see cref="ProblemOffer.DeploymentMonths"/>, which may reach past the horizon, and then
/// dwells <see cref="ProblemOffer.DwellMonths"/> before it may start again; a deployment cut by the horizon counts whole for the dwell. The objectives, in
/// order: (1) least sum of weight x unfilled hundredths over lines and months; (2) least double-hatted person-months, that is persons of units used beyond
/// <see cref="ProblemOffer.Units"/> - <see cref="ProblemOffer.BoundUnits"/> of an offer at once; (3) least of the greatest burden of a nation (deployed
/// person-months per person offered), then (4) least deployed unit-months, so that nobody is deployed for nothing.
/// </remarks>
/// <param name="Months">Length of the horizon, at least 1.</param>
/// <param name="Lines">Lines of the requirement set, ids distinct.</param>
/// <param name="Offers">Offers of all nations, ids distinct.</param>
/// <param name="Commands">Groups of lines that need a nation to lead them; possibly empty.</param>
public sealed record ForceProblem(
    int Months,
    ImmutableArray<ProblemLine> Lines,
    ImmutableArray<ProblemOffer> Offers,
    ImmutableArray<ProblemCommand> Commands
);

/// <summary>One line of a requirement set.</summary>
/// <param name="Id">Distinct among the lines.</param>
/// <param name="Weight">Weight of one unfilled hundredth during one month, at least 0.</param>
/// <param name="Need">Needed hundredths of a unit per month; length <see cref="ForceProblem.Months"/>, each at least 0.</param>
public sealed record ProblemLine(string Id, long Weight, ImmutableArray<int> Need);

/// <summary>One offer: like units of one nation.</summary>
/// <param name="Id">Distinct among the offers.</param>
/// <param name="Nation">Who bears it; the burden is counted by nation.</param>
/// <param name="Units">How many like units, at least 0.</param>
/// <param name="BoundUnits">How many of them NATO plans count on, 0 .. <paramref name="Units"/>.</param>
/// <param name="PersonsPerUnit">Persons in one unit, at least 0.</param>
/// <param name="DeploymentMonths">Length of one deployment, at least 1.</param>
/// <param name="DwellMonths">Months at home between two deployments, at least 0 (three deployments is the coalition's rule, kept by who makes the problem).</param>
/// <param name="HandoverMonths">First months of a deployment that overlap with whom it relieves and fill nothing, 0 .. <paramref name="DeploymentMonths"/>.</param>
/// <param name="CanStart">Per month: may a deployment start then? Length <see cref="ForceProblem.Months"/>.</param>
/// <param name="Fits">The lines it may serve, each at most once.</param>
public sealed record ProblemOffer(
    string Id,
    string Nation,
    int Units,
    int BoundUnits,
    int PersonsPerUnit,
    int DeploymentMonths,
    int DwellMonths,
    int HandoverMonths,
    ImmutableArray<bool> CanStart,
    ImmutableArray<ProblemFit> Fits
);

/// <summary>An offer may serve a line.</summary>
/// <param name="Line">Index into <see cref="ForceProblem.Lines"/>.</param>
/// <param name="Effect">Hundredths of the line's unit that one unit of the offer gives, at least 1.</param>
public sealed record ProblemFit(int Line, int Effect);

/// <summary>Lines under one command. In a month in which none of the leading offers serves one of these lines (hand-over months included: it is there), all of them count as unfilled.</summary>
/// <param name="Id">Distinct among the commands.</param>
/// <param name="Lines">Indices into <see cref="ForceProblem.Lines"/>.</param>
/// <param name="LeadOffers">Indices into <see cref="ForceProblem.Offers"/>: those that can lead.</param>
public sealed record ProblemCommand(string Id, ImmutableArray<int> Lines, ImmutableArray<int> LeadOffers);
