using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Forces.Model;

namespace Holdfast.Web.Forces;

/// <summary>One nation's offers as a planner wrote them.</summary>
public sealed record OfferDraft(string Key, string Nation, string Text, ImmutableArray<ForceOffer> Offers);

/// <summary>
/// Planners' own offers while this process runs: never written into the mission or the record. They are called by a digest of mission and text, so whoever has the
/// address of a question has its offers, and the one unread for longest goes first. Safe for concurrent use.
/// </summary>
internal sealed class OfferDrafts
{
    /// <summary>Characters that one nation's offers may have.</summary>
    public const int Longest = 64 * 1024;
    private const int MostKept = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OfferDraft> _drafts = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();

    public OfferDraft Keep(string mission, string text, ImmutableArray<ForceOffer> offers)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mission + "\n" + text)))[..20];
        var draft = new OfferDraft(key, offers.Select(o => o.Nation).FirstOrDefault() ?? "", text, offers);
        lock (_gate)
        {
            if (_drafts.TryAdd(key, draft))
            {
                _order.AddLast(key);
            }
            if (_drafts.Count > MostKept && _order.First is { Value: var oldest })
            {
                _drafts.Remove(oldest);
                _order.RemoveFirst();
            }
        }
        return draft;
    }

    public OfferDraft? Find(string key)
    {
        lock (_gate)
        {
            if (!_drafts.TryGetValue(key, out var draft))
            {
                return null;
            }
            _order.Remove(key);
            _order.AddLast(key);
            return draft;
        }
    }
}
