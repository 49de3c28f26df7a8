using Holdfast.App.Watch.Feeds.Text;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Acled;

/// <summary>Names of columns in the exports of several years; a header's case does not matter.</summary>
internal static class AcledColumns
{
    public static readonly string[] Id = ["event_id_cnty", "event_id"];
    public static readonly string[] Date = ["event_date"];
    public static readonly string[] TimePrecision = ["time_precision", "time_precis"];
    public static readonly string[] GeoPrecision = ["geo_precision", "geo_precis", "geo_precisi"];
    public static readonly string[] Type = ["event_type"];
    public static readonly string[] SubType = ["sub_event_type", "sub_event_t"];
    public static readonly string[] Timestamp = ["timestamp"];

    /// <summary>Kept as attributes under these names: what the file states, and never an attribution.</summary>
    public static readonly string[] Kept =
    [
        "event_type",
        "sub_event_type",
        "disorder_type",
        "actor1",
        "assoc_actor_1",
        "inter1",
        "actor2",
        "assoc_actor_2",
        "inter2",
        "interaction",
        "civilian_targeting",
        "country",
        "admin1",
        "admin2",
        "admin3",
        "location",
        "time_precision",
        "geo_precision",
        "source",
        "source_scale",
        "tags",
        "timestamp",
    ];

    /// <summary>When a row was last revised: seconds since 1970, or a date in later exports; null where there is none.</summary>
    public static long? Seconds(CsvRows row, int column)
    {
        if (column < 0)
        {
            return null;
        }
        var field = row.Field(column);
        if (MomentParser.TryParse(field, DateOrder.YearMonthDay, out var moment) && field.ContainsAny("-:/"u8))
        {
            return (moment.Local.InUtc().ToInstant() - NodaConstants.UnixEpoch).ToTimeSpan().Ticks / TimeSpan.TicksPerSecond;
        }
        return FastNumber.TryDouble(field, out var seconds) && seconds is >= 0 and < 253_402_300_800 ? (long)seconds : null;
    }
}
