using System.Text.RegularExpressions;

namespace Holdfast.App.Missions;

/// <summary>Writes a commented, valid mission to start from.</summary>
public static partial class NewMission
{
    /// <summary>Creates <paramref name="parent"/>/<paramref name="name"/>. Returns null when it was written, otherwise why not; nothing is overwritten.</summary>
    public static async ValueTask<string?> WriteAsync(string parent, string name, CancellationToken cancellation = default)
    {
        if (!Name().IsMatch(name))
        {
            var suggestion = NotNameCharacters().Replace(name.ToLowerInvariant(), "-").Trim('-');
            var hint = Name().IsMatch(suggestion) ? $" Did you mean '{suggestion}'?" : "";
            return $"a mission's name is lower-case letters, digits and hyphens; found '{name}'.{hint}";
        }
        var folder = Path.Combine(parent, name);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return $"'{folder}' exists and is not empty; nothing was written.";
        }
        foreach (var (path, text) in NewMissionTexts.All)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? folder);
            var content = text.Replace("{name}", name, StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, content, cancellation);
        }
        return null;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotNameCharacters();
}
