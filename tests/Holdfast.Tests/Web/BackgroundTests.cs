using System.Collections.Immutable;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Holdfast.Web.Briefing;
using Holdfast.Web.Cell.Acting;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>What works in the background goes on whatever goes wrong in it: a host stops itself with the first such service that ends by a fault.</summary>
public sealed class BackgroundTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-background-").FullName;
    private readonly BrokenRecord _record = new();
    private Workspace? _workspace;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var mission = (await MissionFolder.LoadAsync(Path.Combine(Repository.Root, "missions", "ukraine"), Stop)).OrThrow();
        mission.Exposure.ShouldBe(Exposure.Live, "or nothing is scanned at night");
        _workspace = new Workspace(mission, _folder, _record, new WatchViews(mission, _record, _folder, TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        if (_workspace is { } workspace)
        {
            await workspace.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(nameof(LiveWatch))]
    [InlineData(nameof(TrendWatch))]
    [InlineData(nameof(CellClock))]
    public async Task A_fault_that_nobody_thought_of_ends_no_service(string name)
    {
        var missions = new OneMission(_workspace.ShouldNotBeNull());
        using BackgroundService service = name switch
        {
            nameof(LiveWatch) => new LiveWatch(missions, NullLogger<LiveWatch>.Instance, TimeProvider.System),
            nameof(TrendWatch) => new TrendWatch(missions, NullLogger<TrendWatch>.Instance, TimeProvider.System),
            _ => new CellClock(missions, NullLogger<CellClock>.Instance, TimeProvider.System),
        };
        await service.StartAsync(Stop);
        for (var i = 0; i < 200 && _record.Asked == 0; i++)
        {
            await Task.Delay(50, Stop);
        }
        await Task.Delay(300, Stop);
        _record.Asked.ShouldBeGreaterThan(0);
        service.ExecuteTask.ShouldNotBeNull().IsCompleted.ShouldBeFalse();
        await service.StopAsync(CancellationToken.None);
        service.ExecuteTask.IsFaulted.ShouldBeFalse();
    }

    private sealed class OneMission(Workspace workspace) : IMissionDirectory
    {
        public Workspace? First => workspace;
        public IReadOnlyList<Workspace> All => [workspace];

        public Workspace? Find(string name) => workspace.Mission.Name == name ? workspace : null;

        public void AddUnlisted(Workspace workspace) => throw new NotSupportedException();
    }

    /// <summary>Every question ends in a fault of a kind that no record has.</summary>
    private sealed class BrokenRecord : IRecord
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation = default) =>
            throw Fault();

        public IAsyncEnumerable<Entry> ReadAsync(Reader reader, RecordQuery query, CancellationToken cancellation = default) =>
            throw Fault();

        public ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default) =>
            throw Fault();

        public ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default) => throw Fault();

        public ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default) => throw Fault();

        public IAsyncEnumerable<long> HeadsAsync(long beyond, CancellationToken cancellation = default) => throw Fault();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private IndexOutOfRangeException Fault()
        {
            Interlocked.Increment(ref _asked);
            return new IndexOutOfRangeException("nobody thought of this");
        }
    }
}
