using System.IO.Compression;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Viina;

/// <summary>
/// Violent Incident Information from News Articles, versions 1 and 2 (Zhukov 2022; Zhukov and Ayers 2023): news reports, geocoded and classified by a
/// machine. Reads <c>event_info</c> alone (then nobody says what happened), a table with info and labels side by side (<c>event_1pd</c>), or a zip archive of
/// <c>event_info</c> and <c>event_labels</c>, which are joined by <c>event_id</c>.
/// </summary>
internal sealed class ViinaFeed : IFeed
{
    public string Name => "viina";

    public string Summary =>
        "VIINA news reports (CSV event_info or event_1pd, or a zip of event_info and event_labels): one source for each outlet.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var pair = input.Content.CanSeek ? Pair(input) : null;
        if (pair is null)
        {
            await foreach (var item in new Table(null) { Limits = Limits }.ReadAsync(input, cancellation))
            {
                yield return item;
            }
            yield break;
        }
        var (info, labelled) = Parts(pair, input.File);
        ViinaLabels labels;
        await using (var content = Open(labelled, input.File))
        {
            labels = await ViinaLabels.ReadAsync(input.File, content, Limits, cancellation);
        }
        await using var rows = Open(info, input.File);
        await foreach (var item in new Table(labels) { Limits = Limits }.ReadAsync(input with { Content = rows }, cancellation))
        {
            yield return item;
        }
    }

    // An archive of several files; one of a single file is opened as any other feed opens it.
    private static ZipArchive? Pair(FeedInput input)
    {
        var start = input.Content.Position;
        Span<byte> magic = stackalloc byte[4];
        var read = input.Content.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        input.Content.Position = start;
        if (read < 4 || !magic.SequenceEqual("PK\u0003\u0004"u8))
        {
            return null;
        }
        try
        {
            var archive = new ZipArchive(input.Content, ZipArchiveMode.Read, leaveOpen: true);
            if (Files(archive).Take(2).Count() == 2)
            {
                return archive;
            }
            archive.Dispose();
            input.Content.Position = start;
            return null;
        }
        catch (InvalidDataException e)
        {
            throw FeedErrors.Refuse(input.File, "damaged-archive", $"This zip archive cannot be read: {e.Message}");
        }
    }

    // A Mac's archives carry a second set of files with properties.
    private static IEnumerable<ZipArchiveEntry> Files(ZipArchive archive) =>
        archive.Entries.Where(e =>
            !e.FullName.EndsWith('/') && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal) && !e.Name.StartsWith('.')
        );

    private static (ZipArchiveEntry Info, ZipArchiveEntry Labels) Parts(ZipArchive archive, string file)
    {
        var files = Files(archive).Take(3).ToArray();
        var info = files.FirstOrDefault(f => f.Name.Contains("event_info", StringComparison.OrdinalIgnoreCase));
        var labels = files.FirstOrDefault(f => f.Name.Contains("event_labels", StringComparison.OrdinalIgnoreCase));
        return files.Length == 2 && info is not null && labels is not null
            ? (info, labels)
            : throw FeedErrors.Refuse(
                file,
                "zip-archive",
                $"viina expected an archive of one event_info and one event_labels and found {string.Join(", ", files.Select(f => RowFault.Cut(f.Name)))}."
            );
    }

    private ExpandingStream Open(ZipArchiveEntry entry, string file)
    {
        if (entry.Length > Limits.RatioFromBytes && entry.Length / Math.Max(1, entry.CompressedLength) > Limits.ExpansionRatio)
        {
            throw FeedErrors.Refuse(
                file,
                "expansion-ratio",
                $"'{RowFault.Cut(entry.Name)}' would expand more than {Limits.ExpansionRatio} times."
            );
        }
        try
        {
            return new ExpandingStream(
                file,
                entry.Open(),
                new CountingStream(default, Stream.Null),
                Limits with
                {
                    RatioFromBytes = long.MaxValue,
                }
            );
        }
        catch (InvalidDataException e)
        {
            throw FeedErrors.Refuse(file, "damaged-archive", $"'{RowFault.Cut(entry.Name)}' cannot be read: {e.Message}");
        }
    }

    private sealed class Table(ViinaLabels? labels) : TableFeed
    {
        public override string Name => "viina";
        public override string Summary => "";
        protected override string Delimiters => ",;\t";
        protected override SingleByte Fallback => SingleByte.Cyrillic;

        protected override RowReader Bind(TableHeader header, FeedInput input) => new ViinaRows(header, input, labels);
    }
}
