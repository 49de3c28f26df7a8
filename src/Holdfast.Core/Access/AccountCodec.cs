using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>Events as bodies of entries and back: one kind each, with its version; a body with a member too many or too few is refused.</summary>
public static class AccountCodec
{
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["account.created/1"] = typeof(AccountCreated),
        ["account.changed/1"] = typeof(AccountChanged),
        ["account.link/1"] = typeof(LinkIssued),
        ["account.redeemed/1"] = typeof(LinkRedeemed),
        ["account.enrolled/1"] = typeof(SecondFactorEnrolled),
        ["account.password/1"] = typeof(PasswordChanged),
        ["account.key/1"] = typeof(SealKeyMade),
        ["account.locked/1"] = typeof(AccountLocked),
        ["account.unlocked/1"] = typeof(AccountUnlocked),
        ["account.disabled/1"] = typeof(AccountDisabled),
        ["account.enabled/1"] = typeof(AccountEnabled),
        ["account.seat/1"] = typeof(SeatGiven),
        ["account.seat_confirmed/1"] = typeof(SeatConfirmed),
        ["account.unseated/1"] = typeof(SeatTaken),
        ["session.begun/1"] = typeof(SessionBegun),
        ["session.ended/1"] = typeof(SessionEnded),
        ["token.issued/1"] = typeof(TokenIssued),
        ["token.revoked/1"] = typeof(TokenRevoked),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> KindsByType = Types.ToFrozenDictionary(t => t.Value, t => t.Key);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new InstantConverter() },
    };

    /// <summary>All kinds, sorted.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    public static string KindOf(AccountEvent happened) => KindsByType[happened.GetType()];

    /// <summary>The body of an entry, as canonical JSON.</summary>
    public static byte[] Write(AccountEvent happened) =>
        CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Options));

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> naming the kind and what is wrong.</summary>
    public static AccountEvent Read(string kind, ReadOnlySpan<byte> body)
    {
        if (!Types.TryGetValue(kind, out var type))
        {
            throw new FormatException($"'{kind}' is no event of an account; the kinds are {string.Join(", ", Kinds)}.");
        }
        try
        {
            return (AccountEvent?)JsonSerializer.Deserialize(body, type, Options)
                ?? throw new FormatException($"A body of {kind} is null.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Iso.TryParse(reader.GetString() ?? "", out var instant)
                ? instant
                : throw new JsonException("expected an instant in UTC, such as 2025-04-19T15:00:00Z");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Iso.Format(value));
    }
}
