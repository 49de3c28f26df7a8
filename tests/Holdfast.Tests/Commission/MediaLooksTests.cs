using System.IO.Compression;
using System.Text;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What a file looks like is a note beside what it is said to be; several formats at once are flagged.</summary>
public sealed class MediaLooksTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. "\0\u0010JFIF"u8];

    private static string Looks(params byte[][] parts)
    {
        var margins = new Margins();
        foreach (var part in parts)
        {
            margins.Take(part);
        }
        return margins.Looks() ?? "";
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var file = zip.CreateEntry("a.txt").Open();
            file.Write("hello"u8);
        }
        return stream.ToArray();
    }

    [Fact]
    public void Common_formats_are_known_by_their_marks_and_plain_bytes_by_none()
    {
        Looks(Jpeg).ShouldBe("image/jpeg");
        Looks(Text("%PDF-1.7\n")).ShouldBe("application/pdf");
        Looks(Zip()).ShouldBe("application/zip");
        Looks(Text("\u00ef\u00bb\u00bf <!DOCTYPE HTML><p>")).ShouldBe("text/html");
        Looks(Text("<?xml version='1.0'?><svg onload='alert(1)'/>")).ShouldBe("image/svg+xml");
        Looks(Text("WARC/1.1\r\n"), Text("<script>")).ShouldBe("application/warc");
        Looks(Text("nothing in particular")).ShouldBe("");
        Looks().ShouldBe("");
    }

    [Fact]
    public void Polyglots_are_found_at_either_end_of_a_long_file()
    {
        var filling = new byte[300_000];
        Looks(Text("%PDF-1.7\n"), filling, Zip()).ShouldBe("application/pdf, application/zip");
        Looks(Jpeg, filling, Text("<SCRIPT>alert(1)</script>")).ShouldBe("image/jpeg, text/html");
        Looks(Text("GIF89a/*"), filling, Text("*/=alert(1)")).ShouldBe("image/gif, text/javascript");
        Looks(Jpeg, Zip(), filling).ShouldBe("image/jpeg");
    }

    [Fact]
    public void What_lies_in_an_archive_or_a_database_is_not_another_format_of_it()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var pdf = zip.CreateEntry("a.pdf", CompressionLevel.NoCompression).Open())
            {
                pdf.Write("%PDF-1.7\n"u8);
            }
            using var page = zip.CreateEntry("a.html", CompressionLevel.NoCompression).Open();
            page.Write("<html><script>alert(1)</script>"u8);
        }
        Looks(stream.ToArray()).ShouldBe("application/zip");
        Looks(Text("SQLite format 3\0"), Text("<html>")).ShouldBe("application/vnd.sqlite3");
        // A mark that is put beside the archive's own files is another matter.
        var beside = stream.ToArray();
        beside[26]++;
        Looks(beside).ShouldBe("application/pdf, application/zip");
        Looks(Text("<html>"), Zip()).ShouldBe("application/zip, text/html");
    }

    [Theory]
    [InlineData("image/jpeg", "image/jpeg", null)]
    [InlineData("image/jpeg; charset=binary", "image/jpeg", null)]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip", null)]
    [InlineData("image/jpeg", null, null)]
    [InlineData("image/jpeg", "text/html", "looks like text/html, not image/jpeg")]
    [InlineData(
        "application/pdf",
        "application/pdf, application/zip",
        "looks like several formats at once (application/pdf, application/zip): open with care"
    )]
    public void A_note_says_where_the_two_disagree(string said, string? looks, string? note) =>
        MediaLooks.NoteOf(said, looks).ShouldBe(note);
}
