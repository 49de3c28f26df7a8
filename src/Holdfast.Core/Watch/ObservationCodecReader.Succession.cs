using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using static Holdfast.Core.Watch.ObservationCodecValues;

namespace Holdfast.Core.Watch;

/// <summary>Reads what an observation takes the place of.</summary>
internal static partial class ObservationCodecReader
{
    private static bool Superseded(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (!json.ValueTextEquals("supersedes"u8))
        {
            return false;
        }
        Expect(ref json, JsonTokenType.StartArray, "supersedes");
        var read = ImmutableArray.CreateBuilder<Supersession>();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            read.Add(ReadSupersession(ref json));
        }
        if (json.TokenType != JsonTokenType.EndArray)
        {
            throw new FormatException("'supersedes' is a list of objects with 'series' and, as may be, 'from'.");
        }
        f.Supersedes = read.ToImmutable();
        return true;
    }

    private static Supersession ReadSupersession(ref Utf8JsonReader json)
    {
        string? series = null;
        Instant? from = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            switch (Name(ref json))
            {
                case "from":
                    from = Time(ref json, "from");
                    break;
                case "series":
                    series = Text(ref json);
                    break;
                case var other:
                    throw new FormatException($"'supersedes' has no member '{other}', only 'from' and 'series'.");
            }
        }
        return new Supersession(series ?? throw new FormatException("'supersedes' names no 'series'."), from);
    }
}
