using System.Security.Cryptography;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes fused incidents with the columns that filters need, both exact and as released (<see cref="ReleaseGrid"/>).</summary>
internal sealed class IncidentWriter(SqliteConnection connection, Mission mission) : IDisposable
{
    private readonly SectorIndex _sectors = new(mission);

    private readonly Statement _incident = new(
        connection,
        "INSERT OR REPLACE INTO incident(id, mode, t0, t1, lat, lon, glat, glon, a, b, az, kind, verification, sector, gsector, sources, text, digest, body) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        19
    );

    private readonly Statement _member = new(connection, "UPDATE observation SET incident=$0 WHERE idx=$1", 2);

    /// <param name="rows">The row of each observation that may be a member.</param>
    public void Write(Incident incident, IReadOnlyDictionary<ObservationId, long> rows)
    {
        var body = IncidentCodec.Encode(incident).ToArray();
        var centre = incident.Where.Centre;
        var grid = ReleaseGrid.Snap(centre);
        var ellipse = incident.Where.Ellipse;
        _incident.Run(
            incident.Id.Value,
            (int)incident.Mode,
            Ticks.Of(incident.When.Earliest),
            Ticks.Of(incident.When.Latest),
            centre.Latitude,
            centre.Longitude,
            grid.Latitude,
            grid.Longitude,
            ellipse.SemiMajorMetres,
            ellipse.SemiMinorMetres,
            ellipse.AzimuthDegrees,
            incident.BestKind,
            (int)incident.Verification,
            _sectors.Of(centre),
            _sectors.Of(grid),
            "|" + string.Join('|', incident.Sources) + "|",
            incident.Description.ToLowerInvariant(),
            Convert.ToHexStringLower(SHA256.HashData(body))[..16],
            body
        );
        foreach (var id in incident.Observations)
        {
            _member.Run(incident.Id.Value, rows[id]);
        }
    }

    public void Dispose()
    {
        _incident.Dispose();
        _member.Dispose();
    }
}
