using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Cell;
using Holdfast.App.Record;
using Holdfast.App.Support;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Missions;

/// <summary>A feed named on the command line as <c>FEED:PATH</c>, or by a mission.</summary>
public sealed record FeedSource(string Feed, string Path, string? SourceId, Mode? Mode, Standing? Standing)
{
    /// <summary>What the columns mean, for the feeds <c>csv</c> and <c>geojson</c>; null to have them guessed.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>The feed that reads it. Throws <see cref="FeedFormatException"/> for a name that is none, and for a mapping given to a feed that takes none.</summary>
    internal IFeed Reader() =>
        (Feed, Mapping) switch
        {
            (_, null) => FeedRegistry.Find(Feed),
            ("csv", { } columns) => new CsvFeed(columns),
            ("geojson", { } columns) => new GeoJsonFeed(columns),
            _ => throw FeedErrors.Refuse(
                Path,
                "no-mapping",
                $"The feed '{FeedRegistry.Find(Feed).Name}' knows its columns and takes no mapping."
            ),
        };
}

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
        await new LedgerFacts(mission, record, time).StateAsync(Mode.Actual, cancellation);
        foreach (var mode in Enum.GetValues<Mode>())
        {
            await new CellFacts(mission, record, time).StateAsync(mode, cancellation);
        }
        return new Workspace(mission, Path.GetFullPath(missionDirectory), record, new WatchViews(mission, record, cacheDirectory, time));
    }

    /// <summary>
    /// Opens a mission beside whoever may serve it: with tables of its own in <paramref name="scratch"/>, copied from those that are kept beside the record where there are any.
    /// </summary>
    /// <param name="scratch">An existing folder.</param>
    /// <param name="writes">Whether this revision of the mission may be recorded; otherwise it must have been.</param>
    /// <exception cref="FileNotFoundException">There is no record.</exception>
    /// <exception cref="InvalidDataException">The record does not know this revision of the mission, and nothing may be written.</exception>
    internal static async Task<Workspace> OpenBesideAsync(
        string missionDirectory,
        string recordPath,
        string scratch,
        bool writes,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!File.Exists(recordPath))
        {
            throw new FileNotFoundException($"There is no record at {recordPath}.");
        }
        var mission = (await MissionFolder.LoadAsync(missionDirectory, cancellation)).OrThrow();
        var record = await SqliteRecord.OpenAsync(recordPath, new SqliteRecordOptions { Clock = time }, cancellation);
        if (writes)
        {
            await RecordRevisionAsync(mission, record, time, cancellation);
        }
        else if (
            await record.FindAsync(Reader.LocalOperator, "mission:" + mission.Name, "revision " + mission.Revision, cancellation) is null
        )
        {
            await record.DisposeAsync();
            throw new InvalidDataException(
                $"The record at {recordPath} does not know this revision of the mission '{mission.Name}': serve or replay it first, or name the folder that was served."
            );
        }
        string[] kept = [Path.GetDirectoryName(Path.GetFullPath(recordPath)) ?? ".", recordPath + ".views"];
        return new Workspace(mission, Path.GetFullPath(missionDirectory), record, new WatchViews(mission, record, scratch, time, kept));
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
        var feed = source.Reader();
        await using var content = FeedContent.Open(feed, source.Path);
        var input = Input(workspace, source, time, content);
        return await new FeedImport(workspace.Record).RunAsync(feed, input, content.Length, progress, cancellation);
    }

    /// <summary>Everything a feed must know to read this source for this mission.</summary>
    public static FeedInput Input(Workspace workspace, FeedSource source, TimeProvider time, FeedContent content) =>
        new(
            content.Name,
            content.Content,
            SourceFor(workspace.Mission, source),
            source.Mode ?? Declared(workspace.Mission, source)?.Mode ?? workspace.Mission.Mode,
            source.Standing ?? Declared(workspace.Mission, source)?.Standing ?? Standing.Attributed,
            Label.Public,
            workspace.Mission.Zone,
            workspace.Mission.Atlas,
            Instant.FromDateTimeOffset(time.GetUtcNow())
        )
        {
            Folder = content.Folder,
            ArrivalLabel = workspace.Mission.SensorLabel,
            OldestArrival = ArrivalCheck.Oldest(workspace.Mission),
        };

    private static MissionFeed? Declared(Mission mission, FeedSource source) => mission.Feeds.FirstOrDefault(f => f.Feed == source.Feed);

    private static Source SourceFor(Mission mission, FeedSource source)
    {
        var id = source.SourceId ?? Declared(mission, source)?.SourceId ?? source.Feed;
        return mission.Sources.FirstOrDefault(s => s.Id == id)
            ?? new Source(id, $"{id} (not declared by the mission)", id, Affiliation.Public, "", Reliability.F);
    }

    /// <summary>States what the ledger says of undertakings; called after each import of support.</summary>
    public static Task StateLedgerFactsAsync(Workspace workspace, TimeProvider time, CancellationToken cancellation = default) =>
        new LedgerFacts(workspace.Mission, workspace.Record, time).StateAsync(Mode.Actual, cancellation);

    private static async Task RecordRevisionAsync(Mission mission, IRecord record, TimeProvider time, CancellationToken cancellation)
    {
        var producer = "mission:" + mission.Name;
        if (await record.FindAsync(Reader.LocalOperator, producer, "revision " + mission.Revision, cancellation) is not null)
        {
            return;
        }
        var drafts = new List<EntryDraft> { MissionRevisionBody.Draft(mission) };
        drafts.AddRange(MissionRevisionBody.Protected(mission));
        var standing = await StandingAsync(producer, record, cancellation);
        var stated = mission.AllFacts.GroupBy(Content).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        // What the files say no longer stays in the record, retracted from now on.
        drafts.AddRange(
            standing
                .Where(pair => !stated.ContainsKey(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Fact(mission, Retraction(pair.Value), $"retract {pair.Key} at {mission.Revision[..16]}"))
        );
        drafts.AddRange(
            stated
                .Where(pair => !standing.ContainsKey(pair.Key))
                .OrderBy(pair => pair.Value.Statement.Name, StringComparer.Ordinal)
                .ThenBy(pair => string.Join(' ', pair.Value.Statement.Arguments), StringComparer.Ordinal)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Fact(mission, pair.Value, $"fact {pair.Key} at {mission.Revision[..16]}"))
        );
        await record.AppendAsync(drafts, cancellation);
    }

    /// <summary>The facts that earlier revisions stated and did not take back, by their content.</summary>
    private static async Task<Dictionary<string, MissionFact>> StandingAsync(
        string producer,
        IRecord record,
        CancellationToken cancellation
    )
    {
        var standing = new Dictionary<string, MissionFact>(StringComparer.Ordinal);
        var byWords = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: [FactBody.Kind]), cancellation))
        {
            if (entry.Producer != producer)
            {
                continue;
            }
            var fact = new MissionFact(FactEntries.Decode(entry), entry.Mode);
            var words = Content(Retraction(fact));
            if (fact.Statement.Value is not null)
            {
                standing[Content(fact)] = fact;
                byWords[words] = Content(fact);
            }
            else if (byWords.Remove(words, out var content))
            {
                standing.Remove(content);
            }
        }
        return standing;
    }

    private static MissionFact Retraction(MissionFact fact) => fact with { Statement = fact.Statement with { Value = null } };

    private static EntryDraft Fact(Mission mission, MissionFact fact, string messageId) =>
        FactEntries.Draft(fact.Statement, "mission:" + mission.Name, messageId, fact.Statement.Authority, Label.Public, fact.Mode);

    /// <summary>What tells one statement of the files from another: everything but when it was recorded.</summary>
    private static string Content(MissionFact stated)
    {
        var fact = stated.Statement;
        return Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\u001f',
                        [
                            fact.Name,
                            .. fact.Arguments,
                            fact.Value,
                            fact.ValidFrom,
                            fact.ValidTo,
                            fact.Authority,
                            fact.Source,
                            fact.Standing,
                            fact.StatedAt,
                            stated.Mode,
                        ]
                    )
                )
            )
        )[..24];
    }
}
