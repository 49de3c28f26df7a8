using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// Folded tables that a server or an earlier run keeps in other folders. A copy of them, as they stood at one moment, saves folding the record again; the original is only read, so that whoever
/// keeps it may go on writing.
/// </summary>
internal sealed class KeptTables(IReadOnlyList<string> folders)
{
    private const int SecondsToWait = 2;

    /// <summary>Copies the file of this name to <paramref name="path"/>; false where none is kept, or none that can be read now.</summary>
    public bool Copy(string path)
    {
        var name = Path.GetFileName(path);
        return !File.Exists(path)
            && folders.Select(folder => Path.Combine(folder, name)).Any(from => File.Exists(from) && Copy(from, path));
    }

    private static bool Copy(string from, string to)
    {
        try
        {
            using var source = Open(from, SqliteOpenMode.ReadOnly);
            using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(target);
            if (ViewDatabase.Scalar(target, "PRAGMA quick_check(1)") is "ok")
            {
                return true;
            }
        }
        catch (SqliteException)
        {
            // Somebody folds it for the first time and lets nobody look, or it is damaged.
        }
        // A cache that cannot be had is folded.
        ViewDatabase.Delete(to);
        return false;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = SecondsToWait,
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }
}
