using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Cli.Forces;

/// <summary>How answers about the force begin, and its words.</summary>
internal static class ForceText
{
    public static string Head(ForceCase made)
    {
        var q = made.Question;
        var set = made.Planning.Set;
        var assumed = made.Assumed.IsEmpty ? "" : Environment.NewLine + "Assumed: " + string.Join("; ", made.Assumed);
        var procedures = q.Procedures ? "procedures that run are taken to end well" : "only what is decided counts";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{set.Title} ({set.Id}), month 0 begins {q.Start:uuuu-MM-dd}, {q.Months} months, {procedures}{assumed}"
        );
    }

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

    public static string Of(AreaProtection place)
    {
        var degree = place.Protected switch
        {
            Protected.Fully => "protected",
            Protected.Partly => "partly protected",
            Protected.Unprotected => "unprotected",
            _ => "not planned for",
        };
        var help = place.IsTripwire
            ? "; tripwire: nothing comes to its help within 72 hours"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; reinforced by {place.Within(24) / 100.0:0.#} units within 24 hours, {place.Within(72) / 100.0:0.#} within 72"
            );
        return $"{place.Area.Name} ({place.Area.Oblast}): {degree}{(place.Lines.Any(l => l.Fill > 0) ? help : "")}";
    }

    public static string Share(int thousandths) => (thousandths / 1000.0).ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>What is proven of an answer.</summary>
    public static string Proof(ForceAnswer answer)
    {
        var first = answer.Stages[0];
        var proven = first.Proven
            ? "the fill is proven to be the best there is"
            : string.Create(CultureInfo.InvariantCulture, $"the fill is within {first.Gap:0.00%} of what is proven to be out of reach");
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
