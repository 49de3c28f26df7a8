using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Missions;

/// <summary>
/// A revision of a mission as the entry <c>mission.revision/1</c>: its files with their hashes and contents, so that a read as known at an instant can use
/// the text that was known then. Where sensors stand is kept out of it, hash and all: the table of sensors is an entry of its own under their label.
/// </summary>
public static class MissionRevisionBody
{
    public const string Kind = "mission.revision/1";

    /// <summary>One protected file of a revision: <c>{path, revision, sha256, text}</c>.</summary>
    public const string FileKind = "mission.file/1";

    public static EntryDraft Draft(Mission mission)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.Name("files");
        json.StartArray();
        foreach (var file in mission.Files.Where(f => !f.IsProtected).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            json.StartObject();
            json.String("path", file.Path);
            json.String("sha256", file.Sha256);
            json.String("text", file.Text);
            json.EndObject();
        }
        json.EndArray();
        json.String("name", mission.Name);
        json.String("revision", mission.Revision);
        json.EndObject();
        return new EntryDraft(
            "mission:" + mission.Name,
            "revision " + mission.Revision,
            "mission:" + mission.Name,
            Standing.Recorded,
            Label.Public,
            mission.Mode,
            Kind,
            null,
            json.ToArray()
        );
    }

    /// <summary>The files that not everybody may read, each under the label of sensors.</summary>
    public static IEnumerable<EntryDraft> Protected(Mission mission) =>
        mission
            .Files.Where(f => f.IsProtected)
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .Select(file =>
            {
                var json = new CanonicalJsonWriter();
                json.StartObject();
                json.String("path", file.Path);
                json.String("revision", mission.Revision);
                json.String("sha256", file.Sha256);
                json.String("text", file.Text);
                json.EndObject();
                return new EntryDraft(
                    "mission:" + mission.Name,
                    $"file {file.Path} of {mission.Revision}",
                    "mission:" + mission.Name,
                    Standing.Recorded,
                    mission.SensorLabel,
                    mission.Mode,
                    FileKind,
                    null,
                    json.ToArray()
                );
            });
}
