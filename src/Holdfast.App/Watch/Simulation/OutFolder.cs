namespace Holdfast.App.Watch.Simulation;

/// <summary>Where a simulation is written.</summary>
internal static class OutFolder
{
    /// <summary>The folder, made where it is not there.</summary>
    /// <exception cref="ArgumentException">It holds something.</exception>
    public static string Empty(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new ArgumentException($"Found something at '{path}', expected a folder that is new or empty: nothing is written over.");
        }
        return Directory.CreateDirectory(path).FullName;
    }

    /// <summary>What was written, by path within the folder.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Order(StringComparer.Ordinal),
        ];
}
