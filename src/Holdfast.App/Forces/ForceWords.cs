using System.Globalization;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>Answers about the force in the words of verbs and pages.</summary>
public static class ForceWords
{
    public static string Of(FitOutcome outcome, string against) =>
        outcome switch
        {
            FitOutcome.Serves => "serves",
            FitOutcome.OtherCapability => "another capability",
            FitOutcome.AreaExcluded => "offered for other areas",
            FitOutcome.TaskExcluded => "offered for other tasks",
            FitOutcome.TooSlow => "slower than the notice of a reserve",
            FitOutcome.Caveat => $"caveat '{against}'",
            FitOutcome.CaveatOpen => $"not known whether '{against}'",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    public static string Of(ShortfallCause cause) =>
        cause switch
        {
            ShortfallCause.Condition => "conditions",
            ShortfallCause.Caveat => "caveats",
            ShortfallCause.OfferedElsewhere => "offered for other areas or tasks, or too slow",
            ShortfallCause.NotReady => "not ready yet, or no longer offered",
            ShortfallCause.OtherLines => "serve other lines",
            ShortfallCause.Resting => "rest",
            _ => throw new ArgumentOutOfRangeException(nameof(cause)),
        };

    public static string Of(ShortfallReason reason) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{reason.Offer} {reason.Units / 100.0:0.#}{(reason.What.Length > 0 ? $" ({reason.What})" : "")}"
        );

    /// <summary>An objective by its name (<see cref="ForceStage.Objective"/>), with its unit.</summary>
    public static string Objective(string name) =>
        name switch
        {
            "unfilled" => "unfilled need, by weight",
            "double_hatted" => "person-months of units that NATO's plans count on too",
            "burden" => "the greatest burden of a nation",
            "unit_months" => "unit-months deployed",
            _ => name,
        };

    public static string Of(AreaKind kind) =>
        kind switch
        {
            AreaKind.PowerPlant => "power plant",
            AreaKind.SafeZone => "safe zone",
            _ => kind.ToString().ToLowerInvariant(),
        };

    /// <summary>How far a solver is.</summary>
    public static string Of(ForceProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"objective {progress.Stage + 1}: best {progress.Best:N0}, proven bound {progress.Bound:N0}, gap {progress.Gap:0.00%}, {progress.Seconds:0} s"
        );

    /// <summary>What is proven of an answer.</summary>
    public static string Proof(ForceAnswer answer)
    {
        var first = answer.Stages[0];
        var proven = first.Proven
            ? "the fill is proven to be the best there is"
            : $"the need left open comes to {first.Value.ToString("N0", CultureInfo.InvariantCulture)} by weight: {first.Proof}";
        var state = answer.Status switch
        {
            ForceStatus.Optimal => "Solved to the optimum in all objectives",
            ForceStatus.Feasible => "Solved",
            ForceStatus.Cancelled => "Cancelled; the best plan so far",
            ForceStatus.Crashed => $"The solver failed ({answer.Reason}); the best plan so far",
            ForceStatus.NotInstalled => $"No solver: {answer.Reason} What follows is a plan of our own search, unproven",
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{state}: {proven}. {answer.Solver ?? "no solver"}, {answer.Seconds:0.0} s, input {answer.InputHash[..12]}"
        );
    }
}
