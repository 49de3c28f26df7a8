using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>Writes the folder of the mission that somebody's table becomes. It is an ordinary mission: what can be read there can be checked.</summary>
internal static class LocalMission
{
    public const string SourceId = "table";

    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The mission's only source: a person's own table, whose reliability nobody here can judge.</summary>
    public static Source Source(string file) => new(SourceId, file, SourceId, Affiliation.Public, "", Reliability.F);

    /// <param name="when">From the first to the last observation of the table.</param>
    public static async Task WriteAsync(string folder, string file, TimeRange when, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        // A JSON string is a YAML string: a file's name cannot write into the mission.
        string Text(string text) => JsonSerializer.Serialize(text, Quoted);
        string At(Instant at) => at.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var yaml = $"""
            # Made from a table that somebody handed in on the page "Your data".
            title: {Text("Your data: " + file)}
            summary: "One table, read as observations of one source. No terms, no sectors, no coverage: counts, and no rates."
            exposure: live
            mode: actual
            release: "Outside the watch room late and coarse, since nobody has said that this table is public."
            zone: UTC
            period:
              from: {At(when.Earliest)}
              until: {At(when.Latest + Duration.FromSeconds(1))}
            languages: [en]
            parties:
              - id: X
                name: "Not named by this table"
            sources:
              - id: {SourceId}
                title: {Text(file)}
                group: {SourceId}
                affiliation: public
                reliability: F

            """;
        await File.WriteAllTextAsync(Path.Combine(folder, "mission.yaml"), yaml, cancellation);
    }

    /// <summary>From the first to the last observation; throws <see cref="InvalidDataException"/> when no row can be read, with the first reason.</summary>
    public static async Task<TimeRange> SpanAsync(IFeed feed, FeedInput input, CancellationToken cancellation)
    {
        TimeRange? span = null;
        string? reason = null;
        await foreach (var item in feed.ReadAsync(input, cancellation))
        {
            if (item.Observation is { } observation)
            {
                span = span?.Union(observation.When) ?? observation.When;
            }
            reason ??= item.Quarantined is { } line ? $"Line {line.Line}: {line.Reason}" : null;
        }
        return span ?? throw new InvalidDataException($"No row of {input.File} could be read. {reason ?? "It holds no rows."}");
    }
}
