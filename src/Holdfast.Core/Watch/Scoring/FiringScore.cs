using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Scoring;

/// <summary>How stated parts in firings, kinds and directions of fire compare with the truth, over found events that match a true one; what matches a bow wave, or nothing, belongs to no firing.</summary>
/// <param name="Roles">Stated probabilities of roles.</param>
/// <param name="Kinds">Stated probabilities of kinds.</param>
/// <param name="Said">Roles that were said.</param>
/// <param name="Right">Of those, how many are right.</param>
/// <param name="Ends">Found muzzles and bursts.</param>
/// <param name="EndsSaid">Of those, how many were said to be what they are.</param>
/// <param name="Direction">Directions of fire; null where none was stated.</param>
public sealed record FiringScore(
    Reliability? Roles,
    Reliability? Kinds,
    int Said,
    int Right,
    int Ends,
    int EndsSaid,
    DirectionScore? Direction
)
{
    /// <summary>Null where the truth knows no firings or nothing was stated of them.</summary>
    /// <param name="truths">True events.</param>
    /// <param name="found">Found events.</param>
    /// <param name="matched">The true event of each found one; -1 where it has none.</param>
    internal static FiringScore? Of(IReadOnlyList<TruthEvent> truths, IReadOnlyList<FoundEvent> found, int[] matched)
    {
        if (truths.All(truth => truth.Role is null) || found.All(item => item.Roles is null && item.Kinds is null))
        {
            return null;
        }
        var rows = Enumerable
            .Range(0, found.Count)
            .Select(item => (Found: found[item], Truth: matched[item] < 0 ? null : truths[matched[item]]))
            .ToArray();
        var ends = rows.Where(row => row.Truth?.Role is OriginRole.Muzzle or OriginRole.Burst).ToArray();
        var said = rows.Where(row => row.Found.Role != OriginRole.Undetermined).ToArray();
        return new FiringScore(
            Reliability.Of([
                .. rows.SelectMany(row =>
                    (row.Found.Roles ?? NoRoles).Select(pair => new Forecast(pair.Value, pair.Key == RoleOf(row.Truth)))
                ),
            ]),
            Reliability.Of([
                .. rows.Where(row => row.Truth?.Kind is not null)
                    .SelectMany(row => (row.Found.Kinds ?? NoKinds).Select(pair => new Forecast(pair.Value, pair.Key == row.Truth?.Kind))),
            ]),
            said.Length,
            said.Count(row => row.Found.Role == RoleOf(row.Truth)),
            ends.Length,
            ends.Count(row => row.Found.Role == row.Truth?.Role),
            DirectionScore.Of([.. rows.Where(row => row.Found.Direction is not null)], ends.Length)
        );
    }

    private static readonly Dictionary<OriginRole, double> NoRoles = [];
    private static readonly Dictionary<string, double> NoKinds = [];

    private static OriginRole RoleOf(TruthEvent? truth) =>
        truth?.Role is OriginRole.Muzzle or OriginRole.Burst ? truth.Role.Value : OriginRole.Neither;
}

/// <summary>Stated directions of fire.</summary>
/// <param name="Stated">How many were stated.</param>
/// <param name="Ends">Of how many muzzles and bursts that were found.</param>
/// <param name="NotFired">Of those stated, how many belong to no firing at all.</param>
/// <param name="MedianDegrees">Median error, of the others.</param>
/// <param name="Within15">Share of those within 15 degrees.</param>
/// <param name="WithinOne">Share within one stated standard deviation (.683 where they are right).</param>
/// <param name="WithinTwo">Within two (.954).</param>
public sealed record DirectionScore(
    int Stated,
    int Ends,
    int NotFired,
    double MedianDegrees,
    double Within15,
    double WithinOne,
    double WithinTwo
)
{
    internal static DirectionScore? Of((FoundEvent Found, TruthEvent? Truth)[] rows, int ends)
    {
        if (rows.Length == 0)
        {
            return null;
        }
        var errors = rows.Where(row => row.Truth?.AzimuthRadians is not null)
            .Select(row =>
                (
                    Error: Math.Abs(Math.IEEERemainder((row.Found.Direction?.Azimuth ?? 0) - (row.Truth?.AzimuthRadians ?? 0), Math.Tau)),
                    Sigma: row.Found.Direction?.Sigma ?? 0
                )
            )
            .ToArray();
        double Share(Func<(double Error, double Sigma), bool> holds) =>
            errors.Length == 0 ? 0 : errors.Count(holds) / (double)errors.Length;
        return new DirectionScore(
            rows.Length,
            ends,
            rows.Length - errors.Length,
            errors.Length == 0 ? double.NaN : Ranked.Median(errors.Select(one => one.Error)) * 180 / Math.PI,
            Share(one => one.Error < 15 * Math.PI / 180),
            Share(one => one.Error < one.Sigma),
            Share(one => one.Error < 2 * one.Sigma)
        );
    }
}
