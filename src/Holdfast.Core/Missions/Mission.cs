using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>A party or an entity named in an agreement. Naming implies no recognition.</summary>
public sealed record Party(string Id, string Name, string Note);

/// <summary>A fact that a mission's file states, and to which activity it belongs.</summary>
public sealed record MissionFact(FactStatement Statement, Mode Mode);

/// <summary>A feed that a mission carries or names: the kind of feed and a path relative to the mission's folder.</summary>
public sealed record MissionFeed(string Feed, string Path, string SourceId, Mode Mode, Standing Standing);

/// <summary>One file of a mission folder: its path relative to the folder, its SHA-256 (hex) and its text.</summary>
public sealed record MissionFile(string Path, string Sha256, string Text)
{
    /// <summary>Whether it tells where sensors stand: then it is recorded apart, under their label.</summary>
    public bool IsProtected => Path == SensorFile.Name;
}

/// <summary>A document or publication that statements cite.</summary>
public sealed record Reference(string Id, string Title, string Publisher, LocalDate? Date, string? Url);

/// <summary>The declared world: a folder of text. Everything here came from files of the folder; nothing is computed from the record.</summary>
public sealed record Mission
{
    /// <summary>The folder's name: lower case, digits and hyphens.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required Exposure Exposure { get; init; }

    /// <summary>The mode its pages show first; <see cref="Values.Mode.Exercise"/> is marked on every page.</summary>
    public required Mode Mode { get; init; }
    public required ImmutableArray<Party> Parties { get; init; }

    /// <summary>The zone in which days are counted and reports are dated.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The period of interest: pages open on it.</summary>
    public required TimeRange Period { get; init; }
    public required ImmutableArray<Reference> References { get; init; }
    public required ImmutableArray<Source> Sources { get; init; }
    public required Atlas Atlas { get; init; }

    /// <summary>Tables of times and places at which something holds, by name; from <c>schedules/*.csv</c>.</summary>
    public ImmutableSortedDictionary<string, Schedule> Schedules { get; init; } =
        ImmutableSortedDictionary<string, Schedule>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Names of the areas of the atlas by which health and coverage are given, in order of display.</summary>
    public required ImmutableArray<string> Sectors { get; init; }
    public required ClauseSet Clauses { get; init; }

    /// <summary>The names that its clauses may use, for texts that are read beside them.</summary>
    public ClauseVocabulary Vocabulary =>
        new(
            Atlas,
            Parties.Select(p => p.Id).ToImmutableSortedSet(StringComparer.Ordinal),
            References.Select(r => r.Id).ToImmutableSortedSet(StringComparer.Ordinal)
        )
        {
            Nations = NationFiles.Actors(Nations),
            Schedules = Schedules,
        };

    /// <summary>Facts of the mission's own mode stated by its files; asserted through the one door when the mission is loaded.</summary>
    public required ImmutableArray<FactStatement> Facts { get; init; }

    /// <summary>Facts of another mode (actual facts beside an exercise), likewise. No fold ever mixes the two.</summary>
    public ImmutableArray<MissionFact> OtherFacts { get; init; } = [];

    /// <summary>All facts of the mission's files, each with its mode.</summary>
    public IEnumerable<MissionFact> AllFacts => Facts.Select(f => new MissionFact(f, Mode)).Concat(OtherFacts);
    public required FusionParameters Fusion { get; init; }

    /// <summary>Since when and on what ground the fusion parameters are set; empty for the defaults.</summary>
    public string FusionCites { get; init; } = "";

    /// <summary>Languages of its sources and pages, as BCP 47 tags.</summary>
    public ImmutableArray<string> Languages { get; init; } = ["en"];

    /// <summary>What readers are told about how its outputs are released.</summary>
    public string ReleaseNote { get; init; } = "";
    public required Thresholds Thresholds { get; init; }

    /// <summary>By what it tells whether the truce is breaking down.</summary>
    public TrendRules Trend { get; init; } = TrendRules.Default;
    public required ImmutableArray<MissionFeed> Feeds { get; init; }
    public required ImmutableArray<ChronologyItem> Chronology { get; init; }

    /// <summary>What nations said and who in them decides, by id; from <c>nations/*.yaml</c>.</summary>
    public ImmutableArray<Nation> Nations { get; init; } = [];

    public Nation? Nation(string id) => Nations.FirstOrDefault(n => n.Id == id);

    /// <summary>The commission's rules of procedure, from <c>commission.yaml</c>; null where the mission has no commission.</summary>
    public CommissionRules? Commission { get; init; }

    /// <summary>What it declares of its coordination cell, from <c>cell.yaml</c>.</summary>
    public CellModel Cell { get; init; } = CellModel.Empty;

    /// <summary>Sensors and their places, from <c>sensors.csv</c>; what entries of the record add stands in the record. Protected: see <see cref="SensorAccess"/>.</summary>
    public SensorRegistry Sensors { get; init; } = SensorRegistry.Empty;

    /// <summary>How arrivals become origins, from <c>sensing.yaml</c>; null where the mission does not listen.</summary>
    public SensingModel? Sensing { get; init; }

    /// <summary>What it declares of the multinational force, from <c>forces/</c>; null where there is none.</summary>
    public ForceModel? Forces { get; init; }

    /// <summary>What it declares of the ledger of support, from <c>support/</c>.</summary>
    public DeclaredLedger Ledger { get; init; } = DeclaredLedger.Empty;

    /// <summary>What it declares of support beside the ledger, from <c>support/*.yaml</c>; null where there is none.</summary>
    public SupportModel? Support { get; init; }

    /// <summary>The label of what sensors say and of what is said about them.</summary>
    public Label SensorLabel => Sensing?.ArrivalLabel ?? SensorAccess.DefaultLabel;

    /// <summary>Every name that may stand after <c>without</c> (<see cref="LeftOut"/>), sorted: sources, their owners and groups, and whoever may own sensors.</summary>
    public ImmutableArray<string> MayBeLeftOut =>
        LeftOut.AllNames(Sources, Parties.Select(p => p.Id).Concat(Nations.Select(n => n.Id)).Append(SensorWords.MissionOwner));

    /// <summary>Plain questions and how each is answered from the data, in order of the file; from <c>questions.yaml</c>.</summary>
    public ImmutableArray<PlainQuestion> Questions { get; init; } = [];

    public required ImmutableArray<MissionFile> Files { get; init; }

    /// <summary>SHA-256 (hex) over the sorted paths and hashes of <see cref="Files"/>: the mission revision.</summary>
    public required string Revision { get; init; }
}
