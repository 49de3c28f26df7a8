using System.Collections.Immutable;
using Holdfast.App.Support;
using Holdfast.Core.Missions;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Support;

/// <summary>What a page about support is asked, and the book it answers from.</summary>
/// <param name="Known">The ledger as it was known on the day asked for.</param>
/// <param name="Series">The account asked for, or the first that there is; empty where there is none.</param>
public sealed record SupportView(
    Mission Mission,
    AddressQuery Query,
    SupportBook Book,
    KnownSupport Known,
    string Series,
    Mode Mode,
    LocalDate Today
)
{
    public const int PageLength = 200;

    public static readonly ImmutableArray<string> Names =
    [
        "series",
        "donor",
        "stage",
        "kind",
        "month",
        "class",
        "package",
        "state",
        "id",
        "edition",
        "before",
        "after",
        "rows",
        "known",
        "mode",
        "skip",
    ];

    private DonorNames? _names;

    /// <summary>What donors are called.</summary>
    public DonorNames Donors => _names ??= new DonorNames(Mission);

    public string Root => $"/m/{Mission.Name}";
    public string Api => $"/api/v1/missions/{Mission.Name}/support";
    public Rates Rates => Mission.Ledger.Rates;

    /// <summary>The accounts that have items, sorted, the ledger's own first.</summary>
    public ImmutableArray<string> AllSeries =>
        [
            .. Known
                .Items.Select(i => i.Series)
                .Distinct()
                .OrderByDescending(s => s == DeclaredLedger.Series)
                .ThenBy(Rank)
                .ThenBy(s => s, StringComparer.Ordinal),
        ];

    public IEnumerable<LedgerItem> Items => Known.Items.Where(i => i.Series == Series);

    /// <summary>The edition that an account shows; null for the ledger's own items.</summary>
    public SupportEdition? EditionOf(string series) => Known.Editions.FirstOrDefault(e => e.Series.Contains(series));

    /// <summary>The days on which what is known changes.</summary>
    public IEnumerable<LocalDate> Days =>
        Book
            .Editions.Select(e => e.Edition.KnownOn)
            .Concat(Book.Own.Where(i => i.Restates.Length > 0).Select(SupportBook.KnownOn).OfType<LocalDate>())
            .Distinct()
            .Order();

    /// <summary>The day on which lateness is judged.</summary>
    public LocalDate On => Known.On ?? Today;

    public FlowTable Flow() =>
        FlowTable.Of(
            Series,
            [.. Items],
            Rates,
            donor => Known.Editions.SelectMany(e => e.Gdp).FirstOrDefault(g => g.Donor == donor)?.EurBillion
        );

    /// <summary>Promise against deed over time: of the donor asked for, or of all.</summary>
    public StageCurve Curve() => StageCurve.Of(Items.Where(i => Query["donor"] is not { Length: > 0 } donor || i.Donor == donor), Rates);

    public string Link(string page, params (string Name, string? Value)[] changes) => $"{Root}/support{page}{Query.With(changes)}";

    internal static async Task<(SupportView? View, Refusal? Fault)> AskAsync(Visit visit)
    {
        var reading = new AddressReading(visit, Names);
        var modes = Enum.GetValues<Mode>().Select(Words.Of).ToArray();
        var mode = reading.One("mode", modes) is { } word && Words.Find<Mode>(word, Words.Of) is { } asked ? asked : Mode.Actual;
        var book = await visit.Workspace.Support.BookAsync(visit.Reader, mode, visit.Cancellation);
        var known = book.AsKnown(reading.Day("known"));
        string[] all = [.. known.Items.Select(i => i.Series).Distinct()];
        reading.One("series", all);
        reading.One("donor", [.. known.Items.Select(i => i.Donor).Distinct()]);
        reading.One("stage", SupportWords.Stages);
        reading.One("kind", SupportWords.Kinds);
        reading.One("state", [.. Enum.GetValues<PromiseState>().Select(SupportText.Of)]);
        foreach (var name in (string[])["month", "class", "package", "id", "edition", "before", "after", "rows"])
        {
            reading.Text(name);
        }
        reading.Number("skip", 10_000_000);
        var today = Instant
            .FromDateTimeOffset(visit.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
            .InZone(visit.Mission.Zone)
            .Date;
        var view = new SupportView(visit.Mission, reading.Query, book, known, "", mode, today);
        var series = view.Query["series"] is { Length: > 0 } named ? named : view.AllSeries.FirstOrDefault("");
        return reading.Fault is { } fault ? (null, fault) : (view with { Series = series }, null);
    }

    // Accounts by month tell most; those that break the same money down come after them.
    private static int Rank(string series) => series.EndsWith(".months", StringComparison.Ordinal) ? 0 : 1;
}
