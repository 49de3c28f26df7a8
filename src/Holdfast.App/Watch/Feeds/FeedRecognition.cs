using System.Collections.Immutable;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Knows a published table by its header: by columns that no other table has together.</summary>
public static class FeedRecognition
{
    // Each name may be one of several; all of them must be there. The first feed that fits is taken.
    private static readonly (string Feed, string[] Columns)[] Known =
    [
        (
            "acled",
            ["event_id_cnty|event_id", "event_date", "time_precision|time_precis", "geo_precision|geo_precis", "actor1", "event_type"]
        ),
        ("viina", ["event_id|event_id_1pd", "GEO_PRECISION", "GEO_API", "date"]),
        ("osce", ["Position|SMM position", "Event location", "Means", "Observation", "Description", "Weapon"]),
        ("ucdp-ged", ["type_of_violence|type_of_vi", "where_prec", "date_prec", "best|best_est"]),
        ("firms", ["latitude", "longitude", "acq_date", "scan", "track"]),
        ("air-alerts", ["oblast|region", "started_at", "finished_at"]),
        ("picks", ["station|station_id|sensor", "phase|phase_type|phase_hint", "time|timestamp|phase_time|peak_time"]),
    ];

    /// <summary>The feed that reads tables of this header, or null where it is nobody's in particular.</summary>
    public static string? Of(ImmutableArray<string> header) =>
        Known.FirstOrDefault(k => k.Columns.All(c => c.Split('|').Any(n => header.Contains(n, StringComparer.OrdinalIgnoreCase)))).Feed;
}
