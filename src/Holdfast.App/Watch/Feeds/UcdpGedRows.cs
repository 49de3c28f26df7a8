using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Rows of UCDP GED. The actor columns (<c>side_a</c>, <c>side_b</c>, <c>dyad_name</c>) become attributes and nothing more: they say who fought whom, not
/// who did this. Place and time are as uncertain as <c>where_prec</c> and <c>date_prec</c> leave them: see <see cref="UcdpPrecision"/>.
/// </summary>
internal sealed class UcdpGedRows : RowReader
{
    private static readonly string[] Kept =
    [
        "relid",
        "code_status",
        "type_of_violence",
        "conflict_name",
        "dyad_name",
        "side_a",
        "side_b",
        "number_of_sources",
        "where_prec",
        "where_coordinates",
        "adm_1",
        "adm_2",
        "country",
        "event_clarity",
        "date_prec",
        "deaths_a",
        "deaths_b",
        "deaths_unknown",
    ];

    private static readonly ImmutableArray<KindWeight> Force = [new("use_of_force", 1)];
    private static readonly ImmutableArray<KindWeight> AgainstCivilians = [new("violence_against_civilians", 1)];

    private readonly NamedAreas _areas;
    private readonly int[] _kept;
    private readonly int _id;
    private readonly int _latitude;
    private readonly int _longitude;
    private readonly int _start;
    private readonly int _end;
    private readonly int _type;
    private readonly int _wherePrecision;
    private readonly int _datePrecision;
    private readonly int _best;
    private readonly int _low;
    private readonly int _high;
    private readonly int _civilians;
    private readonly int _headline;
    private readonly int _description;
    private readonly int _office;
    private readonly int _clarity;
    private readonly int _sources;
    private readonly int _adm1;
    private readonly int _adm2;
    private readonly int _where;
    private readonly int _country;

    public UcdpGedRows(TableHeader header, FeedInput input)
        : base(header, input)
    {
        _areas = new NamedAreas(input.Atlas);
        _id = header.Require("id", "event_id");
        _latitude = header.Require("latitude", "lat");
        _longitude = header.Require("longitude", "lon", "long");
        _start = header.Require("date_start");
        _end = header.Require("date_end");
        _type = header.Require("type_of_violence", "type_of_vi");
        _wherePrecision = header.Require("where_prec");
        _datePrecision = header.Require("date_prec");
        _best = header.Require("best", "best_est");
        _low = header.Find("low", "low_est");
        _high = header.Find("high", "high_est");
        _civilians = header.Find("deaths_civilians", "deaths_civ");
        _headline = header.Find("source_headline");
        _description = header.Find("where_description", "where_desc");
        _office = header.Find("source_office");
        _clarity = header.Find("event_clarity", "event_clar");
        _sources = header.Find("number_of_sources");
        _adm1 = header.Find("adm_1");
        _adm2 = header.Find("adm_2");
        _where = header.Find("where_coordinates", "where_coor");
        _country = header.Find("country");
        _kept = [.. Kept.Select(name => header.Find(name)).Where(i => i >= 0)];
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        var id = row.Text(_id);
        if (id.Length == 0)
        {
            fault = RowFault.Missing(Header.Names[_id]);
            return null;
        }
        if (!Point(row, _latitude, _longitude, out var point, out fault) || !When(row, out var when, out fault))
        {
            return null;
        }
        if (Kinds(row, out fault) is not { } kinds || Where(row, point, out fault) is not { } where)
        {
            return null;
        }
        var attributes = NoAttributes.ToBuilder();
        foreach (var column in _kept)
        {
            Attribute(attributes, row, column);
        }
        var description = Describe(row);
        NoteEncoding(attributes, row);
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, id),
            SourceId = Input.Source.Id,
            When = when,
            Credibility = Credibility(row),
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = description,
            Citation = $"UCDP GED event {id}; {Cite(row)}",
            Attributes = attributes.ToImmutable(),
            Where = where,
            Kinds = kinds,
            Casualties = new Casualties(Whole(row, _civilians), null, Whole(row, _best), Whole(row, _low), Whole(row, _high), "estimate"),
        };
    }

    private bool When(CsvRows row, out TimeRange when, out RowFault? fault)
    {
        when = default;
        if (!Date(row, _start, out var start, out fault) || !Date(row, _end, out var end, out fault))
        {
            return false;
        }
        if (end < start)
        {
            fault = new RowFault("date_end", "bad-date", $"'date_end' ({end:uuuu-MM-dd}) lies before 'date_start' ({start:uuuu-MM-dd}).");
            return false;
        }
        if (!FastNumber.TryInt(row.Field(_datePrecision), out var precision) || precision is < 1 or > 5)
        {
            fault = new RowFault("date_prec", "bad-code", $"'date_prec' is '{RowFault.Cut(row.Text(_datePrecision))}', not 1 to 5.");
            return false;
        }
        var (first, last) = UcdpPrecision.Days(start, end, precision);
        when = ZoneTimes.Days(first, last, Input.Zone);
        fault = Future(when) ? RowFault.Future("date_start", row.Text(_start)) : null;
        return fault is null;
    }

    // The older files were exported with US dates; ISO dates are told from them by their four leading figures.
    private bool Date(CsvRows row, int column, out LocalDate date, out RowFault? fault)
    {
        var read = MomentParser.TryParse(row.Field(column), DateOrder.MonthDayYear, out var moment);
        date = moment.Date;
        var name = Header.Names[column];
        fault =
            read ? null
            : row.Text(column).Length == 0 ? RowFault.Missing(name)
            : RowFault.Date(name, row.Text(column), "1/22/2014 (month first) or 2014-01-22");
        return read;
    }

    // Codebook: 1 state-based, 2 non-state, 3 one-sided.
    private ImmutableArray<KindWeight>? Kinds(CsvRows row, out RowFault? fault)
    {
        fault = null;
        _ = FastNumber.TryInt(row.Field(_type), out var type);
        switch (type)
        {
            case 1 or 2:
                return Force;
            case 3:
                return AgainstCivilians;
            default:
                fault = new RowFault(
                    "type_of_violence",
                    "bad-code",
                    $"'type_of_violence' is '{RowFault.Cut(row.Text(_type))}', not 1, 2 or 3."
                );
                return null;
        }
    }

    private Place? Where(CsvRows row, GeoPoint point, out RowFault? fault)
    {
        fault = null;
        if (!FastNumber.TryInt(row.Field(_wherePrecision), out var precision) || precision is < 1 or > 7)
        {
            fault = new RowFault("where_prec", "bad-code", $"'where_prec' is '{RowFault.Cut(row.Text(_wherePrecision))}', not 1 to 7.");
            return null;
        }
        if (UcdpPrecision.SigmaMetres(precision) is { } sigma)
        {
            return new PointPlace(point, ErrorEllipse.Circle(sigma));
        }
        var name = UcdpPrecision.AreaName(
            precision,
            Optional(row, _where),
            Optional(row, _adm2),
            Optional(row, _adm1),
            Optional(row, _country)
        );
        return _areas.Make(name, point, UcdpPrecision.RadiusMetres(precision));
    }

    private string Describe(CsvRows row)
    {
        var where = Optional(row, _description);
        var headline = Optional(row, _headline);
        headline = headline.Length > 160 ? headline[..160] + "..." : headline;
        var text = where.Length > 0 && headline.Length > 0 ? $"{where}: {headline}" : where + headline;
        var office = Optional(row, _office);
        office = office.Length > 80 ? office[..80] + "..." : office;
        return office.Length == 0 ? text : $"{text} ({office})";
    }

    // Admiralty: several sources agree = probably true; clear but single = possibly true; coded as unclear = cannot be judged.
    private int Credibility(CsvRows row) =>
        Whole(row, _clarity) is not (null or 1) ? 6
        : Whole(row, _sources) is >= 2 ? 2
        : 3;
}
