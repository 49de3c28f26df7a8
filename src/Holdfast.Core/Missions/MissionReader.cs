using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>
/// Reads a mission from the texts of its folder. Pure and strict: what it does not know is an error with line, column and the nearest right word.
/// The layout is described in <c>docs/guide/missions.md</c>.
/// </summary>
public static class MissionReader
{
    public const string MainFile = "mission.yaml";
    internal const string FactsFileName = "facts.yaml";
    internal const string ChronologyFileName = "chronology.yaml";
    internal const string CommissionFileName = "commission.yaml";
    private const string Unused = "unused";

    internal static readonly string[] MainKeys =
    [
        "title",
        "summary",
        "exposure",
        "mode",
        "zone",
        "period",
        "languages",
        "release",
        "sectors",
        "thresholds",
        "fusion",
        TrendSection.Key,
        .. MissionDocuments.SharedKeys,
    ];

    /// <summary>The mission, or null exactly when some diagnostic is an error. Diagnostics are sorted by file, line and column.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="files">The texts of the folder; paths are relative to it, with forward slashes.</param>
    public static (Mission? Mission, ImmutableArray<Diagnostic> Diagnostics) Read(string name, IReadOnlyList<MissionFile> files)
    {
        var complaints = new Complaints();
        var sorted = files.OrderBy(f => f.Path, StringComparer.Ordinal).ToImmutableArray();
        var byPath = sorted.ToDictionary(f => f.Path, StringComparer.Ordinal);
        if (!byPath.ContainsKey(MainFile))
        {
            var near = NearestWord.To(MainFile, byPath.Keys);
            var found = near is null ? "" : $"; found '{near}'";
            complaints.Add(
                Diagnostic.Error(
                    MainFile,
                    1,
                    1,
                    "no-such-file",
                    $"a mission's folder holds a file '{MainFile}'{found}",
                    near is null ? null : MainFile
                )
            );
            return (null, complaints.Sorted());
        }
        var documents = new MissionDocuments(byPath, complaints);
        documents.Read(MainFile);
        MissionFolders.CheckPaths(sorted, documents.Paths, complaints);
        var mission = documents.All.Count == 0 ? null : Build(name, sorted, byPath, documents, complaints);
        mission = mission is null
            ? null
            : mission with
            {
                Questions = new QuestionsFile(mission, complaints).Read(byPath.GetValueOrDefault(QuestionsFile.Name)),
            };
        return (complaints.HasErrors ? null : mission, complaints.Sorted());
    }

    /// <summary>
    /// A planner's own offers, in the form of <c>forces/offers/*.yaml</c> and with the names of a mission; null exactly when some diagnostic is an error.
    /// </summary>
    /// <param name="path">What diagnostics call it.</param>
    public static (ImmutableArray<ForceOffer>? Offers, ImmutableArray<Diagnostic> Diagnostics) ReadOffers(
        Mission mission,
        string path,
        string text
    )
    {
        var complaints = new Complaints();
        var offers = ForceFiles.Offers(mission, path, text, complaints, Cited(mission.References));
        return (complaints.HasErrors ? null : offers, complaints.Sorted());
    }

    /// <summary>
    /// A requirement of somebody's own (a file with <c>requirements:</c> in the form of <c>support/depots.yaml</c>) with the names of a mission; null exactly when some diagnostic is
    /// an error.
    /// </summary>
    /// <param name="path">What diagnostics call it.</param>
    public static (ImmutableArray<DepotRequirement>? Requirements, ImmutableArray<Diagnostic> Diagnostics) ReadRequirements(
        Mission mission,
        string path,
        string text
    )
    {
        var complaints = new Complaints();
        var requirements = SupportFiles.Requirements(mission, path, text, complaints, Cited(mission.References));
        return (complaints.HasErrors ? null : requirements, complaints.Sorted());
    }

    private static Mission Build(
        string name,
        ImmutableArray<MissionFile> files,
        Dictionary<string, MissionFile> byPath,
        MissionDocuments documents,
        Complaints complaints
    )
    {
        var sections = Sections(documents, complaints);
        var main = sections[0];
        var (head, declared) = (new MissionHead(name, main, complaints), new Declarations(sections, complaints));
        main.Need("parties");
        var before = complaints.Count;
        var parties = declared.Parties();
        var references = declared.References();
        var listsAreRight = complaints.Count == before;
        var sources = declared.Sources(parties);
        var citations = Cited(references);
        var zones = new ZoneFiles(complaints, citations);
        var atlas = zones.Read(files.Where(f => f.Path.StartsWith("zones/", StringComparison.Ordinal)));
        var zone = head.Zone();
        var period = head.Period(zone);
        var nationFiles = new NationFiles(complaints, citations);
        var nations = nationFiles.Read(files);
        var actors = Actors(parties, nations);
        var schedules = new ScheduleFiles(complaints, citations, atlas, zones.Missing(atlas), zone).Read(files);
        var words = Words(atlas, parties, references, nations, schedules);
        var (clauses, remarks) = Clauses(files, words, zones.Missing(atlas), complaints, listsAreRight);
        var mode = Declarations.Modes(main, Mode.Actual);
        var support = new SupportFiles(complaints, citations).Read(files, atlas, nations, actors, clauses);
        var stated = Stated(references, zone);
        var facts = Facts(files, byPath, new FactsFile(complaints, citations, zone, mode), clauses, stated, period)
            .AddRange(new SanctionsFile(complaints, citations).Facts(byPath, support, zone, mode, stated, period));
        Remark([.. remarks.Where(r => !ForceFiles.Uses(files, r.Message) && !SupportFiles.Uses(files, r.Message))], facts, complaints);
        var mission = new Mission
        {
            Name = name,
            Title = main.Text("title"),
            Summary = main.Text("summary"),
            Exposure = head.Exposure(),
            Mode = mode,
            Parties = parties,
            Zone = zone,
            Period = period,
            References = references,
            Sources = sources,
            Atlas = atlas,
            Schedules = schedules,
            Sectors = head.Sectors(atlas, zones.Names),
            Clauses = clauses ?? ClauseSet.Empty,
            Facts = [.. facts.Where(f => f.Mode == mode).Select(f => f.Statement)],
            OtherFacts = [.. facts.Where(f => f.Mode != mode)],
            Fusion = head.Fusion(),
            FusionCites = head.FusionCites(citations),
            Thresholds = head.Thresholds(citations),
            Languages = head.Languages(),
            ReleaseNote = main.TextOrNull("release")?.Trim() ?? "",
            Feeds = declared.Feeds(sources, mode, byPath),
            Chronology = Chronology(byPath, citations, zone, actors, complaints),
            Nations = nationFiles.Resolve(nations, clauses),
            Sensors = Sensors(byPath, citations, sources, actors, atlas, zone, complaints),
            Forces = new ForceFiles(complaints, citations, atlas, nations, clauses).Read(files),
            Support = support,
            Files = files,
            Revision = Revision(files),
        };
        return WithRooms(mission, main, byPath, citations, actors, clauses, complaints);
    }

    /// <summary>What hangs on nothing else that is read here.</summary>
    private static Mission WithRooms(
        Mission mission,
        Section main,
        Dictionary<string, MissionFile> byPath,
        Citations citations,
        ImmutableSortedSet<string> actors,
        ClauseSet? clauses,
        Complaints complaints
    ) =>
        mission with
        {
            Trend = TrendSection.Read(main, complaints, citations),
            Sensing = new SensingFile(complaints, mission.Sources).Read(byPath.GetValueOrDefault(SensingFile.Name)),
            Ledger = new LedgerFiles(complaints, citations, clauses).Read(byPath),
            Cell = new CellFile(complaints, citations, mission.Parties, actors, clauses).Read(byPath.GetValueOrDefault(CellFile.Name)),
            Commission = Rules(byPath, citations, mission.Nations.IsEmpty ? [] : actors, complaints),
        };

    /// <summary>The sections of mission.yaml, first, and of the files that it includes.</summary>
    private static Section[] Sections(MissionDocuments documents, Complaints complaints) =>
        [
            new Section(documents.All[0], complaints, "the mission", MainKeys),
            .. documents.All.Skip(1).Select(d => new Section(d, complaints, "an included file", MissionDocuments.SharedKeys)),
        ];

    private static ImmutableArray<ChronologyItem> Chronology(
        Dictionary<string, MissionFile> byPath,
        Citations citations,
        DateTimeZone zone,
        ImmutableSortedSet<string> actors,
        Complaints complaints
    ) => new ChronologyFile(complaints, citations, zone, actors).Read(byPath.GetValueOrDefault(ChronologyFileName));

    private static SensorRegistry Sensors(
        Dictionary<string, MissionFile> byPath,
        Citations citations,
        ImmutableArray<Source> sources,
        ImmutableSortedSet<string> actors,
        Atlas atlas,
        DateTimeZone zone,
        Complaints complaints
    )
    {
        var owners = actors.Union(sources.SelectMany(s => new[] { s.Id, s.Owner }).Where(o => o.Length > 0));
        return new SensorFile(complaints, citations, owners, atlas, zone).Read(byPath.GetValueOrDefault(SensorFile.Name));
    }

    private static CommissionRules? Rules(
        Dictionary<string, MissionFile> byPath,
        Citations citations,
        ImmutableSortedSet<string> actors,
        Complaints complaints
    ) => new CommissionFile(complaints, citations, actors).Read(byPath.GetValueOrDefault(CommissionFileName));

    private static ImmutableArray<MissionFact> Facts(
        ImmutableArray<MissionFile> files,
        Dictionary<string, MissionFile> byPath,
        FactsFile reader,
        ClauseSet? clauses,
        Func<string, Instant?> stated,
        TimeRange period
    ) =>
        [
            .. reader.Read(byPath.GetValueOrDefault(FactsFileName), clauses, stated, period),
            .. reader.ReadTables(files, clauses, stated, period),
        ];

    private static Citations Cited(ImmutableArray<Reference> references) =>
        new(
            references.Select(r => r.Id).Append("").ToImmutableSortedSet(StringComparer.Ordinal).Remove(""),
            references.Where(r => r.Url is not null).Select(r => r.Id).ToImmutableSortedSet(StringComparer.Ordinal)
        );

    /// <summary>Who may have met, spoken or decided: parties, nations, their bodies, and the groups that nations belong to.</summary>
    private static ImmutableSortedSet<string> Actors(ImmutableArray<Party> parties, ImmutableArray<Nation> nations) =>
        parties
            .Select(p => p.Id)
            .Concat(NationFiles.Actors(nations))
            .Concat(nations.SelectMany(n => n.Groups))
            .ToImmutableSortedSet(StringComparer.Ordinal);

    private static ClauseVocabulary Words(
        Atlas atlas,
        ImmutableArray<Party> parties,
        ImmutableArray<Reference> references,
        ImmutableArray<Nation> nations,
        ImmutableSortedDictionary<string, Schedule> schedules
    ) =>
        new(
            atlas,
            parties.Select(p => p.Id).ToImmutableSortedSet(StringComparer.Ordinal),
            references.Select(r => r.Id).ToImmutableSortedSet(StringComparer.Ordinal)
        )
        {
            Nations = NationFiles.Actors(nations),
            Schedules = schedules,
        };

    /// <summary>The set is null when the clauses have errors. Remarks are what hangs on the facts, too: what no clause uses.</summary>
    private static (ClauseSet? Set, ImmutableArray<Diagnostic> Remarks) Clauses(
        ImmutableArray<MissionFile> files,
        ClauseVocabulary vocabulary,
        HashSet<string> missing,
        Complaints complaints,
        bool listsAreRight
    )
    {
        ClauseSource[] sources =
        [
            .. files.Where(f => f.Path.EndsWith(".clauses", StringComparison.Ordinal)).Select(f => new ClauseSource(f.Path, f.Text)),
        ];
        if (sources.Length == 0)
        {
            return (ClauseSet.Empty, []);
        }
        // A zone whose outline is faulty, or a list of parties that could not be read, has been complained about: not again for every use.
        var (set, diagnostics) = ClauseSet.Compile(sources, vocabulary);
        foreach (var diagnostic in diagnostics.Where(d => d.Code != Unused))
        {
            var follows = diagnostic.Code is "unknown-party" or "unknown-reference" && !listsAreRight;
            if (!follows && !missing.Any(m => diagnostic.Message.Contains($"'{m}'", StringComparison.Ordinal)))
            {
                complaints.Add(diagnostic);
            }
        }
        return (set, [.. diagnostics.Where(d => d.Code == Unused)]);
    }

    /// <summary>A fact that the mission states stands on record, whether or not a clause asks for it.</summary>
    private static void Remark(ImmutableArray<Diagnostic> remarks, ImmutableArray<MissionFact> facts, Complaints complaints)
    {
        var stated = facts.Select(f => $"the fact '{f.Statement.Name}'").ToHashSet(StringComparer.Ordinal);
        foreach (var remark in remarks.Where(r => !stated.Any(s => r.Message.Contains(s, StringComparison.Ordinal))))
        {
            complaints.Add(remark);
        }
    }

    /// <summary>When what a citation names was published: the date of its reference, null where it has none.</summary>
    private static Func<string, Instant?> Stated(ImmutableArray<Reference> references, DateTimeZone zone) =>
        cites =>
        {
            var id = cites.Split(' ')[0];
            var date = references.FirstOrDefault(r => r.Id == id)?.Date;
            return date is { } day ? zone.AtStartOfDay(day).ToInstant() : null;
        };

    /// <summary>SHA-256 over the sorted paths and hashes, one "path hash" line each.</summary>
    private static string Revision(ImmutableArray<MissionFile> files)
    {
        var text = string.Concat(files.Select(f => $"{f.Path} {f.Sha256}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
