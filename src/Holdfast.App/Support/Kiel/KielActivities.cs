using System.Globalization;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support.Kiel;

/// <summary>
/// The activity-level tables derived from an earlier release: one row for each activity (<c>bilateral_activities.csv</c>), monthly disbursements, and the summaries by donor and year that the rows
/// are checked against. The rows have no ids and no links: an activity is named by donor, date, kind, stage and its number among the like.
/// </summary>
internal sealed class KielActivities(KielEdition edition)
{
    public const string File = "bilateral_activities.csv";
    public const string DisbursementsFile = "financial_disbursements.csv";
    public const string SummaryFile = "country_summary.csv";
    public const string YearsFile = "country_summary_aar.csv";
    private const int FirstYear = 2022;

    // The summaries were computed in binary floating point from as many rows: to about the twelfth digit.
    private const decimal Float = 0.000000000001m;
    private static readonly string[] Alternatives = ["verdi_eur_redistr", "verdi_eur_activity"];

    private readonly Dictionary<string, int> _like = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Donor, int? Year, SupportKind Kind), ExactSum> _allocated = [];
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private long _identical;
    private long _undated;
    private long _otherMonth;

    public async Task ReadAsync(SupportTable table, CancellationToken cancellation)
    {
        edition.Carry(KielEdition.Activities, SupportStage.Allocation);
        edition.Carry(KielEdition.Activities, SupportStage.Commitment);
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            Row(table, row);
        }
        edition.Note("undated", $"Rows of {File} with neither day nor month.", _undated);
        edition.Note(
            "other-month",
            $"Rows of {File} whose announcement lies in another month than the one the source counts them in; the announcement is shown.",
            _otherMonth
        );
        edition.Note(
            "identical",
            $"Rows of {File} that say in every column what an earlier row says: kept, since two activities can be alike and the file gives no ids.",
            _identical
        );
        foreach (var column in Alternatives.Where(c => table.Header.Find(c) >= 0))
        {
            edition.Note(
                "not-read",
                $"The column {column} of {File} states the same activities in another valuation and is not read; verdi_eur is."
            );
        }
    }

    public async Task DisbursementsAsync(SupportTable table, CancellationToken cancellation)
    {
        edition.Carry(KielEdition.Disbursements, SupportStage.Disbursement);
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var (name, year, month) = (row.Text("giver"), row.Whole("aar", 1990, 2200), row.Whole("maaned", 1, 12));
            var value = row.Number("verdi_eur_mrd");
            if (row.Good)
            {
                var donor = edition.Donor(name);
                edition.Add(
                    table,
                    new LedgerItem
                    {
                        Id = $"{donor}/{KielEdition.MonthOf(year, month)}",
                        Series = KielEdition.Disbursements,
                        Donor = donor,
                        Beneficiary = "UA",
                        Kind = SupportKind.Financial,
                        Stage = SupportStage.Disbursement,
                        Date = PartialDate.OfMonth(year, month),
                        Amount = KielEdition.Euro(value),
                        Basis = ValueBasis.Face,
                        Row = new ItemRow(table.File, table.Line),
                    }
                );
            }
        }
    }

    /// <summary>A table of published sums by donor (and year) against the activities. Its commitments cannot be computed from the rows and are not compared.</summary>
    public async Task SummaryAsync(SupportTable table, CancellationToken cancellation)
    {
        var byYear = table.Header.Find("aar") >= 0;
        var row = new KielColumns(table);
        while (await table.NextAsync(cancellation))
        {
            row.Begin();
            var donor = KielDonors.CodeOf(row.Text("land"));
            int? year = byYear ? row.Whole("aar", 1990, 2200) : null;
            foreach (var kind in (SupportKind[])[SupportKind.Financial, SupportKind.Humanitarian, SupportKind.Military])
            {
                var published = row.Number($"{SupportWords.Of(kind)}_allocation", mayBeNegative: true);
                var computed = KielEdition.Billions(_allocated.GetValueOrDefault((donor, year, kind))?.Value ?? 0);
                edition.Compare(
                    $"{SupportWords.Of(kind)} allocations of {donor}"
                        + (year is { } y ? string.Create(CultureInfo.InvariantCulture, $" in {y}") : ""),
                    new ItemRow(table.File, table.Line),
                    published,
                    computed,
                    Float,
                    KielMonths.Unit
                );
            }
        }
        edition.Note("not-compared", $"The commitments of {table.File}: how the source computes them from its rows is not stated.");
    }

    private void Row(SupportTable table, KielColumns row)
    {
        var name = row.Text("giver");
        var kind = Word(row, "kategori", SupportWords.Kind, SupportWords.Kinds);
        var stage = Word(row, "maal", SupportWords.Stage, SupportWords.Stages);
        var value = row.Number("verdi_eur");
        var month = row.Whole("maaned_nr", 0, 12 * 50);
        var day = Day(row, row.TextOrEmpty("dato"));
        if (!row.Good || kind is null || stage is null)
        {
            return;
        }
        // Months are counted from January 2022; a row without a day is counted in one of them, or in none.
        PartialDate? counted = month > 0 ? PartialDate.OfMonth(FirstYear + ((month - 1) / 12), ((month - 1) % 12) + 1) : null;
        var date = day ?? counted;
        _undated += date is null ? 1 : 0;
        _otherMonth += day is { } d && counted is { } c && !d.Touches(c.Earliest, c.Latest) ? 1 : 0;
        _identical += _rows.Add(string.Join('\n', table.Header.Names.Select((_, i) => table.Text(i)))) ? 0 : 1;
        var donor = edition.Donor(name);
        var like = $"{donor}/{date?.ToString() ?? "undated"}/{SupportWords.Of(stage.Value)}/{SupportWords.Of(kind.Value)}";
        var number = _like[like] = _like.GetValueOrDefault(like) + 1;
        edition.Add(
            table,
            new LedgerItem
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{like}/{number}"),
                Series = KielEdition.Activities,
                Donor = donor,
                Beneficiary = "UA",
                Kind = kind.Value,
                Stage = stage.Value,
                Date = date,
                Amount = new Money(value, Rates.Euro),
                Row = new ItemRow(table.File, table.Line),
            }
        );
        if (stage == SupportStage.Allocation)
        {
            Count(donor, null, kind.Value, value);
            Count(donor, counted?.Earliest.Year ?? 0, kind.Value, value);
        }
    }

    private void Count(string donor, int? year, SupportKind kind, decimal value)
    {
        if (!_allocated.TryGetValue((donor, year, kind), out var sum))
        {
            _allocated.Add((donor, year, kind), sum = new ExactSum());
        }
        sum.Add(value);
    }

    private static T? Word<T>(KielColumns row, string column, Func<string, T?> find, IEnumerable<string> words)
        where T : struct
    {
        var text = row.Text(column);
        var value = find(text);
        if (value is null && text.Length > 0)
        {
            var nearest = Core.Values.NearestWord.To(text, words);
            row.Fail(column, "unknown-word", $"'{text}' is not known here." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
        }
        return value;
    }

    private static PartialDate? Day(KielColumns row, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }
        var date = LedgerDates.Read(text);
        if (date is null)
        {
            row.Fail("dato", "bad-date", LedgerDates.Complaint("dato", text));
        }
        return date;
    }
}
