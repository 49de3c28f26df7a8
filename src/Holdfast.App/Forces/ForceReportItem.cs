using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>A solved question as verbs and API print it. Quantities of units in hundredths.</summary>
public sealed record ForceReportItem(
    string Set,
    string Start,
    int Months,
    IReadOnlyList<string> Assumed,
    ForceStatus Status,
    string? Reason,
    string? Solver,
    string InputHash,
    double Seconds,
    int FillThousandths,
    IReadOnlyList<ForceStage> Objectives,
    IReadOnlyList<PlanLine> Lines,
    IReadOnlyList<PlanStart> Starts,
    IReadOnlyList<ForceReportItem.Missing> Shortfalls,
    IReadOnlyList<GenerationMonth> Curve,
    IReadOnlyList<ForceReportItem.Place> Places,
    IReadOnlyList<ForceReportItem.Weakened> WeakenedPlans,
    IReadOnlyList<PlanBurden> Burdens
)
{
    /// <summary>The places task by task and oblast by oblast: hundredths filled and needed, and what reaches the place that is helped least.</summary>
    public IReadOnlyList<TaskProtection> Tasks { get; init; } = [];

    /// <summary>What stands on each of the first days.</summary>
    public IReadOnlyList<GenerationDay> Days { get; init; } = [];

    public sealed record Missing(
        string Line,
        int Weight,
        int Worst,
        int NotOffered,
        IReadOnlyList<int> Months,
        IReadOnlyList<ShortfallReason> Reasons
    );

    public sealed record Place(string Area, string Oblast, Protected Protected, int Within24Hours, int Within72Hours, bool Tripwire);

    public sealed record Weakened(string Nation, string Capability, int Counted, IReadOnlyList<int> ByMonth, IReadOnlyList<string> Plans);

    /// <param name="weakened">Whether the reader may have which plans it weakens.</param>
    public static ForceReportItem Of(ForceReport report, bool weakened = true)
    {
        var (made, answer) = (report.Case, report.Answer);
        return new ForceReportItem(
            made.Question.Set,
            made.Question.Start.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            made.Question.Months,
            made.Assumed,
            answer.Status,
            answer.Reason,
            answer.Solver,
            answer.InputHash,
            answer.Seconds,
            report.FillThousandths,
            answer.Stages,
            answer.Plan.Lines,
            answer.Plan.Starts,
            [.. report.Shortfalls.Select(s => new Missing(s.Line.Id, s.Line.Weight, s.Worst, s.NotOffered, s.Months, s.Reasons))],
            report.Curve,
            [.. report.Protection.Select(p => new Place(p.Area.Id, p.Area.Oblast, p.Protected, p.Within(24), p.Within(72), p.IsTripwire))],
            [
                .. report
                    .Weakened.Where(_ => weakened)
                    .Select(w => new Weakened(w.Nation, w.Capability, w.Counted, w.Months, [.. w.Lines.Select(l => l.Id)])),
            ],
            answer.Plan.Burdens
        )
        {
            Tasks = report.Tasks,
            Days = ForceStudy.Days(report),
        };
    }
}
