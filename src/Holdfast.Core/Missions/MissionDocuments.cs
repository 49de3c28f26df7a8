using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>
/// <c>mission.yaml</c> and the files it includes, which may hold the lists of parties, references, sources and feeds and include further files. A circle
/// of includes is an error that names it.
/// </summary>
internal sealed class MissionDocuments(IReadOnlyDictionary<string, MissionFile> files, Complaints complaints)
{
    private const string Include = "include";
    public static readonly string[] SharedKeys = [Include, "parties", "references", "sources", "feeds"];
    private readonly Dictionary<string, YamlMapping> read = new(StringComparer.Ordinal);

    /// <summary>In order of reading: mission.yaml first, each included file once.</summary>
    public List<YamlMapping> All { get; } = [];

    public IEnumerable<string> Paths => read.Keys;

    public void Read(string path) => Read(path, [path]);

    private void Read(string path, List<string> chain)
    {
        if (YamlText.Read(path, files[path].Text, complaints) is not { } root)
        {
            return;
        }
        read.Add(path, root);
        All.Add(root);
        if (root.Find(Include)?.Value is not { } value)
        {
            return;
        }
        foreach (var item in value is YamlSequence list ? list.Items : [value])
        {
            Follow(item, path, chain);
        }
    }

    private void Follow(YamlNode item, string from, List<string> chain)
    {
        if (item is not YamlScalar scalar)
        {
            complaints.Error(item, "wrong-type", $"expected a file to include, found {item.Kind}");
            return;
        }
        // Paths are relative to the mission's folder, whatever file names them.
        var path = scalar.Text;
        if (chain.IndexOf(path) is var at && at >= 0)
        {
            complaints.Error(
                item,
                "cyclic-include",
                "these files include each other in a circle: " + string.Join(" -> ", [.. chain.Skip(at), path])
            );
        }
        else if (read.ContainsKey(path))
        {
            complaints.Warn(item, "included-twice", $"'{path}' was already included");
        }
        else if (!files.ContainsKey(path))
        {
            complaints.Error(
                item,
                "no-such-file",
                $"there is no file '{path}' in the mission's folder",
                NearestWord.To(path, files.Keys.Where(k => k != from))
            );
        }
        else
        {
            Read(path, [.. chain, path]);
        }
    }
}
