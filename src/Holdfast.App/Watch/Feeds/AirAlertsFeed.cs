using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Air-raid alerts by oblast, raion or hromada, from the volunteers' dataset of official alerts.</summary>
internal sealed class AirAlertsFeed : TableFeed
{
    public override string Name => "air-alerts";

    public override string Summary => "Air-raid alerts of Ukraine (CSV: oblast, raion, hromada, level, started_at, finished_at).";

    protected override RowReader Bind(TableHeader header, FeedInput input) => new AirAlertRows(header, input);
}

/// <summary>
/// Rows of alerts: kind alert, over the area that was alerted, for as long as it lasted. An alert tells that danger was expected, not that anything
/// happened. Areas below the oblast stand at the oblast's middle unless the atlas draws them: the file gives no positions.
/// </summary>
internal sealed class AirAlertRows : RowReader
{
    private static readonly ImmutableArray<KindWeight> Alert = [new("alert", 1)];

    private readonly NamedAreas _areas;
    private readonly int _oblast;
    private readonly int _raion;
    private readonly int _hromada;
    private readonly int _level;
    private readonly int _started;
    private readonly int _finished;

    public AirAlertRows(TableHeader header, FeedInput input)
        : base(header, input)
    {
        _areas = new NamedAreas(input.Atlas);
        _oblast = header.Require("oblast", "region");
        _started = header.Require("started_at");
        _finished = header.Require("finished_at");
        _raion = header.Find("raion");
        _hromada = header.Find("hromada");
        _level = header.Find("level");
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        var oblast = row.Text(_oblast);
        if (Oblasts.Find(oblast) is not { } region)
        {
            var near = NearestWord.To(oblast, Oblasts.Names);
            var hint = near is null ? "" : $" Did you mean '{near}'?";
            fault =
                oblast.Length == 0
                    ? RowFault.Missing("oblast")
                    : new RowFault(
                        "oblast",
                        "unknown-place",
                        $"'oblast' is '{RowFault.Cut(oblast)}', which is no region of Ukraine.{hint}"
                    );
            return null;
        }
        if (When(row, out fault) is not { } when)
        {
            return null;
        }
        var (raion, hromada) = (Optional(row, _raion), Optional(row, _hromada));
        var name =
            hromada.Length > 0 ? hromada
            : raion.Length > 0 ? raion
            : region.Name;
        var attributes = NoAttributes.ToBuilder();
        Attribute(attributes, row, _hromada);
        Attribute(attributes, row, _level);
        Attribute(attributes, row, _oblast);
        Attribute(attributes, row, _raion);
        NoteEncoding(attributes, row);
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, $"{oblast}/{raion}/{hromada}/{Iso.Format(when.Earliest)}"),
            SourceId = Input.Source.Id,
            When = when,
            Credibility = 2,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = $"Air-raid alert: {name}",
            Citation = Cite(row),
            Attributes = attributes.ToImmutable(),
            Where = _areas.Make(name, region.Middle, region.RadiusMetres),
            Kinds = Alert,
        };
    }

    private TimeRange? When(CsvRows row, out RowFault? fault)
    {
        if (!Moment(row, _started, out var started, out fault))
        {
            return null;
        }
        if (row.Field(_finished).Trim((byte)' ').IsEmpty)
        {
            // Not over yet when the file was made: it is known to have begun.
            return started;
        }
        if (!Moment(row, _finished, out var finished, out fault))
        {
            return null;
        }
        if (finished.Latest < started.Earliest)
        {
            fault = new RowFault("finished_at", "bad-date", "'finished_at' lies before 'started_at'.");
            return null;
        }
        return new TimeRange(started.Earliest, finished.Latest);
    }

    private bool Moment(CsvRows row, int column, out TimeRange moment, out RowFault? fault)
    {
        moment = default;
        fault = null;
        var name = Header.Names[column];
        if (!MomentParser.TryParse(row.Field(column), DateOrder.YearMonthDay, out var read))
        {
            fault = row.Field(column).IsEmpty ? RowFault.Missing(name) : RowFault.Date(name, row.Text(column), "2022-03-15 16:10:34+00:00");
        }
        else if (ZoneTimes.Of(read, Input.Zone) is not { } range)
        {
            fault = new RowFault(name, "bad-time", $"'{name}' is '{row.Text(column)}', a time that the clocks of {Input.Zone.Id} skip.");
        }
        else
        {
            moment = range;
            fault = Future(range) ? RowFault.Future(name, row.Text(column)) : null;
        }
        return fault is null;
    }
}
