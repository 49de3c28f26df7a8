using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// What one set of folded tables was folded from: the labels its readers may read, the sources left out, and the instant up to which the record was
/// known. Readers with the same scope share the tables; readers who may read less get tables of their own, so nothing hidden shapes what they see.
/// </summary>
/// <param name="Labels">Text forms of the labels that are folded in, of all that the record holds; sorted.</param>
/// <param name="Without">A source id or an owner whose sources are left out, or null.</param>
public sealed record FoldScope(ImmutableSortedSet<string> Labels, string? Without, Instant? KnownUntil)
{
    /// <summary>A name for files: equal exactly for equal scopes of one mission revision and engine version.</summary>
    public string Key(string missionRevision, string engineVersion)
    {
        var text = string.Join('\n', [missionRevision, engineVersion, Without ?? "", KnownUntil is { } k ? Iso.Format(k) : "", .. Labels]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
    }
}
