using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Viina;

/// <summary>The labels of a file of their own, by event. Equal ones are kept once, so that a year's file takes tens of megabytes.</summary>
internal sealed class ViinaLabels
{
    private const int MostEvents = 4_000_000;

    private readonly Dictionary<string, ViinaLabel> _byEvent = new(StringComparer.Ordinal);

    public ViinaLabel? Find(string eventId) => _byEvent.GetValueOrDefault(eventId);

    public static async ValueTask<ViinaLabels> ReadAsync(string file, Stream content, FeedLimits limits, CancellationToken cancellation)
    {
        var labels = new ViinaLabels();
        var known = new Dictionary<string, ViinaLabel>(StringComparer.Ordinal);
        await using var text = await FeedText.OpenAsync(file, content, limits, cancellation);
        var (stream, delimiter) = await DelimiterSniff.OfAsync(text, ",;\t", cancellation);
        var rows = new CsvRows(stream, delimiter, limits, SingleByte.Cyrillic);
        if (!await rows.ReadAsync(cancellation) || rows.Flaw != RowFlaw.None)
        {
            throw FeedErrors.Refuse(file, "bad-header", "event_labels has no header line that can be read.");
        }
        var header = new TableHeader("viina", file, rows);
        var id = header.Require("event_id");
        var columns = new ViinaColumns(header);
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.Flaw != RowFlaw.None || rows.Count != header.Names.Length)
            {
                // The report of such a row stays without labels, which its observation says.
                continue;
            }
            if (labels._byEvent.Count >= MostEvents)
            {
                throw FeedErrors.Refuse(file, "too-many-rows", $"event_labels holds more than {MostEvents:N0} events.", line: rows.Line);
            }
            var label = columns.Read(rows);
            var key = $"{label.War}|{label.Actors}|{string.Join('|', label.Kinds.Select(k => $"{k.Kind}:{k.Probability:R}"))}";
            known.TryAdd(key, label);
            labels._byEvent[rows.Text(id)] = known[key];
        }
        return labels;
    }
}
