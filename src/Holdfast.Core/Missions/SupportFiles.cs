using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Values;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads what <c>support/</c> declares beside the ledger: <c>depots.yaml</c>, <c>financing.yaml</c>, <c>sanctions.yaml</c>, <c>industry.yaml</c>, <c>training.yaml</c>, <c>works.yaml</c>. Read
/// after the clauses, since access, legal states and projects hang on them.
/// </summary>
internal sealed class SupportFiles(Complaints complaints, Citations citations)
{
    public const string Folder = "support/";

    private static readonly string[] Names =
    [
        DepotsFile.Name,
        FinancingFile.Name,
        SanctionsFile.Name,
        IndustryFile.Name,
        TrainingFile.Name,
        WorksFile.Name,
    ];

    /// <summary>Every file that the folder may hold beside clauses, the ledger's own among them.</summary>
    public static readonly ImmutableArray<string> All = [.. Names, LedgerFiles.ItemsName, LedgerFiles.PackagesName, LedgerFiles.RatesName];

    /// <summary>Null where the mission declares none of it.</summary>
    public SupportModel? Read(
        ImmutableArray<MissionFile> files,
        Atlas atlas,
        ImmutableArray<Nation> nations,
        ImmutableSortedSet<string> actors,
        ClauseSet? clauses
    )
    {
        var roots = files
            .Where(f => Names.Contains(f.Path))
            .ToDictionary(f => f.Path, f => YamlText.Read(f.Path, f.Text, complaints), StringComparer.Ordinal);
        if (roots.Count == 0)
        {
            return null;
        }
        string[] ids = [.. nations.Select(n => n.Id)];
        var depots = new DepotsFile(complaints, citations);
        var root = roots.GetValueOrDefault(DepotsFile.Name);
        var regions = Regions(depots.Regions(root, ids), atlas, nations);
        var words = Words(regions, nations, actors, clauses);
        var model = new SupportModel { Regions = regions };
        model = root is null ? model : depots.Read(root, model, words);
        model = roots.GetValueOrDefault(FinancingFile.Name) is { } f
            ? new FinancingFile(complaints, citations).Read(f, model, words)
            : model;
        model = roots.GetValueOrDefault(SanctionsFile.Name) is { } s
            ? new SanctionsFile(complaints, citations).Read(s, model, words)
            : model;
        model = roots.GetValueOrDefault(IndustryFile.Name) is { } i ? new IndustryFile(complaints, citations).Read(i, model, words) : model;
        model = roots.GetValueOrDefault(TrainingFile.Name) is { } t ? new TrainingFile(complaints, citations).Read(t, model, words) : model;
        return roots.GetValueOrDefault(WorksFile.Name) is { } w ? new WorksFile(complaints, citations).Read(w, model, words) : model;
    }

    /// <summary>Somebody's own requirement under the names of a mission; see <see cref="MissionReader.ReadRequirements"/>.</summary>
    public static ImmutableArray<DepotRequirement> Requirements(
        Mission mission,
        string path,
        string text,
        Complaints complaints,
        Citations citations
    )
    {
        if (mission.Support is not { } model)
        {
            complaints.Add(
                Diagnostic.Error(path, 1, 1, "no-support", $"the mission '{mission.Name}' declares no depots: it has no {DepotsFile.Name}")
            );
            return [];
        }
        var words = Words(model.Regions, mission.Nations, [], mission.Clauses);
        return new DepotsFile(complaints, citations).Own(path, text, model, words);
    }

    /// <summary>Whether a condition of these files uses the fact or definition that a remark of the clauses calls unused: they are read later.</summary>
    public static bool Uses(ImmutableArray<MissionFile> files, string remark)
    {
        var quoted = remark.Split('\'');
        return quoted.Length == 3
            && files
                .Where(f => Names.Contains(f.Path))
                .SelectMany(f => f.Text.Split('\n'))
                .Any(line =>
                    (
                        line.Contains("when:", StringComparison.Ordinal)
                        || line.Contains("in_force:", StringComparison.Ordinal)
                        || line.Contains("fact:", StringComparison.Ordinal)
                    ) && Regex.IsMatch(line, $@"(?<![\w.]){Regex.Escape(quoted[1])}(?![\w.])", RegexOptions.CultureInvariant)
                );
    }

    /// <summary>Items by id, sorted; one that is there twice is complained about where it stands the second time.</summary>
    public static ImmutableArray<T> Unique<T>(
        IEnumerable<(SupportSection Section, T Item)> items,
        Func<T, string> id,
        string what,
        string key = "id"
    ) => [.. Distinct(items, id, what, key).OrderBy(id, StringComparer.Ordinal)];

    /// <summary>The same in the order of the file.</summary>
    public static ImmutableArray<T> Distinct<T>(
        IEnumerable<(SupportSection Section, T Item)> items,
        Func<T, string> id,
        string what,
        string key = "id"
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<T>();
        foreach (var (section, item) in items)
        {
            if (seen.Add(id(item)))
            {
                kept.Add(item);
            }
            else if (id(item).Length > 0)
            {
                section.Error(key, "duplicate-id", $"{what} '{id(item)}' is there twice");
            }
        }
        return kept.ToImmutable();
    }

    private static SupportWords Words(
        ImmutableArray<SupportRegion> regions,
        ImmutableArray<Nation> nations,
        ImmutableSortedSet<string> actors,
        ClauseSet? clauses
    ) => new(regions, [.. nations.Select(n => n.Id)], [.. actors], clauses);

    private static ImmutableArray<SupportRegion> Regions(
        ImmutableArray<SupportRegion> declared,
        Atlas atlas,
        ImmutableArray<Nation> nations
    ) =>
        [
            .. declared
                .Concat(nations.Select(n => new SupportRegion(n.Id, n.Name, n.Id)))
                .Concat(atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area).Select(s => new SupportRegion(s.Name, s.Title, "")))
                .DistinctBy(r => r.Id)
                .OrderBy(r => r.Id, StringComparer.Ordinal),
        ];
}
