using System.Collections.Immutable;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Cell.Notices;

/// <summary>The file of contacts as an installation keeps it: <c>contacts.yaml</c> beside the mission's record.</summary>
public static class InstallationContacts
{
    public const string Name = "contacts.yaml";

    /// <summary>Largest file that is read, bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Where it stands under a folder of records.</summary>
    public static string PathOf(string varDirectory, Mission mission) => Path.Combine(varDirectory, mission.Name, Name);

    /// <summary>Nobody, and no complaint, where there is no file; nobody and a complaint where it is wrong or cannot be read.</summary>
    public static (Contacts Contacts, ImmutableArray<Diagnostic> Diagnostics) Read(string path, Mission mission)
    {
        if (!File.Exists(path))
        {
            return (Contacts.None, []);
        }
        var name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length is > MaxBytes and var length)
            {
                return Wrong(name, "too-large", $"the file has {length} bytes; at most {MaxBytes} are read");
            }
            return ContactsFile.Read(name, File.ReadAllText(path), [.. mission.Cell.Offices.Select(o => o.Id)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Wrong(name, "unreadable", "the file cannot be read by whoever runs this");
        }
    }

    private static (Contacts, ImmutableArray<Diagnostic>) Wrong(string name, string code, string message) =>
        (Contacts.None, [Diagnostic.Error(name, 1, 1, code, message)]);
}
