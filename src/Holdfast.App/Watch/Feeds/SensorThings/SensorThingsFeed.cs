using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>
/// Observations of the OGC SensorThings API 1.1 (OGC 18-088): pages as a server answers them (<c>value</c>, <c>@iot.nextLink</c>), or one observation a line, as its MQTT
/// extension sends them. A detection is an arrival; what a sensor says of itself (battery, clock, noise, heartbeat) is its status.
/// </summary>
internal sealed class SensorThingsFeed : IFeed
{
    private const int MostPageBytes = 16 * 1024 * 1024;

    public string Name => "sensorthings";

    public string Summary =>
        "OGC SensorThings 1.1 observations (JSON pages, an address, or MQTT): arrivals and the status of sensors, restricted.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        var pages = new JsonDocuments(text, MostPageBytes);
        var reader = new SensorThingsReader(input);
        while (await pages.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var item in Items(input, pages, reader))
            {
                if (item.Line > input.ResumeAfterLine)
                {
                    yield return item;
                }
            }
        }
    }

    private static IEnumerable<FeedItem> Items(FeedInput input, JsonDocuments pages, SensorThingsReader reader)
    {
        var page = pages.Current;
        List<(int Start, int Length, long Line)>? parts = null;
        RowFault? fault = null;
        try
        {
            parts = pages.Flaw is null ? Split(ref page, pages.Line) : null;
            fault = pages.Flaw is { } flaw ? new RowFault("", "bad-json", $"The page or observation cannot be read: {flaw}.") : null;
        }
        catch (JsonException e)
        {
            fault = LineFault.Of(e, page.Span, input.Now);
        }
        if (fault is not null || parts is null)
        {
            yield return Kept(input, pages, page, pages.Line, fault ?? new RowFault("", "bad-json", "The page cannot be read."));
            yield break;
        }
        foreach (var (start, length, line) in parts)
        {
            var part = page.Slice(start, length);
            var (observation, said, wrong) = reader.Read(part, line);
            wrong ??= observation is null ? null : ObservationCheck.FaultOf(observation);
            yield return wrong is not null ? Kept(input, pages, part, line, wrong)
            : said is not null ? new FeedItem(null, null, line, pages.BytesRead) { Event = said }
            : new FeedItem(observation, null, line, pages.BytesRead);
        }
    }

    private static List<(int Start, int Length, long Line)> Split(ref ReadOnlyMemory<byte> page, long line)
    {
        try
        {
            return SensorThingsPage.Split(page.Span, line);
        }
        catch (JsonException) when (BareNumbers.Quoted(page.Span) is { } readable)
        {
            page = readable;
            return SensorThingsPage.Split(page.Span, line);
        }
    }

    private static FeedItem Kept(FeedInput input, JsonDocuments pages, ReadOnlyMemory<byte> bytes, long line, RowFault fault)
    {
        var ignored = false;
        var raw = MixedText.Decode(bytes.Span[..Math.Min(bytes.Length, FeedLimits.RawCharacters * 3)].Trim(" \t\r\n"u8), ref ignored);
        raw = raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;
        return new FeedItem(
            null,
            new QuarantinedLine("sensorthings", input.File, line, fault.Column, fault.Code, fault.Reason, raw),
            line,
            pages.BytesRead
        );
    }
}
