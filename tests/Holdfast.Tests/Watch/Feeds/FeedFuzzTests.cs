using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Damaged inputs, from seeds: bytes changed, cut, doubled, moved. Whatever comes, every row is accounted for and nothing but a refusal is thrown.</summary>
public sealed class FeedFuzzTests
{
    private const int Rounds = 150;

    [Fact]
    public async Task Damage_never_crashes_a_feed_and_never_loses_a_row()
    {
        var refused = 0;
        foreach (var ((name, text, _, _), index) in Fixtures.All.Select((f, i) => (f, i)))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var bytes = Damage(Encoding.UTF8.GetBytes(text), new Random((index * 100_000) + round));
                try
                {
                    var reading = await Reading.OfAsync(FeedRegistry.Find(name), bytes);
                    reading.Items.ShouldAllBe(i =>
                        (i.Observation == null ? 0 : 1) + (i.Quarantined == null ? 0 : 1) + (i.Event == null ? 0 : 1) == 1
                    );
                    reading.Items.Select(i => i.Line).ShouldBeInOrder();
                    if (Expected(name, bytes) is { } rows)
                    {
                        reading.Items.Count.ShouldBe(rows, $"{name}, round {round}");
                    }
                }
                catch (FeedFormatException)
                {
                    refused++;
                }
            }
        }
        refused.ShouldBeInRange(1, Rounds * Fixtures.All.Length / 2);
    }

    [Fact]
    public async Task Tight_bounds_change_nothing_about_that()
    {
        var tight = new FeedLimits(FieldBytes: 24, RowBytes: 200, Fields: 40);
        IFeed[] feeds = [new FirmsFeed { Limits = tight }, new JsonlFeed { Limits = tight }, new GeoJsonFeed { Limits = tight }];
        foreach (var feed in feeds)
        {
            var text = Fixtures.All.First(f => f.Feed == feed.Name).Text;
            for (var round = 0; round < 60; round++)
            {
                var bytes = round == 0 ? Encoding.UTF8.GetBytes(text) : Damage(Encoding.UTF8.GetBytes(text), new Random(round));
                try
                {
                    var reading = await Reading.OfAsync(feed, bytes);
                    if (Expected(feed.Name, bytes) is { } rows)
                    {
                        reading.Items.Count.ShouldBe(rows, $"{feed.Name}, round {round}");
                    }
                }
                catch (FeedFormatException) when (round > 0) { }
            }
        }
    }

    // How many rows there must be, counted another way; null where a quote or the format makes that a matter of reading.
    private static int? Expected(string name, byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        if (name == "jsonl")
        {
            return text.Split('\n').Count(l => l.TrimEnd('\r').Trim(' ', '\t').Length > 0);
        }
        if (name is "claims" or "geojson" or "cap" or "sensorthings" || text.Contains('"'))
        {
            return null;
        }
        return text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n').Count(l => l.Length > 0) - 1;
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 2; times--)
        {
            var (at, length) = (random.Next(bytes.Length), random.Next(1, 40));
            var end = Math.Min(bytes.Length, at + length);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes = bytes[..at];
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[end..]];
                    break;
                case 3:
                    bytes = [.. bytes[..end], .. bytes[at..]];
                    break;
                case 4:
                    bytes = [.. bytes[..at], "\",;\n\r\0{}[]:\\ü"u8[random.Next(14)], .. bytes[at..]];
                    break;
                case 5:
                    random.NextBytes(bytes.AsSpan(at, end - at));
                    break;
                default:
                    bytes = [.. bytes[..at], .. Enumerable.Repeat((byte)'9', 500), .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }
}
