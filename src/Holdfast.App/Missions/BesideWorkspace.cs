namespace Holdfast.App.Missions;

/// <summary>A mission opened beside whoever may serve it, for one call of a program. What it folds is its own and goes with it.</summary>
public sealed class BesideWorkspace : IAsyncDisposable
{
    private readonly string scratch;

    private BesideWorkspace(Workspace workspace, string scratch) => (Workspace, this.scratch) = (workspace, scratch);

    public Workspace Workspace { get; }

    /// <summary>
    /// Opens the mission in a folder over a record. Folded tables that are kept beside the record (by <c>serve</c> in its folder, by <c>replay</c> in FILE.views) are copied and
    /// folded on; a server may run on them meanwhile.
    /// </summary>
    /// <param name="mission">The mission's folder.</param>
    /// <param name="record">The record's file.</param>
    /// <param name="writes">Whether this revision of the mission may be recorded where it was not yet.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FileNotFoundException">There is no record.</exception>
    /// <exception cref="InvalidDataException">The record does not know this revision of the mission, and nothing may be written.</exception>
    public static async Task<BesideWorkspace> OpenAsync(
        string mission,
        string record,
        bool writes,
        TimeProvider time,
        CancellationToken cancellation = default
    )
    {
        var scratch = Directory.CreateTempSubdirectory("holdfast-beside-").FullName;
        try
        {
            return new BesideWorkspace(
                await WorkspaceOpener.OpenBesideAsync(mission, record, scratch, writes, time, cancellation),
                scratch
            );
        }
        catch
        {
            Directory.Delete(scratch, recursive: true);
            throw;
        }
    }

    /// <summary>Where <c>serve --var DIR</c> keeps the record of a mission.</summary>
    public static string RecordIn(string var, string mission) =>
        Path.Combine(var, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(mission))), "record.db");

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        Directory.Delete(scratch, recursive: true);
    }
}
