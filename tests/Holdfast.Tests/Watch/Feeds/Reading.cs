using System.IO.Compression;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Everything that a feed gave for one input.</summary>
internal sealed record Reading(IReadOnlyList<FeedItem> Items)
{
    public static readonly Instant Now = Instant.FromUtc(2026, 1, 1, 0, 0);
    public static readonly DateTimeZone Kyiv = DateTimeZoneProviders.Tzdb["Europe/Kyiv"];

    public IReadOnlyList<Observation> Observations => [.. Items.Select(i => i.Observation).OfType<Observation>()];
    public IReadOnlyList<FixObservation> Fixes => [.. Observations.OfType<FixObservation>()];
    public IReadOnlyList<QuarantinedLine> Quarantined => [.. Items.Select(i => i.Quarantined).OfType<QuarantinedLine>()];

    /// <summary>"code: n" of the quarantined lines, sorted.</summary>
    public string Reasons =>
        string.Join(
            ", ",
            Quarantined.GroupBy(q => q.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}: {g.Count()}")
        );

    public static FeedInput Input(
        Stream content,
        string file = "test.csv",
        long after = 0,
        DateTimeZone? zone = null,
        Atlas? atlas = null
    ) =>
        new(
            file,
            content,
            new Source("src", "A test source", "media", Affiliation.Public, "", Reliability.C),
            Mode.Actual,
            Standing.Attributed,
            Label.Public,
            zone ?? Kyiv,
            atlas ?? Atlas.Empty,
            Now,
            after
        );

    public static Task<Reading> OfAsync(string feed, string text) => OfAsync(FeedRegistry.Find(feed), Encoding.UTF8.GetBytes(text));

    public static Task<Reading> OfAsync(IFeed feed, byte[] bytes) => OfAsync(feed, Input(new MemoryStream(bytes)));

    public static async Task<Reading> OfAsync(IFeed feed, FeedInput input)
    {
        var items = new List<FeedItem>();
        await foreach (var item in feed.ReadAsync(input))
        {
            items.Add(item);
        }
        return new Reading(items);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }
        return target.ToArray();
    }
}
