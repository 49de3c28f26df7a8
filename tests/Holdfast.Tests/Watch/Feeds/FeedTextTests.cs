using System.IO.Compression;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class FeedTextTests
{
    private const string Rows = "LATITUDE,LONGITUDE,ACQ_DATE\n48.1,37.5,2021-01-01\n48.2,37.6,2021-01-02\n";

    [Fact]
    public async Task Gzip_is_known_by_its_first_bytes() => (await ReadAsync(Reading.Gzip(Utf8(Rows)))).Observations.Count.ShouldBe(2);

    [Fact]
    public async Task Byte_order_marks_are_taken_off_and_utf16_is_read()
    {
        (await ReadAsync([0xEF, 0xBB, 0xBF, .. Utf8(Rows)])).Observations.Count.ShouldBe(2);
        (await ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Rows)])).Observations.Count.ShouldBe(2);
        (await ReadAsync([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Rows)])).Observations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Members_of_a_gzip_file_are_read_one_after_the_other() =>
        (await ReadAsync([.. Reading.Gzip(Utf8(Rows)), .. Reading.Gzip(Utf8("48.3,37.7,2021-01-03\n"))])).Observations.Count.ShouldBe(3);

    [Fact]
    public async Task A_stream_that_expands_without_end_is_refused()
    {
        (await RefusedAsync(Reading.Gzip(new byte[64 << 20]), FeedLimits.Default)).Diagnostic.Code.ShouldBe("not-text");
        var text = new byte[64 << 20];
        Array.Fill(text, (byte)'a');
        (await RefusedAsync(Reading.Gzip([.. Utf8(Rows), .. text]), FeedLimits.Default)).Diagnostic.Code.ShouldBe("expansion-ratio");
        (await RefusedAsync(Reading.Gzip(Utf8(Rows)), new FeedLimits(ExpandedBytes: 50))).Diagnostic.Code.ShouldBe("expands-too-far");
    }

    [Fact]
    public async Task A_gzip_stream_that_is_cut_off_is_refused_and_not_taken_for_the_whole()
    {
        var random = new Random(5);
        var text = new StringBuilder("LATITUDE,LONGITUDE,ACQ_DATE\n");
        for (var i = 0; i < 5_000; i++)
        {
            text.Append(random.NextDouble() * 50).Append(",37.5,2021-01-01\n");
        }
        var whole = Reading.Gzip(Utf8(text.ToString()));
        var refused = await RefusedAsync(whole[..(whole.Length / 2)], FeedLimits.Default);
        refused.Diagnostic.Code.ShouldBe("damaged-archive");
    }

    [Fact]
    public async Task A_zip_archive_of_one_file_is_opened_and_of_two_refused()
    {
        (await ReadAsync(Zip(("a.csv", Rows)))).Observations.Count.ShouldBe(2);
        var refused = await RefusedAsync(Zip(("a.csv", Rows), ("b.csv", Rows)), FeedLimits.Default);
        refused.Diagnostic.Code.ShouldBe("zip-archive");
        refused.Message.ShouldContain("2 files");
    }

    [Theory]
    [InlineData("%PDF-1.7", "not-text")]
    [InlineData("BZh91AY", "not-text")]
    [InlineData("lat,lon\u0000", "not-text")]
    [InlineData("", "empty-input")]
    [InlineData("LATITUDE,LONGITUDE,ACQ_DAT\n", "missing-column")]
    public async Task What_is_not_a_table_is_refused_by_name(string text, string code) =>
        (await RefusedAsync(Utf8(text), FeedLimits.Default)).Diagnostic.Code.ShouldBe(code);

    [Fact]
    public async Task A_missing_column_is_named_with_the_nearest_one() =>
        (await RefusedAsync(Utf8("LATITUDE,LONGITUDE,ACQ_DAT\n"), FeedLimits.Default)).Diagnostic.Suggestion.ShouldBe("ACQ_DAT");

    [Fact]
    public void Lines_of_another_encoding_keep_every_character()
    {
        var fellBack = false;
        MixedText.Decode(Utf8("Львів"), ref fellBack).ShouldBe("Львів");
        fellBack.ShouldBeFalse();
        byte[] mixed = [.. Utf8("Київ\n"), 0x93, (byte)'q', 0x94, 0x96, 0xE9, 0x81];
        MixedText.Decode(mixed, ref fellBack).ShouldBe("Київ\n\u201Cq\u201D\u2013é\u0081");
        fellBack.ShouldBeTrue();
    }

    private static async Task<Reading> ReadAsync(byte[] bytes) => await Reading.OfAsync(new FirmsFeed(), bytes);

    private static async Task<FeedFormatException> RefusedAsync(byte[] bytes, FeedLimits limits) =>
        await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync(new FirmsFeed { Limits = limits }, bytes));

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Utf8(text));
            }
        }
        return target.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
