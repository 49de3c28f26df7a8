using System.Collections.Immutable;
using Holdfast.Core.Missions;

namespace Holdfast.Web.Forces;

/// <summary>One field of the form beside the text of an offer.</summary>
/// <param name="Key">As the file calls it.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Hint">What is expected.</param>
/// <param name="IsNumber">A whole number.</param>
public sealed record OfferField(string Key, string Label, string Hint, bool IsNumber)
{
    /// <summary>Offers of one text that the form shows; what comes after is changed in the text.</summary>
    public const int MostOffers = 60;

    public static readonly ImmutableArray<OfferField> All =
    [
        new("quantity", "Units in all", "those at rest included", true),
        new("bound", "That NATO's plans count on", "of these units; 0 where empty", true),
        new("readiness_days", "Ready after", "days from the order", true),
        new("deployment_months", "One deployment lasts", "months; 6 where empty", true),
        new("dwell_factor", "Rest after it", "times as long, 3 at least", true),
        new("handover_months", "Taking over takes", "months of each deployment; 0 where empty", true),
        new("undertaking", "Promise on which it stands", "an undertaking of the mission", false),
        new("when", "Further condition", "in the language of clauses", false),
        new("caveats", "Caveats", "one a line, such as: not at(line_of_contact) within 200 km", false),
        new("areas", "Only at these areas", "names parted by commas; everywhere where empty", false),
        new("tasks", "Only for these tasks", "names parted by commas; every task where empty", false),
    ];

    /// <summary>Whether items are parted by commas in the form.</summary>
    public bool IsNames => Key is "areas" or "tasks";

    public bool IsLines => Key is "caveats";

    /// <summary>The name of its input in the form of all offers.</summary>
    public string Name(string offer) => $"{offer}/{Key}";

    /// <summary>A value of the text as the form shows it.</summary>
    public string Shown(WrittenOffer offer)
    {
        var value = offer.Values.GetValueOrDefault(Key, "");
        return IsNames ? value.Replace("\n", ", ", StringComparison.Ordinal) : value;
    }

    /// <summary>A value of the form as the text takes it: one item a line.</summary>
    public string Written(string shown) => IsNames ? shown.Replace(',', '\n') : shown;
}
