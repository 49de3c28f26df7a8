using System.Globalization;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>Something said of a sensor, as a form or JSON hands it in.</summary>
/// <param name="Kind">registered, moved or status.</param>
/// <param name="Type">What it senses with: acoustic, seismic, ...; for registered.</param>
/// <param name="At">When it was so: since when it stands there, or the moment of the status. An instant, or a date; absent for now.</param>
/// <param name="State">up, down or maintenance; for status.</param>
public sealed record SensorInput(
    string? Kind,
    string? Sensor,
    string? Type = null,
    string? Longitude = null,
    string? Latitude = null,
    string? ElevationM = null,
    string? Owner = null,
    string? ClockSigmaS = null,
    string? DeadTimeS = null,
    string? At = null,
    string? State = null,
    string? ClockOffsetS = null,
    string? SelfNoise = null,
    string? Battery = null,
    string? Note = null,
    string? Source = null,
    string? Standing = null
)
{
    internal static SensorInput Of(Func<string, string?> field) =>
        new(
            field("kind"),
            field("sensor"),
            field("type"),
            field("longitude"),
            field("latitude"),
            field("elevation_m"),
            field("owner"),
            field("clock_sigma_s"),
            field("dead_time_s"),
            field("at"),
            field("state"),
            field("clock_offset_s"),
            field("self_noise"),
            field("battery"),
            field("note"),
            field("source"),
            field("standing")
        );

    internal static async Task<SensorAnswer> SayAsync(Visit visit, SensorInput input, Instant now)
    {
        var (said, fault) = input.Read(visit, now);
        var standing = input.Standing is { } word ? Words.Find<Standing>(word, Words.Of) : Core.Values.Standing.Recorded;
        return said is null ? new SensorAnswer(null, fault)
            : standing is not { } stands
                ? new SensorAnswer(null, $"'standing' is '{input.Standing}'; expected recorded, attributed or illustrative.")
            : await visit.Workspace.Sensors.SayAsync(visit.Reader, said, stands, visit.Cancellation);
    }

    private (SensorEvent? Said, string Fault) Read(Visit visit, Instant now)
    {
        var faults = new List<string>();
        double? Number(string name, string? text)
        {
            if (text is null)
            {
                return null;
            }
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                return number;
            }
            faults.Add($"'{name}' is '{text}'; expected a number with a point.");
            return null;
        }
        GeoPoint Place()
        {
            var (longitude, latitude) = (Number("longitude", Longitude), Number("latitude", Latitude));
            if (longitude is >= -180 and <= 180 && latitude is >= -90 and <= 90)
            {
                return new GeoPoint(latitude.Value, longitude.Value);
            }
            faults.Add("'longitude' lies between -180 and 180 and 'latitude' between -90 and 90, in degrees.");
            return default;
        }
        var at = now;
        if (At is not null && !QueryText.TryInstant(At, visit.Mission.Zone, endOfDay: false, out at))
        {
            faults.Add(QueryText.InstantExpected("at", At));
        }
        SensorEvent? said = Kind switch
        {
            "registered" => Registered(Number, Place(), At is null ? null : at, faults),
            "moved" => new SensorMoved
            {
                Sensor = Sensor ?? "",
                From = at,
                To = Place(),
                ElevationMetres = Number("elevation_m", ElevationM) ?? 0,
                Note = Note ?? "",
                Source = Source ?? "",
            },
            "status" => Status(Number, at, faults),
            _ => null,
        };
        if (said is null)
        {
            faults.Add($"'kind' is '{Kind}'; expected registered, moved or status.");
        }
        return faults.Count == 0 ? (said, "") : (null, string.Join(' ', faults));
    }

    private SensorRegistered Registered(Func<string, string?, double?> number, GeoPoint place, Instant? from, List<string> faults)
    {
        var type = SensorWords.Find<SensorKind>(Type ?? "acoustic");
        if (type is null)
        {
            faults.Add(Expected("type", Type, SensorWords.All<SensorKind>()));
        }
        var (clock, dead) = (number("clock_sigma_s", ClockSigmaS) ?? 0.01, number("dead_time_s", DeadTimeS) ?? 0.2);
        var owner = Owner ?? SensorWords.MissionOwner;
        var elevation = number("elevation_m", ElevationM) ?? 0;
        return new SensorRegistered
        {
            Sensor = Sensor ?? "",
            Kind = type ?? SensorKind.Other,
            Site = new SensorSite(
                place,
                elevation,
                owner,
                clock,
                dead,
                from,
                null,
                Note ?? "",
                Source ?? "",
                Core.Values.Standing.Recorded
            ),
        };
    }

    private SensorStatus Status(Func<string, string?, double?> number, Instant at, List<string> faults)
    {
        var state = SensorWords.Find<SensorState>(State ?? "up");
        if (state is null)
        {
            faults.Add(Expected("state", State, SensorWords.All<SensorState>()));
        }
        return new SensorStatus
        {
            Sensor = Sensor ?? "",
            At = at,
            State = state ?? SensorState.Up,
            ClockOffsetSeconds = number("clock_offset_s", ClockOffsetS),
            SelfNoise = number("self_noise", SelfNoise),
            Battery = number("battery", Battery),
            Note = Note ?? "",
        };
    }

    private static string Expected(string name, string? found, IEnumerable<string> words)
    {
        var all = words.ToList();
        var near = NearestWord.To(found ?? "", all);
        return $"'{name}' is '{found}'; expected one of {string.Join(", ", all)}." + (near is null ? "" : $" Did you mean '{near}'?");
    }
}
