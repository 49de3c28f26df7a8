using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// FIRMS rows with all columns. The place is the pixel: <c>scan</c> wide, <c>track</c> high, turned along the satellite's ground track. The id is satellite, time
/// of the overpass and position to a thousandth of a degree (closer than two pixels ever lie), so the near-real-time row and the standard row that
/// replaces it have the same id: a duplicate or an amendment, never two events.
/// </summary>
internal sealed class FirmsRows : RowReader
{
    internal static readonly ImmutableArray<KindWeight> ThermalAnomaly = [new("thermal_anomaly", 1)];

    // acq_time is that of the granule in which the pixel was seen: 6 minutes of VIIRS, 5 of MODIS (their level-2 products).
    private static readonly Duration ViirsGranule = Duration.FromMinutes(6);
    private static readonly Duration ModisGranule = Duration.FromMinutes(5);

    // Few values, the same again and again: their dictionaries are kept. The measured ones are added row by row.
    private static readonly string[] Stable = ["confidence", "daynight", "instrument", "satellite", "type", "version"];
    private static readonly string[] Measured = ["bright_t31", "bright_ti4", "bright_ti5", "brightness", "frp"];

    private readonly RepeatedAttributes _stable;
    private readonly (string Name, int Column)[] _measured;
    private readonly int _latitude;
    private readonly int _longitude;
    private readonly int _date;
    private readonly int _time;
    private readonly int _satellite;
    private readonly int _scan;
    private readonly int _track;
    private readonly int _instrument;
    private readonly int _dayNight;
    private readonly int _confidence;

    public FirmsRows(TableHeader header, FeedInput input)
        : base(header, input)
    {
        _latitude = header.Require("latitude");
        _longitude = header.Require("longitude");
        _date = header.Require("acq_date");
        _time = header.Require("acq_time");
        _satellite = header.Require("satellite");
        _scan = header.Require("scan");
        _track = header.Require("track");
        _instrument = header.Find("instrument");
        _dayNight = header.Find("daynight");
        _confidence = header.Find("confidence");
        _stable = new RepeatedAttributes([.. Stable.Select(name => (name, header.Find(name))).Where(k => k.Item2 >= 0)]);
        _measured = [.. Measured.Select(name => (name, header.Find(name))).Where(k => k.Item2 >= 0)];
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        if (!Point(row, _latitude, _longitude, out var point, out fault) || !When(row, out var start, out fault))
        {
            return null;
        }
        if (!Kilometres(row, _scan, out var scan, out fault) || !Kilometres(row, _track, out var track, out fault))
        {
            return null;
        }
        var satellite = Satellite(row.Text(_satellite));
        var granule = IsModis(row, satellite) ? ModisGranule : ViirsGranule;
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, MessageId(satellite, start, point)),
            SourceId = Input.Source.Id,
            When = new TimeRange(start, start + granule),
            Credibility = Credibility(row),
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Citation = Cite(row),
            Attributes = Attributes(row),
            Where = new BoxPlace(point, scan * 1000, track * 1000, GroundTrack.AzimuthDegrees(point.Latitude, Ascending(row, satellite))),
            Kinds = ThermalAnomaly,
        };
    }

    private bool When(CsvRows row, out Instant start, out RowFault? fault)
    {
        start = default;
        fault = null;
        if (!MomentParser.TryParse(row.Field(_date), DateOrder.YearMonthDay, out var day) || day.NanosecondOfDay is not null)
        {
            fault = row.Field(_date).IsEmpty ? RowFault.Missing("acq_date") : RowFault.Date("acq_date", row.Text(_date), "2025-08-16");
            return false;
        }
        if (!MomentParser.TryParseClock(row.Field(_time), out var clock))
        {
            fault = row.Field(_time).IsEmpty
                ? RowFault.Missing("acq_time")
                : new RowFault(
                    "acq_time",
                    "bad-time",
                    $"'acq_time' is '{RowFault.Cut(row.Text(_time))}', not a time such as 0052 or 00:52:00."
                );
            return false;
        }
        start = day.Date.AtMidnight().InUtc().ToInstant().PlusNanoseconds(clock);
        fault = start > Input.Now ? RowFault.Future("acq_date", row.Text(_date)) : null;
        return fault is null;
    }

    private bool Kilometres(CsvRows row, int column, out double value, out RowFault? fault)
    {
        fault = null;
        var read = FastNumber.TryDouble(row.Field(column), out value);
        if (!read || value is <= 0 or > 10)
        {
            var name = Header.Names[column];
            fault = !read
                ? RowFault.Number(name, row.Text(column))
                : new RowFault(name, "bad-number", $"'{name}' is {row.Text(column)} km; a pixel is between 0 and 10 km wide.");
        }
        return fault is null;
    }

    private static string MessageId(string satellite, Instant start, GeoPoint point)
    {
        var utc = start.ToDateTimeUtc();
        var (north, east) = (Thousandths(point.Latitude), Thousandths(point.Longitude));
        return string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[128],
            $"{satellite}/{utc:yyyy-MM-dd'T'HH:mm}/{north.Sign}{north.Whole}.{north.Part:000},{east.Sign}{east.Whole}.{east.Part:000}"
        );
    }

    private static (string Sign, int Whole, int Part) Thousandths(double degrees)
    {
        var thousandths = (int)Math.Round(degrees * 1000);
        var size = Math.Abs(thousandths);
        return (thousandths < 0 ? "-" : "", size / 1000, size % 1000);
    }

    private ImmutableSortedDictionary<string, string> Attributes(CsvRows row)
    {
        var attributes = _stable.Of(row);
        foreach (var (name, column) in _measured)
        {
            if (!row.Field(column).IsEmpty)
            {
                attributes = attributes.SetItem(name, row.Text(column));
            }
        }
        return attributes;
    }

    // FIRMS writes the same satellite in several ways, by product and year.
    private static string Satellite(string name) =>
        name switch
        {
            "T" => "Terra",
            "A" => "Aqua",
            "N" or "NPP" or "SNPP" => "SNPP",
            "1" or "N20" or "J1" or "NOAA-20" => "N20",
            "2" or "N21" or "J2" or "NOAA-21" => "N21",
            _ => name,
        };

    private bool IsModis(CsvRows row, string satellite) =>
        _instrument >= 0 ? row.Field(_instrument).SequenceEqual("MODIS"u8) : satellite is "Terra" or "Aqua";

    // By day Terra flies south over Ukraine and the others north; by night the other way round. Unknown counts as north-up.
    private bool? Ascending(CsvRows row, string satellite)
    {
        if (_dayNight < 0 || row.Field(_dayNight).Length != 1)
        {
            return null;
        }
        var day = row.Field(_dayNight)[0] == 'D';
        return satellite == "Terra" ? !day : day;
    }

    // VIIRS: low, nominal, high (or l, n, h); MODIS: per cent. As Admiralty: 2 probably, 3 possibly true, 4 doubtful.
    private int Credibility(CsvRows row)
    {
        if (_confidence < 0 || row.Field(_confidence) is not { IsEmpty: false } text)
        {
            return 3;
        }
        if (FastNumber.TryDouble(text, out var percent))
        {
            return percent >= 80 ? 2
                : percent >= 30 ? 3
                : 4;
        }
        return (text[0] | 0x20) switch
        {
            'h' => 2,
            'l' => 4,
            _ => 3,
        };
    }
}
