using System.Collections.Immutable;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>support/works.yaml</c>: assistance to defensive structures by segment (a region, never a place) and state.</summary>
internal sealed class WorksFile(Complaints complaints, Citations citations)
{
    public const string Name = SupportFiles.Folder + "works.yaml";
    public static readonly string[] Keys = ["segments"];
    public static readonly string[] SegmentKeys =
    [
        "id",
        "title",
        "region",
        "by",
        "assistance",
        "length_km",
        "amount",
        "when",
        "when_standing",
        "when_cites",
        "states",
        "note",
        .. SupportSection.OriginKeys,
    ];
    public static readonly string[] StateKeys = ["since", "state", "done_percent", .. SupportSection.OriginKeys];

    public static readonly (string Word, WorksAssistance Value)[] Assistances =
    [
        ("advice", WorksAssistance.Advice),
        ("materials", WorksAssistance.Materials),
        ("machines", WorksAssistance.Machines),
        ("money", WorksAssistance.Money),
        ("labour", WorksAssistance.Labour),
    ];

    public static readonly (string Word, WorksState Value)[] States =
    [
        ("proposed", WorksState.Proposed),
        ("agreed", WorksState.Agreed),
        ("under_way", WorksState.UnderWay),
        ("complete", WorksState.Complete),
        ("paused", WorksState.Paused),
        ("refused", WorksState.Refused),
    ];

    public SupportModel Read(YamlMapping root, SupportModel model, SupportWords words)
    {
        var top = new Section(root, complaints, "the file of works", Keys);
        top.Need("segments");
        return model with
        {
            Works = SupportFiles.Unique(
                top.Sections("segments", "a segment", SegmentKeys)
                    .Select(s => new SupportSection(s, "a segment", citations, words))
                    .Select(s => (s, Segment(s))),
                w => w.Id,
                "a segment"
            ),
        };
    }

    private static WorksSegment Segment(SupportSection s)
    {
        s.Section.Need("assistance");
        s.Section.Need("states");
        string[] known = [.. Assistances.Select(a => a.Word)];
        var kinds = s.KnownMany("assistance", "kind of assistance", known);
        return new WorksSegment(
            s.Id(),
            s.Section.Text("title"),
            s.Region("region"),
            s.Actors("by"),
            [.. Assistances.Where(a => kinds.Contains(a.Word)).Select(a => a.Value)],
            s.RangeOrNull("length_km", 0, 10_000, "km"),
            s.Money("amount"),
            s.Clauses("when"),
            Steps(s),
            s.Note(),
            s.Stated,
            s.Figures
        );
    }

    private static ImmutableArray<WorksStep> Steps(SupportSection s)
    {
        var kept = ImmutableArray.CreateBuilder<WorksStep>();
        foreach (var part in s.Parts("states", "a state", StateKeys))
        {
            var step = new WorksStep(
                part.Section.PartialDate("since"),
                part.Section.Choice("state", null, States),
                part.RangeOrNull("done_percent", 0, 100),
                part.Stated
            );
            if (kept.Count > 0 && step.Since.CompareTo(kept[^1].Since) <= 0)
            {
                part.Error(
                    "since",
                    "overlap",
                    $"states go forward in time, each after the one before ({kept[^1].Since}); found {step.Since}"
                );
                continue;
            }
            kept.Add(step);
        }
        return kept.ToImmutable();
    }
}
