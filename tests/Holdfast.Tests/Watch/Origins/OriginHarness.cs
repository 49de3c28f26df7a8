using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Watch.Views;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>A record and the origins of it, in a folder of its own.</summary>
internal sealed class OriginHarness : IDisposable
{
    private readonly string folder;

    private OriginHarness(string folder, Mission mission, SqliteRecord record)
    {
        (this.folder, Mission, Record) = (folder, mission, record);
        Store = new OriginStore(mission, mission.Sensing.ShouldNotBeNull(), record, folder, null, null);
    }

    public Mission Mission { get; }
    public SqliteRecord Record { get; }
    public OriginStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<OriginHarness> OpenAsync(Mission mission)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-screened-").FullName;
        var record = await SqliteRecord.OpenAsync(
            Path.Combine(folder, "record.db"),
            new SqliteRecordOptions { Clock = new MutableClock() },
            Cancel
        );
        return new OriginHarness(folder, mission, record);
    }

    /// <summary>What the arrivals give when they come in so many pieces.</summary>
    public static async Task<OriginHarness> HearAsync(Mission mission, IReadOnlyList<ArrivalObservation> arrivals, int pieces = 1)
    {
        var heard = await OpenAsync(mission);
        foreach (var piece in arrivals.Chunk((arrivals.Count + pieces - 1) / pieces))
        {
            await heard.AddAsync(piece);
        }
        return heard;
    }

    public async Task AddAsync(IEnumerable<ArrivalObservation> arrivals)
    {
        foreach (var batch in arrivals.Chunk(500))
        {
            await Record.AppendAsync([.. batch.Select(a => ObservationCodec.Draft(a))], Cancel);
        }
        await Store.AdvanceAsync(null, Cancel);
    }

    public async Task AddAsync(SensorEvent said, string id)
    {
        var draft = new Core.Record.EntryDraft(
            "sensors:test",
            id,
            "test",
            Core.Values.Standing.Illustrative,
            SensorAccess.DefaultLabel,
            Core.Values.Mode.Actual,
            SensorCodec.KindOf(said),
            SensorCodec.Valid(said),
            SensorCodec.Write(said)
        );
        await Record.AppendAsync([draft], Cancel);
        await Store.AdvanceAsync(null, Cancel);
    }

    /// <summary>All origins as bytes; when an arrival was recorded is not a matter of what was heard.</summary>
    public async Task<List<string>> BytesAsync() =>
        [.. (await Store.AllAsync(Cancel)).Select(o => Encoding.UTF8.GetString((o with { Known = 0 }).Write()))];

    public void Dispose()
    {
        Store.Dispose();
        Record.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        Directory.Delete(folder, recursive: true);
    }
}
