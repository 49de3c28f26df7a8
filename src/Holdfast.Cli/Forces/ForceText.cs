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

    public static string Of(AreaProtection place)
    {
        var help = Help(place.IsTripwire, place.Within(24), place.Within(72));
        return $"{place.Area.Name} ({place.Area.Oblast}): {Of(place.Protected)}{(place.Lines.Any(l => l.Fill > 0) ? help : "")}";
    }

    public static string Of(TaskProtection task)
    {
        var help = task.Fill > 0 ? Help(task.IsTripwire, task.Within24, task.Within72) : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{task.Oblast}, {task.Task}: {Of(task.Protected)}, {task.Fill / 100.0:0.##} of {task.Need / 100.0:0.##} units{help}"
        );
    }

    private static string Of(Protected degree) =>
        degree switch
        {
            Protected.Fully => "protected",
            Protected.Partly => "partly protected",
            Protected.Unprotected => "unprotected",
            Protected.NotPlanned => "not planned for",
            _ => throw new ArgumentOutOfRangeException(nameof(degree)),
        };

    private static string Help(bool tripwire, int within24, int within72) =>
        tripwire
            ? "; tripwire: nothing comes to its help within 72 hours"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; reinforced by {within24 / 100.0:0.#} units within 24 hours, {within72 / 100.0:0.#} within 72"
            );

    public static string Share(int thousandths) => (thousandths / 1000.0).ToString("0.0%", CultureInfo.InvariantCulture);
}
