using System.Text.Json;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>
/// Events of sensors as bodies of entries and back: canonical JSON (RFC 8785), members in order of their names, instants as strings of nine digits, numbers as JSON
/// numbers; members that say nothing are left out. docs/guide/record.md lists the members.
/// </summary>
public static class SensorCodec
{
    public const string RegisteredKind = "sensor.registered/1";
    public const string MovedKind = "sensor.moved/1";
    public const string StatusKind = "sensor.status/1";

    public static bool IsSensorEvent(string kind) => kind is RegisteredKind or MovedKind or StatusKind;

    public static string KindOf(SensorEvent said) =>
        said switch
        {
            SensorRegistered => RegisteredKind,
            SensorMoved => MovedKind,
            SensorStatus => StatusKind,
            _ => throw new System.Diagnostics.UnreachableException("SensorEvent is a closed union."),
        };

    /// <summary>When what it says is so: the valid time of its entry.</summary>
    public static TimeRange Valid(SensorEvent said) =>
        said switch
        {
            SensorRegistered r => new(r.Site.From ?? InstantText.Least, r.Site.Until?.PlusNanoseconds(-1) ?? InstantText.Greatest),
            SensorMoved m => new(m.From, InstantText.Greatest),
            SensorStatus s => TimeRange.At(s.At),
            _ => throw new System.Diagnostics.UnreachableException("SensorEvent is a closed union."),
        };

    /// <summary>The canonical body. Throws <see cref="ArgumentException"/> for numbers that are not finite or out of range.</summary>
    public static byte[] Write(SensorEvent said)
    {
        if (SensorRules.FaultOf(said) is { } fault)
        {
            throw new ArgumentException(fault, nameof(said));
        }
        var json = new CanonicalJsonWriter();
        json.StartObject();
        switch (said)
        {
            case SensorRegistered registered:
                Write(json, registered);
                break;
            case SensorMoved moved:
                Write(json, moved);
                break;
            case SensorStatus status:
                Write(json, status);
                break;
        }
        json.EndObject();
        return json.ToArray();
    }

    /// <summary>The event in a body. Throws <see cref="FormatException"/> naming the member that is missing or is not what it should be.</summary>
    public static SensorEvent Read(string kind, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var reader = new SensorBodyReader(kind, document.RootElement);
            SensorEvent said = kind switch
            {
                RegisteredKind => reader.Registered(),
                MovedKind => reader.Moved(),
                StatusKind => reader.Status(),
                _ => throw new FormatException($"'{kind}' is no kind of entry about sensors."),
            };
            return SensorRules.FaultOf(said) is { } fault ? throw new FormatException(fault) : said;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    public static SensorEntry Read(Entry entry) =>
        new(entry.Index, entry.RecordedAt, entry.Author, entry.Standing, Read(entry.Kind, entry.Body));

    private static void Write(CanonicalJsonWriter json, SensorRegistered registered)
    {
        var site = registered.Site;
        json.Number("clock_sigma_s", site.ClockSigmaSeconds);
        json.Number("dead_time_s", site.DeadTimeSeconds);
        json.Number("elevation_m", site.ElevationMetres);
        Optional(json, "from", site.From);
        json.String("kind", SensorWords.Of(registered.Kind));
        json.Number("latitude", site.At.Latitude);
        json.Number("longitude", site.At.Longitude);
        Optional(json, "note", site.Note);
        json.String("owner", site.Owner);
        json.String("sensor", registered.Sensor);
        Optional(json, "source", site.Source);
        Optional(json, "until", site.Until);
    }

    private static void Write(CanonicalJsonWriter json, SensorMoved moved)
    {
        json.Number("elevation_m", moved.ElevationMetres);
        json.Instant("from", moved.From);
        json.Number("latitude", moved.To.Latitude);
        json.Number("longitude", moved.To.Longitude);
        Optional(json, "note", moved.Note);
        json.String("sensor", moved.Sensor);
        Optional(json, "source", moved.Source);
    }

    private static void Write(CanonicalJsonWriter json, SensorStatus status)
    {
        json.Instant("at", status.At);
        Optional(json, "battery", status.Battery);
        Optional(json, "clock_offset_s", status.ClockOffsetSeconds);
        Optional(json, "note", status.Note);
        Optional(json, "self_noise", status.SelfNoise);
        json.String("sensor", status.Sensor);
        json.String("state", SensorWords.Of(status.State));
        Optional(json, "temperature_c", status.TemperatureCelsius);
    }

    private static void Optional(CanonicalJsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.Number(name, number);
        }
    }

    private static void Optional(CanonicalJsonWriter json, string name, Instant? value)
    {
        if (value is { } instant)
        {
            json.Instant(name, instant);
        }
    }

    private static void Optional(CanonicalJsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.String(name, value);
        }
    }
}
