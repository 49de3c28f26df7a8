using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Missions;

/// <summary>
/// A revision of a mission as the entry <c>mission.revision/1</c>: its files with their hashes and contents, so that a read as known at an instant can use
/// the text that was known then.
/// </summary>
public static class MissionRevisionBody
{
    public const string Kind = "mission.revision/1";

    public static EntryDraft Draft(Mission mission)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.Name("files");
        json.StartArray();
        foreach (var file in mission.Files.OrderBy(f => f.Path, StringComparer.Ordinal))
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
}
