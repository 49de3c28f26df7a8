using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Core.Commission;

namespace Holdfast.App.Commission.Sealing;

/// <summary>
/// A case in the hands of one caller: opened as far as the caller holds keys to its seal. Lives as long as one request; disposing it wipes the keys.
/// </summary>
/// <param name="Closed">The case as whoever has no key folds it.</param>
/// <param name="Why">Why nothing can be sealed, in words; empty where it can.</param>
internal sealed record SealHand(Case Closed, OpenedCase Opened, ImmutableDictionary<string, byte[]> Keys, string? Current, string Why)
    : IDisposable
{
    public static SealHand Unopened(Case of, string why) =>
        new(of, OpenedCase.Closed(of), ImmutableDictionary<string, byte[]>.Empty, null, why);

    public Case Case => Opened.Case;

    /// <summary>The key that acts are sealed with now; null where the caller holds none that stands.</summary>
    public byte[]? Key => Current is { } id ? Keys[id] : null;

    public bool Holds => !Keys.IsEmpty;

    /// <summary>Marks of a text under every key that is held, the current first.</summary>
    public IEnumerable<string> MarksOf(byte[] text) =>
        Keys.OrderByDescending(k => k.Key == Current)
            .ThenBy(k => k.Key, StringComparer.Ordinal)
            .Select(k => SealCipher.MarkOf(k.Value, text));

    public void Dispose()
    {
        foreach (var key in Keys.Values)
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Without the keys.</summary>
    public override string ToString() => $"{Opened.Case.Id}: {Keys.Count} keys";
}
