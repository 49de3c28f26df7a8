namespace Holdfast.App.Watch.Feeds.Picks;

/// <summary>Tables of picks as seismology writes them: the same grammar as <c>holdfast associate --picks</c>. Each row is an arrival at a sensor.</summary>
internal sealed class PicksFeed : TableFeed
{
    public override string Name => "picks";

    public override string Summary => "Picks of sensors (CSV as SeisBench, GaMMA, PyOcto or associate have it): arrivals, restricted.";

    protected override string Delimiters => ",;\t";

    protected override RowReader Bind(TableHeader header, FeedInput input) => new PickRows(header, input);
}
