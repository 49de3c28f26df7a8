using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell.Codec;

/// <summary>How acts of the cell are written as JSON: snake case, enums as words, instants as strings in UTC, durations as whole seconds, nothing unknown and nothing missing.</summary>
internal static class CellJson
{
    /// <summary>Longest duration, about a hundred years.</summary>
    private const long MaxSeconds = 3_200_000_000;

    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new InstantConverter(),
            new DurationConverter(),
        },
    };

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Iso.TryParse(reader.GetString() ?? "", out var instant)
                ? instant
                : throw new JsonException("expected an instant in UTC, such as 2025-04-19T15:00:00Z");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Iso.Format(value));
    }

    private sealed class DurationConverter : JsonConverter<Duration>
    {
        public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seconds) && seconds is >= 0 and <= MaxSeconds
                ? Duration.FromSeconds(seconds)
                : throw new JsonException("expected whole seconds, 0 or more");

        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
            writer.WriteNumberValue((long)value.TotalSeconds);
    }
}
