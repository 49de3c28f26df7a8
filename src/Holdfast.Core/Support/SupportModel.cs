using System.Collections.Immutable;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Support.Financing;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support;

/// <summary>An oblast, a part of a country or a country: the finest that anything of support is placed at.</summary>
/// <param name="Nation">The nation it belongs to; the same as <see cref="Id"/> for a country, empty for an area of the atlas.</param>
public sealed record SupportRegion(string Id, string Name, string Nation);

/// <summary>What a mission declares of support beside its ledger, from <c>support/*.yaml</c>. Everything but requirements and stock classes (which have an order of their own) is sorted by id.</summary>
public sealed record SupportModel
{
    /// <summary>Those that anything may be placed in: declared ones, nations, areas of the atlas.</summary>
    public ImmutableArray<SupportRegion> Regions { get; init; } = [];

    /// <summary>In the order in which transport takes them where nobody asks for another.</summary>
    public ImmutableArray<StockClass> StockClasses { get; init; } = [];
    public ImmutableArray<Depot> Depots { get; init; } = [];
    public ImmutableArray<DepotRoute> Routes { get; init; } = [];
    public ImmutableArray<ThroughputLimit> Limits { get; init; } = [];
    public ImmutableArray<DepotRequirement> Requirements { get; init; } = [];
    public ImmutableArray<Instrument> Financing { get; init; } = [];
    public ImmutableArray<FinancingNeed> Needs { get; init; } = [];

    /// <summary>Rates that schedules are converted with; not those of the ledger's items, which are dated by item.</summary>
    public ImmutableArray<PlanningRate> PlanningRates { get; init; } = [];
    public ImmutableArray<SanctionMeasure> Sanctions { get; init; } = [];
    public ImmutableArray<IndustryInput> Inputs { get; init; } = [];
    public ImmutableArray<IndustryProject> Industry { get; init; } = [];
    public ImmutableArray<TrainingCourse> Training { get; init; } = [];
    public ImmutableArray<TrainedReport> Trained { get; init; } = [];
    public ImmutableArray<WorksSegment> Works { get; init; } = [];

    public SupportRegion? Region(string id) => Regions.FirstOrDefault(r => r.Id == id);

    /// <summary>The region's name, or its id where it has none.</summary>
    public string RegionName(string id) => Region(id)?.Name ?? id;

    public StockClass? StockClass(string id) => StockClasses.FirstOrDefault(c => c.Id == id);

    public DepotRequirement? Requirement(string id) => Requirements.FirstOrDefault(r => r.Id == id);

    public SanctionMeasure? Measure(string id) => Sanctions.FirstOrDefault(m => m.Id == id);

    /// <summary>The weakest of some standings; recorded where there is none.</summary>
    public static Standing Weakest(IEnumerable<Stated> stated) => stated.Select(s => s.Standing).Append(Standing.Recorded).Max();
}
