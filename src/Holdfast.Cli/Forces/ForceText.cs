using System.Globalization;
using Holdfast.App.Forces;
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
}
