namespace Holdfast.App.Watch.Feeds.Osce;

/// <summary>
/// Tables of ceasefire violations as the OSCE Special Monitoring Mission to Ukraine annexed them to its daily reports (2014 to 2022), as CSV: position, event
/// location, means, number, observation, description, weapon, date and time.
/// </summary>
internal sealed class OsceFeed : TableFeed
{
    public override string Name => "osce";

    public override string Summary =>
        "Violation tables of the OSCE SMM (CSV): directions and distances become bearings, named places fixes.";

    protected override string Delimiters => ",;\t";

    protected override RowReader Bind(TableHeader header, FeedInput input) => new OsceRows(header, input);
}
