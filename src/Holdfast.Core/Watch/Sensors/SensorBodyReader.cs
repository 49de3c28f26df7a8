using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>Members of a body about a sensor. Throws <see cref="FormatException"/> naming the member.</summary>
internal sealed class SensorBodyReader(string kind, JsonElement root)
{
    public SensorRegistered Registered() =>
        new()
        {
            Sensor = Text("sensor"),
            Kind = Word<SensorKind>("kind"),
            Site = new SensorSite(
                new GeoPoint(Number("latitude"), Number("longitude")),
                Number("elevation_m"),
                Text("owner"),
                Number("clock_sigma_s"),
                Number("dead_time_s"),
                InstantOrNull("from"),
                InstantOrNull("until"),
                TextOr("note"),
                TextOr("source"),
                Standing.Attributed
            ),
        };

    public SensorMoved Moved() =>
        new()
        {
            Sensor = Text("sensor"),
            From = InstantOrNull("from") ?? throw Missing("from"),
            To = new GeoPoint(Number("latitude"), Number("longitude")),
            ElevationMetres = Number("elevation_m"),
            Note = TextOr("note"),
            Source = TextOr("source"),
        };

    public SensorStatus Status() =>
        new()
        {
            Sensor = Text("sensor"),
            At = InstantOrNull("at") ?? throw Missing("at"),
            State = Word<SensorState>("state"),
            Battery = NumberOrNull("battery"),
            ClockOffsetSeconds = NumberOrNull("clock_offset_s"),
            SelfNoise = NumberOrNull("self_noise"),
            TemperatureCelsius = NumberOrNull("temperature_c"),
            Note = TextOr("note"),
        };

    private FormatException Missing(string name) => new($"A body of {kind} has no '{name}'.");

    private JsonElement? Find(string name) => root.TryGetProperty(name, out var member) ? member : null;

    private string Text(string name) => (Find(name) ?? throw Missing(name)).GetString() ?? throw Missing(name);

    private string TextOr(string name) => Find(name)?.GetString() ?? "";

    private double? NumberOrNull(string name) => Find(name)?.GetDouble();

    private double Number(string name) => NumberOrNull(name) ?? throw Missing(name);

    private T Word<T>(string name)
        where T : struct, Enum =>
        SensorWords.Find<T>(Text(name))
        ?? throw new FormatException($"'{name}' of {kind} is '{Text(name)}'; expected one of {string.Join(", ", SensorWords.All<T>())}.");

    private Instant? InstantOrNull(string name)
    {
        if (Find(name) is not { } member)
        {
            return null;
        }
        return Iso.TryParse(member.GetString() ?? "", out var instant)
            ? instant
            : throw new FormatException($"'{name}' of {kind} is not an instant: {member}.");
    }
}
