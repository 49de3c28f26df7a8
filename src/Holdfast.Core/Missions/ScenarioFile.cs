using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>forces/scenarios.yaml</c>: named worlds to ask in, and which assumptions are the backstop.</summary>
/// <param name="clauses">Null when the clauses did not compile; then assumptions are not checked.</param>
internal sealed class ScenarioFile(Complaints complaints, Citations citations, ClauseSet? clauses)
{
    public static readonly string[] Keys = ["scenarios", "backstop"];
    public static readonly string[] ScenarioKeys = ["id", "title", "assume", .. ForceSection.OriginKeys];
    public static readonly string[] BackstopKeys = ["part", "assume", .. ForceSection.OriginKeys];

    public (ImmutableArray<ForceScenario> Scenarios, ImmutableArray<BackstopPart> Backstop) Read(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return ([], []);
        }
        var top = new Section(root, complaints, "the scenarios", Keys);
        var scenarios = new List<ForceScenario>();
        foreach (var s in top.Sections("scenarios", "a scenario", ScenarioKeys))
        {
            var item = new ForceSection(s, "a scenario", citations);
            var scenario = new ForceScenario(
                item.Id(),
                s.Text("title"),
                [.. s.Texts("assume").Select(t => Checked(t.Text, t.At))],
                item.Stated
            );
            if (scenarios.Any(other => other.Id == scenario.Id))
            {
                item.Error("id", "duplicate-id", $"there is a scenario '{scenario.Id}' already");
            }
            scenarios.Add(scenario);
        }
        return (
            [.. scenarios],
            [
                .. top.Sections("backstop", "a part of the backstop", BackstopKeys)
                    .Select(s => new BackstopPart(
                        s.Text("part"),
                        Checked(s.Text("assume"), s.At("assume")),
                        new ForceSection(s, "a part of the backstop", citations).Stated
                    )),
            ]
        );
    }

    private string Checked(string text, YamlNode at)
    {
        foreach (var d in clauses is null || text.Length == 0 ? [] : Assumptions.Parse(clauses, [text]).Diagnostics)
        {
            complaints.Error(at, d.Code, d.Message, d.Suggestion);
        }
        return text;
    }
}
