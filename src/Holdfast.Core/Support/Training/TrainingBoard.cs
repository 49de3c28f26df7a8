using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Training;

/// <summary>One month: persons who can begin, who end, and who have ended since the first month asked for.</summary>
public sealed record TrainingMonth(YearMonth Month, AmountRange Places, AmountRange Trained, AmountRange Since);

/// <summary>A course over months; nothing where its conditions do not hold.</summary>
public sealed record TrainingRow(TrainingCourse Course, ClauseJudgement Stands, ImmutableArray<TrainingMonth> Months, Standing Standing);

/// <summary>Places and trained persons by month. Courses whose conditions are unknown count as possible only. Persons are not rounded here.</summary>
/// <param name="Sure">All courses that surely stand.</param>
/// <param name="Possible">Those and the ones of which it is unknown, at the high end of their ranges.</param>
public sealed record TrainingBoard(
    ImmutableArray<TrainingRow> Courses,
    ImmutableArray<TrainingMonth> Sure,
    ImmutableArray<TrainingMonth> Possible,
    ImmutableArray<TrainedReport> Reports,
    Standing Standing
)
{
    public const int MostMonths = 120;

    public static TrainingBoard Work(SupportModel model, SupportWorld world, YearMonth first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostMonths);
        var months = Capacity.Months(first, count);
        ImmutableArray<TrainingRow> rows = [.. model.Training.Select(c => Row(c, world.All(c.When), months))];
        return new TrainingBoard(
            rows,
            Sum(rows.Where(r => r.Stands.Value.IsTrue), months),
            Sum(rows.Where(r => !r.Stands.Value.IsFalse), months),
            [.. model.Trained.OrderBy(t => t.Date).ThenBy(t => t.Id, StringComparer.Ordinal)],
            rows.Select(r => r.Standing).Append(Standing.Recorded).Max()
        );
    }

    private static TrainingRow Row(TrainingCourse course, ClauseJudgement stands, ImmutableArray<YearMonth> months) =>
        new(
            course,
            stands,
            stands.Value.IsFalse
                ? Run(months, _ => (AmountRange.None, AmountRange.None))
                : Run(months, m => (course.PlacesIn(m), course.TrainedIn(m))),
            SupportModel.Weakest([course.Figures, .. course.Places.Select(p => p.Figures), .. course.When.Select(w => w.Stated)])
        );

    private static ImmutableArray<TrainingMonth> Sum(IEnumerable<TrainingRow> rows, ImmutableArray<YearMonth> months)
    {
        var all = rows.ToArray();
        return Run(
            months,
            month =>
            {
                var at = months.IndexOf(month);
                return all.Aggregate(
                    (AmountRange.None, AmountRange.None),
                    (sum, r) => (sum.Item1 + r.Months[at].Places, sum.Item2 + r.Months[at].Trained)
                );
            }
        );
    }

    private static ImmutableArray<TrainingMonth> Run(
        ImmutableArray<YearMonth> months,
        Func<YearMonth, (AmountRange Places, AmountRange Trained)> of
    )
    {
        var since = AmountRange.None;
        var all = ImmutableArray.CreateBuilder<TrainingMonth>();
        foreach (var month in months)
        {
            var (places, trained) = of(month);
            since += trained;
            all.Add(new TrainingMonth(month, places, trained, since));
        }
        return all.ToImmutable();
    }
}
