using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Training;

/// <summary>A course: places each month, how long it lasts, how many do not finish.</summary>
/// <param name="Region">Where it is held.</param>
/// <param name="Months">From its start until its end; 0 for courses that end in the month in which they begin.</param>
/// <param name="LossPercent">Of those who begin.</param>
/// <param name="Places">Persons who can begin each month; in a month after <paramref name="Last"/> none.</param>
/// <param name="When">All of these must hold.</param>
public sealed record TrainingCourse(
    string Id,
    string Title,
    string Provider,
    string Region,
    int Months,
    AmountRange LossPercent,
    ImmutableArray<CapacityStep> Places,
    YearMonth? Last,
    ImmutableArray<SupportClause> When,
    string Note,
    Stated Stated,
    Stated Figures
)
{
    public AmountRange PlacesIn(YearMonth month) => month > Last ? AmountRange.None : Capacity.At(Places, month);

    /// <summary>Who ends it in a month: those who began it, less the losses.</summary>
    public AmountRange TrainedIn(YearMonth month)
    {
        var began = PlacesIn(month.PlusMonths(-Months));
        return new AmountRange(began.Low * (100 - LossPercent.High) / 100, began.High * (100 - LossPercent.Low) / 100);
    }
}

/// <summary>How many somebody says had been trained by a day, ever: a claim, never added to what courses come to.</summary>
public sealed record TrainedReport(string Id, string Title, string Provider, PartialDate Date, AmountRange Persons, Stated Stated);
