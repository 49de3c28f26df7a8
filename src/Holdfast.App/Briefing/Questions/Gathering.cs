using Holdfast.App.Missions;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Briefing.Questions;

/// <summary>For whom, of which activity, and as of when the data of one answer are gathered.</summary>
internal sealed record Gathering(Workspace Workspace, Reader Reader, Mode Mode, AnswerRequest Request, Phrases Phrases)
{
    public Mission Mission => Workspace.Mission;

    public Instant Known => Request.Known ?? Instant.MaxValue;

    /// <summary>The last day whose words count: of the instant asked about, or of what was known, whichever is the earlier.</summary>
    public LocalDate Day => Instant.Min(Request.At, Known).InZone(Mission.Zone).Date;

    /// <summary>A nation, party or organisation in the language of the answer; otherwise as the mission names it.</summary>
    public string NameOf(string id) =>
        Phrases.Has($"nation.{id}")
            ? Phrases.Text($"nation.{id}")
            : Mission.Nation(id)?.Name ?? Mission.Parties.FirstOrDefault(p => p.Id == id)?.Name ?? id;

    /// <summary>The instant and what was known, as pages take them.</summary>
    public string Instants()
    {
        var text = "?at=" + InstantPattern.ExtendedIso.Format(Request.At);
        return Request.Known is { } known ? $"{text}&known={InstantPattern.ExtendedIso.Format(known)}" : text;
    }
}
