using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;

namespace Holdfast.Core.Commission.Reception;

/// <summary>Bodies of the entries of the intake, as canonical JSON, and back. What has a member too many or too few is refused by name.</summary>
public static class IntakeCodec
{
    public const string ReceivedKind = "allegation.received/1";
    public const string SetAsideKind = "allegation.set_aside/1";

    /// <summary>Somebody read how to reach whoever handed it in.</summary>
    public const string ContactReadKind = "allegation.contact_read/1";

    /// <summary>Kinds that change the queue.</summary>
    public static ImmutableArray<string> Kinds { get; } = [ReceivedKind, SetAsideKind];

    public static byte[] Write(AllegationReceived received) => Bytes(received);

    public static byte[] WriteSetAside(string reference, string reason) => Bytes(new SetAsideBody(reference, reason));

    public static byte[] WriteContactRead(string reference) => Bytes(new ContactReadBody(reference));

    /// <summary>Throws <see cref="FormatException"/> naming what is wrong.</summary>
    public static AllegationReceived Read(ReadOnlySpan<byte> body) => Read<AllegationReceived>(ReceivedKind, body);

    /// <summary>Throws <see cref="FormatException"/> naming what is wrong.</summary>
    public static (string Reference, string Reason) ReadSetAside(ReadOnlySpan<byte> body)
    {
        var read = Read<SetAsideBody>(SetAsideKind, body);
        return (read.Reference, read.Reason);
    }

    private static byte[] Bytes<T>(T value) => CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(value, CaseJson.Options));

    private static T Read<T>(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, CaseJson.Options) ?? throw new FormatException($"A body of {kind} is null.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private sealed record SetAsideBody(string Reference, string Reason);

    private sealed record ContactReadBody(string Reference);
}
