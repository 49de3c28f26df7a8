using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Works;

/// <summary>A segment on a day.</summary>
/// <param name="Step">The last that had surely begun; null before the first.</param>
/// <param name="Perhaps">A later one that may have begun already: only its month or year is known.</param>
public sealed record WorksRow(WorksSegment Segment, ClauseJudgement Stands, WorksStep? Step, WorksStep? Perhaps, Standing Standing);

/// <summary>Segments of a region in one state.</summary>
/// <param name="LengthKm">Of those whose length is known.</param>
/// <param name="Unmeasured">Those whose length nobody says: they are not in it.</param>
public sealed record WorksSum(string Region, WorksState? State, int Segments, AmountRange LengthKm, int Unmeasured);

/// <summary>Assistance to defensive structures by segment and state.</summary>
public sealed record WorksBoard(LocalDate Day, ImmutableArray<WorksRow> Segments, ImmutableArray<WorksSum> Sums)
{
    // A segment without a number rests on no figure.
    private static IEnumerable<Stated> Numbers(WorksSegment segment) =>
        segment.LengthKm is null && segment.Amount is null ? [] : [segment.Figures];

    public static WorksBoard Work(SupportModel model, SupportWorld world)
    {
        var day = world.Day;
        ImmutableArray<WorksRow> rows =
        [
            .. model.Works.Select(w => new WorksRow(
                w,
                world.All(w.When),
                w.Steps.LastOrDefault(s => s.Since.By(day) == Knownness.Yes),
                w.Steps.LastOrDefault(s => s.Since.By(day) == Knownness.Perhaps),
                SupportModel.Weakest([.. Numbers(w), .. w.Steps.Select(s => s.Stated), .. w.When.Select(c => c.Stated)])
            )),
        ];
        return new WorksBoard(
            day,
            rows,
            [
                .. rows.GroupBy(r => (r.Segment.Region, State: r.Step?.State))
                    .OrderBy(g => g.Key.Region, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.State)
                    .Select(g => new WorksSum(
                        g.Key.Region,
                        g.Key.State,
                        g.Count(),
                        g.Select(r => r.Segment.LengthKm ?? AmountRange.None).Aggregate(AmountRange.None, (sum, l) => sum + l),
                        g.Count(r => r.Segment.LengthKm is null)
                    )),
            ]
        );
    }
}
