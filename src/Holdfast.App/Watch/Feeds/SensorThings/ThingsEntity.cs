using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>The members of an observation, looked up in its result (where that is an object), its parameters and itself, in this order.</summary>
internal sealed class ThingsEntity
{
    private static readonly string[] Spellings = ["time", "arrivalTime", "arrival_time", "pickTime", "pick_time"];

    private readonly JsonElement _root;
    private readonly JsonElement _result;
    private readonly JsonElement[] _places;

    public ThingsEntity(JsonElement root)
    {
        _root = root;
        _result = Member(root, "result");
        _places = [_result, Member(root, "parameters"), Member(root, "resultQuality"), root];
    }

    public bool Has(string name) => Member(_root, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public string Id => Shown(Member(_root, "@iot.id")) is { Length: > 0 } id ? id : Shown(Member(_root, "@iot.selfLink"));

    /// <summary>A detection by its own content, without an expanded property.</summary>
    public bool IsPick => Text("phase").Length > 0 || Spellings.Any(s => Find(s, out _));

    /// <summary>What was measured, in lower case: the observed property's name, else the datastream's, else the parameter "property".</summary>
    public string Property
    {
        get
        {
            var stream = Member(_root, "Datastream");
            var property = Shown(Member(Member(stream, "ObservedProperty"), "name"));
            var name = property.Length > 0 ? property : Shown(Member(stream, "name"));
            return (name.Length > 0 ? name : Text("property")).ToLowerInvariant();
        }
    }

    /// <summary>The sensor: a parameter, a property of the Thing, the Thing's name, or the Datastream that the observation belongs to.</summary>
    public string? Sensor
    {
        get
        {
            var stream = Member(_root, "Datastream");
            var thing = Member(stream, "Thing");
            string[] candidates =
            [
                Text("sensor"),
                Shown(Member(Member(thing, "properties"), "sensor")),
                Shown(Member(Member(stream, "properties"), "sensor")),
                Shown(Member(thing, "name")),
                Link(Shown(Member(_root, "Datastream@iot.navigationLink"))),
                Stream(Shown(Member(stream, "@iot.id"))),
            ];
            return candidates.FirstOrDefault(c => c.Length > 0);
        }
    }

    public string Name(string entity) => Shown(Member(Member(_root, entity), "name"));

    public Instant? At => Times(Shown(Member(_root, "phenomenonTime")))?.First;

    public Instant? ReportedAt => Times(Shown(Member(_root, "resultTime")))?.Last;

    public string Unit
    {
        get
        {
            var unit = Member(Member(_root, "Datastream"), "unitOfMeasurement");
            var symbol = Shown(Member(unit, "symbol"));
            return symbol.Length > 0 ? symbol
                : Shown(Member(unit, "name")) is { Length: > 0 } name ? name
                : Text("unit");
        }
    }

    public double? Result =>
        _result.ValueKind == JsonValueKind.Number || _result.ValueKind == JsonValueKind.String ? Numeric(_result) : Number("value");

    public string Text(string name) => Find(name, out var value) ? Shown(value) : "";

    /// <summary>What it says under this name, where it says anything and that is no finite number.</summary>
    public string? NoNumber(string name) =>
        !Find(name, out var value) || Numeric(value) is not null ? null
        : Shown(value) is { Length: > 0 } text ? text
        : value.ValueKind.ToString();

    public double? Number(string name) => Find(name, out var value) ? Numeric(value) : null;

    /// <summary>The instant of the pick: a time in the result, else the phenomenon's; an interval is its middle with the spread of an even distribution.</summary>
    public bool PickTime(out Instant at, out double? sigmaSeconds, out RowFault? fault)
    {
        (at, sigmaSeconds, fault) = (default, null, null);
        var stated = Spellings.Select(Text).FirstOrDefault(t => t.Length > 0) ?? "";
        if (stated.Length == 0 && _result.ValueKind == JsonValueKind.String)
        {
            stated = Shown(_result);
        }
        var column = stated.Length > 0 ? "result" : "phenomenonTime";
        stated = stated.Length > 0 ? stated : Shown(Member(_root, "phenomenonTime"));
        if (Times(stated) is not var (first, last))
        {
            fault =
                stated.Length == 0
                    ? RowFault.Missing(column)
                    : new RowFault(
                        column,
                        "bad-time",
                        $"'{column}' is '{RowFault.Cut(stated)}', not a time such as 2022-03-15T16:10:34.123Z."
                    );
            return false;
        }
        at = first + ((last - first) / 2);
        sigmaSeconds = last > first ? (last - first).TotalSeconds / Math.Sqrt(12) : null;
        return true;
    }

    /// <summary>The peak in pascals or metres per second; one of another unit stays an attribute as it stands.</summary>
    public double? Amplitude(ImmutableSortedDictionary<string, string>.Builder attributes)
    {
        var stated = Number("amplitude") ?? (_result.ValueKind == JsonValueKind.Number ? Numeric(_result) : null);
        if (stated is not { } value)
        {
            return null;
        }
        var unit = Text("amplitudeUnit") is { Length: > 0 } own ? own : Unit;
        double? factor = unit switch
        {
            "" or "Pa" or "pascal" or "Pascal" or "m/s" => 1,
            "mPa" or "mm/s" => 1e-3,
            "µPa" or "μPa" or "uPa" or "µm/s" or "μm/s" or "um/s" => 1e-6,
            "nm/s" => 1e-9,
            "kPa" => 1e3,
            _ => null,
        };
        if (factor is not { } known || !(value >= 0))
        {
            attributes["amplitude as stated"] = string.Create(CultureInfo.InvariantCulture, $"{value:R} {RowFault.Cut(unit)}");
            return null;
        }
        return value * known;
    }

    private bool Find(string name, out JsonElement value)
    {
        foreach (var place in _places)
        {
            value = Member(place, name);
            if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            {
                return true;
            }
        }
        value = default;
        return false;
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string Shown(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };

    private static double? Numeric(JsonElement value) =>
        double.TryParse(Shown(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    // ".../Datastreams(12)" names the sensor "datastream-12".
    private static string Link(string link)
    {
        var start = link.LastIndexOf("Datastreams(", StringComparison.Ordinal);
        var end = start < 0 ? -1 : link.IndexOf(')', start);
        return end > start ? Stream(link[(start + "Datastreams(".Length)..end]) : "";
    }

    private static string Stream(string id)
    {
        var plain = string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return plain.Length > 0 ? "datastream-" + plain : "";
    }

    // ISO 8601, an instant or an interval "first/last"; a number counts seconds since 1970.
    private static (Instant First, Instant Last)? Times(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            var at = NodaConstants.UnixEpoch + Duration.FromTicks(seconds is >= 1e8 and <= 1e11 ? (long)Math.Round(seconds * 1e6) * 10 : 0);
            return seconds is >= 1e8 and <= 1e11 ? (at, at) : null;
        }
        var parts = text.Split('/');
        if (parts.Length > 2 || Single(parts[0]) is not { } first || Single(parts[^1]) is not { } last)
        {
            return null;
        }
        return last < first ? null : (first, last);
    }

    private static Instant? Single(string text) =>
        MomentParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.YearMonthDay, out var moment)
        && moment is { NanosecondOfDay: not null, OffsetSeconds: { } offset }
            ? moment.Local.WithOffset(Offset.FromSeconds(offset)).ToInstant()
            : null;
}
