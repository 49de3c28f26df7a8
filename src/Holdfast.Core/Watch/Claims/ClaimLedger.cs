using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Claims;

/// <summary>Claims beside what was observed of the same kind, period and place. Four different numbers, never added up or divided by each other.</summary>
/// <param name="ClaimedNumber">What the party states.</param>
/// <param name="Observations">Reports of single events that the mission holds.</param>
/// <param name="Incidents">Distinct events that these reports tell of.</param>
/// <param name="ApparentBreaches">Pairs of incident and term with an apparent breach (alleged).</param>
public sealed record ClaimBeside(
    ClaimStatement Statement,
    ClaimedNumber ClaimedNumber,
    long Observations,
    long Incidents,
    long ApparentBreaches
);

/// <summary>
/// Keeps claims apart from everything observed: by party and time of statement, with the parts that were stated, the residual that was not, and reports
/// that contradict each other. Nothing is interpolated, nothing distributed.
/// </summary>
public static class ClaimLedger
{
    /// <summary>Statements sorted by time stated, then party, then period. Claims of one mode only should be passed.</summary>
    public static ImmutableArray<ClaimStatement> Statements(IEnumerable<ClaimObservation> claims) =>
        [
            .. claims
                .GroupBy(c => (c.By, c.Against, c.StatedAt, c.When, c.Cumulative))
                .OrderBy(g => g.Key.StatedAt)
                .ThenBy(g => g.Key.By, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Against, StringComparer.Ordinal)
                .ThenBy(g => g.Key.When.Earliest)
                .ThenBy(g => g.Key.When.Latest)
                .ThenBy(g => g.Key.Cumulative)
                .Select(g => Statement([.. g.OrderBy(c => c.Id)])),
        ];

    /// <summary>The last statement of each party at or before an instant that is cumulative: how far its count had come.</summary>
    public static ImmutableArray<ClaimStatement> Latest(IEnumerable<ClaimStatement> statements, Instant at) =>
        [
            .. statements
                .Where(s => s.Cumulative && s.StatedAt <= at)
                .GroupBy(s => (s.By, s.Against))
                .Select(g => g.OrderBy(s => s.StatedAt).ThenBy(s => s.Period.Latest).Last())
                .OrderBy(s => s.By, StringComparer.Ordinal)
                .ThenBy(s => s.Against, StringComparer.Ordinal),
        ];

    /// <summary>
    /// Puts a claimed number beside what was observed over the period that it covers, of its kind (all kinds where the claim mixes kinds) and, where it names
    /// places, near one of them.
    /// </summary>
    /// <param name="breaches">How many apparent breaches an incident has.</param>
    public static ClaimBeside Beside(
        ClaimStatement statement,
        ClaimedNumber number,
        IEnumerable<Incident> incidents,
        Func<IncidentId, int> breaches,
        PlaceProbability places
    )
    {
        var named = number.Reports.SelectMany(r => r.Places).ToArray();
        var fitting = incidents
            .Where(i => i.Status != IncidentStatus.Rejected && statement.Period.Overlaps(i.When))
            .Where(i => number.Kind is not { } kind || EventKinds.Matches(i.BestKind, [kind]).IsTrue)
            .Where(i => named.Length == 0 || named.Any(p => IsNear(i, p, places)))
            .ToArray();
        return new(
            statement,
            number,
            fitting.Sum(i => (long)i.Observations.Length),
            fitting.Length,
            fitting.Sum(i => (long)breaches(i.Id))
        );
    }

    private static bool IsNear(Incident incident, AreaPlace place, PlaceProbability places) =>
        places.Outline(place) is { } outline
            ? places.Inside(incident.Where, outline) > 0.5
            : new GeoPlane(place.Point).Project(incident.Where.Centre).Length <= place.RadiusMetres;

    private static ClaimStatement Statement(ClaimObservation[] claims)
    {
        var first = claims[0];
        var numbers = claims
            .GroupBy(c => (c.Category, c.PartOf))
            .OrderBy(g => g.Key.PartOf ?? "", StringComparer.Ordinal)
            .ThenBy(g => g.Key.Category, StringComparer.Ordinal)
            .Select(g => (g.Key.Category, g.Key.PartOf, Numbers: Numbers(g)))
            .ToArray();
        var tops = numbers.Where(n => n.PartOf is null).Select(n => n.Category);
        var wholes = tops.Concat(numbers.Select(n => n.PartOf).OfType<string>()).Distinct().OrderBy(c => c, StringComparer.Ordinal);
        return new(
            first.By,
            first.Against,
            first.StatedAt,
            first.When,
            first.Cumulative,
            claims.Select(c => c.Speaker).FirstOrDefault(s => s.Length > 0) ?? "",
            [.. wholes.Select(category => Total(category, numbers))],
            [.. numbers.Where(n => n.Numbers.Length > 1).Select(n => new ClaimContradiction(n.Category, n.Numbers))]
        );
    }

    private static ClaimTotal Total(string category, (string Category, string? PartOf, ImmutableArray<ClaimedNumber> Numbers)[] all)
    {
        var totals = all.Where(n => n.Category == category).SelectMany(n => n.Numbers).ToArray();
        var parts = all.Where(n => n.PartOf == category).ToArray();
        var clear = totals.Length == 1 && parts.Length > 0 && parts.All(p => p.Numbers.Length == 1);
        return new(
            category,
            totals.FirstOrDefault(),
            [.. parts.SelectMany(p => p.Numbers)],
            clear ? Residual(totals[0], [.. parts.Select(p => p.Numbers[0])]) : null
        );
    }

    private static ClaimResidual Residual(ClaimedNumber total, ClaimedNumber[] parts)
    {
        var (least, most) = Bounds(total);
        long? partsMost = 0;
        long partsLeast = 0;
        var partsHaveLeast = true;
        foreach (var part in parts)
        {
            var (low, high) = Bounds(part);
            partsMost = partsMost is { } sum && high is { } h ? sum + h : null;
            partsHaveLeast &= low is not null;
            partsLeast += low ?? 0;
        }
        var difference = total.Number - parts.Sum(p => p.Number);
        var inexact = parts.Append(total).Any(n => n.Bound != ClaimBound.Exactly);
        return new(
            difference,
            least is { } l && partsMost is { } pm ? l - pm : null,
            most is { } m && partsHaveLeast ? m - partsLeast : null,
            inexact
        );
    }

    private static (long? Least, long? Most) Bounds(ClaimedNumber number) =>
        number.Bound switch
        {
            ClaimBound.Exactly => (number.Number, number.Number),
            ClaimBound.MoreThan => (number.Number + 1, null),
            ClaimBound.AtLeast => (number.Number, null),
            ClaimBound.About => (null, null),
        };

    private static ImmutableArray<ClaimedNumber> Numbers(IEnumerable<ClaimObservation> claims) =>
        [
            .. claims
                .GroupBy(c => (c.Number, c.Bound))
                .OrderBy(g => g.Key.Number)
                .ThenBy(g => g.Key.Bound)
                .Select(g => new ClaimedNumber(g.First().Category, g.First().Kind, g.Key.Number, g.Key.Bound, [.. g])),
        ];
}
