using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>Alerts and figures of sectors as bodies of entries and back, canonical JSON; docs/guide/trend.md lists the members.</summary>
public static class TrendCodec
{
    public const string AlertKind = "trend.alert/1";
    public const string HealthKind = "trend.health/1";

    public static ImmutableArray<string> Kinds { get; } = [AlertKind, HealthKind];

    /// <summary>The id of a cluster: where and when, not how strong, so that a scan repeated with later data finds the same alert.</summary>
    public static string IdOf(LocalDate from, LocalDate to, double latitude, double longitude)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Day(from)} {Day(to)} {latitude:0.00} {longitude:0.00}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    public static byte[] Write(TrendAlert a) =>
        Body(
            new JsonObject
            {
                ["id"] = a.Id,
                ["from"] = Day(a.From),
                ["to"] = Day(a.To),
                ["latitude"] = a.Latitude,
                ["longitude"] = a.Longitude,
                ["radius_km"] = a.RadiusKm,
                ["sectors"] = new JsonArray([.. a.Sectors.Select(s => (JsonNode)s)]),
                ["observed"] = (double)a.Observed,
                ["expected"] = a.Expected,
                ["p"] = a.P,
                ["gumbel_p"] = a.GumbelP,
                ["recurrence_days"] = a.RecurrenceDays,
                ["adjusted"] = a.Adjusted,
                ["study_days"] = (double)a.StudyDays,
                ["continues"] = a.Continues,
            }
        );

    public static byte[] Write(HealthBoard board) =>
        Body(
            new JsonObject
            {
                ["day"] = Day(board.Day),
                ["adjusted"] = board.Adjusted,
                ["sectors"] = new JsonArray([.. board.Sectors.Select(Sector)]),
            }
        );

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static TrendAlert ReadAlert(ReadOnlySpan<byte> body) =>
        Read(
            AlertKind,
            body,
            j => new TrendAlert(
                Text(j, "id"),
                Day(j, "from"),
                Day(j, "to"),
                Number(j, "latitude"),
                Number(j, "longitude"),
                Number(j, "radius_km"),
                [.. Items(j, "sectors").Select(s => s.GetValue<string>())],
                (long)Number(j, "observed"),
                Number(j, "expected"),
                Number(j, "p"),
                Number(j, "gumbel_p"),
                Number(j, "recurrence_days"),
                Is(j, "adjusted"),
                (int)Number(j, "study_days"),
                Text(j, "continues")
            )
        );

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static HealthBoard ReadHealth(ReadOnlySpan<byte> body) =>
        Read(
            HealthKind,
            body,
            j => new HealthBoard(Day(j, "day"), Is(j, "adjusted"), [.. Items(j, "sectors").Select(s => Sector(s.AsObject()))])
        );

    private static JsonNode Sector(SectorHealth s) =>
        new JsonObject
        {
            ["sector"] = s.Sector,
            ["state"] = HealthWords.Of(s.State),
            ["calm"] = s.Calm,
            ["strained"] = s.Strained,
            ["breaking"] = s.Breaking,
            ["recent"] = Rate(s.Recent),
            ["before"] = Rate(s.Before),
            ["dispersion"] = s.Dispersion,
            ["covered"] = s.Covered,
            ["incidents"] = (double)s.Incidents,
        };

    private static SectorHealth Sector(JsonObject j) =>
        new(
            Text(j, "sector"),
            HealthWords.Parse(Text(j, "state")) ?? throw new FormatException($"'{Text(j, "state")}' is no state of a sector"),
            Number(j, "calm"),
            Number(j, "strained"),
            Number(j, "breaking"),
            Rate(j, "recent"),
            Rate(j, "before"),
            Number(j, "dispersion"),
            Number(j, "covered"),
            (long)Number(j, "incidents")
        );

    private static JsonArray? Rate(HealthRate? rate) => rate is null ? null : [rate.Middle, rate.Low, rate.High];

    private static HealthRate? Rate(JsonObject j, string name) =>
        j[name] is null ? null
        : Items(j, name).Select(n => n.GetValue<double>()).ToArray() is [var middle, var low, var high] ? new HealthRate(middle, low, high)
        : throw new FormatException($"'{name}' is a middle and two limits");

    private static byte[] Body(JsonObject body) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));

    private static T Read<T>(string kind, ReadOnlySpan<byte> body, Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(body)?.AsObject() ?? throw new FormatException("it is no object"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private static JsonNode Member(JsonObject j, string name) => j[name] ?? throw new FormatException($"'{name}' is missing");

    private static string Text(JsonObject j, string name) => Member(j, name).GetValue<string>();

    private static double Number(JsonObject j, string name) => Member(j, name).GetValue<double>();

    private static bool Is(JsonObject j, string name) => Member(j, name).GetValue<bool>();

    private static IEnumerable<JsonNode> Items(JsonObject j, string name) =>
        Member(j, name).AsArray().Select(n => n ?? throw new FormatException($"'{name}' holds a null"));

    private static LocalDate Day(JsonObject j, string name) =>
        LocalDatePattern.Iso.Parse(Text(j, name)) is { Success: true } day ? day.Value : throw new FormatException($"'{name}' is no day");

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
