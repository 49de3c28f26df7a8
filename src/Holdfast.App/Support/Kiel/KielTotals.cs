using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support.Kiel;

/// <summary>The other tables of an official edition: published totals, the sources of military aid, weapons, and the shares of the Union's aid; each checked against the months.</summary>
internal sealed partial class KielTotals(KielEdition edition, KielMonths months)
{
    public const string TotalsFile = "total_allocations.csv";
    public const string ProcurementFile = "procurement_trends.csv";
    public const string WeaponsFile = "weapons.csv";
    public const string SharesFile = "eu_aid_shares.csv";
    private static readonly string[] Sources = ["stockpile", "procurement", "unspecified", "nato_purl"];

    /// <summary>Published totals by month and kind against the sums of the donors' rows.</summary>
    public async Task TotalsAsync(SupportTable table, CancellationToken cancellation)
    {
        (string Column, SupportKind Kind)[] figures =
        [
            ("total_allocations", SupportKind.Unspecified),
            ("military", SupportKind.Military),
            ("financial", SupportKind.Financial),
            ("humanitarian", SupportKind.Humanitarian),
        ];
        var row = new KielColumns(table);
        var found = new List<(string What, ItemRow At, decimal Published, decimal Computed, string Column, int Rows)>();
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var (year, month) = (row.Whole("year", 1990, 2200), row.Whole("month", 1, 12));
            foreach (var (column, kind) in figures)
            {
                var published = row.Number(column);
                var (sum, rows) = months.Of(year, month, kind);
                found.Add(
                    ($"{column} {KielEdition.MonthOf(year, month)}", new ItemRow(table.File, table.Line), published, sum, column, rows)
                );
            }
        }
        foreach (var (what, at, published, computed, column, rows) in found)
        {
            edition.Compare(what, at, published, computed, row.HalfUnit(column) + (rows * months.HalfUnit), KielMonths.Unit);
        }
    }

    /// <summary>Where military aid came from, by month and for all donors together; the four parts against the months' military aid.</summary>
    public async Task ProcurementAsync(SupportTable table, CancellationToken cancellation)
    {
        edition.Carry(KielEdition.Procurement, SupportStage.Allocation);
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var (year, month) = (row.Whole("year", 1990, 2200), row.Whole("month", 1, 12));
            var parts = Sources.Select(s => (Source: s, Value: row.Number(s))).ToArray();
            if (!row.Good)
            {
                continue;
            }
            var (at, when) = (new ItemRow(table.File, table.Line), KielEdition.MonthOf(year, month));
            foreach (var (source, value) in parts.Where(p => p.Value != 0))
            {
                edition.Add(
                    table,
                    new LedgerItem
                    {
                        Id = $"{when}/{source}",
                        Series = KielEdition.Procurement,
                        Donor = "all donors",
                        Beneficiary = "UA",
                        Kind = SupportKind.Military,
                        ItemClass = source,
                        Stage = SupportStage.Allocation,
                        Date = PartialDate.OfMonth(year, month),
                        Amount = KielEdition.Euro(value),
                        Row = at,
                    }
                );
            }
            var (military, rows) = months.Of(year, month, SupportKind.Military);
            edition.Compare(
                $"military {when} by source ({string.Join(" + ", Sources)} against data_explorer)",
                at,
                parts.Sum(p => p.Value),
                military,
                rows * months.HalfUnit,
                KielMonths.Unit
            );
        }
    }

    /// <summary>Heavy weapons by donor and class; the number against those that the list itself names.</summary>
    public async Task WeaponsAsync(SupportTable table, CancellationToken cancellation)
    {
        edition.Carry(KielEdition.Weapons, SupportStage.Allocation);
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var (name, category) = (row.Text("donor"), row.Text("category"));
            var (number, value, list) = (
                row.Number("number_of_weapons"),
                row.Number("monetary_value_eur"),
                row.TextOrEmpty("weapons_list")
            );
            if (!row.Good)
            {
                continue;
            }
            var (donor, at) = (edition.Donor(name), new ItemRow(table.File, table.Line));
            edition.Add(
                table,
                new LedgerItem
                {
                    Id = $"{donor}/{category}",
                    Series = KielEdition.Weapons,
                    Donor = donor,
                    Beneficiary = "UA",
                    Kind = SupportKind.Equipment,
                    ItemClass = category,
                    Title = list,
                    Stage = SupportStage.Allocation,
                    Amount = new Money(value, Rates.Euro),
                    Quantity = new QuantityRange(number, number, "piece"),
                    Row = at,
                }
            );
            var named = Counts().Matches(list).Sum(m => decimal.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
            edition.Compare($"number of {category} of {donor} against its own list", at, number, named, 0, "pieces");
        }
    }

    /// <summary>What members gave through the Union; shares of GDP against the months.</summary>
    public async Task SharesAsync(SupportTable table, CancellationToken cancellation)
    {
        edition.Carry(KielEdition.Shares, SupportStage.Allocation);
        var row = new KielColumns(table);
        var shares = new List<(string Donor, ItemRow At, decimal Own, decimal Union, decimal All)>();
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var name = row.Text("country");
            var (own, union, all) = (row.Number("bilateral_pct_gdp"), row.Number("eu_share_pct_gdp"), row.Number("total_pct_gdp"));
            var through = row.Number("eu_share_bn");
            if (!row.Good)
            {
                continue;
            }
            var (donor, at) = (edition.Donor(name), new ItemRow(table.File, table.Line));
            shares.Add((donor, at, own, union, all));
            edition.Add(
                table,
                new LedgerItem
                {
                    Id = donor,
                    Series = KielEdition.Shares,
                    Donor = donor,
                    Beneficiary = "UA",
                    Channel = "EU",
                    Kind = SupportKind.Unspecified,
                    Stage = SupportStage.Allocation,
                    Amount = KielEdition.Euro(through),
                    Row = at,
                }
            );
        }
        foreach (var (donor, at, own, union, all) in shares)
        {
            edition.Compare(
                $"share of GDP of {donor}, own and through the Union",
                at,
                all,
                own + union,
                row.HalfUnit("total_pct_gdp") + row.HalfUnit("bilateral_pct_gdp") + row.HalfUnit("eu_share_pct_gdp"),
                "% of GDP"
            );
            if (edition.Gdp.FirstOrDefault(g => g.Donor == donor) is { } gdp)
            {
                var computed = months.OfDonor(donor) / gdp.EurBillion * 100;
                edition.Compare(
                    $"bilateral share of GDP of {donor} against data_explorer",
                    at,
                    own,
                    computed,
                    row.HalfUnit("bilateral_pct_gdp") + (52 * 3 * months.HalfUnit / gdp.EurBillion * 100),
                    "% of GDP"
                );
            }
        }
    }

    [GeneratedRegex(@"\(([0-9]{1,9})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();
}
