using System.ComponentModel;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>A party's claim, as downloads and the API give it.</summary>
public sealed record ClaimItem
{
    [Description("Producer and the producer's id.")]
    public required string Id { get; init; }

    [Description("The instant at which the claim was stated, UTC.")]
    public required string StatedAt { get; init; }

    [Description("The party that claims.")]
    public required string By { get; init; }

    [Description("The party that is accused.")]
    public required string Against { get; init; }

    [Description("What is counted, in the claimant's words.")]
    public required string Category { get; init; }

    [Description("The category of which this one is a part; absent for a total.")]
    public string? PartOf { get; init; }

    [Description("The number stated.")]
    public required long Number { get; init; }

    [Description("Exactly, MoreThan, About or AtLeast.")]
    public required string Bound { get; init; }

    [Description("True when the number runs from the start of the truce.")]
    public required bool Cumulative { get; init; }

    [Description("Start of the time for which it is stated, UTC.")]
    public required string From { get; init; }

    [Description("End of the time for which it is stated, UTC.")]
    public required string To { get; init; }

    [Description("Who said it.")]
    public required string Speaker { get; init; }

    [Description("recorded, attributed or illustrative.")]
    public required string Standing { get; init; }

    [Description("Where to read it.")]
    public required string Citation { get; init; }

    public static ClaimItem Of(ClaimObservation claim) =>
        new()
        {
            Id = claim.Id.ToString(),
            StatedAt = Iso.Format(claim.StatedAt),
            By = claim.By,
            Against = claim.Against,
            Category = claim.Category,
            PartOf = claim.PartOf,
            Number = claim.Number,
            Bound = claim.Bound.ToString(),
            Cumulative = claim.Cumulative,
            From = Iso.Format(claim.When.Earliest),
            To = Iso.Format(claim.When.Latest),
            Speaker = claim.Speaker,
            Standing = Words.Of(claim.Standing),
            Citation = claim.Citation,
        };
}
