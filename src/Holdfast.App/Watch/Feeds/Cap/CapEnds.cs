using System.Xml;
using Holdfast.App.Watch.Feeds.Text;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>When an alert was updated or cancelled by a later one of the same file: from then on the later one speaks.</summary>
internal sealed class CapEnds
{
    private const int MostReferences = 1_000_000;

    public static readonly CapEnds None = new();

    private readonly Dictionary<string, Instant> _ends = new(StringComparer.Ordinal);

    /// <param name="key">As references write it: "sender,identifier,sent".</param>
    public Instant? Of(string key) => _ends.TryGetValue(key, out var end) ? end : null;

    public static async ValueTask<CapEnds> ScanAsync(FeedInput input, FeedLimits limits, CancellationToken cancellation)
    {
        var ends = new CapEnds();
        await using var text = await FeedText.OpenAsync(input.File, input.Content, limits, cancellation);
        var alerts = new XmlPieces(input.File, text, "alert", limits);
        var ignored = false;
        while (await alerts.ReadAsync(cancellation))
        {
            if (alerts.Flaw is null && alerts.Current.Span.IndexOf("references>"u8) >= 0)
            {
                ends.Note(MixedText.Decode(alerts.Current.Span, ref ignored));
            }
        }
        return ends;
    }

    private void Note(string text)
    {
        try
        {
            var alert = CapXml.Read(text);
            if (alert["msgType"] is not ("Update" or "Cancel") || CapTimes.Read(alert["sent"]) is not { } sent)
            {
                return;
            }
            foreach (var reference in CapTimes.References(alert["references"]))
            {
                if (_ends.TryGetValue(reference, out var known) ? sent < known : _ends.Count < MostReferences)
                {
                    _ends[reference] = sent;
                }
            }
        }
        catch (XmlException)
        {
            // Quarantined with its reason when it is read for its own sake.
        }
    }
}
