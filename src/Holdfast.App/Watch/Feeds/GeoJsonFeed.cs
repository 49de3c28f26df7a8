using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// GeoJSON events (RFC 7946): a collection of features or one feature a line. Properties are read by a mapping, or by their usual names. A point is a
/// point; any other geometry is the area around its middle.
/// </summary>
public sealed class GeoJsonFeed(ColumnMapping? mapping = null) : IFeed
{
    public string Name => "geojson";

    public string Summary => "GeoJSON (a FeatureCollection, or one Feature a line): properties by a mapping or by their usual names.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        var features = new JsonFeatures(text, Limits);
        var reader = new FeatureReader(input, mapping);
        while (await features.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (features.Line > input.ResumeAfterLine || features.Line == 1)
            {
                yield return Item(input, features, reader);
            }
        }
        if (!features.FoundAny)
        {
            throw FeedErrors.Refuse(input.File, "not-geojson", "geojson expected a FeatureCollection or Features and found neither.");
        }
    }

    private FeedItem Item(FeedInput input, JsonFeatures features, FeatureReader reader)
    {
        RowFault? fault;
        if (features.Flaw is { } flaw)
        {
            fault = new RowFault("", flaw.Contains("longer") ? "row-too-long" : "truncated", $"The feature cannot be read: {flaw}.");
        }
        else if (
            reader.Read(features.Current, features.Line, out fault) is { } observation
            && (fault = ObservationCheck.FaultOf(observation)) is null
        )
        {
            return new FeedItem(observation, null, features.Line, features.BytesRead);
        }
        fault ??= new RowFault("", "bad-json", "The feature gives no observation.");
        var ignored = false;
        var bytes = features.Current;
        var raw = MixedText.Decode(bytes[..Math.Min(bytes.Length, FeedLimits.RawCharacters * 3)], ref ignored);
        raw = raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;
        var kept = new QuarantinedLine(Name, input.File, features.Line, fault.Column, fault.Code, fault.Reason, raw)
        {
            Mapping = mapping?.ToLine() ?? "",
        };
        return new FeedItem(null, kept, features.Line, features.BytesRead);
    }
}
