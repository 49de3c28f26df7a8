namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// The Uppsala Conflict Data Program's Georeferenced Event Dataset, in its older and newer columns (Sundberg and Melander 2013; UCDP GED Codebook 25.1).
/// </summary>
internal sealed class UcdpGedFeed : TableFeed
{
    public override string Name => "ucdp-ged";

    public override string Summary => "UCDP Georeferenced Event Dataset (CSV): events with deaths, coded from news and other reports.";

    protected override RowReader Bind(TableHeader header, FeedInput input) => new UcdpGedRows(header, input);
}
