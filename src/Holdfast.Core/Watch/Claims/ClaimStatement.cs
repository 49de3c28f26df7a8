using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Claims;

/// <summary>A number that a party stated, with how it was meant and where it can be read.</summary>
/// <param name="Reports">The observations that carry this very number; several reports of one statement count once.</param>
public sealed record ClaimedNumber(string Category, string? Kind, long Number, ClaimBound Bound, ImmutableArray<ClaimObservation> Reports)
{
    /// <summary>The number with its bound in words: "more than 950".</summary>
    public string Text =>
        Bound switch
        {
            ClaimBound.Exactly => "",
            ClaimBound.MoreThan => "more than ",
            ClaimBound.About => "about ",
            ClaimBound.AtLeast => "at least ",
        } + Number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// What of a total no stated category accounts for. It is shown and never shared out among the categories: 96 + 1,882 + 950 is 2,928, not 2,935.
/// </summary>
/// <param name="Low">At least so many; null where the bounds of the stated numbers leave it open.</param>
/// <param name="High">At most so many; null where the bounds of the stated numbers leave it open.</param>
/// <param name="Inexact">True when a number was stated as "about" or with a bound, so that the plain difference means little.</param>
public sealed record ClaimResidual(long Difference, long? Low, long? High, bool Inexact)
{
    public string Text
    {
        get
        {
            var culture = System.Globalization.CultureInfo.InvariantCulture;
            var plain = Difference.ToString("N0", culture);
            if (!Inexact)
            {
                return plain;
            }
            var bounds = (Low, High) switch
            {
                ({ } low, { } high) when low == high => $"exactly {low.ToString("N0", culture)}",
                ({ } low, { } high) => $"{low.ToString("N0", culture)} to {high.ToString("N0", culture)}",
                ({ } low, null) when low > 0 => $"at least {low.ToString("N0", culture)}",
                (null, { } high) when high >= 0 => $"at most {high.ToString("N0", culture)}",
                (null, { } high) => $"none, since the parts exceed the total by {(-high).ToString("N0", culture)} or more",
                _ => "not determined",
            };
            return $"{plain} by subtraction; by the bounds stated {bounds}";
        }
    }
}

/// <summary>Two reports of one statement that give different numbers. Neither is preferred.</summary>
public sealed record ClaimContradiction(string Category, ImmutableArray<ClaimedNumber> Numbers);

/// <summary>
/// What one party said at one time about one period: totals, their stated parts, and what is left over. Numbers of different times are never added up: a
/// cumulative claim contains the earlier ones.
/// </summary>
public sealed record ClaimStatement(
    string By,
    string Against,
    Instant StatedAt,
    TimeRange Period,
    bool Cumulative,
    string Speaker,
    ImmutableArray<ClaimTotal> Totals,
    ImmutableArray<ClaimContradiction> Contradictions
);

/// <summary>A total with its parts. The residual is null where no part is stated, or where reports of the total or of a part contradict each other.</summary>
/// <param name="Total">Null where parts are stated of a total that is not.</param>
public sealed record ClaimTotal(string Category, ClaimedNumber? Total, ImmutableArray<ClaimedNumber> Parts, ClaimResidual? Residual);
