using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Watch.Feeds.SensorThings;

namespace Holdfast.App.Watch.Feeds;

/// <summary>What stands at the place that a feed is given: a file, a folder of photos, or the address of a SensorThings server.</summary>
/// <param name="Length">In bytes, where it is known.</param>
/// <param name="Folder">The folder to read instead, for photos.</param>
public sealed record FeedContent(string Name, Stream Content, long? Length, string? Folder) : IAsyncDisposable
{
    private HttpClient? _client;

    /// <summary>Throws an <see cref="IOException"/> that names the file, or <see cref="FeedFormatException"/> where a feed cannot read what is named.</summary>
    public static FeedContent Open(IFeed feed, string path)
    {
        if (feed is SensorThingsFeed && Uri.TryCreate(path, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            // A redirection could lead to another server: pages are followed by their own links alone.
            var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
            return new FeedContent(SensorThingsPages.NameOf(address), new SensorThingsPages(client, address), null, null)
            {
                _client = client,
            };
        }
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (feed is Exif.ExifFeed && Directory.Exists(path))
        {
            return new FeedContent(name, new MemoryStream(Listing(path)), null, path);
        }
        var file = File.OpenRead(path);
        return new FeedContent(name, file, file.Length, null);
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        _client?.Dispose();
    }

    // Tells one state of a folder from another: a photo that was added moves the numbers of those behind it.
    private static byte[] Listing(string folder)
    {
        var files = new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(f => $"{f.FullName}\n{f.Length}\n{f.LastWriteTimeUtc.Ticks}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files.Order(StringComparer.Ordinal))));
    }
}
