using System.Text;
using System.Text.Json;
using Holdfast.App.Support.Export;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

public sealed class LedgerCsvTests
{
    private static async Task<string> Written(IEnumerable<LedgerItem> items)
    {
        var text = new StringWriter();
        await LedgerCsv.WriteAsync(text, items, TestContext.Current.CancellationToken);
        return text.ToString();
    }

    [Fact]
    public async Task What_is_exported_and_imported_again_is_the_same_items_but_for_their_rows()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            LedgerItem[] items = [.. Enumerable.Range(0, 30).Select(i => AnyItem(random, i))];
            // A donor is needed from the first promise on, and these have one always; nothing is quarantined.
            var (reading, back) = await ReadAsync(await Written(items));
            reading.Quarantined.ShouldBeEmpty();
            back.Count.ShouldBe(items.Length);
            foreach (var (was, now) in items.Zip(back))
            {
                now.Follows.ShouldBe(was.Follows);
                (now with { Row = was.Row, Follows = was.Follows }).ShouldBe(was, $"seed {seed}");
            }
            (await Written(back)).ShouldBe(await Written(items));
        }
    }

    [Fact]
    public async Task Json_has_every_column_that_says_something_and_decimals_as_text()
    {
        using var made = new MemoryStream();
        var item = Item("a", SupportStage.Delivery, "2025-03", "0.1000000000000000000000000001 EUR", "3-5 piece", "p q");
        await LedgerJson.WriteAsync(
            made,
            new KnownSupport(Day("2025-04-01"), [item], [Edition("e", "2025-01-01")]),
            [item],
            TestContext.Current.CancellationToken
        );
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(made.ToArray()));
        var root = json.RootElement;
        (root.GetProperty("known_on").GetString(), root.GetProperty("editions")[0].GetString()).ShouldBe(("2025-04-01", "e"));
        var read = root.GetProperty("items")[0];
        read.EnumerateObject()
            .Select(p => $"{p.Name}={string.Concat(p.Value.ToString().Where(c => !char.IsWhiteSpace(c)))}")
            .ShouldBe([
                "id=a",
                "donor=DE",
                "kind=equipment",
                "stage=delivery",
                "date=2025-03",
                "amount=0.1000000000000000000000000001",
                "currency=EUR",
                "quantity=3",
                "quantity_high=5",
                "unit=piece",
                "beneficiary=UA",
                "follows=[\"p\",\"q\"]",
                "series=ledger",
                "file=items.csv",
                "line=2",
            ]);
    }
}
