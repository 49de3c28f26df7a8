using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Support.Ledger;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

/// <summary>Every row of a table is an item or a line in quarantine that says what was found, what was expected and what may have been meant.</summary>
public sealed class LedgerRowsTests
{
    private const string Header = "id,donor,kind,stage,date,amount,currency,quantity,quantity_high,unit,known,standing,basis\n";

    [Fact]
    public async Task A_row_becomes_an_item_with_everything_it_says_and_where_it_stands()
    {
        var (reading, items) = await ReadAsync(
            Header + "a1,DE,Equipment,Delivery,2024-03-05,1250000.50,EUR,3,5,piece,2024-04-01,attributed,list\n",
            cites: "Doc"
        );
        reading.Quarantined.ShouldBeEmpty();
        var item = items.ShouldHaveSingleItem();
        (item.Amount, item.Quantity, item.Date).ShouldBe((Money("1250000.50 EUR"), new QuantityRange(3, 5, "piece"), Date("2024-03-05")));
        (item.KnownOn, item.Basis, item.Cites, item.Row.ToString()).ShouldBe((Day("2024-04-01"), ValueBasis.List, "Doc", "items.csv:2"));
    }

    [Theory]
    [InlineData("a,DE,equipment,pledge,2024,\"1,5\",EUR", "amount", "not-a-number", "Did you mean 1.5?")]
    [InlineData("a,DE,equipment,pledge,2024,\"1.250.000,50\",EUR", "amount", "not-a-number", "Did you mean 1250000.50?")]
    [InlineData("a,DE,equipment,pledge,2024,\"1,250,000.50\",EUR", "amount", "not-a-number", "Did you mean 1250000.50?")]
    [InlineData("a,DE,equipment,pledge,2024,1 250 000,EUR", "amount", "not-a-number", "Did you mean 1250000?")]
    [InlineData("a,DE,equipment,pledge,2024,1e6,EUR", "amount", "not-a-number", "'1e6'")]
    [InlineData("a,DE,equipment,pledge,2024,0.12345678901234567890123456789,EUR", "amount", "not-a-number", "28 digits")]
    [InlineData("a,DE,equipment,pledge,2024,100,EURO", "currency", "unknown-currency", "Did you mean 'EUR'?")]
    [InlineData("a,DE,equipment,pledge,2024,100,€", "currency", "unknown-currency", "Did you mean 'EUR'?")]
    [InlineData("a,DE,equipment,pledge,2024,100,eur", "currency", "unknown-currency", "Did you mean 'EUR'?")]
    [InlineData("a,DE,equipment,pledge,2024,100,", "currency", "missing", "needs its currency")]
    [InlineData("a,DE,equipment,delivery,2024,-100,EUR", "amount", "negative", "'cancelled'")]
    [InlineData("a,DE,equipment,delivery,2024,,,-3,,piece", "quantity", "negative", "-3")]
    [InlineData("a,DE,equipment,delivery,2024,,,5,3,piece", "quantity_high", "out-of-order", "5 to 3")]
    [InlineData("a,DE,equipment,delivery,2024,,,,3,piece", "quantity", "missing", "lower end")]
    [InlineData("a,DE,equipment,pledge,5 March 2024,1,EUR", "date", "not-a-date", "Did you mean 2024-03-05?")]
    [InlineData("a,DE,equipment,pledge,5.3.2024,1,EUR", "date", "not-a-date", "Did you mean 2024-03-05?")]
    [InlineData("a,DE,equipment,pledge,March 2024,1,EUR", "date", "not-a-date", "Did you mean 2024-03?")]
    [InlineData("a,DE,equipment,pledge,2024-02-30,1,EUR", "date", "not-a-date", "'2024-02-30'")]
    [InlineData("a,DE,equipment,pledge,45352,1,EUR", "date", "not-a-date", "'45352'")]
    [InlineData("a,DE,equipment,pleged,2024,1,EUR", "stage", "unknown-word", "Did you mean 'pledge'?")]
    [InlineData("a,DE,equipmnt,pledge,2024,1,EUR", "kind", "unknown-word", "Did you mean 'equipment'?")]
    [InlineData("a,DE,equipment,pledge,2024,1,EUR,,,,,recordet", "standing", "unknown-word", "Did you mean 'recorded'?")]
    [InlineData("a,DE,equipment,pledge,2024,1,EUR,,,,,,lst", "basis", "unknown-word", "Did you mean 'list'?")]
    [InlineData("a,DE,equipment,pledge,2024,1,EUR,,,,2024-03", "known", "not-a-day", "2024-03")]
    [InlineData(",DE,equipment,pledge,2024,1,EUR", "id", "missing", "'id'")]
    [InlineData("a,,equipment,pledge,2024,1,EUR", "donor", "missing", "'donor'")]
    public async Task What_is_not_said_plainly_goes_to_quarantine_with_what_may_be_meant(
        string row,
        string column,
        string code,
        string says
    )
    {
        var fields = Header.Count(c => c == ',');
        var cells = row.Contains('"', StringComparison.Ordinal) ? 6 : row.Count(c => c == ',');
        var (reading, items) = await ReadAsync(Header + row + new string(',', fields - cells) + "\n");
        items.ShouldBeEmpty();
        var line = reading.Quarantined.ShouldHaveSingleItem();
        (line.Column, line.Code, line.Line, line.File).ShouldBe((column, code, 2, "items.csv"));
        line.Reason.ShouldContain(says);
        line.Raw.ShouldBe(row + new string(',', fields - cells));
    }

    [Fact]
    public async Task A_comma_that_may_part_thousands_or_decimals_is_not_guessed()
    {
        var (reading, _) = await ReadAsync(Header + "a,DE,equipment,pledge,2024,\"1,250\",EUR,,,,,,\n");
        reading.Quarantined.ShouldHaveSingleItem().Reason.ShouldNotContain("Did you mean");
    }

    [Theory]
    [InlineData("79228162514264337593543950335", true, false)]
    [InlineData("79228162514264337593543950336", false, false)]
    [InlineData("0.1000000000000000000000000000000000", true, false)]
    [InlineData("1.00000000000000000000000000001", false, false)]
    [InlineData("4.840080708345812e-05", false, true)]
    [InlineData("1.5E3", false, true)]
    [InlineData("1.23456789012345678e-20", false, false)]
    [InlineData("1e-999", false, false)]
    public void Every_digit_that_is_written_is_kept_or_the_number_is_refused(string text, bool plain, bool withPowers)
    {
        LedgerNumbers.Read(text).HasValue.ShouldBe(plain);
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        LedgerNumbers.TryRead(bytes, powers: false, out var same).ShouldBe(plain);
        LedgerNumbers.TryRead(bytes, powers: true, out var value).ShouldBe(plain || withPowers);
        if (plain)
        {
            same.ShouldBe(LedgerNumbers.Read(text).GetValueOrDefault());
        }
        if (withPowers)
        {
            value.ShouldBe(decimal.Parse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_merged_cell_is_named_as_one_with_the_value_above_it()
    {
        var (reading, items) = await ReadAsync(
            "id,donor,kind,stage\na,DE,equipment,pledge\nb,,equipment,pledge\nc,,equipment,need\nd,FR,equipment,pledge\n"
        );
        items.Select(i => i.Id).ShouldBe(["a", "c", "d"]);
        var line = reading.Quarantined.ShouldHaveSingleItem();
        (line.Line, line.Column, line.Code).ShouldBe((3, "donor", "merged-cell"));
        line.Reason.ShouldContain("'DE'");
    }

    [Fact]
    public async Task A_second_row_of_an_id_is_not_taken_and_names_the_first()
    {
        var (reading, items) = await ReadAsync(
            "id,donor,kind,stage,series\na,DE,equipment,pledge,\na,FR,equipment,pledge,\na,FR,equipment,pledge,other\n"
        );
        items.Select(i => (i.Series, i.Donor)).ShouldBe([("ledger", "DE"), ("other", "FR")]);
        var line = reading.Quarantined.ShouldHaveSingleItem();
        (line.Line, line.Column, line.Code).ShouldBe((3, "id", "duplicate"));
        line.Reason.ShouldContain("line 2");
    }

    [Theory]
    [InlineData("id,donor,kind", "A ledger needs the column 'stage'.")]
    [InlineData("id,donor,kind,stage,ammount", "Did you mean 'amount'?")]
    [InlineData("id,donor,kind,stage,id", "The column 'id' is there 2 times.")]
    public async Task A_header_that_is_not_a_ledgers_is_refused_with_the_nearest_right_name(string header, string says) =>
        (await Should.ThrowAsync<FeedFormatException>(() => ReadAsync(header + "\na,DE,equipment,pledge,x\n"))).Message.ShouldContain(says);

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Other_delimiters_and_ragged_rows_lose_no_row(char by)
    {
        string[] rows =
        [
            "id,donor,kind,stage",
            "a,DE,equipment,pledge",
            "b,DE,equipment",
            "c,DE,equipment,pledge,more",
            "d,DE,equipment,pledge",
        ];
        var (reading, items) = await ReadAsync(string.Join('\n', rows).Replace(',', by));
        items.Select(i => i.Id).ShouldBe(["a", "d"]);
        reading.Quarantined.Select(q => q.Line).ShouldBe([3, 4]);
        (reading.Items + reading.Quarantined.Length).ShouldBe(4);
    }
}
