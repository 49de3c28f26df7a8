using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Acled;
using Holdfast.App.Watch.Feeds.Cap;
using Holdfast.App.Watch.Feeds.Exif;
using Holdfast.App.Watch.Feeds.Osce;
using Holdfast.App.Watch.Feeds.Picks;
using Holdfast.App.Watch.Feeds.SensorThings;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.App.Watch.Feeds.Viina;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Every feed, by the name used on the command line and in a mission.</summary>
public static class FeedRegistry
{
    /// <summary>Sorted by name.</summary>
    public static readonly ImmutableArray<IFeed> All =
    [
        new AcledFeed(),
        new AirAlertsFeed(),
        new CapFeed(),
        new ClaimsFeed(),
        new CsvFeed(),
        new ExifFeed(),
        new FirmsFeed(),
        new GeoJsonFeed(),
        new JsonlFeed(),
        new OsceFeed(),
        new PicksFeed(),
        new SensorThingsFeed(),
        new UcdpGedFeed(),
        new ViinaFeed(),
    ];

    /// <summary>The feed of this name. Throws <see cref="FeedFormatException"/> naming the nearest right one.</summary>
    public static IFeed Find(string name) =>
        All.FirstOrDefault(f => f.Name == name)
        ?? throw FeedErrors.Refuse(
            name,
            "unknown-feed",
            $"There is no feed '{name}'; there are {string.Join(", ", All.Select(f => f.Name))}.",
            NearestWord.To(name, All.Select(f => f.Name))
        );
}
