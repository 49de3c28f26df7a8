using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>
/// Alerts of the Common Alerting Protocol (OASIS, CAP 1.2, 2010), one or many: alone, one after another, or wrapped (Atom entries, an EDXL envelope). Each
/// alert is cut out and read by itself, so that a damaged one costs itself alone. Document types are refused.
/// </summary>
internal sealed class CapFeed : IFeed
{
    public string Name => "cap";

    public string Summary => "Alerts of the Common Alerting Protocol 1.2 (XML, one or many, Atom too): areas under alert and for how long.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        var alerts = new XmlPieces(input.File, text, "alert", Limits);
        var reader = new CapReader(input);
        while (await alerts.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (alerts.Line > input.ResumeAfterLine || alerts.Line == 1)
            {
                foreach (var item in Items(input, alerts, reader))
                {
                    yield return item;
                }
            }
        }
        if (!alerts.FoundAny)
        {
            throw FeedErrors.Refuse(
                input.File,
                "not-cap",
                "cap expected at least one element 'alert' of the Common Alerting Protocol and found none."
            );
        }
    }

    private static List<FeedItem> Items(FeedInput input, XmlPieces alerts, CapReader reader)
    {
        var items = new List<FeedItem>();
        var ignored = false;
        var text = alerts.Flaw is null ? MixedText.Decode(alerts.Current.Span, ref ignored) : "";
        var (observations, fault) = alerts.Flaw is { } flaw
            ? ([], new RowFault("", flaw.Contains("longer") ? "row-too-long" : "truncated", $"The alert cannot be read: {flaw}."))
            : reader.Read(text, alerts.Line);
        foreach (var observation in observations)
        {
            fault ??= ObservationCheck.FaultOf(observation);
        }
        if (fault is null)
        {
            items.AddRange(observations.Select(o => new FeedItem(o, null, alerts.Line, alerts.BytesRead)));
            return items;
        }
        var bytes = alerts.Current.Span;
        var raw = MixedText.Decode(bytes[..Math.Min(bytes.Length, FeedLimits.RawCharacters * 3)], ref ignored);
        raw = raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;
        var kept = new QuarantinedLine("cap", input.File, alerts.Line, fault.Column, fault.Code, fault.Reason, raw);
        items.Add(new FeedItem(null, kept, alerts.Line, alerts.BytesRead));
        return items;
    }
}
