using Holdfast.App.Missions;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>Origins and incidents as the tables over a record hold them, exact, as a scorer wants them.</summary>
internal sealed class HeldRecord
{
    /// <summary>What is scored is held whole.</summary>
    private const int MostIncidents = 5_000_000;

    private readonly ScoreFiles.Frame frame;
    private readonly Mode mode;
    private readonly Dictionary<string, FoundEvent> origins = new(StringComparer.Ordinal);

    private HeldRecord(ScoreFiles.Frame frame, Mode mode) => (this.frame, this.mode) = (frame, mode);

    /// <summary>All origins by their ids.</summary>
    public IReadOnlyList<FoundEvent> Origins =>
        [.. origins.Values.OrderBy(origin => origin.TimeSeconds).ThenBy(origin => origin.Id, StringComparer.Ordinal)];

    public List<HeldIncident> Incidents { get; } = [];

    public static async Task<HeldRecord> ReadAsync(Workspace workspace, ScoreFiles.Frame frame, CancellationToken cancellation)
    {
        var held = new HeldRecord(frame, workspace.Mission.Mode);
        var scopes = ((WatchViews)workspace.Watch).Scopes;
        var database = await scopes.ForAsync(Reader.LocalOperator, null, null, null, cancellation);
        if (await scopes.OriginsAsync(null, null, cancellation) is { } store)
        {
            await held.ReadOriginsAsync(store, cancellation);
        }
        held.ReadIncidents(database, cancellation);
        return held;
    }

    private async Task ReadOriginsAsync(OriginStore store, CancellationToken cancellation)
    {
        foreach (var origin in (await store.AllAsync(cancellation)).Where(origin => origin.Mode == mode))
        {
            var history = await store.FindAsync(origin.Id, cancellation);
            var known = history?.Revisions.Select(revision => revision.Before.Known).Append(origin.Known).Min() ?? origin.Known;
            var (east, north) = PlaceOf(origin.Longitude, origin.Latitude);
            origins[origin.Id] = new FoundEvent(
                origin.Id,
                origin.Time / 1e9,
                east,
                north,
                [.. origin.Arrivals.Select(arrival => arrival.Message)]
            )
            {
                Covariance = CovarianceOf(origin.Error),
                Probability = origin.Probability ?? FoundOrigins.ProbabilityOf(origin.Evidence),
                Classes = origin.Kinds.ToDictionary(kind => kind.Kind, kind => kind.Probability, StringComparer.Ordinal),
                DeclaredSeconds = known / 1e9,
            };
        }
    }

    private void ReadIncidents(ViewDatabase database, CancellationToken cancellation)
    {
        using var connection = database.Read();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT i.body, min(o.known) FROM incident i JOIN member m ON m.incident=i.id JOIN observation o ON o.idx=m.idx "
            + "WHERE i.mode=$mode GROUP BY i.id ORDER BY i.id";
        command.Parameters.AddWithValue("$mode", (int)mode);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Incidents.Count == MostIncidents)
            {
                throw new InvalidDataException($"A record that is scored has at most {MostIncidents} incidents.");
            }
            Incidents.Add(Held(IncidentCodec.Decode((byte[])rows.GetValue(0)), Ticks.Back(rows.GetInt64(1)).ToUnixTimeTicks() / 1e7));
        }
    }

    private HeldIncident Held(Incident incident, double knownSeconds)
    {
        var heard = incident.Observations.ToLookup(id => id.Producer.StartsWith(StoredOrigin.ProducerPrefix, StringComparison.Ordinal));
        var found = heard[true].Select(id => origins.GetValueOrDefault(id.MessageId)).OfType<FoundEvent>().ToArray();
        var (east, north) = PlaceOf(incident.Where.Centre.Longitude, incident.Where.Centre.Latitude);
        var (from, to) = (incident.When.Earliest.ToUnixTimeTicks(), incident.When.Latest.ToUnixTimeTicks());
        var ellipse = incident.Where.Ellipse;
        return new HeldIncident(
            incident.Id.Value,
            incident.Status,
            incident.Verification,
            incident.MatchProbability,
            [.. heard[true].Select(id => id.MessageId)],
            [.. heard[false].Select(id => id.ToString())],
            new FoundEvent(
                incident.Id.Value,
                (from + (0.5 * (to - from))) / 1e7,
                east,
                north,
                [.. found.SelectMany(origin => origin.Picks).Distinct(StringComparer.Ordinal)]
            )
            {
                Covariance = CovarianceOf(ellipse),
                // Of an origin the table knows when what it rests on now came; what was first held of it came before.
                DeclaredSeconds = found.Select(origin => origin.DeclaredSeconds ?? knownSeconds).Append(knownSeconds).Min(),
            }
        );
    }

    private (double East, double North) PlaceOf(double longitude, double latitude) =>
        frame.Place(new ScoreFiles.Spot(null, null, longitude, latitude))
        ?? throw new InvalidDataException("The truth states no longitude and latitude: what a record holds cannot be compared with it.");

    private static PlaceCovariance CovarianceOf(ErrorEllipse ellipse) =>
        PlaceCovariance.OfSigma(ellipse.SemiMajorMetres, ellipse.SemiMinorMetres, ellipse.AzimuthDegrees);
}
