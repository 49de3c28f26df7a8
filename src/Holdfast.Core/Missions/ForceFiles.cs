using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads <c>forces/</c>: <c>capabilities.yaml</c>, <c>areas.yaml</c>, <c>plans.yaml</c>, <c>scenarios.yaml</c>, <c>requirements/*.yaml</c> (one planning size each) and <c>offers/*.yaml</c> (one nation
/// each). Read after the clauses, since offers hang on them.
/// </summary>
/// <param name="clauses">Null when the clauses did not compile; then conditions are not read.</param>
internal sealed class ForceFiles(
    Complaints complaints,
    Citations citations,
    Atlas atlas,
    ImmutableArray<Nation> nations,
    ClauseSet? clauses
)
{
    /// <summary>The fact whose argument says what a task or a place asks of a force; caveats speak of it.</summary>
    public const string Asked = OfferJudge.Asked;

    public const string Folder = "forces/";
    public const string CapabilitiesName = Folder + "capabilities.yaml";
    public const string AreasName = Folder + "areas.yaml";
    public const string PlansName = Folder + "plans.yaml";
    public const string ScenariosName = Folder + "scenarios.yaml";
    public const string RequirementsFolder = Folder + "requirements/";
    public const string OffersFolder = Folder + "offers/";

    public static readonly string[] CapabilityKeys = ["id", "name", "domain", "unit", "persons", "substitutes", .. ForceSection.OriginKeys];
    public static readonly string[] SubstituteKeys = ["capability", "percent", .. ForceSection.OriginKeys];
    public static readonly string[] PlanKeys =
    [
        "id",
        "nation",
        "capability",
        "title",
        "place",
        "quantity",
        "kind",
        .. ForceSection.OriginKeys,
    ];

    public static readonly (string Word, ForceDomain Value)[] Domains =
    [
        ("land", ForceDomain.Land),
        ("air", ForceDomain.Air),
        ("sea", ForceDomain.Sea),
        ("joint", ForceDomain.Joint),
    ];

    /// <summary>Null where the mission declares no force.</summary>
    public ForceModel? Read(ImmutableArray<MissionFile> files)
    {
        var mine = files.Where(f => f.Path.StartsWith(Folder, StringComparison.Ordinal)).ToArray();
        if (mine.Length == 0)
        {
            return null;
        }
        CheckNames(mine);
        var byPath = mine.ToDictionary(f => f.Path, StringComparer.Ordinal);
        var capabilities = Capabilities(byPath.GetValueOrDefault(CapabilitiesName));
        string[] names = [.. capabilities.Select(c => c.Id)];
        // Where the clauses did not compile nobody knows what may be asked.
        string[]? asks = clauses is null ? null : [.. clauses.Fact(Asked)?.Allowed.FirstOrDefault([]) ?? []];
        var places = new ForceAreaFile(complaints, citations, atlas, asks).Read(byPath.GetValueOrDefault(AreasName));
        string[] areas = [.. places.Areas.Select(a => a.Id)];
        var sets = new RequirementFiles(complaints, citations, names, areas, asks).Read(In(mine, RequirementsFolder));
        var words = Words(names, areas, sets, nations, clauses);
        var offers = In(mine, OffersFolder).SelectMany(f => new OfferFile(complaints, citations, words).Read(f.Path, f.Text));
        var (scenarios, backstop) = new ScenarioFile(complaints, citations, clauses).Read(byPath.GetValueOrDefault(ScenariosName));
        return new ForceModel(
            capabilities,
            places.Areas,
            places.Routes,
            places.Assumed,
            sets,
            Unique(offers, o => o.Id, "an offer"),
            Plans(byPath.GetValueOrDefault(PlansName), names),
            scenarios,
            backstop
        );
    }

    /// <summary>A planner's own offers under the names of a mission; see <see cref="MissionReader.ReadOffers"/>.</summary>
    public static ImmutableArray<ForceOffer> Offers(Mission mission, string path, string text, Complaints complaints, Citations citations)
    {
        if (mission.Forces is not { } model)
        {
            complaints.Add(
                Diagnostic.Error(path, 1, 1, "no-force", $"the mission '{mission.Name}' declares no force: it has no folder {Folder}")
            );
            return [];
        }
        var words = Words(
            [.. model.Capabilities.Select(c => c.Id)],
            [.. model.Areas.Select(a => a.Id)],
            model.Sets,
            mission.Nations,
            mission.Clauses
        );
        return [.. new OfferFile(complaints, citations, words).Read(path, text).OrderBy(o => o.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether conditions or caveats of offers use the fact or definition that a remark of the clauses calls unused: they are read later.</summary>
    public static bool Uses(ImmutableArray<MissionFile> files, string remark)
    {
        var quoted = remark.Split('\'');
        return quoted.Length == 3
            && files
                .Where(f => f.Path.StartsWith(OffersFolder, StringComparison.Ordinal))
                .SelectMany(f => f.Text.Split('\n'))
                .Any(line =>
                    (line.Contains("when:", StringComparison.Ordinal) || line.Contains("caveats:", StringComparison.Ordinal))
                    && Regex.IsMatch(line, $@"(?<![\w.]){Regex.Escape(quoted[1])}(?![\w.])", RegexOptions.CultureInvariant)
                );
    }

    private static OfferWords Words(
        string[] capabilities,
        string[] areas,
        ImmutableArray<RequirementSet> sets,
        ImmutableArray<Nation> nations,
        ClauseSet? clauses
    ) =>
        new(
            capabilities,
            areas,
            [.. sets.SelectMany(s => s.Lines).Select(l => l.Task).Distinct()],
            [.. sets.SelectMany(s => s.Lines).Select(l => l.Command).Where(c => c.Length > 0).Distinct()],
            [.. nations.Select(n => n.Id)],
            clauses
        );

    private static IEnumerable<MissionFile> In(IEnumerable<MissionFile> files, string folder) =>
        files.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal)).OrderBy(f => f.Path, StringComparer.Ordinal);

    private void CheckNames(IEnumerable<MissionFile> files)
    {
        string[] names = [CapabilitiesName, AreasName, PlansName, ScenariosName];
        foreach (var file in files)
        {
            var inFolder =
                file.Path.StartsWith(RequirementsFolder, StringComparison.Ordinal)
                || file.Path.StartsWith(OffersFolder, StringComparison.Ordinal);
            if (!names.Contains(file.Path) && !(inFolder && file.Path.EndsWith(".yaml", StringComparison.Ordinal)))
            {
                complaints.Add(
                    Diagnostic.Error(
                        file.Path,
                        1,
                        1,
                        "unused-file",
                        $"{Folder} holds {string.Join(", ", names.Select(n => n[Folder.Length..]))}, requirements/*.yaml and offers/*.yaml",
                        NearestWord.To(file.Path, names)
                    )
                );
            }
        }
    }

    private ImmutableArray<Capability> Capabilities(MissionFile? file)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var top = new Section(root, complaints, "the capabilities", "capabilities");
        var sections = top.Sections("capabilities", "a capability", CapabilityKeys).ToArray();
        string[] names = [.. sections.Select(s => s.TextOrNull("id") ?? "")];
        return Unique(sections.Select(s => Capability(s, names)), c => c.Id, "a capability");
    }

    private Capability Capability(Section s, string[] names)
    {
        var item = new ForceSection(s, "a capability", citations);
        return new Capability(
            item.Id(),
            s.Text("name"),
            s.Choice<ForceDomain>("domain", null, Domains),
            s.Text("unit"),
            item.Figure("persons", null, 1, 100_000),
            [
                .. s.Sections("substitutes", "a substitute", SubstituteKeys)
                    .Select(one => Substitute(new ForceSection(one, "a substitute", citations), names))
                    .OrderBy(one => one.Capability, StringComparer.Ordinal),
            ],
            item.Stated
        );
    }

    private static Substitute Substitute(ForceSection item, string[] names) =>
        new(item.Known("capability", "capability", names), item.Whole("percent", null, 1, 100), item.Stated);

    private ImmutableArray<OtherDuty> Plans(MissionFile? file, string[] capabilities)
    {
        if (file is null || YamlText.Read(file.Path, file.Text, complaints) is not { } root)
        {
            return [];
        }
        var top = new Section(root, complaints, "the plans", "plans");
        return Unique(
            top.Sections("plans", "a plan line", PlanKeys)
                .Select(s =>
                {
                    var item = new ForceSection(s, "a plan line", citations);
                    return new OtherDuty(
                        item.Id(),
                        item.Known("nation", "nation", [.. nations.Select(n => n.Id)]),
                        item.Known("capability", "capability", capabilities),
                        s.Text("title"),
                        s.TextOrNull("place")?.Trim() ?? "",
                        item.Figure("quantity", null, 0, 10_000),
                        s.Choice("kind", null, ("plan", DutyKind.Plan), ("deployed", DutyKind.Deployed)),
                        item.Stated
                    );
                }),
            p => p.Id,
            "a plan line"
        );
    }

    private ImmutableArray<T> Unique<T>(IEnumerable<T> items, Func<T, string> id, string what)
    {
        var kept = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!kept.TryAdd(id(item), item) && id(item).Length > 0)
            {
                complaints.Add(Diagnostic.Error(Folder, 1, 1, "duplicate-id", $"{what} is called '{id(item)}' twice"));
            }
        }
        return [.. kept.Values];
    }
}
