using System.Security.Cryptography;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes fused incidents with the columns that filters need, both exact and as released (<see cref="ReleasePolicy.Blurred"/>).</summary>
internal sealed class IncidentWriter(SqliteConnection connection, Mission mission) : IDisposable
{
    private readonly SectorIndex _sectors = new(mission);

    private readonly Statement _incident = new(
        connection,
        "INSERT OR REPLACE INTO incident(id, mode, t0, t1, lat, lon, a, b, az, kind, verification, sector, sources, text, digest, body, "
            + "known, firing, releasable, glat, glon, gt0, gt1, gkind, gsector, least) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
        26
    );

    private readonly Statement _member = new(connection, "UPDATE observation SET incident=$0 WHERE idx=$1", 2);

    /// <param name="least">When its least observation begins, in ticks.</param>
    public void Write(Incident incident, long least, MemberRow[] members)
    {
        var body = IncidentCodec.Encode(incident).ToArray();
        var firing = members.Any(m => m.FiringPoint);
        var released = ReleasePolicy.Blurred(incident);
        var (centre, cell, ellipse) = (incident.Where.Centre, released.Where.Centre, incident.Where.Ellipse);
        _incident.Run(
            incident.Id.Value,
            (int)incident.Mode,
            Ticks.Of(incident.When.Earliest),
            Ticks.Of(incident.When.Latest),
            centre.Latitude,
            centre.Longitude,
            ellipse.SemiMajorMetres,
            ellipse.SemiMinorMetres,
            ellipse.AzimuthDegrees,
            incident.BestKind,
            (int)incident.Verification,
            _sectors.Of(centre),
            "|" + string.Join('|', incident.Sources) + "|",
            incident.Description.ToLowerInvariant(),
            Convert.ToHexStringLower(SHA256.HashData(body))[..16],
            body,
            members.Max(m => m.Known),
            firing ? 1 : 0,
            ReleasePolicy.IsReleasable(incident, firing) ? 1 : 0,
            cell.Latitude,
            cell.Longitude,
            Ticks.Of(released.When.Earliest),
            Ticks.Of(released.When.Latest),
            released.BestKind,
            _sectors.Of(cell),
            least
        );
        foreach (var member in members)
        {
            _member.Run(incident.Id.Value, member.Index);
        }
    }

    public void Dispose()
    {
        _incident.Dispose();
        _member.Dispose();
    }
}
