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
}
