using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Any table with a header, by a mapping that a person confirmed. Without a mapping the columns are guessed, and the input is refused when the guess
/// leaves a question open.
/// </summary>
public sealed class CsvFeed(ColumnMapping? mapping = null) : IFeed
{
    public string Name => "csv";

    /// <summary>True when no mapping was confirmed.</summary>
    internal bool IsGuessing => mapping is null;

    public string Summary => "Any table with a header (CSV): columns by a mapping, or guessed where nothing is in doubt.";

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (known, content) = mapping is null ? await GuessAsync(input, cancellation) : (mapping, input.Content);
        var table = new MappedFeed(known);
        var line = known.ToLine();
        await foreach (var item in table.ReadAsync(input with { Content = content }, cancellation))
        {
            yield return item.Quarantined is { } kept ? item with { Quarantined = kept with { Mapping = line } } : item;
        }
    }

    private static async Task<(ColumnMapping Mapping, Stream Content)> GuessAsync(FeedInput input, CancellationToken cancellation)
    {
        if (!input.Content.CanSeek)
        {
            throw FeedErrors.Refuse(input.File, "mapping-needed", "A table from a pipe needs a mapping of its columns.");
        }
        var start = input.Content.Position;
        var sample = await ColumnGuess.SampleAsync(input.File, input.Content, cancellation);
        input.Content.Position = start;
        return sample.Guess.Questions.IsEmpty
            ? (sample.Guess.Mapping, input.Content)
            : throw FeedErrors.Refuse(
                input.File,
                "mapping-needed",
                "The columns cannot be guessed without doubt; give a mapping. " + string.Join(" ", sample.Guess.Questions)
            );
    }

    private sealed class MappedFeed(ColumnMapping mapping) : TableFeed
    {
        public override string Name => "csv";
        public override string Summary => "";

        protected override byte Delimiter(FeedInput input) =>
            mapping.Delimiter is [var one] && char.IsAscii(one)
                ? (byte)one
                : throw FeedErrors.Refuse(input.File, "bad-mapping", $"The separator '{mapping.Delimiter}' is not one character.");

        protected override RowReader Bind(TableHeader header, FeedInput input) => new MappedRows(header, input, mapping);
    }
}
