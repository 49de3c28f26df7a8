using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>Reads <c>forces/requirements/*.yaml</c>: a planning size each, with its phases and lines.</summary>
internal sealed class RequirementFiles(Complaints complaints, Citations citations, string[] capabilities, string[] areas, string[]? asks)
{
    public static readonly string[] Keys = ["set", "title", "size", "phases", "lines", .. ForceSection.OriginKeys];
    public static readonly string[] SizeKeys = ["least", "most"];
    public static readonly string[] PhaseKeys = ["id", "title", "from_month", .. ForceSection.OriginKeys];
    public static readonly string[] LineKeys =
    [
        "id",
        "title",
        "capability",
        "area",
        "task",
        "quantity",
        "notice_days",
        "weight",
        "command",
        "reserve_hours",
        "protects",
        "asks",
        .. ForceSection.OriginKeys,
    ];

    private const int LatestMonth = 240;

    public ImmutableArray<RequirementSet> Read(IEnumerable<MissionFile> files)
    {
        var sets = new SortedDictionary<string, RequirementSet>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (YamlText.Read(file.Path, file.Text, complaints) is not { } root)
            {
                continue;
            }
            var top = new ForceSection(
                new Section(root, complaints, "a statement of requirements", Keys),
                "a statement of requirements",
                citations
            );
            var set = Set(top);
            if (!sets.TryAdd(set.Id, set))
            {
                top.Error("set", "duplicate-id", $"there is a set '{set.Id}' already");
            }
        }
        return [.. sets.Values.OrderBy(s => s.Most.Value).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }

    private RequirementSet Set(ForceSection top)
    {
        var s = top.Section;
        s.Need("size");
        var (least, most) = s.Child("size", "a size", SizeKeys) is { } size ? Size(size) : (1, 1);
        var phases = Phases(s);
        s.Need("lines");
        var lines = new SortedDictionary<string, RequirementLine>(StringComparer.Ordinal);
        foreach (var section in s.Sections("lines", "a line", LineKeys))
        {
            var item = new ForceSection(section, "a line", citations);
            var line = Line(item, phases);
            if (!lines.TryAdd(line.Id, line))
            {
                item.Error("id", "duplicate-id", $"there is a line '{line.Id}' already");
            }
        }
        return new RequirementSet(
            s.Text("set"),
            s.Text("title"),
            new Figure(least, top.Stated),
            new Figure(most, top.Stated),
            phases,
            [.. lines.Values],
            top.Stated
        );
    }

    private (int Least, int Most) Size(Section size)
    {
        size.Need("least");
        var least = (int)size.Number("least", 1, 1, 10_000_000);
        var most = (int)size.Number("most", least, 1, 10_000_000);
        if (most < least)
        {
            complaints.Error(size.At("most"), "out-of-range", $"'most' is at least 'least' ({least}); found {most}");
        }
        return (least, most);
    }

    private ImmutableArray<ForcePhase> Phases(Section s)
    {
        var phases = ImmutableArray.CreateBuilder<ForcePhase>();
        s.Need("phases");
        foreach (var section in s.Sections("phases", "a phase", PhaseKeys))
        {
            var item = new ForceSection(section, "a phase", citations);
            var phase = new ForcePhase(item.Id(), section.Text("title"), item.Whole("from_month", null, 0, LatestMonth), item.Stated);
            if (phases.Count == 0 ? phase.FirstMonth != 0 : phase.FirstMonth <= phases[^1].FirstMonth)
            {
                item.Error("from_month", "out-of-order", "the first phase begins in month 0, and each later one after the one before it");
            }
            if (phases.Any(p => p.Id == phase.Id))
            {
                item.Error("id", "duplicate-id", $"there is a phase '{phase.Id}' already");
            }
            phases.Add(phase);
        }
        return phases.ToImmutable();
    }

    private RequirementLine Line(ForceSection item, ImmutableArray<ForcePhase> phases)
    {
        var s = item.Section;
        var area = item.Known("area", "area", areas);
        var protects = item.KnownMany("protects", "area", areas);
        var reserve = s.Find("reserve_hours") is null ? null : item.Figure("reserve_hours", null, 0, 720);
        return new RequirementLine(
            item.Id(),
            s.Text("title"),
            item.Known("capability", "capability", capabilities),
            area,
            s.Text("task"),
            Quantity(item, phases),
            item.Whole("notice_days", null, 0, 3_650),
            item.Whole("weight", 100, 1, 1_000),
            s.TextOrNull("command")?.Trim() ?? "",
            reserve,
            protects.IsEmpty && reserve is null ? [area] : protects,
            item.KnownMany("asks", "value of the fact 'asked'", asks),
            item.Stated
        );
    }

    /// <summary>One number for all phases, or one for each by name.</summary>
    private static ImmutableArray<Figure> Quantity(ForceSection item, ImmutableArray<ForcePhase> phases)
    {
        var s = item.Section;
        if (s.Find("quantity") is not YamlMapping)
        {
            var all = item.Figure("quantity", null, 0, 10_000);
            return [.. phases.Select(_ => all)];
        }
        string[] names = [.. phases.Select(p => p.Id)];
        var by = s.Child("quantity", "a quantity by phase", names);
        return
        [
            .. names.Select(n =>
            {
                by?.Need(n);
                var value = by?.Number(n, 0, 0, 10_000) ?? 0;
                if (value != Math.Floor(value))
                {
                    item.Error("quantity", "wrong-type", $"units are counted whole; found '{by?.TextOrNull(n)}' for '{n}'");
                }
                return new Figure((int)value, item.Figures);
            }),
        ];
    }
}
