using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>One line of a statement: a number in the category in which it was stated, or the residual that the categories leave of their total.</summary>
public sealed record ClaimLine(ClaimObservation Claim, bool IsTotal, string? Residual, string? Otherwise);

/// <summary>What one party stated at one instant.</summary>
public sealed record ClaimStatement(Instant StatedAt, string By, string Against, ImmutableArray<ClaimLine> Lines);

/// <summary>The claims in the order in which they were stated, with both parties side by side.</summary>
public sealed record ClaimsModel(
    ImmutableArray<string> Parties,
    ImmutableSortedDictionary<string, string> Names,
    ImmutableArray<ClaimStatement> Statements
)
{
    /// <summary>The last cumulative total that a party stated, or null where it stated none.</summary>
    public ClaimObservation? LastTotal(string party) =>
        Statements.Where(s => s.By == party).SelectMany(s => s.Lines).Where(l => l.IsTotal).Select(l => l.Claim).LastOrDefault();

    public string Name(string party) => Names.GetValueOrDefault(party, party);

    public static ClaimsModel Of(ImmutableArray<ClaimObservation> claims, Mission mission) =>
        new(
            [.. claims.Select(c => c.By).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            mission.Parties.ToImmutableSortedDictionary(p => p.Id, p => p.Name, StringComparer.Ordinal),
            [
                .. claims
                    .GroupBy(c => (c.StatedAt, c.By, c.Against))
                    .OrderBy(g => g.Key.StatedAt)
                    .ThenBy(g => g.Key.By, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Against, StringComparer.Ordinal)
                    .Select(g => new ClaimStatement(g.Key.StatedAt, g.Key.By, g.Key.Against, Lines([.. g]))),
            ]
        );

    private static ImmutableArray<ClaimLine> Lines(ImmutableArray<ClaimObservation> claims) =>
        [
            .. claims
                .OrderBy(c => c.PartOf is null ? 0 : 1)
                .ThenBy(c => c.PartOf, StringComparer.Ordinal)
                .ThenByDescending(c => c.Number)
                .ThenBy(c => c.Id)
                .Select(c => new ClaimLine(c, c.PartOf is null, Residual(c, claims), Otherwise(c, claims))),
        ];

    /// <summary>What the stated parts leave of a total over the same time; null without parts, or where a number is stated as "about" or in two ways.</summary>
    private static string? Residual(ClaimObservation total, ImmutableArray<ClaimObservation> claims)
    {
        var parts = claims.Where(c => c.PartOf == total.Category && c.When == total.When && c.Id != total.Id).ToArray();
        var contradicts = parts.GroupBy(p => p.Category).Any(g => g.Count() > 1);
        if (parts.Length == 0 || contradicts || total.Bound != ClaimBound.Exactly || parts.Any(p => p.Bound == ClaimBound.About))
        {
            return null;
        }
        var sum = parts.Sum(p => p.Number);
        if (parts.All(p => p.Bound == ClaimBound.Exactly))
        {
            return sum == total.Number ? null : $"its categories leave a residual of {Frame.Figures.Whole(total.Number - sum)}";
        }
        var most = total.Number - sum - parts.Count(p => p.Bound == ClaimBound.MoreThan);
        return $"its categories sum to {Frame.Figures.Whole(sum)} or more, since one has a bound; at most {Frame.Figures.Whole(most)} of it in no stated category";
    }

    /// <summary>Other numbers reported of the same statement, category and time; neither is preferred.</summary>
    private static string? Otherwise(ClaimObservation claim, ImmutableArray<ClaimObservation> claims)
    {
        var others = claims
            .Where(c => c.Category == claim.Category && c.When == claim.When && c.Number != claim.Number)
            .Select(c => c.Number)
            .Distinct()
            .Order()
            .ToArray();
        return others.Length == 0 ? null : "also reported as " + string.Join(" and ", others.Select(n => Frame.Figures.Whole(n)));
    }
}
