using System.Globalization;
using System.Runtime.InteropServices;

namespace Holdfast.App.Forces;

/// <summary>What a child process does to itself before it touches a library: it dies with its parent, takes no more memory than it may, and leaves no core file.</summary>
internal static class ChildProcessLimits
{
    private const int AddressSpace = 9;
    private const int CoreFile = 4;
    private const int DeathSignal = 1;
    private const ulong Kill = 9;

    /// <summary>Linux only; elsewhere nothing is done and false is returned.</summary>
    /// <param name="parent">Process id of the parent; a child that finds itself already orphaned says so with false.</param>
    /// <param name="memoryBytes">Address space beyond what the process has now (the runtime reserves much that it never uses).</param>
    public static bool Apply(int parent, long memoryBytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        if (prctl(DeathSignal, Kill, 0, 0, 0) != 0 || getppid() != parent)
        {
            return false;
        }
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture);
        return Set(CoreFile, 0) && Set(AddressSpace, (ulong)(pages * Environment.SystemPageSize + memoryBytes));
    }

    /// <summary>
    /// Gives standard output to the caller alone: what native code prints goes to standard error from now on.
    /// </summary>
    public static Stream TakeOutput()
    {
        var own = dup(1);
        if (own < 0 || dup2(2, 1) < 0)
        {
            throw new IOException("Standard output could not be kept apart.");
        }
        return new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(own, ownsHandle: true), FileAccess.Write);
    }

    private static bool Set(int resource, ulong limit)
    {
        var both = new Limit { Soft = limit, Hard = limit };
        return setrlimit(resource, ref both) == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int setrlimit(int resource, ref Limit limit);

    [DllImport("libc", SetLastError = true)]
    private static extern int prctl(int option, ulong a, ulong b, ulong c, ulong d);

    [DllImport("libc")]
    private static extern int getppid();

    [DllImport("libc", SetLastError = true)]
    private static extern int dup(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int dup2(int from, int to);
}
