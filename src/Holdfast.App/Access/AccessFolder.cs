using Holdfast.App.Record;
using Holdfast.Core.Access;

namespace Holdfast.App.Access;

/// <summary>The folder <c>access/</c> of an installation: its own record, its secrets, and who else may vouch for people. Only the owner may look inside.</summary>
internal static class AccessFolder
{
    private const long MostBytes = 1 << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string Of(string varDirectory) => Path.Combine(Path.GetFullPath(varDirectory), "access");

    public static string Record(string folder) => Path.Combine(folder, "record.db");

    public static string Secrets(string folder) => Path.Combine(folder, "secrets.db");

    public static string Issuers(string folder) => Path.Combine(folder, "issuers.yaml");

    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Reads <c>issuers.yaml</c>. Throws <see cref="InvalidDataException"/> listing every complaint with its line and column.</summary>
    public static Issuers ReadIssuers(string folder)
    {
        var path = Issuers(folder);
        if (!File.Exists(path))
        {
            return Core.Access.Issuers.None;
        }
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is larger than {MostBytes / 1024} KiB.");
        }
        var (issuers, complaints) = IssuersFile.Read(Path.GetFileName(path), File.ReadAllText(path));
        return complaints.IsEmpty ? issuers : throw new InvalidDataException(string.Join(Environment.NewLine, complaints));
    }

    /// <summary>Makes an empty file that nobody else may read, or finds it so. Throws <see cref="RecordException"/> where others may read it.</summary>
    public static void Guard(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            };
            using var made = new FileStream(path, options);
        }
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            throw new RecordException(
                RecordFault.Failed,
                $"{Path.GetFileName(path)} may be read by others. Set its mode to 600; if others could have read it, issue new links to everybody."
            );
        }
    }
}
