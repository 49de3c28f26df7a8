using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// An incident as JSON, and back without loss. The same shape is the API's and the digest's: members in one fixed order, so that equal incidents are equal
/// bytes. Instants are nine-digit strings; distances metres; azimuths degrees.
/// </summary>
public static class IncidentCodec
{
    private const int LargestKeptBuffer = 1 << 20;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _ofThread;

    /// <summary>A fresh array that the caller owns.</summary>
    public static ReadOnlyMemory<byte> Encode(Incident incident)
    {
        var (buffer, json) = _ofThread ?? NewWriter();
        // Taken while in use, so that what an exception leaves half written is not used again.
        _ofThread = null;
        Write(json, incident);
        json.Flush();
        var body = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= LargestKeptBuffer)
        {
            buffer.ResetWrittenCount();
            json.Reset();
            _ofThread = (buffer, json);
        }
        return body;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        return (buffer, new Utf8JsonWriter(buffer));
    }

    public static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString(Names.Id, incident.Id.Value);
        json.WriteString(Names.Status, Words<IncidentStatus>.Encoded(incident.Status));
        Time(json, Names.Earliest, incident.When.Earliest);
        Time(json, Names.Latest, incident.When.Latest);
        WritePlace(json, incident.Where);
        WriteKinds(json, incident.Kinds);
        json.WriteString(Names.Verification, Words<VerificationLevel>.Encoded(incident.Verification));
        json.WriteStartArray(Names.Observations);
        foreach (var id in incident.Observations)
        {
            json.WriteStartArray();
            json.WriteStringValue(id.Producer);
            json.WriteStringValue(id.MessageId);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        WriteStrings(json, Names.Groups, incident.IndependentGroups);
        WriteStrings(json, Names.Sources, incident.Sources);
        WriteCasualties(json, incident.Casualties);
        WriteWeapon(json, incident.Weapon);
        if (incident.Count is { } count)
        {
            json.WriteNumber("count", count);
        }
        json.WriteString(Names.Mode, Words<Mode>.Encoded(incident.Mode));
        json.WriteString(Names.Standing, Words<Standing>.Encoded(incident.Standing));
        json.WriteString(Names.Label, ReferenceEquals(incident.Label, Label.Public) ? PublicLabel : incident.Label.ToString());
        json.WriteString(Names.Description, incident.Description);
        json.WriteNumber(Names.MatchProbability, incident.MatchProbability);
        json.WriteEndObject();
    }

    private static readonly string PublicLabel = Label.Public.ToString();

    /// <summary>The names of the members that every incident has, escaped once.</summary>
    private static class Names
    {
        public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Earliest = JsonEncodedText.Encode("earliest");
        public static readonly JsonEncodedText Latest = JsonEncodedText.Encode("latest");
        public static readonly JsonEncodedText Place = JsonEncodedText.Encode("place");
        public static readonly JsonEncodedText Latitude = JsonEncodedText.Encode("lat");
        public static readonly JsonEncodedText Longitude = JsonEncodedText.Encode("lon");
        public static readonly JsonEncodedText Kinds = JsonEncodedText.Encode("kinds");
        public static readonly JsonEncodedText Verification = JsonEncodedText.Encode("verification");
        public static readonly JsonEncodedText Observations = JsonEncodedText.Encode("observations");
        public static readonly JsonEncodedText Groups = JsonEncodedText.Encode("groups");
        public static readonly JsonEncodedText Sources = JsonEncodedText.Encode("sources");
        public static readonly JsonEncodedText Mode = JsonEncodedText.Encode("mode");
        public static readonly JsonEncodedText Standing = JsonEncodedText.Encode("standing");
        public static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
        public static readonly JsonEncodedText Description = JsonEncodedText.Encode("description");
        public static readonly JsonEncodedText MatchProbability = JsonEncodedText.Encode("match_probability");
    }

    private static void Time(Utf8JsonWriter json, JsonEncodedText name, Instant instant)
    {
        Span<byte> text = stackalloc byte[ObservationCodecTime.Length];
        if (ObservationCodecTime.TryFormat(instant, text))
        {
            json.WriteString(name, text);
        }
        else
        {
            json.WriteString(name, Iso.Format(instant));
        }
    }

    public static Incident Decode(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new Incident
        {
            Id = new IncidentId(Text(root, "id")),
            Status = Parse<IncidentStatus>(Text(root, "status")),
            When = new TimeRange(Iso.Parse(Text(root, "earliest")), Iso.Parse(Text(root, "latest"))),
            Where = ReadPlace(root.GetProperty("place")),
            Kinds = [.. root.GetProperty("kinds").EnumerateArray().Select(k => new KindWeight(k[0].GetString() ?? "", k[1].GetDouble()))],
            Verification = Parse<VerificationLevel>(Text(root, "verification")),
            Observations =
            [
                .. root.GetProperty("observations")
                    .EnumerateArray()
                    .Select(o => new ObservationId(o[0].GetString() ?? "", o[1].GetString() ?? "")),
            ],
            IndependentGroups = ReadStrings(root, "groups"),
            Sources = ReadStrings(root, "sources"),
            Casualties = ReadCasualties(root),
            Weapon = root.TryGetProperty("weapon", out var weapon)
                ? new Weapon(weapon[0].GetString(), weapon[1].ValueKind == JsonValueKind.Null ? null : weapon[1].GetDouble())
                : null,
            Count = root.TryGetProperty("count", out var count) ? count.GetInt32() : null,
            Mode = Parse<Mode>(Text(root, "mode")),
            Standing = Parse<Standing>(Text(root, "standing")),
            Label = Label.TryParse(Text(root, "label"), out var label) ? label : throw new FormatException("An incident has no label."),
            Description = Text(root, "description"),
            MatchProbability = root.GetProperty("match_probability").GetDouble(),
        };
    }

    /// <summary>An enumeration's value as the word that is written: lower case with underscores between words.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of(value);

    /// <summary>The value that <see cref="Word{T}"/> writes as this word; null when there is none.</summary>
    public static T? TryParse<T>(string word)
        where T : struct, Enum => Words<T>.From(word);

    private static T Parse<T>(string word)
        where T : struct, Enum => TryParse<T>(word) ?? throw new FormatException($"'{word}' is no {typeof(T).Name}.");

    private static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Known = Enum.GetValues<T>().ToDictionary(v => v, v => Snake(v.ToString()));

        private static readonly Dictionary<string, T> Back = Known.ToDictionary(pair => pair.Value, pair => pair.Key);

        private static readonly Dictionary<T, JsonEncodedText> InJson = Known.ToDictionary(
            p => p.Key,
            p => JsonEncodedText.Encode(p.Value)
        );

        public static string Of(T value) => Known[value];

        public static JsonEncodedText Encoded(T value) => InJson[value];

        public static T? From(string word) => Back.TryGetValue(word, out var value) ? value : null;

        private static string Snake(string name) =>
            string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
    }

    private static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject(Names.Place);
        json.WriteNumber(Names.Latitude, place.Centre.Latitude);
        json.WriteNumber(Names.Longitude, place.Centre.Longitude);
        switch (place)
        {
            case PointPlace p:
                json.WriteNumber("major", p.Error.SemiMajorMetres);
                json.WriteNumber("minor", p.Error.SemiMinorMetres);
                json.WriteNumber("azimuth", p.Error.AzimuthDegrees);
                break;
            case BoxPlace b:
                json.WriteNumber("width", b.WidthMetres);
                json.WriteNumber("height", b.HeightMetres);
                json.WriteNumber("azimuth", b.AzimuthDegrees);
                break;
            case AreaPlace a:
                json.WriteString("area", a.Name);
                json.WriteNumber("radius", a.RadiusMetres);
                break;
        }
        json.WriteEndObject();
    }

    private static Place ReadPlace(JsonElement json)
    {
        var point = new GeoPoint(json.GetProperty("lat").GetDouble(), json.GetProperty("lon").GetDouble());
        double Number(string name) => json.GetProperty(name).GetDouble();
        return json.TryGetProperty("major", out _)
                ? new PointPlace(point, new ErrorEllipse(Number("major"), Number("minor"), Number("azimuth")))
            : json.TryGetProperty("width", out _) ? new BoxPlace(point, Number("width"), Number("height"), Number("azimuth"))
            : new AreaPlace(Text(json, "area"), point, Number("radius"));
    }

    private static void WriteKinds(Utf8JsonWriter json, ImmutableArray<KindWeight> kinds)
    {
        json.WriteStartArray(Names.Kinds);
        foreach (var kind in kinds)
        {
            json.WriteStartArray();
            json.WriteStringValue(kind.Kind);
            json.WriteNumberValue(kind.Probability);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, JsonEncodedText name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    private static ImmutableArray<string> ReadStrings(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(v => v.GetString() ?? "")];

    private static void WriteCasualties(Utf8JsonWriter json, Casualties? casualties)
    {
        if (casualties is null)
        {
            return;
        }
        json.WriteStartObject("casualties");
        Optional(json, "civilians_killed", casualties.CiviliansKilled);
        Optional(json, "civilians_injured", casualties.CiviliansInjured);
        Optional(json, "killed", casualties.Killed);
        Optional(json, "killed_low", casualties.KilledLow);
        Optional(json, "killed_high", casualties.KilledHigh);
        json.WriteString("confirmation", casualties.Confirmation);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static Casualties? ReadCasualties(JsonElement root)
    {
        if (!root.TryGetProperty("casualties", out var json))
        {
            return null;
        }
        int? Number(string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : null;
        return new Casualties(
            Number("civilians_killed"),
            Number("civilians_injured"),
            Number("killed"),
            Number("killed_low"),
            Number("killed_high"),
            Text(json, "confirmation")
        );
    }

    private static void WriteWeapon(Utf8JsonWriter json, Weapon? weapon)
    {
        if (weapon is null)
        {
            return;
        }
        json.WriteStartArray("weapon");
        json.WriteStringValue(weapon.Class);
        if (weapon.CalibreMillimetres is { } calibre)
        {
            json.WriteNumberValue(calibre);
        }
        else
        {
            json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"An incident's member '{name}' is null.");
}
