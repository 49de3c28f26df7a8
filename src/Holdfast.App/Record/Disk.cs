using System.Runtime.InteropServices;

namespace Holdfast.App.Record;

/// <summary>
/// Durability, asked of the system itself: .NET's own flush reports success on Linux where fsync fails, and its move copies where a link is refused. What fails here is
/// an <see cref="IOException"/>; whoever gets one has acknowledged nothing.
/// </summary>
internal static partial class Disk
{
    private const int ReadOnlyFlag = 0;
    private const int AlreadyThere = 17;

    public static void Sync(FileStream file)
    {
        file.Flush();
        if (!OperatingSystem.IsWindows() && fsync(file.SafeFileHandle.DangerousGetHandle().ToInt32()) != 0)
        {
            throw new IOException($"'{Path.GetFileName(file.Name)}' could not be made durable (error {Marshal.GetLastPInvokeError()}).");
        }
        if (OperatingSystem.IsWindows())
        {
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Makes names in a folder durable: a rename or a deletion counts only after this.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var descriptor = open(folder, ReadOnlyFlag);
        if (descriptor < 0)
        {
            throw new IOException($"The folder '{Path.GetFileName(folder)}' could not be opened (error {Marshal.GetLastPInvokeError()}).");
        }
        var failed = fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (failed)
        {
            throw new IOException($"The folder '{Path.GetFileName(folder)}' could not be made durable (error {error}).");
        }
    }

    /// <summary>Puts a small file in its place, whole or not at all; durable when this returns.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".new";
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                Sync(file);
            }
            Rename(draft, path);
        }
        catch (IOException)
        {
            TryDelete(draft);
            throw;
        }
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);
    }

    /// <summary>
    /// Makes a folder, and its name in the folder above durable, even where somebody else has just made it: that it is seen does not mean that it would survive.
    /// </summary>
    public static void MakeFolder(string folder, UnixFileMode? mode = null)
    {
        if (mode is { } only && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, only);
            File.SetUnixFileMode(folder, only);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
        if (Path.GetDirectoryName(Path.GetFullPath(folder)) is { } above)
        {
            SyncFolder(above);
        }
    }

    /// <summary>Gives a file its final name in one step, in place of whatever had it. Both lie in one file system; the folder is synced by the caller.</summary>
    public static void Rename(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(from, to, overwrite: true);
        }
        else if (rename(from, to) != 0)
        {
            throw new IOException($"'{Path.GetFileName(to)}' could not be put in its place (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Gives a file a second name unless something has it already: false then, and nothing is changed.</summary>
    public static bool LinkNew(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Copy(from, to, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(to))
            {
                return false;
            }
        }
        if (link(from, to) == 0)
        {
            return true;
        }
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyThere
            ? false
            : throw new IOException($"'{Path.GetFileName(to)}' could not be put in its place (error {error}).");
    }

    /// <summary>Sets the time of last writing to now.</summary>
    public static void Touch(string path)
    {
        if (!OperatingSystem.IsWindows() && utimes(path, IntPtr.Zero) != 0)
        {
            throw new IOException($"'{Path.GetFileName(path)}' could not be touched (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>Removes what a failed attempt left behind. Its own failure says nothing new: what stays is found and removed by the next sweep.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", SetLastError = true)]
    private static extern int utimes([MarshalAs(UnmanagedType.LPUTF8Str)] string path, IntPtr times);

    [DllImport("libc", SetLastError = true)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
