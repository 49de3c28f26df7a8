using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Missions;

/// <summary>
/// Reads the feeds that a mission carries, without recording anything: every line that would be kept aside, every source that is not declared and every
/// citation that does not resolve is a complaint with file and line.
/// </summary>
public static class MissionFeeds
{
    private const int MaximumComplaints = 200;

    /// <param name="now">The instant after which a date lies in the future.</param>
    public static async ValueTask<ImmutableArray<Diagnostic>> CheckAsync(
        Mission mission,
        string directory,
        Instant now,
        CancellationToken cancellation = default
    )
    {
        var complaints = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var feed in mission.Feeds)
        {
            try
            {
                await CheckAsync(mission, feed, directory, now, complaints, cancellation);
            }
            catch (FeedFormatException e)
            {
                complaints.Add(e.Diagnostic with { File = feed.Path });
            }
        }
        return complaints.ToImmutable();
    }

    private static async ValueTask CheckAsync(
        Mission mission,
        MissionFeed feed,
        string directory,
        Instant now,
        ImmutableArray<Diagnostic>.Builder complaints,
        CancellationToken cancellation
    )
    {
        var source = mission.Sources.First(s => s.Id == feed.SourceId);
        await using var content = File.OpenRead(Path.Combine(directory, feed.Path));
        var input = new FeedInput(feed.Path, content, source, feed.Mode, feed.Standing, Label.Public, mission.Zone, mission.Atlas, now);
        await foreach (var item in FeedRegistry.Find(feed.Feed).ReadAsync(input, cancellation))
        {
            var found =
                item.Quarantined is { } line ? Of(feed, line)
                : item.Observation is { } o ? Of(mission, feed, o, item.Line)
                : null;
            if (found is not null && complaints.Count < MaximumComplaints)
            {
                complaints.Add(found);
            }
        }
    }

    private static Diagnostic Of(MissionFeed feed, QuarantinedLine line) =>
        Diagnostic.Error(
            feed.Path,
            (int)Math.Clamp(line.Line, 1, int.MaxValue),
            1,
            line.Code,
            line.Column.Length > 0 ? $"Would be kept aside ({line.Column}): {line.Reason}" : $"Would be kept aside: {line.Reason}"
        );

    private static Diagnostic? Of(Mission mission, MissionFeed feed, Observation observation, long line)
    {
        var at = (int)Math.Clamp(line, 1, int.MaxValue);
        if (mission.Sources.All(s => s.Id != observation.SourceId))
        {
            return Diagnostic.Error(
                feed.Path,
                at,
                1,
                "unknown-source",
                $"'{observation.SourceId}' is not among the sources.",
                NearestWord.To(observation.SourceId, mission.Sources.Select(s => s.Id))
            );
        }
        // Feeds of other formats cite a file and line of their own; these two are written by people for this mission.
        return feed.Feed is "claims" or "jsonl" ? Citation(mission, feed, observation, at) : null;
    }

    private static Diagnostic? Citation(Mission mission, MissionFeed feed, Observation observation, int line)
    {
        foreach (var part in observation.Citation.Split(';', StringSplitOptions.TrimEntries))
        {
            var id = part.Split(' ')[0];
            if (id == "illustrative" && observation.Standing == Standing.Illustrative)
            {
                continue;
            }
            if (mission.References.All(r => r.Id != id))
            {
                var message = id.Length == 0 ? "The line cites nothing." : $"'{id}' is not among the references.";
                return Diagnostic.Error(
                    feed.Path,
                    line,
                    1,
                    "unknown-reference",
                    message,
                    NearestWord.To(id, mission.References.Select(r => r.Id))
                );
            }
        }
        return null;
    }
}
