using System.Diagnostics;
using System.Runtime;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>Ways of putting observations out of order, to show that the incidents do not depend on it.</summary>
/// <param name="ShuffleSeed">Null for the order of the files.</param>
/// <param name="Twice">Append everything twice.</param>
/// <param name="Pieces">Append in this many pieces, folding after each.</param>
public sealed record Disorder(int? ShuffleSeed, bool Twice, int Pieces)
{
    public bool None => ShuffleSeed is null && !Twice && Pieces <= 1;
}

/// <param name="Feeds">Empty for the mission's own feeds.</param>
/// <param name="RecordPath">Null for a temporary record that is removed afterwards.</param>
public sealed record ReplayRequest(
    string MissionDirectory,
    IReadOnlyList<FeedSource> Feeds,
    string? RecordPath,
    string? Without,
    Disorder Disorder
);

public sealed record ReplayResult(
    string Mission,
    string Revision,
    IReadOnlyList<ImportResult> Feeds,
    WatchSummary Summary,
    TimeSpan Reading,
    TimeSpan Folding
)
{
    /// <summary>What each phase took, in their order.</summary>
    public IReadOnlyList<ReplayPhase> Phases { get; init; } = [];

    /// <summary>With everybody, where somebody was left out: what stands beside <see cref="Summary"/>.</summary>
    public WatchSummary? WithAll { get; init; }

    /// <summary>What goes and what changes without somebody, and what coverage is lost; null where nobody was left out.</summary>
    public WithoutComparison? Difference { get; init; }
}

/// <param name="Processor">Processor time of the whole process during the phase, all threads together.</param>
public readonly record struct ReplayPhase(string Name, TimeSpan Elapsed, TimeSpan Processor);

public readonly record struct ReplayProgress(string Stage, double? Share, string Detail);

/// <summary>Feeds → record → incidents → verdicts, in one go.</summary>
public sealed class Replay(TimeProvider time)
{
    private const int MostShuffled = 2_000_000;
    private const int MostCoverageDays = 92;

    public async Task<ReplayResult> RunAsync(
        ReplayRequest request,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation = default
    )
    {
        // Nobody waits for a page meanwhile: pauses do no harm, and collecting beside the work costs more than it saves.
        using var quiet = new BatchCollection();
        var temporary = request.RecordPath is null ? Directory.CreateTempSubdirectory("holdfast-replay-").FullName : null;
        var recordPath = request.RecordPath ?? Path.Combine(temporary ?? "", "record.db");
        var caches = temporary ?? recordPath + ".views";
        try
        {
            await using var workspace = await WorkspaceOpener.OpenAsync(request.MissionDirectory, recordPath, caches, time, cancellation);
            CheckLeftOut(workspace, request.Without);
            return await RunAsync(workspace, request, progress, cancellation);
        }
        finally
        {
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private async Task<ReplayResult> RunAsync(
        Workspace workspace,
        ReplayRequest request,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        var phases = new Phases();
        var views = (WatchViews)workspace.Watch;
        var folding = new Progress<FoldProgress>(p =>
            progress.Report(new ReplayProgress(p.Stage, p.Total is > 0 and var total ? (double)p.Done / total : null, $"{p.Done:N0}"))
        );
        var importing = new Progress<ImportProgress>(p =>
            progress.Report(
                new ReplayProgress(
                    p.File,
                    p.BytesTotal is > 0 and var total ? Math.Min(1, (double)p.BytesRead / total) : null,
                    $"{p.Observations:N0} read, {p.Quarantined:N0} quarantined"
                )
            )
        );
        var feeds = request.Feeds.Count > 0 ? request.Feeds : MissionFeeds(workspace);
        var results = new List<ImportResult>();
        if (request.Disorder.None)
        {
            foreach (var feed in feeds)
            {
                results.Add(await WorkspaceOpener.ImportAsync(workspace, feed, time, importing, cancellation));
            }
        }
        else
        {
            results.AddRange(await DisorderedAsync(workspace, feeds, request, views, folding, cancellation));
        }
        var reading = phases.End("feeds and record");
        var reader = Reader.LocalOperator;
        await views.CatchUpAsync(reader, request.Without, folding, cancellation);
        var folded = phases.End("tables, fusion and terms");
        var summary = await views.SummaryAsync(reader, new IncidentFilter(Without: request.Without), cancellation);
        WatchSummary? all = null;
        WithoutComparison? difference = null;
        if (!string.IsNullOrEmpty(request.Without))
        {
            await views.CatchUpAsync(reader, null, folding, cancellation);
            all = await views.SummaryAsync(reader, new IncidentFilter(), cancellation);
            difference = await CompareAsync(workspace, reader, request.Without, cancellation);
        }
        var summed = phases.End("summary");
        return new ReplayResult(workspace.Mission.Name, workspace.Mission.Revision, results, summary, reading, folded + summed)
        {
            Phases = phases.All,
            WithAll = all,
            Difference = difference,
        };
    }

    /// <exception cref="ArgumentException">Nobody has this name: leaving nobody out would look as if nothing hung on them.</exception>
    private static void CheckLeftOut(Workspace workspace, string? without)
    {
        if (!string.IsNullOrEmpty(without) && !workspace.Mission.MayBeLeftOut.Contains(without))
        {
            var near = NearestWord.To(without, workspace.Mission.MayBeLeftOut) is { } word ? $" Did you mean '{word}'?" : "";
            throw new ArgumentException(
                $"'{without}' is no source, owner or group of sources of the mission, so that there is nothing to leave out.{near}"
            );
        }
    }

    // The days from the first incident to the last, the latest of them where they are many.
    private static async Task<WithoutComparison> CompareAsync(
        Workspace workspace,
        Reader reader,
        string without,
        CancellationToken cancellation
    )
    {
        var mission = workspace.Mission;
        var last = await workspace.Watch.IncidentsAsync(reader, new IncidentFilter(), "-time", null, 1, cancellation);
        var first = await workspace.Watch.IncidentsAsync(reader, new IncidentFilter(), "time", null, 1, cancellation);
        var until = last.Items.IsEmpty ? mission.Period.Latest : last.Items[0].Incident.When.Latest;
        var since = first.Items.IsEmpty ? mission.Period.Earliest : first.Items[0].Incident.When.Earliest;
        var to = until.InZone(mission.Zone).Date;
        var from = LocalDate.Max(since.InZone(mission.Zone).Date, to.PlusDays(1 - MostCoverageDays));
        return await WithoutComparison.OfAsync(workspace.Watch, reader, new IncidentFilter(), without, from, to, cancellation);
    }

    private static List<FeedSource> MissionFeeds(Workspace workspace) =>
        [
            .. workspace.Mission.Feeds.Select(f => new FeedSource(
                f.Feed,
                Path.Combine(workspace.Directory, f.Path),
                f.SourceId,
                f.Mode,
                f.Standing
            )),
        ];

    private async Task<IReadOnlyList<ImportResult>> DisorderedAsync(
        Workspace workspace,
        IReadOnlyList<FeedSource> feeds,
        ReplayRequest request,
        WatchViews views,
        IProgress<FoldProgress> folding,
        CancellationToken cancellation
    )
    {
        var collected = new CollectingRecord(workspace.Record, MostShuffled);
        var results = new List<ImportResult>();
        foreach (var feed in feeds)
        {
            results.Add(await WorkspaceOpener.ImportAsync(workspace.With(collected), feed, time, null, cancellation));
        }
        var drafts = collected.Drafts.Where(d => d.Kind != FeedImport.ProgressKind).ToArray();
        if (request.Disorder.Twice)
        {
            drafts = [.. drafts, .. drafts];
        }
        if (request.Disorder.ShuffleSeed is { } seed)
        {
            new Random(seed).Shuffle(drafts);
        }
        var size = Math.Max(1, (drafts.Length + request.Disorder.Pieces - 1) / request.Disorder.Pieces);
        foreach (var piece in drafts.Chunk(size))
        {
            foreach (var batch in piece.Chunk(2_000))
            {
                await workspace.Record.AppendAsync(batch, cancellation);
            }
            await views.CatchUpAsync(Reader.LocalOperator, request.Without, folding, cancellation);
        }
        return results;
    }

    private sealed class Phases
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _processor = Environment.CpuUsage.TotalTime;

        public List<ReplayPhase> All { get; } = [];

        public TimeSpan End(string name)
        {
            var (elapsed, processor) = (_watch.Elapsed, Environment.CpuUsage.TotalTime);
            All.Add(new ReplayPhase(name, elapsed, processor - _processor));
            _processor = processor;
            _watch.Restart();
            return elapsed;
        }
    }

    /// <summary>Garbage is collected in batches, not concurrently, until this is disposed.</summary>
    private sealed class BatchCollection : IDisposable
    {
        private readonly GCLatencyMode _before = GCSettings.LatencyMode;

        public BatchCollection() => GCSettings.LatencyMode = GCLatencyMode.Batch;

        public void Dispose() => GCSettings.LatencyMode = _before;
    }
}
