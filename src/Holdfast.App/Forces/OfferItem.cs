using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>One judged offer as verbs and API print it.</summary>
public sealed record OfferItem(
    string Id,
    string Nation,
    string Capability,
    int Units,
    int Bound,
    Standing Standing,
    string Cites,
    Standing Figures,
    string Stands,
    int? FirstMonth,
    IReadOnlyList<string> Missing,
    IReadOnlyList<OfferItem.Fit> Lines
)
{
    /// <summary>What must hold for it, each condition with where it comes from.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>One condition as it is written.</summary>
    public sealed record Condition(string Text, Standing Standing, string Cites);

    /// <summary>What became of the offer at one line; the effect in hundredths of the line's unit.</summary>
    public sealed record Fit(string Line, FitOutcome Outcome, int Effect, string? Against);

    public static OfferItem Of(OfferJudgement judged) =>
        new(
            judged.Offer.Id,
            judged.Offer.Nation,
            judged.Offer.Capability,
            judged.Offer.Quantity.Value,
            judged.Offer.Bound.Value,
            judged.Offer.Stated.Standing,
            judged.Offer.Stated.Cites,
            judged.Offer.Quantity.Stated.Standing,
            judged.Stands.IsTrue ? "true"
                : judged.Stands.IsFalse ? "false"
                : "unknown",
            judged.FirstMonth,
            [.. judged.Missing.Select(m => m.Text).Distinct()],
            [.. judged.Fits.Select(f => new Fit(f.Line.Id, f.Outcome, f.Effect, f.Against.Length > 0 ? f.Against : null))]
        )
        {
            Conditions = [.. judged.Offer.Conditions.Select(c => new Condition(c.Condition.Text, c.Stated.Standing, c.Stated.Cites))],
        };
}
