using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// FIRMS rows cut down to position and date: a UTC day, and a pixel of one kilometre, since neither instrument nor scan angle is known. Such rows of one
/// position and day cannot be told apart.
/// </summary>
internal sealed class FirmsDayRows : RowReader
{
    private const double PixelMetres = 1_000;

    private readonly int _latitude;
    private readonly int _longitude;
    private readonly int _date;
    private TimeRange _lastDay;
    private byte[] _lastDate = [];

    public FirmsDayRows(TableHeader header, FeedInput input)
        : base(header, input)
    {
        _latitude = header.Require("latitude");
        _longitude = header.Require("longitude");
        _date = header.Require("acq_date");
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        if (!Point(row, _latitude, _longitude, out var point, out fault) || !Day(row, out fault))
        {
            return null;
        }
        var day = System.Text.Encoding.ASCII.GetString(_lastDate);
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, $"{day}/{point.Latitude:R},{point.Longitude:R}"),
            SourceId = Input.Source.Id,
            When = _lastDay,
            Credibility = 3,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Citation = Cite(row),
            Attributes = NoAttributes,
            Where = new BoxPlace(point, PixelMetres, PixelMetres, 0),
            Kinds = FirmsRows.ThermalAnomaly,
        };
    }

    private bool Day(CsvRows row, out RowFault? fault)
    {
        fault = null;
        var text = row.Field(_date);
        if (text.SequenceEqual(_lastDate))
        {
            return true;
        }
        if (!MomentParser.TryParse(text, DateOrder.YearMonthDay, out var moment))
        {
            var name = Header.Names[_date];
            fault = text.IsEmpty ? RowFault.Missing(name) : RowFault.Date(name, row.Text(_date), "2021-03-30");
            return false;
        }
        var day = ZoneTimes.Days(moment.Date, moment.Date, DateTimeZone.Utc);
        if (Future(day))
        {
            fault = RowFault.Future(Header.Names[_date], row.Text(_date));
            return false;
        }
        _lastDay = day;
        _lastDate = text.ToArray();
        return true;
    }
}
