using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Core.Commission;

/// <summary>
/// An act under seal as the bytes that are encrypted: canonical JSON <c>{act, kind}</c>, then spaces up to the next power of two, at least <see cref="Least"/> bytes. A vote for
/// is as long as a vote against, and any vote as long as a short note.
/// </summary>
public static class SealedForm
{
    /// <summary>The smallest bucket, in bytes.</summary>
    public const int Least = 1024;

    public static byte[] Write(CaseAct act)
    {
        var body = new JsonObject
        {
            ["act"] = JsonSerializer.SerializeToNode(act, act.GetType(), CaseJson.Options),
            ["kind"] = CaseCodec.KindOf(act),
        };
        var text = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body, CaseJson.Options));
        var bucket = Least;
        while (bucket < text.Length)
        {
            bucket *= 2;
        }
        var padded = new byte[bucket];
        padded.AsSpan().Fill((byte)' ');
        text.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>Reads one back. Throws <see cref="FormatException"/> where it is no act that belongs under a seal; the message holds nothing of it.</summary>
    public static CaseAct Read(ReadOnlySpan<byte> plain)
    {
        CaseAct? act = null;
        try
        {
            if (JsonNode.Parse(plain) is JsonObject { Count: 2 } root && root["kind"]?.GetValue<string>() is { } kind)
            {
                act = CaseCodec.ReadAct(kind, root["act"]?.ToJsonString() ?? "null");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // What stands under the seal does not stand in the message either.
        }
        return act is not null && Seal.Covers(act)
            ? act
            : throw new FormatException("What was opened is no act that belongs under a seal.");
    }

    /// <summary>What the ciphertext of an act is bound to: it cannot be passed off as another's, another case's, or another number's.</summary>
    public static byte[] Bound(Mode mode, string caseId, int number, string by, string key) =>
        Lines("holdfast case.sealed/1", Words.Of(mode), caseId, FormattableString.Invariant($"{number}"), by, key);

    /// <summary>What a refusal that was sealed is bound to.</summary>
    public static byte[] BoundRefusal(Mode mode, string caseId, string by, string key) =>
        Lines("holdfast case.refused_sealed/1", Words.Of(mode), caseId, by, key);

    /// <summary>What a wrap is bound to: key, case, who wrapped it and for whom.</summary>
    public static byte[] Bound(Mode mode, string caseId, string by, string from, SealWrap wrap) =>
        Lines("holdfast case.seal/1", Words.Of(mode), caseId, wrap.Key, by, from, wrap.Person, wrap.To, wrap.Ephemeral);

    // None of the parts holds a line break but a forged one, and then the number of lines differs.
    private static byte[] Lines(params string[] parts) =>
        Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(p => p.Replace("\n", "\\n"))));
}
