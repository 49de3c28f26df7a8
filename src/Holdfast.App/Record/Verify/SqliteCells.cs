using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// The cells of a statement's row, by SQLite's own functions: fourteen cells of a million rows cost more through the library's safe handles than SQLite takes
/// to find them. The statement must outlive this, and bytes are valid until the next step.
/// </summary>
internal readonly struct SqliteCells(sqlite3_stmt statement)
{
    private const string Library = "e_sqlite3";
    private const int Null = 5;
    private readonly nint _statement = statement.DangerousGetHandle();

    public long Int64(int column) => sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => sqlite3_column_type(_statement, column) == Null;

    /// <summary>The bytes of a text or a blob; of a number the bytes of its text.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        // The order is SQLite's advice: the pointer first, so that the length is that of the form it points to.
        var pointer = sqlite3_column_blob(_statement, column);
        var length = sqlite3_column_bytes(_statement, column);
        return pointer == 0 ? [] : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), pointer), length);
    }

    // None of these waits for anything, so the collector need not be told that native code runs.
    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories), SuppressGCTransition]
    private static extern nint sqlite3_column_blob(nint statement, int column);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories), SuppressGCTransition]
    private static extern int sqlite3_column_bytes(nint statement, int column);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories), SuppressGCTransition]
    private static extern int sqlite3_column_type(nint statement, int column);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories), SuppressGCTransition]
    private static extern long sqlite3_column_int64(nint statement, int column);
}
