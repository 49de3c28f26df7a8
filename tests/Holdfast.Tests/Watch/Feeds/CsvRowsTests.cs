using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a|b 2:c|d")]
    [InlineData("a,b\r\nc,d", "1:a|b 2:c|d")]
    [InlineData("a,b\rc,d\r", "1:a|b 2:c|d")]
    [InlineData("a,\n\n\n,d\n", "1:a| 4:|d")]
    [InlineData("\"x\ny\",2\nz,3\n", "1:x\ny|2 3:z|3")]
    [InlineData("\"he said \"\"no\"\"\",2\n", "1:he said \"no\"|2")]
    [InlineData("5\" gun,2\n", "1:5\" gun|2")]
    [InlineData("\"\",\"\"\n\"\"\n", "1:| 2:")]
    [InlineData("a,b\n\"open,c\nd,e\n", "1:a|b 2:!Truncated 3:d|e")]
    [InlineData("\"a\"x,b\nc,d\n", "1:!TextAfterQuote 2:c|d")]
    [InlineData("a,\u0000\nc,d\n", "1:!NotText 2:c|d")]
    public async Task Rows_are_read_with_their_physical_line(string text, string expected) => (await ReadAsync(text)).ShouldBe(expected);

    [Fact]
    public async Task A_huge_field_costs_one_line_and_bounded_memory()
    {
        var text = "a,b\n" + new string('x', 3_000_000) + ",y\nc,d\n\"" + new string('z', 500_000) + "\",1\ne,f\n";
        (await ReadAsync(text)).ShouldBe("1:a|b 2:!FieldTooLong 3:c|d 4:!FieldTooLong 5:e|f");
    }

    [Fact]
    public async Task A_stray_quote_far_from_the_next_one_does_not_swallow_the_rows_between()
    {
        var rows = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},some text\n"));
        var read = await ReadAsync("\"stray," + "\n" + rows);
        read.ShouldStartWith("1:!FieldTooLong 2:0|some text 3:1|some text");
        read.ShouldEndWith("40001:39999|some text");
    }

    [Fact]
    public async Task The_same_rows_come_however_the_bytes_arrive()
    {
        var random = new Random(11);
        var text = new StringBuilder();
        for (var i = 0; i < 3_000; i++)
        {
            text.Append(i).Append(",\"").Append('q', random.Next(90)).Append("\"\"\r\n\",").Append('p', random.Next(90)).Append("\r\n");
        }
        var whole = await ReadAsync(text.ToString());
        whole.Count(c => c == '!').ShouldBe(0);
        (await ReadAsync(text.ToString(), 7)).ShouldBe(whole);
    }

    private static async Task<string> ReadAsync(string text, int chunk = int.MaxValue)
    {
        var stream = new Trickle(Encoding.UTF8.GetBytes(text), chunk);
        var rows = new CsvRows(stream, (byte)',', FeedLimits.Default);
        var said = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            var fields = rows.Flaw == RowFlaw.None ? string.Join('|', Enumerable.Range(0, rows.Count).Select(rows.Text)) : "!" + rows.Flaw;
            said.Add($"{rows.Line}:{fields}");
        }
        return string.Join(' ', said);
    }

    /// <summary>Gives at most a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
