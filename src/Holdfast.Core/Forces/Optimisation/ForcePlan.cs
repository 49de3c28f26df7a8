using System.Collections.Immutable;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// Who goes where and when, and what comes of it. Everything but <see cref="Starts"/> follows from it (<see cref="PlanMaker"/>); every figure is an exact integer.
/// Lines, offers and nations stand in ordinal order of their ids, whatever the order they were given in.
/// </summary>
/// <param name="Months">Length of the horizon; months are numbered 0 .. Months - 1.</param>
/// <param name="Starts">Deployments by offer, month and line.</param>
/// <param name="Lines">What each line gets.</param>
/// <param name="Commands">In which months each command is led.</param>
/// <param name="DoubleHatted">Units used beyond what NATO plans leave free, by offer and month; only where there are any.</param>
/// <param name="Burdens">What each nation bears.</param>
/// <param name="Totals">The objectives.</param>
public sealed record ForcePlan(
    int Months,
    ImmutableArray<PlanStart> Starts,
    ImmutableArray<PlanLine> Lines,
    ImmutableArray<PlanCommand> Commands,
    ImmutableArray<PlanHat> DoubleHatted,
    ImmutableArray<PlanBurden> Burdens,
    PlanTotals Totals
);

/// <summary><paramref name="Units"/> units of an offer start a deployment to a line at the beginning of a month.</summary>
public sealed record PlanStart(string Offer, string Line, int Month, int Units);

/// <summary>A line over the months. Need = fill + unfilled in every month.</summary>
/// <param name="Id">The line.</param>
/// <param name="Need">Hundredths needed, by month.</param>
/// <param name="Fill">Hundredths filled, by month, never more than needed; nought where a command of the line is not led.</param>
/// <param name="Unfilled">Hundredths not filled, by month.</param>
/// <param name="Serving">Who serves, by month and offer.</param>
public sealed record PlanLine(
    string Id,
    ImmutableArray<int> Need,
    ImmutableArray<int> Fill,
    ImmutableArray<int> Unfilled,
    ImmutableArray<PlanServing> Serving
);

/// <summary>Units of an offer that are with a line in a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="Offer">Whose units.</param>
/// <param name="Units">How many are there.</param>
/// <param name="HandingOver">How many of them are still taking over and fill nothing.</param>
public sealed record PlanServing(int Month, string Offer, int Units, int HandingOver);

/// <summary>In which months one of the leading offers serves one of the command's lines.</summary>
public sealed record PlanCommand(string Id, ImmutableArray<bool> Led);

/// <summary>Units of an offer used in a month although NATO plans count on them.</summary>
public sealed record PlanHat(string Offer, int Month, int Units, long Persons);

/// <summary>What a nation bears.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="PersonMonths">Deployed person-months within the horizon.</param>
/// <param name="PersonsOffered">Persons in all units it offers.</param>
/// <param name="Thousandths">Person-months per person offered, in thousandths, rounded up; nought where it offers nobody.</param>
public sealed record PlanBurden(string Nation, long PersonMonths, long PersonsOffered, long Thousandths);

/// <summary>The objectives in their order; a plan is better when the first that differs is smaller.</summary>
/// <param name="WeightedUnfilled">Sum of weight x unfilled hundredths.</param>
/// <param name="DoubleHatted">Double-hatted person-months.</param>
/// <param name="GreatestBurden">Greatest <see cref="PlanBurden.Thousandths"/> of a nation.</param>
/// <param name="UnitMonths">Deployed unit-months within the horizon.</param>
public sealed record PlanTotals(long WeightedUnfilled, long DoubleHatted, long GreatestBurden, long UnitMonths) : IComparable<PlanTotals>
{
    /// <summary>How many objectives there are.</summary>
    public const int Count = 4;

    /// <summary>The objective with that number, from 0.</summary>
    public long this[int objective] =>
        objective switch
        {
            0 => WeightedUnfilled,
            1 => DoubleHatted,
            2 => GreatestBurden,
            3 => UnitMonths,
            _ => throw new ArgumentOutOfRangeException(nameof(objective)),
        };

    /// <summary>Lexicographic.</summary>
    public int CompareTo(PlanTotals? other)
    {
        for (var i = 0; other is not null && i < Count; i++)
        {
            if (this[i] != other[i])
            {
                return this[i].CompareTo(other[i]);
            }
        }
        return other is null ? 1 : 0;
    }
}
