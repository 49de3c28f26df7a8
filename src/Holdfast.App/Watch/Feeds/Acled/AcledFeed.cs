using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Acled;

/// <summary>
/// The Armed Conflict Location and Event Data Project's event files, current and older columns (Raleigh et al. 2010; ACLED Codebook). ACLED's terms bind
/// whoever downloaded the file: the rows are read where they lie and nothing of them is shipped with this program.
/// </summary>
internal sealed class AcledFeed : IFeed
{
    public string Name => "acled";

    public string Summary => "ACLED events (CSV, current or older export): kinds by event and sub-event type, actors as stated.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var versions = AcledVersions.None;
        if (input.Content.CanSeek)
        {
            var start = input.Content.Position;
            versions = await AcledVersions.ScanAsync(input, Limits, cancellation);
            input.Content.Position = start;
        }
        await foreach (var item in new Table(versions) { Limits = Limits }.ReadAsync(input, cancellation))
        {
            yield return item;
        }
    }

    private sealed class Table(AcledVersions versions) : TableFeed
    {
        public override string Name => "acled";
        public override string Summary => "";
        protected override string Delimiters => ",;\t";

        protected override RowReader Bind(TableHeader header, FeedInput input) => new AcledRows(header, input, versions);
    }
}
