using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>One GeoJSON feature as an observation, its properties taken by role: by the mapping, or by the usual names of columns.</summary>
internal sealed class FeatureReader(FeedInput input, ColumnMapping? mapping)
{
    private const int MostAttributes = 60;
    private const int LongestAttribute = 1_000;

    private readonly ColumnMapping _mapping = mapping ?? new ColumnMapping();
    private readonly ImmutableDictionary<string, string> _roles = (mapping?.Named ?? []).ToImmutableDictionary(n => n.Role, n => n.Column);

    public Observation? Read(ReadOnlySpan<byte> feature, long line, out RowFault? fault)
    {
        try
        {
            var reader = new Utf8JsonReader(feature);
            using var json = JsonDocument.ParseValue(ref reader);
            return Read(json.RootElement, feature, line, out fault);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            fault = new RowFault("", "bad-json", $"Not valid JSON: {e.Message}");
            return null;
        }
    }

    private FixObservation? Read(JsonElement feature, ReadOnlySpan<byte> raw, long line, out RowFault? fault)
    {
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("geometry", out var geometry))
        {
            fault = new RowFault("geometry", "missing-field", "This is no GeoJSON feature: it has no 'geometry'.");
            return null;
        }
        var properties = Properties(feature);
        if (FeaturePlace.Read(geometry, Value(properties, "place"), Sigma(properties), out fault) is not { } where)
        {
            return null;
        }
        if (When(properties, out fault) is not { } when)
        {
            return null;
        }
        if (when.Earliest > input.Now)
        {
            fault = RowFault.Future("date", Value(properties, "date"));
            return null;
        }
        var id = feature.TryGetProperty("id", out var own) ? Text(own) : "";
        id = id.Length > 0 ? id : Value(properties, "id");
        var text = Value(properties, "text");
        return new FixObservation
        {
            Id = new ObservationId(input.Source.Id, id.Length > 0 ? id : "feature/" + Convert.ToHexStringLower(SHA256.HashData(raw))[..24]),
            SourceId = input.Source.Id,
            When = when,
            Standing = input.Standing,
            Mode = input.Mode,
            Label = input.Label,
            Description = text.Length > 300 ? text[..300] + "..." : text,
            Citation = $"{input.File}:{line}",
            Attributes = properties,
            Where = where,
            Kinds = [new KindWeight(Kind(Value(properties, "kind")), 1)],
            Count = Whole(Value(properties, "count")),
            Casualties = Whole(Value(properties, "deaths")) is { } dead ? new Casualties(null, null, dead, null, null, "as stated") : null,
        };
    }

    private static ImmutableSortedDictionary<string, string> Properties(JsonElement feature)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject().Take(MostAttributes))
            {
                if (Text(property.Value) is { Length: > 0 } text && property.Name.Length is > 0 and <= 200)
                {
                    builder[property.Name] = text.Length > LongestAttribute ? text[..LongestAttribute] + "..." : text;
                }
            }
        }
        return builder.ToImmutable();
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => value.GetRawText(),
        };

    private string Value(ImmutableSortedDictionary<string, string> properties, string role)
    {
        if (mapping is not null)
        {
            return _roles.TryGetValue(role, out var column) ? properties.GetValueOrDefault(column, "") : "";
        }
        var best = properties
            .Keys.Select(k => (Key: k, Fit: ColumnNames.Fit(role, k)))
            .Where(k => k.Fit > 0.6)
            .OrderByDescending(k => k.Fit)
            .FirstOrDefault();
        return best.Key is null ? "" : properties[best.Key];
    }

    private double Sigma(ImmutableSortedDictionary<string, string> properties) =>
        FastNumber.TryDouble(Encoding.UTF8.GetBytes(Value(properties, "precisionMetres")), out var metres) && metres > 0
            ? metres
            : _mapping.DefaultSigmaMetres;

    private TimeRange? When(ImmutableSortedDictionary<string, string> properties, out RowFault? fault)
    {
        var text = Value(properties, "date");
        if (text.Length == 0)
        {
            fault = RowFault.Missing("date");
            return null;
        }
        if (!Moment(text, out var start) || ZoneTimes.Of(start, input.Zone) is not { } first)
        {
            fault = RowFault.Date("date", text, "2024-05-01 or 2024-05-01T14:05:00Z");
            return null;
        }
        fault = null;
        var end = Value(properties, "endDate");
        if (end.Length == 0)
        {
            return first;
        }
        if (!Moment(end, out var stop) || ZoneTimes.Of(stop, input.Zone) is not { } last || last.Latest < first.Earliest)
        {
            fault = new RowFault("endDate", "bad-date", $"The end '{RowFault.Cut(end)}' is no date, or lies before the start.");
            return null;
        }
        return new TimeRange(first.Earliest, Instant.Max(first.Latest, last.Latest));
    }

    private bool Moment(string text, out ReadMoment moment) =>
        MomentParser.TryParse(Encoding.UTF8.GetBytes(text), _mapping.DateOrder, out moment);

    private string Kind(string word)
    {
        if (_mapping.Kinds.TryGetValue(word, out var kind))
        {
            return kind;
        }
        var plain = word.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        return EventKinds.IsKnown(plain) ? plain : _mapping.DefaultKind;
    }

    private static int? Whole(string text) =>
        text.Length > 0 && FastNumber.TryInt(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)), out var value)
            ? value
            : null;
}
