namespace Holdfast.App.Watch.Feeds;

/// <summary>NASA FIRMS active fires, VIIRS (375 m) and MODIS (1 km): full columns, or position and date alone.</summary>
internal sealed class FirmsFeed : TableFeed
{
    public override string Name => "firms";

    public override string Summary => "NASA FIRMS active fires (CSV, VIIRS or MODIS): thermal anomalies with their pixel's footprint.";

    protected override RowReader Bind(TableHeader header, FeedInput input) =>
        header.Find("acq_time") < 0 && header.Find("satellite") < 0 && header.Find("scan") < 0
            ? new FirmsDayRows(header, input)
            : new FirmsRows(header, input);
}
