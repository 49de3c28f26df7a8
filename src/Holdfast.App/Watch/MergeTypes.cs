using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch;

/// <summary>How rows of several files are told to be one event.</summary>
public enum MergeMethod
{
    /// <summary>The engine's likelihood ratios, inside the windows.</summary>
    Likelihood,

    /// <summary>Hard windows and agreement in every taxonomy, file by file, after Donnay et al. 2019.</summary>
    Windows,
}

/// <summary>What merge is asked.</summary>
/// <param name="Kilometres">Rows farther apart are never one event.</param>
/// <param name="Days">Rows whose first or last days differ by more are never one event.</param>
/// <param name="Mappings">By file name; a file without one has its columns guessed.</param>
/// <param name="Taxonomies">By the column that each explains.</param>
public sealed record MergeRequest(
    ImmutableArray<string> Files,
    double Kilometres,
    int Days,
    MergeMethod Method,
    ImmutableDictionary<string, ColumnMapping> Mappings,
    ImmutableArray<MergeTaxonomy> Taxonomies
);

/// <summary>One row of a file as merge sees it.</summary>
/// <param name="FirstDay">Days since 1970-01-01.</param>
/// <param name="Categories">For each taxonomy the row's categories, finest first; empty where the taxonomy does not know the row's word.</param>
public sealed record MergeRow(
    int File,
    long Line,
    FixObservation Observation,
    int FirstDay,
    int LastDay,
    ImmutableArray<ImmutableArray<string>> Categories
);

/// <summary>A row's place in the result.</summary>
/// <param name="Event">Numbered from 1 in the order of the first row.</param>
/// <param name="Partners">Indices of the other rows of the event.</param>
public sealed record MergeLink(int Row, int Event, double Probability, ImmutableArray<int> Partners);

/// <summary>A pair of rows that was nearly joined, or nearly not, and why.</summary>
public sealed record MergeBorderline(int A, int B, bool Joined, double? Probability, string Why);

/// <summary>What merge found. Rows that could not be read are listed, never dropped in silence.</summary>
/// <param name="Links">One for each row, in the order of the rows.</param>
public sealed record MergeResult(
    MergeRequest Request,
    ImmutableArray<MergeRow> Rows,
    ImmutableArray<MergeLink> Links,
    ImmutableArray<MergeBorderline> Borderline,
    ImmutableArray<QuarantinedLine> Quarantined
)
{
    /// <summary>Distinct events.</summary>
    public int Unique => Links.Select(l => l.Event).Distinct().Count();

    /// <summary>Rows beyond the first of their event.</summary>
    public int Duplicates => Rows.Length - Unique;

    /// <summary>Events that stand in more than one file.</summary>
    public int Matches => Links.Where(l => l.Partners.Length > 0).Select(l => l.Event).Distinct().Count();
}
