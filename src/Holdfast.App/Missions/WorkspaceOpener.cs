using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Missions;

/// <summary>A feed named on the command line as <c>FEED:PATH</c>, or by a mission.</summary>
public sealed record FeedSource(string Feed, string Path, string? SourceId, Mode? Mode, Standing? Standing);

/// <summary>Opens a mission for work: loads its folder, opens its record, writes its revision and facts through their one door, and builds its views.</summary>
public static class WorkspaceOpener
{
    /// <summary>Opens the mission in <paramref name="missionDirectory"/> with its record and caches under <c>var/NAME/</c>.</summary>
    public static Task<Workspace> OpenAsync(
        string missionDirectory,
        string varDirectory,
        TimeProvider time,
        CancellationToken cancellation = default
    )
    {
        var folder = Path.Combine(varDirectory, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(missionDirectory))));
        return OpenAsync(missionDirectory, Path.Combine(folder, "record.db"), folder, time, cancellation);
    }

    /// <param name="recordPath">The record's file; made when it is not there.</param>
    /// <param name="cacheDirectory">Where folded tables are kept; made when it is not there.</param>
    public static async Task<Workspace> OpenAsync(
        string missionDirectory,
        string recordPath,
        string cacheDirectory,
        TimeProvider time,
        CancellationToken cancellation = default
    )
    {
        var mission = (await MissionFolder.LoadAsync(missionDirectory, cancellation)).OrThrow();
        Directory.CreateDirectory(cacheDirectory);
        if (Path.GetDirectoryName(Path.GetFullPath(recordPath)) is { } parent)
        {
            Directory.CreateDirectory(parent);
        }
        var record = await SqliteRecord.OpenAsync(recordPath, new SqliteRecordOptions { Clock = time }, cancellation);
        await RecordRevisionAsync(mission, record, time, cancellation);
        return new Workspace(mission, Path.GetFullPath(missionDirectory), record, new WatchViews(mission, record, cacheDirectory, time));
    }

    /// <summary>Reads the mission's own feeds into its record; what was read before is not read again.</summary>
    public static async Task<IReadOnlyList<ImportResult>> ImportMissionFeedsAsync(
        Workspace workspace,
        TimeProvider time,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellation = default
    )
    {
        var results = new List<ImportResult>();
        foreach (var feed in workspace.Mission.Feeds)
        {
            var source = new FeedSource(feed.Feed, Path.Combine(workspace.Directory, feed.Path), feed.SourceId, feed.Mode, feed.Standing);
            results.Add(await ImportAsync(workspace, source, time, progress, cancellation));
        }
        return results;
    }

    /// <summary>Reads one file into the record. Throws <see cref="FeedFormatException"/> or an <see cref="IOException"/> that names the file.</summary>
    public static async Task<ImportResult> ImportAsync(
        Workspace workspace,
        FeedSource source,
        TimeProvider time,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellation = default
    )
    {
        var feed = FeedRegistry.Find(source.Feed);
        await using var content = File.OpenRead(source.Path);
        var input = new FeedInput(
            Path.GetFileName(source.Path),
            content,
            SourceFor(workspace.Mission, source),
            source.Mode ?? Declared(workspace.Mission, source)?.Mode ?? workspace.Mission.Mode,
            source.Standing ?? Declared(workspace.Mission, source)?.Standing ?? Standing.Attributed,
            Label.Public,
            workspace.Mission.Zone,
            workspace.Mission.Atlas,
            Instant.FromDateTimeOffset(time.GetUtcNow())
        );
        return await new FeedImport(workspace.Record).RunAsync(feed, input, content.Length, progress, cancellation);
    }

    private static MissionFeed? Declared(Mission mission, FeedSource source) => mission.Feeds.FirstOrDefault(f => f.Feed == source.Feed);

    private static Source SourceFor(Mission mission, FeedSource source)
    {
        var id = source.SourceId ?? Declared(mission, source)?.SourceId ?? source.Feed;
        return mission.Sources.FirstOrDefault(s => s.Id == id)
            ?? new Source(id, $"{id} (not declared by the mission)", id, Affiliation.Public, "", Reliability.F);
    }

    private static async Task RecordRevisionAsync(Mission mission, IRecord record, TimeProvider time, CancellationToken cancellation)
    {
        var producer = "mission:" + mission.Name;
        if (await record.FindAsync(Reader.LocalOperator, producer, "revision " + mission.Revision, cancellation) is not null)
        {
            return;
        }
        var drafts = new List<EntryDraft> { MissionRevisionBody.Draft(mission) };
        var known = Instant.FromDateTimeOffset(time.GetUtcNow());
        var stated = mission.Facts.ToDictionary(fact => Content(fact with { KnownAt = default }), fact => fact with { KnownAt = known });
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: [FactBody.Kind]), cancellation))
        {
            if (entry.Producer == producer)
            {
                var earlier = FactEntries.Decode(entry);
                var key = Content(earlier with { KnownAt = default });
                if (!stated.Remove(key) && earlier.Value is not null)
                {
                    // The file says it no longer: what it said before stays in the record, retracted from now on.
                    drafts.Add(Fact(mission, earlier with { Value = null }, $"retract {key} at {mission.Revision[..16]}"));
                }
            }
        }
        drafts.AddRange(
            stated
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Fact(mission, pair.Value, $"fact {pair.Key} at {mission.Revision[..16]}"))
        );
        await record.AppendAsync(drafts, cancellation);
    }

    private static EntryDraft Fact(Mission mission, FactStatement statement, string messageId) =>
        FactEntries.Draft(statement, "mission:" + mission.Name, messageId, statement.Authority, Label.Public, mission.Mode);

    private static string Content(FactStatement fact) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\u001f',
                        [fact.Name, .. fact.Arguments, fact.Value, fact.ValidFrom, fact.ValidTo, fact.Authority, fact.Source, fact.Standing]
                    )
                )
            )
        )[..24];
}
