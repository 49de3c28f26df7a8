using Holdfast.App.Cell;
using Holdfast.App.Guarantees;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Support;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;

namespace Holdfast.App.Missions;

/// <summary>One mission at work: its text, its record, its views. Missions of one process never share a record.</summary>
/// <param name="directory">The mission's folder, as a full path; for reading its feeds, never shown.</param>
public sealed class Workspace(Mission mission, string directory, IRecord record, IWatchViews watch) : IAsyncDisposable
{
    public Mission Mission { get; } = mission;
    public string Directory { get; } = directory;
    public IRecord Record { get; } = record;
    public IWatchViews Watch { get; } = watch;
    public SensorDesk Sensors { get; } = new(mission, record, watch as IScreenBook);
    public GuaranteeDesk Guarantees { get; } = new(mission, record);
    public SupportDesk Support { get; } = new(mission, record);
    public CellDesk Cell { get; } = new(mission, record, TimeProvider.System);

    /// <summary>Where observations come in that are sent while they happen.</summary>
    public ObservationIntake Intake { get; } = new(record, TimeProvider.System);

    private readonly Lazy<RecordProofs?> _proofs = new(() =>
        record is SqliteRecord file ? RecordProofs.Open(file.Path, TimeProvider.System) : null
    );

    /// <summary>Tree and checkpoints of the record; null where the record is no file.</summary>
    public RecordProofs? Proofs => _proofs.Value;

    /// <summary>The same workspace over another record; neither owns it.</summary>
    internal Workspace With(IRecord other) => new(Mission, Directory, other, Watch);

    public async ValueTask DisposeAsync()
    {
        if (Watch is IAsyncDisposable views)
        {
            await views.DisposeAsync();
        }
        if (_proofs.IsValueCreated)
        {
            _proofs.Value?.Dispose();
        }
        await Record.DisposeAsync();
    }
}

/// <summary>The missions this process serves, by name, the first being the front page's.</summary>
public sealed class Workspaces(IReadOnlyList<Workspace> all)
{
    public IReadOnlyList<Workspace> All { get; } = all;

    public Workspace? Find(string mission) => All.FirstOrDefault(w => w.Mission.Name == mission);
}
