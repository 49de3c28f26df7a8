using System.Collections.Immutable;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.Core.Support.Editions;

/// <summary>One file of an edition: its name in the source's folder, its SHA-256 (hex), how many rows it has and how many of them were put into quarantine.</summary>
public sealed record EditionFile(string Name, string Sha256, long Rows, long Quarantined);

/// <summary>
/// A published figure beside the one computed from the edition's own rows. The tolerance is the files' own stated rounding: half a unit of the last digit of the published figure, and of each
/// row that is summed.
/// </summary>
/// <param name="What">Such as <c>military 2024-03</c>.</param>
/// <param name="Row">Where the published figure stands.</param>
/// <param name="Unit">Of both, such as <c>EUR bn</c>.</param>
public sealed record EditionCheck(string What, ItemRow Row, decimal Published, decimal Computed, decimal Tolerance, string Unit)
{
    public decimal Residual => Published - Computed;

    public bool Agrees => Math.Abs(Residual) <= Tolerance;
}

/// <summary>What a reader of an edition must know: a code and a sentence, and how many rows it concerns (0 where it is not about rows).</summary>
public sealed record EditionNote(string Code, string Text, long Rows);

/// <summary>A donor's gross domestic product as an edition states it, in billions of euro (the source names no year).</summary>
public sealed record DonorGdp(string Donor, decimal EurBillion, ItemRow Row);

/// <summary>
/// One published state of a source. Editions of a series follow each other by the day on which they were known (then by <paramref name="Order"/>); the latest that was known on a day is
/// what was known on it. A source's own labels say nothing about their order: Kiel's ran 31, 30, 29, 29.
/// </summary>
/// <param name="Id">Such as <c>kiel/2026-07-16_f813f41</c>.</param>
/// <param name="Source">Whose it is, such as <c>Ukraine Support Tracker, Kiel Institute</c>.</param>
/// <param name="Label">What the source calls it.</param>
/// <param name="KnownOn">The day from which on it could be known.</param>
/// <param name="Order">Among editions of one day.</param>
/// <param name="Series">The accounts it states, sorted.</param>
/// <param name="Carries">The stages of each series that its files have columns for, as <c>SERIES/STAGE</c>, sorted: what is not among them it does not state, which is not "nothing".</param>
public sealed record SupportEdition(
    string Id,
    string Source,
    string Label,
    LocalDate KnownOn,
    int Order,
    ImmutableArray<string> Series,
    ImmutableArray<string> Carries,
    ImmutableArray<EditionFile> Files,
    ImmutableArray<EditionCheck> Checks,
    ImmutableArray<EditionNote> Notes
)
{
    /// <summary>How many items it has.</summary>
    public long Items { get; init; }

    /// <summary>Figures whose published and computed values differ beyond the files' rounding.</summary>
    public IEnumerable<EditionCheck> Residuals => Checks.Where(c => !c.Agrees);

    /// <summary>Figures that were compared; only those with any residual are kept among <see cref="Checks"/>.</summary>
    public long Compared { get; init; }

    public ImmutableArray<DonorGdp> Gdp { get; init; } = [];

    public static string Carried(string series, SupportStage stage) => $"{series}/{SupportWords.Of(stage)}";
}
