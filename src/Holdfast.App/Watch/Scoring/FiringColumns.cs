using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>The columns of a truth and of found events that speak of firings; a table may have none of them.</summary>
internal sealed class FiringColumns(ScoreTable table)
{
    private readonly int role = table.Find("role");
    private readonly (int Muzzle, int Burst, int Neither) shares = (table.Find("muzzle"), table.Find("burst"), table.Find("neither"));
    private readonly int kinds = table.Find("kinds");
    private readonly (int Truth, int Fire, int Sigma) azimuth = (
        table.Find("azimuth_deg"),
        table.Find("fire_azimuth_deg"),
        table.Find("fire_sigma_deg")
    );

    public TruthEvent With(ScoreTable row, TruthEvent truth) =>
        truth with
        {
            Role = row.Text(role).Length > 0 ? RoleOf(row) : null,
            AzimuthRadians = row.Number(azimuth.Truth) * Math.PI / 180,
        };

    /// <param name="weights">Reads weights as <c>mortar:0.8 mlrs:0.2</c>.</param>
    public FoundEvent With(ScoreTable row, FoundEvent found, Func<ScoreTable, int, Dictionary<string, double>> weights) =>
        found with
        {
            Role = row.Text(role).Length > 0 ? RoleOf(row) : OriginRole.Undetermined,
            Roles = (row.Number(shares.Muzzle), row.Number(shares.Burst), row.Number(shares.Neither))
                is ({ } muzzle and >= 0 and <= 1, { } burst and >= 0 and <= 1, { } neither and >= 0 and <= 1)
                ? new SortedDictionary<OriginRole, double>
                {
                    [OriginRole.Muzzle] = muzzle,
                    [OriginRole.Burst] = burst,
                    [OriginRole.Neither] = neither,
                }
                : null,
            Kinds = row.Text(kinds).Length > 0 ? weights(row, kinds) : null,
            Direction = (row.Number(azimuth.Fire), row.Number(azimuth.Sigma)) is ({ } degrees, { } sigma and > 0)
                ? (degrees * Math.PI / 180, sigma * Math.PI / 180)
                : null,
        };

    private OriginRole RoleOf(ScoreTable row) =>
        row.Text(role) switch
        {
            "muzzle" => OriginRole.Muzzle,
            "burst" => OriginRole.Burst,
            "bow" => OriginRole.Bow,
            "neither" => OriginRole.Neither,
            "undetermined" => OriginRole.Undetermined,
            var other => throw row.Wrong(
                role,
                "bad-role",
                $"Found the role '{RowFault.Cut(other)}', expected muzzle, burst, bow, neither or undetermined."
            ),
        };
}
