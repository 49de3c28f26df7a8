using System.Text;
using System.Text.Json;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission.Sealing;

/// <summary>
/// Refusals that tell of what is under seal, such as that a vote is open or how it stands: body <c>{case, key, nonce, text}</c>, the text being the ciphertext of
/// <c>{act, code, message}</c>. Opened for one person; each case once.
/// </summary>
internal sealed class SealedRefusals(SealDesk seals, Docket docket, string person, Mode mode) : IDisposable
{
    private static readonly Dictionary<string, string> Unopened = new(StringComparer.Ordinal)
    {
        ["act"] = "case.sealed/1",
        ["code"] = "sealed",
        ["message"] = "An act was refused for a reason that is under the seal; this sign-in does not open it.",
    };

    private readonly Dictionary<string, SealHand> _hands = new(StringComparer.Ordinal);

    /// <summary>The body of such an entry.</summary>
    public static byte[] Write(SealHand hand, string kind, CaseRefusal refusal, string by, Mode mode)
    {
        var key = hand.Key ?? throw new InvalidOperationException("Nothing is sealed without a key.");
        var told = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["act"] = kind,
            ["code"] = refusal.Code,
            ["message"] = refusal.Message,
        };
        var plain = JsonSerializer.Serialize(told);
        // As long as the shortest sealed act, whatever was refused and why.
        var padded = Encoding.UTF8.GetBytes(
            plain.PadRight(plain.Length + (SealedForm.Least - (Encoding.UTF8.GetByteCount(plain) % SealedForm.Least)))
        );
        var id = SealCipher.IdOf(key);
        var (nonce, text) = SealCipher.Encrypt(key, padded, SealedForm.BoundRefusal(mode, hand.Case.Id, by, id));
        var body = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["case"] = hand.Case.Id,
            ["key"] = id,
            ["nonce"] = nonce,
            ["text"] = text,
        };
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
    }

    public async ValueTask<IReadOnlyDictionary<string, string>> OpenAsync(Entry entry, JsonElement body, CancellationToken cancellation)
    {
        string Text(string name) => body.GetProperty(name).GetString() ?? "";
        var id = Text("case");
        if (!docket.Cases.TryGetValue(id, out var of))
        {
            return Unopened;
        }
        if (!_hands.TryGetValue(id, out var hand))
        {
            _hands[id] = hand = await seals.OpenAsync(of, person, cancellation);
        }
        return
            hand.Keys.TryGetValue(Text("key"), out var key)
            && SealCipher.Decrypt(key, Text("nonce"), Text("text"), SealedForm.BoundRefusal(mode, id, entry.Author, Text("key")))
                is { } plain
            && JsonSerializer.Deserialize<Dictionary<string, string>>(plain) is { } told
            ? told
            : Unopened;
    }

    public void Dispose()
    {
        foreach (var hand in _hands.Values)
        {
            hand.Dispose();
        }
    }
}
