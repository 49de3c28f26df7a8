using System.Text;
using Holdfast.App.Support;
using Holdfast.App.Support.Export;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

/// <summary>Totals straight from a table are those of its items, with the same lines in quarantine.</summary>
public sealed class LedgerLoadTests
{
    private static async Task<(LedgerReading Reading, LedgerTotals Totals)> TotalsAsync(byte[] table, params LedgerField[] by)
    {
        using var content = new MemoryStream(table);
        return await LedgerLoad.TotalsAsync("items.csv", content, "ledger", "", by, null, TestContext.Current.CancellationToken);
    }

    private static string[] Lines(LedgerTotals totals) =>
        [
            .. totals
                .Groups()
                .Select(g =>
                    $"{string.Join('/', g.Key)} {g.Totals.Items} {g.Totals.Unvalued} "
                    + string.Join(' ', g.Totals.Money.Select(m => m.Sum + m.Currency))
                    + string.Join(' ', g.Totals.Quantities.Select(q => $"{q.Low}-{q.High}{q.Unit}"))
                ),
        ];

    [Fact]
    public async Task Totals_of_a_table_are_those_of_its_items_and_nothing_is_lost_between_the_two_threads()
    {
        var random = new Random(7);
        // More than all the pieces of the queue hold, so that they go round.
        LedgerItem[] items = [.. Enumerable.Range(0, 9_000).Select(i => AnyItem(random, i))];
        var table = new StringWriter();
        await LedgerCsv.WriteAsync(table, items, TestContext.Current.CancellationToken);
        LedgerField[] by = [LedgerField.Donor, LedgerField.Month, LedgerField.Kind, LedgerField.Package];
        var totals = new LedgerTotals(by);
        foreach (var item in items)
        {
            totals.Add(item);
        }
        var (reading, ours) = await TotalsAsync(Encoding.UTF8.GetBytes(table.ToString()), by);
        reading.Items.ShouldBe(items.Length);
        reading.Quarantined.ShouldBeEmpty();
        Lines(ours).ShouldBe(Lines(totals));
    }

    [Fact]
    public async Task Bad_rows_are_quarantined_alike_whether_items_or_totals_are_read()
    {
        const string Table =
            "id,donor,kind,stage,date,amount,currency,known,series\n"
            + "a,DE,equipment,pledge,2024,\"1,5\",EUR,,\n"
            + "b,DE,equipment,pledge,2024,5,EUR,2024-03,\n"
            + "c,DE,Equipment,PLEDGE,2024,5,EUR,,\n"
            + "c,DE,equipment,pledge,2024,7,EUR,,\n"
            + "c,DE,equipment,pledge,2024,7,EUR,,other\n"
            + "c,DE,equipment,pledge,2024,9,EUR,,ledger\n"
            + ",DE,equipment,pledge,2024,5,EUR,,\n"
            + "d,,equipment,pledge,2024,5,EUR,,\n"
            + "e,DE,equipment,delivery,2024,-5,EUR,,\n"
            + "f,DE,equipment,pledge,2024,5,EURO,,\n"
            + "g,DE,equipment,pledge,5 March 2024,5,EUR,,\n"
            + "h,DE\n";
        var (items, _) = await ReadAsync(Table);
        var (totals, sums) = await TotalsAsync(Encoding.UTF8.GetBytes(Table));
        totals.ShouldBe(items with { Quarantined = totals.Quarantined });
        totals.Quarantined.Select(q => (q.Line, q.Code, q.Reason)).ShouldBe(items.Quarantined.Select(q => (q.Line, q.Code, q.Reason)));
        totals.Quarantined.Length.ShouldBe(10);
        Lines(sums).ShouldBe(["ledger/pledge 1 0 5EUR", "other/pledge 1 0 7EUR"]);
    }

    [Fact]
    public async Task Ids_are_told_apart_by_what_they_say_however_many_there_are()
    {
        var text = new StringBuilder("id,donor,kind,stage\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("item-").Append(i).Append(",DE,equipment,pledge\n");
        }
        text.Append("item-17,DE,equipment,pledge\n");
        var (reading, _) = await TotalsAsync(Encoding.UTF8.GetBytes(text.ToString()));
        reading.Items.ShouldBe(20_000);
        reading.Quarantined.ShouldHaveSingleItem().Reason.ShouldContain("'item-17' stands in line 19 already");
    }

    [Fact]
    public async Task Ids_whose_broken_bytes_read_the_same_are_the_same()
    {
        byte[] table = [.. "id,donor,kind,stage\n"u8, 0xff, .. ",DE,equipment,pledge\n"u8, 0xfe, .. ",DE,equipment,pledge\n"u8];
        var (reading, _) = await TotalsAsync(table);
        reading.Items.ShouldBe(1);
        reading.Quarantined.ShouldHaveSingleItem().Code.ShouldBe("duplicate");
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("12.50", "12.50")]
    [InlineData("007", "7")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("99999999999999999.5", "99999999999999999.5")]
    [InlineData("0.0000000000000001", "0.0000000000000001")]
    [InlineData("1.2.3", null)]
    [InlineData("1,2", null)]
    [InlineData("1e3", null)]
    public void Short_and_long_numbers_are_read_exactly(string text, string? value) =>
        (LedgerNumbers.TryRead(Encoding.UTF8.GetBytes(text), powers: false, out var read) ? read : (decimal?)null).ShouldBe(
            value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)
        );
}
