using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using NodaTime;

namespace Holdfast.App.Support.Kiel;

/// <summary>One edition as it was read: its head, its items and the lines that were put into quarantine.</summary>
public sealed record ReadEdition(SupportEdition Edition, ImmutableArray<LedgerItem> Items, ImmutableArray<QuarantinedLine> Quarantined);

/// <summary>Gathers what the files of one edition say while they are read one after another.</summary>
internal sealed class KielEdition(string id, string folder)
{
    public const string Source = "Ukraine Support Tracker, Kiel Institute";
    public const string Months = "kiel.months";
    public const string Weapons = "kiel.weapons";
    public const string Procurement = "kiel.procurement";
    public const string Shares = "kiel.eu-shares";
    public const string Activities = "kiel.activities";
    public const string Disbursements = "kiel.disbursements";
    private const decimal Billion = 1_000_000_000m;

    private readonly HashSet<string> _carries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unmapped = new(StringComparer.Ordinal);
    private readonly List<EditionFile> _files = [];
    private readonly List<EditionCheck> _checks = [];
    private readonly List<EditionNote> _notes = [];
    private readonly List<DonorGdp> _gdp = [];
    private readonly List<QuarantinedLine> _quarantined = [];
    private long _compared;

    public string Folder => folder;

    public List<LedgerItem> Items { get; } = [];

    public List<DonorGdp> Gdp => _gdp;

    public string? Label { get; set; }

    public LocalDate? KnownOn { get; set; }

    public bool Has(string file) => File.Exists(Path.Combine(folder, file));

    public long Rows(string file) => _files.Find(f => f.Name == file)?.Rows ?? 0;

    public void Carry(string series, SupportStage stage) => _carries.Add(SupportEdition.Carried(series, stage));

    public void Note(string code, string text, long rows = 0) => _notes.Add(new EditionNote(code, text, rows));

    public string Donor(string name)
    {
        if (!KielDonors.IsKnown(name))
        {
            _unmapped.Add(name);
        }
        return KielDonors.CodeOf(name);
    }

    /// <summary>Adds an item; an id that is there already puts the row into quarantine instead.</summary>
    public void Add(SupportTable table, LedgerItem item)
    {
        if (_ids.Add(item.Series + "\n" + item.Id))
        {
            Items.Add(item with { Cites = id });
            return;
        }
        var first = Items.First(i => i.Series == item.Series && i.Id == item.Id);
        table.Quarantine("", "duplicate", $"The file states '{item.Id}' twice: line {first.Row.Line} stands, this one does not.");
    }

    /// <summary>Compares a published figure with the computed one; only what differs at all is kept, and told whether it is more than the files' rounding.</summary>
    public void Compare(string what, ItemRow at, decimal published, decimal computed, decimal tolerance, string unit)
    {
        _compared++;
        if (published != computed)
        {
            _checks.Add(new EditionCheck(what, at, published, computed, tolerance, unit));
        }
    }

    public async Task ReadAsync(string file, Func<SupportTable, Task> read, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file);
        await using var content = File.OpenRead(path);
        await using var table = await SupportTable.OpenAsync("kiel", file, content, cancellation);
        await read(table);
        _quarantined.AddRange(table.Quarantined);
        _files.Add(new EditionFile(file, await SupportTable.HashAsync(path, cancellation), table.Rows, table.Quarantined.Count));
    }

    public ReadEdition Finish(LocalDate known, int order)
    {
        if (_unmapped.Count > 0)
        {
            Note(
                "unmapped-donor",
                $"Donors kept under the source's own name, since no code is known for them: {string.Join(", ", _unmapped)}."
            );
        }
        var edition = new SupportEdition(
            id,
            Source,
            Label ?? "without a label",
            known,
            order,
            [.. _carries.Select(c => c[..c.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal)],
            [.. _carries.Order(StringComparer.Ordinal)],
            [.. _files],
            [.. _checks],
            [.. _notes]
        )
        {
            Items = Items.Count,
            Compared = _compared,
            Gdp = [.. _gdp],
        };
        return new ReadEdition(edition, [.. Items], [.. _quarantined]);
    }

    /// <summary>An amount that a file gives in billions of euro, in euro and exact.</summary>
    public static Money Euro(decimal billions) => new(billions * Billion, Rates.Euro);

    public static decimal Billions(decimal euro) => euro / Billion;

    public static string MonthOf(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}");
}
