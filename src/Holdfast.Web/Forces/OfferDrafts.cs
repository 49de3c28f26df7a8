using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions;

namespace Holdfast.Web.Forces;

/// <summary>One nation's offers as a planner wrote them.</summary>
public sealed record OfferDraft(string Key, string Nation, string Text, ImmutableArray<ForceOffer> Offers);

/// <summary>
/// Planners' own offers: never written into the mission or the record. They are called by a digest of mission and text, so whoever has the address of a question has its
/// offers, and they outlive the program on its shelf. The one unread for longest goes first. Safe for concurrent use.
/// </summary>
internal sealed class OfferDrafts(ForceShelf shelf)
{
    /// <summary>Characters that one nation's offers may have.</summary>
    public const int Longest = 64 * 1024;
    private const int MostKept = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OfferDraft> _drafts = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();

    /// <summary>Whether they outlive the program.</summary>
    public bool AreLasting => shelf.IsLasting;

    public OfferDraft Keep(string mission, string text, ImmutableArray<ForceOffer> offers)
    {
        var draft = Made(Key(mission, text), text, offers);
        shelf.Keep(ShelfKind.Offers, draft.Key, text);
        return Remember(draft);
    }

    /// <summary>The offers of that key; null where they are not kept any more, or where the mission has changed so that they are none.</summary>
    public OfferDraft? Find(string key, Mission mission)
    {
        lock (_gate)
        {
            if (_drafts.TryGetValue(key, out var draft) && key == Key(mission.Name, draft.Text))
            {
                _order.Remove(key);
                _order.AddLast(key);
                return draft;
            }
        }
        // Of another mission, or changed by somebody: the digest says so.
        return
            shelf.Find(ShelfKind.Offers, key) is { Content: var text }
            && key == Key(mission.Name, text)
            && MissionReader.ReadOffers(mission, "your offers", text).Offers is { IsEmpty: false } offers
            ? Remember(Made(key, text, offers))
            : null;
    }

    private static string Key(string mission, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mission + "\n" + text)))[..20];

    private static OfferDraft Made(string key, string text, ImmutableArray<ForceOffer> offers) =>
        new(key, offers.Select(o => o.Nation).FirstOrDefault() ?? "", text, offers);

    private OfferDraft Remember(OfferDraft draft)
    {
        lock (_gate)
        {
            if (_drafts.TryAdd(draft.Key, draft))
            {
                _order.AddLast(draft.Key);
            }
            if (_drafts.Count > MostKept && _order.First is { Value: var oldest })
            {
                _drafts.Remove(oldest);
                _order.RemoveFirst();
            }
        }
        return draft;
    }
}
