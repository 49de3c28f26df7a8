using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Support.Declared;

/// <summary>Capacity over time and what binds it.</summary>
public sealed record IndustryItem(
    IReadOnlyList<IndustryItem.Project> Projects,
    IReadOnlyList<IndustryItem.Input> Inputs,
    IReadOnlyList<IndustryItem.Product> Products
)
{
    public sealed record Project(
        string Id,
        string Title,
        IReadOnlyList<string> Nations,
        string Product,
        string Unit,
        JudgedItem Stands,
        IReadOnlyList<Month> Months,
        RangeItem Total,
        Standing Standing
    );

    public sealed record Month(string In, RangeItem Line, RangeItem Output, string? Bottleneck);

    public sealed record Input(string Id, string Name, string Unit, IReadOnlyList<Use> Months);

    public sealed record Use(string In, RangeItem Supply, RangeItem Demand);

    public sealed record Product(string Name, string Unit, IReadOnlyList<Made> Months);

    public sealed record Made(string In, RangeItem Sure, decimal Possible);

    public static IndustryItem Of(IndustryBoard board) =>
        new(
            [
                .. board.Projects.Select(p => new Project(
                    p.Project.Id,
                    p.Project.Title,
                    p.Project.Nations,
                    p.Project.Product,
                    p.Project.Unit,
                    JudgedItem.Of(p.Stands),
                    [
                        .. p.Months.Select(m => new Month(
                            Months.Text(m.Month),
                            RangeItem.Of(m.Line),
                            RangeItem.Of(m.Output),
                            m.Bottleneck.Length > 0 ? m.Bottleneck : null
                        )),
                    ],
                    RangeItem.Of(p.Total),
                    p.Standing
                )),
            ],
            [
                .. board.Inputs.Select(i => new Input(
                    i.Input.Id,
                    i.Input.Name,
                    i.Input.Unit,
                    [.. i.Months.Select(m => new Use(Months.Text(m.Month), RangeItem.Of(m.Supply), RangeItem.Of(m.Demand)))]
                )),
            ],
            [
                .. board.Products.Select(p => new Product(
                    p.Product,
                    p.Unit,
                    [.. p.Months.Select(m => new Made(Months.Text(m.Month), RangeItem.Of(m.Sure), m.Possible))]
                )),
            ]
        );
}

/// <summary>Places and trained persons by month.</summary>
public sealed record TrainingItem(
    IReadOnlyList<TrainingItem.Course> Courses,
    IReadOnlyList<TrainingItem.Month> Sure,
    IReadOnlyList<TrainingItem.Month> Possible,
    IReadOnlyList<TrainingItem.Report> Reports
)
{
    public sealed record Course(
        string Id,
        string Title,
        string Provider,
        string Region,
        JudgedItem Stands,
        IReadOnlyList<Month> Months,
        Standing Standing
    );

    public sealed record Month(string In, RangeItem Places, RangeItem Trained, RangeItem Since)
    {
        public static IReadOnlyList<Month> Of(IEnumerable<TrainingMonth> months) =>
            [
                .. months.Select(m => new Month(
                    Months.Text(m.Month),
                    RangeItem.Of(m.Places),
                    RangeItem.Of(m.Trained),
                    RangeItem.Of(m.Since)
                )),
            ];
    }

    /// <summary>What somebody says had been trained by a day, ever.</summary>
    public sealed record Report(string Id, string Title, string Provider, string Date, RangeItem Persons, Standing Standing, string Cites);

    public static TrainingItem Of(TrainingBoard board) =>
        new(
            [
                .. board.Courses.Select(c => new Course(
                    c.Course.Id,
                    c.Course.Title,
                    c.Course.Provider,
                    c.Course.Region,
                    JudgedItem.Of(c.Stands),
                    Month.Of(c.Months),
                    c.Standing
                )),
            ],
            Month.Of(board.Sure),
            Month.Of(board.Possible),
            [
                .. board.Reports.Select(r => new Report(
                    r.Id,
                    r.Title,
                    r.Provider,
                    r.Date.ToString(),
                    RangeItem.Of(r.Persons),
                    r.Stated.Standing,
                    r.Stated.Cites
                )),
            ]
        );
}

/// <summary>Assistance to defensive structures by segment and state.</summary>
public sealed record WorksItem(string Day, IReadOnlyList<WorksItem.Segment> Segments, IReadOnlyList<WorksItem.Sum> Sums)
{
    public sealed record Segment(
        string Id,
        string Title,
        string Region,
        IReadOnlyList<string> By,
        IReadOnlyList<WorksAssistance> Assistance,
        WorksState? State,
        string? Since,
        string? PerhapsSince,
        RangeItem? DonePercent,
        RangeItem? LengthKm,
        Money? Amount,
        JudgedItem Stands,
        Standing Standing,
        string Cites
    );

    public sealed record Sum(string Region, WorksState? State, int Segments, RangeItem LengthKm, int Unmeasured);

    public static WorksItem Of(WorksBoard board) =>
        new(
            LocalDatePattern.Iso.Format(board.Day),
            [
                .. board.Segments.Select(r => new Segment(
                    r.Segment.Id,
                    r.Segment.Title,
                    r.Segment.Region,
                    r.Segment.By,
                    r.Segment.Assistance,
                    r.Step?.State,
                    r.Step?.Since.ToString(),
                    r.Perhaps?.Since.ToString(),
                    RangeItem.Of(r.Step?.DonePercent),
                    RangeItem.Of(r.Segment.LengthKm),
                    r.Segment.Amount,
                    JudgedItem.Of(r.Stands),
                    r.Standing,
                    r.Segment.Stated.Cites
                )),
            ],
            [.. board.Sums.Select(s => new Sum(s.Region, s.State, s.Segments, RangeItem.Of(s.LengthKm), s.Unmeasured))]
        );
}

internal static class Months
{
    public static string Text(YearMonth month) => YearMonthPattern.Iso.Format(month);
}
