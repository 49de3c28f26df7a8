using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>Says in plain words what SQLite's result codes mean for a record.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int LockedTable = 6;
    private const int ReadOnlyFile = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static RecordException Explain(SqliteException e, string path)
    {
        var file = Path.GetFileName(path);
        var (fault, message) = e.SqliteErrorCode switch
        {
            Busy or LockedTable => (
                RecordFault.Locked,
                "another process is writing to it and did not finish in time. Try again when it has ended."
            ),
            ReadOnlyFile => (RecordFault.ReadOnly, "it may not be written. Check the permissions of the file and of its folder."),
            Corrupt => (RecordFault.Damaged, "its structure is damaged. Restore it from a copy; 'PRAGMA integrity_check' says more."),
            Full => (RecordFault.DiskFull, "the disk is full. Nothing of this batch was recorded; free some space and append it again."),
            CannotOpen => (RecordFault.Missing, "it cannot be opened. Check that its folder exists and may be written."),
            NotADatabase => (RecordFault.NotARecord, "it is not a record (not an SQLite database)."),
            _ => (RecordFault.Failed, $"{e.Message} (code {e.SqliteExtendedErrorCode}). Nothing of this batch was recorded."),
        };
        return new RecordException(fault, $"The record {file}: {message}", e);
    }
}
