namespace Holdfast.App.Watch.Views;

/// <summary>
/// The transaction of a first fold. Before it the tables were empty, so there is nothing to keep whole on disk: the rollback journal stays in memory, nobody
/// else may look in between, and a mark in the file says that it is unfinished, so that what a crash leaves is thrown away. Afterwards the file is in
/// write-ahead mode. Where it was so already (empty tables that others may have open), this is an ordinary transaction.
/// </summary>
internal sealed class BulkUnit : IDisposable
{
    /// <summary>What stands in the file's version while its first fold runs.</summary>
    public const long Unfinished = -1;

    private readonly ViewDatabase _database;
    private readonly bool _alone;
    private bool _open;

    public BulkUnit(ViewDatabase database)
    {
        _database = database;
        _alone = ViewDatabase.Scalar(database.Writer, "PRAGMA journal_mode") is not "wal";
        if (_alone)
        {
            Execute($"PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; PRAGMA user_version={Unfinished};");
        }
        Execute("BEGIN IMMEDIATE;" + ViewSchema.DropUnordered);
        _open = true;
    }

    public void Commit()
    {
        _database.MakeIndexes();
        Execute($"PRAGMA user_version={ViewSchema.Version}; COMMIT;");
        _open = false;
    }

    public void Dispose()
    {
        if (_open)
        {
            Execute($"ROLLBACK; PRAGMA user_version={ViewSchema.Version};");
        }
        if (_alone)
        {
            // The lock is let go by the first access in normal mode, and only then may the journal change.
            Execute("PRAGMA locking_mode=NORMAL; SELECT count(*) FROM meta; PRAGMA journal_mode=WAL;");
        }
    }

    private void Execute(string sql) => ViewDatabase.Execute(_database.Writer, sql);
}
