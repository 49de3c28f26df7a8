using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>Reads single values of a body: the reader stands on the name of the member, each method moves to the end of its value.</summary>
internal static class ObservationCodecValues
{
    private const int LongestFound = 60;

    private static readonly ImmutableSortedDictionary<string, string> NoAttributes = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal
    );

    public static ImmutableSortedDictionary<string, string> ReadAttributes(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, "attributes");
        var builder = NoAttributes.ToBuilder();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref json);
            builder[name] = Short(ref json);
        }
        return builder.ToImmutable();
    }

    /// <summary>Only the attribute that fusion reads.</summary>
    public static ImmutableSortedDictionary<string, string> ReadFusedAttributes(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, "attributes");
        var attributes = NoAttributes;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var read = json.ValueTextEquals(FusedFields.SameAsUtf8);
            var value = read ? Text(ref json) : Skipped(ref json);
            attributes = read ? attributes.SetItem(FusedFields.SameAs, value) : attributes;
        }
        return attributes;
    }

    /// <summary>Passes over a text.</summary>
    public static string Skipped(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String ? "" : throw new FormatException($"expected a text, found {json.TokenType}.");
    }

    public static ImmutableArray<KindWeight> ReadWeights(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, "kinds");
        var single = default(KindWeight);
        ImmutableArray<KindWeight>.Builder? several = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var weight = new KindWeight(Name(ref json), 0);
            weight = weight with { Probability = Double(ref json, weight.Kind) };
            if (single.Kind is null)
            {
                single = weight;
                continue;
            }
            several ??= ImmutableArray.CreateBuilder<KindWeight>();
            several.Add(weight);
        }
        if (several is null)
        {
            return single.Kind is null ? throw new FormatException("'kinds' names no kind.") : [single];
        }
        several.Add(single);
        several.Sort(static (a, b) => string.CompareOrdinal(a.Kind, b.Kind));
        return several.ToImmutable();
    }

    public static ImmutableArray<string> ReadKinds(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartArray, "kinds");
        var kinds = ImmutableArray.CreateBuilder<string>();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            kinds.Add(Name(ref json));
        }
        return kinds.ToImmutable();
    }

    public static ImmutableArray<AreaPlace> ReadPlaces(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartArray, "places");
        var places = ImmutableArray.CreateBuilder<AreaPlace>();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            places.Add(ReadPlace(ref json) as AreaPlace ?? throw new FormatException("'places' holds areas only."));
        }
        return places.ToImmutable();
    }

    public static Casualties ReadCasualties(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, "casualties");
        var c = new Casualties(null, null, null, null, null, "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            c = Name(ref json) switch
            {
                "civiliansInjured" => c with { CiviliansInjured = Whole(ref json, "civiliansInjured") },
                "civiliansKilled" => c with { CiviliansKilled = Whole(ref json, "civiliansKilled") },
                "confirmation" => c with { Confirmation = Short(ref json) },
                "killed" => c with { Killed = Whole(ref json, "killed") },
                "killedHigh" => c with { KilledHigh = Whole(ref json, "killedHigh") },
                "killedLow" => c with { KilledLow = Whole(ref json, "killedLow") },
                var other => throw new FormatException($"'casualties' has no member '{other}'."),
            };
        }
        return c;
    }

    public static Weapon ReadWeapon(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject, "weapon");
        var weapon = new Weapon(null, null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            weapon = Name(ref json) switch
            {
                "class" => weapon with { Class = Short(ref json) },
                "calibreMillimetres" => weapon with { CalibreMillimetres = Double(ref json, "calibreMillimetres") },
                var other => throw new FormatException($"'weapon' has no member '{other}'."),
            };
        }
        return weapon;
    }

    public static Place ReadPlace(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("a place is an object.");
        }
        var p = default(PlaceFields);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            PlaceMember(ref json, ref p);
        }
        return p.Build();
    }

    private static void PlaceMember(ref Utf8JsonReader json, ref PlaceFields p)
    {
        if (json.ValueTextEquals("latitude"u8))
        {
            p.Latitude = Double(ref json, "latitude");
            return;
        }
        if (json.ValueTextEquals("longitude"u8))
        {
            p.Longitude = Double(ref json, "longitude");
            return;
        }
        var name = Name(ref json);
        switch (name)
        {
            case "type":
                p.Type = Short(ref json);
                break;
            case "name":
                p.Name = Short(ref json);
                break;
            case "azimuthDegrees":
                p.Azimuth = Double(ref json, name);
                break;
            case "semiMajorMetres" or "widthMetres" or "radiusMetres":
                p.First = Double(ref json, name);
                break;
            case "semiMinorMetres" or "heightMetres":
                p.Second = Double(ref json, name);
                break;
            default:
                throw new FormatException($"'place' has no member '{name}'.");
        }
    }

    private struct PlaceFields
    {
        public string? Type;
        public string? Name;
        public double? Latitude;
        public double? Longitude;
        public double? First;
        public double? Second;
        public double Azimuth;

        public readonly Place Build()
        {
            var point = new GeoPoint(
                Latitude ?? throw new FormatException("'place' lacks 'latitude'."),
                Longitude ?? throw new FormatException("'place' lacks 'longitude'.")
            );
            var first = First ?? throw new FormatException("'place' lacks its size in metres.");
            return Type switch
            {
                "point" => new PointPlace(point, new ErrorEllipse(first, Second ?? first, Azimuth)),
                "box" => new BoxPlace(point, first, Second ?? first, Azimuth),
                "area" => new AreaPlace(Name ?? throw new FormatException("'place' lacks 'name'."), point, first),
                _ => throw new FormatException($"'place' has the type '{Type}'; expected point, box or area."),
            };
        }
    }

    public static Instant Time(ref Utf8JsonReader json, string member)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped)
        {
            if (ObservationCodecTime.TryParse(json.ValueSpan, out var fast))
            {
                return fast;
            }
            if (Iso.TryParse(Encoding.UTF8.GetString(json.ValueSpan), out var slow))
            {
                return slow;
            }
        }
        throw new FieldException(member, $"'{member}' is {Found(ref json)}, which is not an instant such as 2025-04-19T15:00:00Z.");
    }

    public static string Name(ref Utf8JsonReader json) =>
        json.ValueIsEscaped ? json.GetString() ?? "" : ShortStrings.OfThread.Get(json.ValueSpan);

    /// <summary>The value of a member as a string that is likely to come again.</summary>
    public static string Short(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String && !json.ValueIsEscaped && json.ValueSpan.Length <= 48
            ? ShortStrings.OfThread.Get(json.ValueSpan)
            : Quoted(ref json);
    }

    public static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return Quoted(ref json);
    }

    private static string Quoted(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String
            ? json.GetString() ?? ""
            : throw new FormatException($"expected a text, found {json.TokenType}.");

    public static int Whole(ref Utf8JsonReader json, string member)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var value)
            ? value
            : throw new FieldException(member, $"'{member}' is not a whole number.");
    }

    public static long Long(ref Utf8JsonReader json, string member)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var plain))
        {
            return plain;
        }
        return
            json.TokenType == JsonTokenType.String
            && long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FieldException(member, $"'{member}' is not a whole number.");
    }

    public static double Double(ref Utf8JsonReader json, string member)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw new FieldException(member, $"'{member}' is {Found(ref json)}; expected a finite number.");
    }

    /// <summary>The value as it stands, cut short.</summary>
    private static string Found(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.StartObject ? "an object" : "a list";
        }
        var text = Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, LongestFound)]);
        return json.ValueSpan.Length > LongestFound ? $"'{text}...'" : $"'{text}'";
    }

    public static T Word<T>(ref Utf8JsonReader json, string member, params ReadOnlySpan<(string Word, T Value)> words)
    {
        var text = Short(ref json);
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }
        var known = new string[words.Length];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = words[i].Word;
        }
        var near = NearestWord.To(text, known);
        throw new FieldException(
            member,
            $"'{member}' is '{text}'; expected {string.Join(", ", known)}." + (near is null ? "" : $" Did you mean '{near}'?")
        );
    }

    public static void Expect(ref Utf8JsonReader json, JsonTokenType token, string where)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new FormatException($"'{where}': expected {token}, found {json.TokenType}.");
        }
    }
}
