using Holdfast.Core.Nations;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support.Kiel;

/// <summary>
/// <c>data_explorer.csv</c>: a row for each donor and month in billions of euro. Allocations are parted by kind; commitments are one figure and are not linked to allocations by the
/// file, so they are not linked here. Checked: the total against its parts, what is left to be allocated, the share of GDP.
/// </summary>
internal sealed class KielMonths(KielEdition edition)
{
    public const string File = "data_explorer.csv";
    public const string Unit = "EUR bn";
    private static readonly SupportKind[] Kinds = [SupportKind.Financial, SupportKind.Humanitarian, SupportKind.Military];

    private readonly Dictionary<(int Year, int Month, SupportKind Kind), (ExactSum Sum, int Rows)> _byMonth = [];
    private readonly Dictionary<string, ExactSum> _byDonor = new(StringComparer.Ordinal);
    private readonly List<(string What, ItemRow At, decimal Published, decimal Computed, Func<decimal> Tolerance)> _checks = [];

    /// <summary>Half a unit of the last digit of each kind's column.</summary>
    public decimal HalfUnit { get; private set; }

    public async Task ReadAsync(SupportTable table, CancellationToken cancellation)
    {
        var row = new KielColumns(table);
        var (commits, left) = (table.Header.Find("commitments") >= 0, table.Header.Find("to_be_allocated") >= 0);
        edition.Carry(KielEdition.Months, SupportStage.Allocation);
        if (commits)
        {
            edition.Carry(KielEdition.Months, SupportStage.Commitment);
        }
        long without = 0;
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var before = edition.Items.Count;
            Row(table, row, commits, left);
            without += row.Good && edition.Items.Count == before ? 1 : 0;
        }
        if (without > 0)
        {
            edition.Note(
                "nothing-stated",
                $"Rows of {File} whose figures are all 0: they state that nothing was allocated and give no item.",
                without
            );
        }
        HalfUnit = Kinds.Max(k => row.HalfUnit(Column(k)));
        foreach (var (what, at, published, computed, tolerance) in _checks)
        {
            edition.Compare(
                what,
                at,
                published,
                computed,
                tolerance(),
                what.StartsWith("share", StringComparison.Ordinal) ? "% of GDP" : Unit
            );
        }
    }

    /// <summary>What the rows of a month come to for a kind (all kinds where it is unspecified), and of how many rows.</summary>
    public (decimal Sum, int Rows) Of(int year, int month, SupportKind kind)
    {
        var (sum, rows) = (new ExactSum(), 0);
        foreach (var k in kind == SupportKind.Unspecified ? Kinds : [kind])
        {
            if (_byMonth.TryGetValue((year, month, k), out var found))
            {
                sum.Add(found.Sum);
                rows += found.Rows;
            }
        }
        return (sum.Value, rows);
    }

    /// <summary>What a donor allocated in all, in billions of euro.</summary>
    public decimal OfDonor(string donor) => _byDonor.GetValueOrDefault(donor)?.Value ?? 0;

    private void Row(SupportTable table, KielColumns row, bool commits, bool left)
    {
        var (name, year, month) = (row.Text("country"), row.Whole("year", 1990, 2200), row.Whole("month", 1, 12));
        var figures = Kinds.Select(k => (Kind: k, Value: row.Number(Column(k)))).ToArray();
        var total = row.Number("total");
        var committed = commits ? row.Number("commitments") : 0;
        var open = left ? row.Number("to_be_allocated", mayBeNegative: true) : 0;
        var (gdp, share) = (row.Number("gdp"), row.Number("pct_gdp"));
        if (!row.Good)
        {
            return;
        }
        var (donor, at, when) = (edition.Donor(name), new ItemRow(table.File, table.Line), KielEdition.MonthOf(year, month));
        foreach (var (kind, value) in figures)
        {
            Count(donor, year, month, kind, value);
            Add(
                table,
                at,
                donor,
                $"{donor}/{when}/allocation/{SupportWords.Of(kind)}",
                kind,
                SupportStage.Allocation,
                (year, month),
                value
            );
        }
        Add(table, at, donor, $"{donor}/{when}/commitment", SupportKind.Unspecified, SupportStage.Commitment, (year, month), committed);
        Check(row, donor, when, at, total, figures.Sum(f => f.Value), left ? (open, committed) : null);
        Share(row, donor, when, at, total, gdp, share);
    }

    private void Check(
        KielColumns row,
        string donor,
        string when,
        ItemRow at,
        decimal total,
        decimal parts,
        (decimal Open, decimal Committed)? left
    )
    {
        _checks.Add(($"total {donor} {when}", at, total, parts, () => row.HalfUnit("total") + Kinds.Sum(k => row.HalfUnit(Column(k)))));
        if (left is var (open, committed))
        {
            _checks.Add(
                (
                    $"to be allocated {donor} {when}",
                    at,
                    open,
                    committed - total,
                    () => row.HalfUnit("to_be_allocated") + row.HalfUnit("commitments") + row.HalfUnit("total")
                )
            );
        }
    }

    private void Share(KielColumns row, string donor, string when, ItemRow at, decimal total, decimal gdp, decimal share)
    {
        if (gdp <= 0)
        {
            return;
        }
        // The source divides in binary floating point: its fifteen digits are right to about the fourteenth.
        _checks.Add(
            (
                $"share of GDP {donor} {when}",
                at,
                share,
                total / gdp * 100,
                () => (row.HalfUnit("total") / gdp * 100) + (share * 0.00000000000001m)
            )
        );
        if (edition.Gdp.All(g => g.Donor != donor))
        {
            edition.Gdp.Add(new DonorGdp(donor, gdp, at));
        }
    }

    private void Count(string donor, int year, int month, SupportKind kind, decimal value)
    {
        var key = (year, month, kind);
        var (sum, rows) = _byMonth.TryGetValue(key, out var found) ? found : (new ExactSum(), 0);
        sum.Add(value);
        _byMonth[key] = (sum, rows + 1);
        if (!_byDonor.TryGetValue(donor, out var all))
        {
            _byDonor.Add(donor, all = new ExactSum());
        }
        all.Add(value);
    }

    private void Add(
        SupportTable table,
        ItemRow at,
        string donor,
        string id,
        SupportKind kind,
        SupportStage stage,
        (int Year, int Month) when,
        decimal value
    )
    {
        if (value != 0)
        {
            edition.Add(
                table,
                new LedgerItem
                {
                    Id = id,
                    Series = KielEdition.Months,
                    Donor = donor,
                    Beneficiary = "UA",
                    Kind = kind,
                    Stage = stage,
                    Date = PartialDate.OfMonth(when.Year, when.Month),
                    Amount = KielEdition.Euro(value),
                    Row = at,
                }
            );
        }
    }

    private static string Column(SupportKind kind) => SupportWords.Of(kind);
}
