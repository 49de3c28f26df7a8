using System.Runtime.InteropServices;

namespace Holdfast.App.Commission;

/// <summary>
/// Durability, asked of the system itself: .NET's own flush reports success on Linux where fsync fails. A failed sync is an <see cref="IOException"/>; whoever gets one has
/// acknowledged nothing.
/// </summary>
internal static partial class Disk
{
    private const int ReadOnlyFlag = 0;

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

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
