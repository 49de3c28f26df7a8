using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes incidents and their members.</summary>
internal sealed class IncidentWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _incident = new(
        connection,
        "INSERT OR REPLACE INTO incident(id, mode, t0, t1, lat, lon, a, b, az, kind, verification, sector, sources, text, digest, body, "
            + "known, firing, releasable, glat, glon, gt0, gt1, gkind, gsector, least, outcome, severity, term, status) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
        30
    );

    private readonly Statement _member = new(connection, "INSERT OR REPLACE INTO member(idx, incident) VALUES($0, $1)", 2);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    public void Write(FoldedIncident folded)
    {
        var (incident, least, members) = folded.Fused;
        Exact(folded);
        Released(folded, members);
        var worst = folded.Worst();
        _incident.Set(25, least).Set(29, (int)incident.Status);
        if (worst is { } finding)
        {
            _incident.Set(26, (int)finding.Outcome).Set(28, finding.Term);
        }
        else
        {
            _incident.SetNull(26).SetNull(28);
        }
        _ = worst?.Severity is { } severity ? _incident.Set(27, (int)severity) : _incident.SetNull(27);
        _incident.Run();
        foreach (var member in members)
        {
            _member.Set(0, member.Index).Set(1, incident.Id.Value).Run();
        }
    }

    public void Dispose()
    {
        _incident.Dispose();
        _member.Dispose();
    }

    private void Exact(FoldedIncident folded)
    {
        var incident = folded.Fused.Incident;
        var (centre, ellipse) = (incident.Where.Centre, incident.Where.Ellipse);
        _incident
            .Set(0, incident.Id.Value)
            .Set(1, (int)incident.Mode)
            .Set(2, Ticks.Of(incident.When.Earliest))
            .Set(3, Ticks.Of(incident.When.Latest))
            .Set(4, centre.Latitude)
            .Set(5, centre.Longitude)
            .Set(6, ellipse.SemiMajorMetres)
            .Set(7, ellipse.SemiMinorMetres)
            .Set(8, ellipse.AzimuthDegrees)
            .Set(9, incident.BestKind)
            .Set(10, (int)incident.Verification)
            .Set(11, folded.Sector)
            .Set(12, Sources(string.Join('|', incident.Sources)))
            .Set(13, incident.Description.Length == 0 ? "" : incident.Description.ToLowerInvariant())
            .Set(14, folded.Digest)
            .Set(15, folded.Body.Span);
    }

    private void Released(FoldedIncident folded, MemberRow[] members)
    {
        // What somebody saw or reported as well is no gun that only sensors know of.
        var (released, known, firing, open) = (folded.Released, long.MinValue, false, members.Length > 0);
        foreach (var member in members)
        {
            known = Math.Max(known, member.Known);
            firing |= member.FiringPoint;
            open &= member.Undetermined;
        }
        var cell = released.Where.Centre;
        _incident
            .Set(16, known)
            .Set(
                17,
                firing ? 1
                    : open ? 2
                    : 0
            )
            .Set(18, ReleasePolicy.IsReleasable(folded.Fused.Incident, firing) ? 1 : 0)
            .Set(19, cell.Latitude)
            .Set(20, cell.Longitude)
            .Set(21, Ticks.Of(released.When.Earliest))
            .Set(22, Ticks.Of(released.When.Latest))
            .Set(23, released.BestKind)
            .Set(24, folded.ReleasedSector);
    }

    // Few sets of sources ever occur; the same string again need not be bound again.
    private string Sources(string joined)
    {
        if (!_sources.TryGetValue(joined, out var text))
        {
            text = $"|{joined}|";
            if (_sources.Count < 4_096)
            {
                _sources[joined] = text;
            }
        }
        return text;
    }
}
