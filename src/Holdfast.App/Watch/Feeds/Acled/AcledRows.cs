using System.Globalization;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Acled;

/// <summary>
/// Rows of ACLED. The actor columns become attributes and nothing more: ACLED itself says that their order does not tell who did what. Place and time are
/// as uncertain as <c>geo_precision</c> and <c>time_precision</c> leave them.
/// </summary>
internal sealed class AcledRows : RowReader
{
    // Codebook: 1 the place itself, 2 a town near it or a part of a region, 3 a larger region, coded at its capital.
    private const double ExactSigmaMetres = 1_500;
    private const double NearSigmaMetres = 12_500;
    private const double RegionRadiusMetres = 150_000;

    private readonly AcledVersions _versions;
    private readonly NamedAreas _areas;
    private readonly (string Name, int Column)[] _kept;
    private readonly int _id;
    private readonly int _date;
    private readonly int _timePrecision;
    private readonly int _geoPrecision;
    private readonly int _type;
    private readonly int _subType;
    private readonly int _latitude;
    private readonly int _longitude;
    private readonly int _notes;
    private readonly int _fatalities;
    private readonly int _admin1;
    private readonly int _location;
    private readonly int _source;
    private readonly int _timestamp;

    public AcledRows(TableHeader header, FeedInput input, AcledVersions versions)
        : base(header, input)
    {
        (_versions, _areas) = (versions, new NamedAreas(input.Atlas));
        _id = header.Require(AcledColumns.Id);
        _date = header.Require(AcledColumns.Date);
        _timePrecision = header.Require(AcledColumns.TimePrecision);
        _geoPrecision = header.Require(AcledColumns.GeoPrecision);
        _type = header.Require(AcledColumns.Type);
        _latitude = header.Require("latitude", "lat");
        _longitude = header.Require("longitude", "lon", "long");
        _subType = header.Find(AcledColumns.SubType);
        _notes = header.Find("notes");
        _fatalities = header.Find("fatalities");
        _admin1 = header.Find("admin1");
        _location = header.Find("location");
        _source = header.Find("source");
        _timestamp = header.Find(AcledColumns.Timestamp);
        _kept = [.. AcledColumns.Kept.Select(name => (name, header.Find(name))).Where(c => c.Item2 >= 0)];
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        var id = row.Text(_id);
        if (id.Length == 0)
        {
            fault = RowFault.Missing(Header.Names[_id]);
            return null;
        }
        if (_versions.Instead(id, row.Line) is { } other)
        {
            fault = new RowFault(
                Header.Names[_id],
                "superseded",
                $"Event '{RowFault.Cut(id)}' stands on line {other} too, with a newer timestamp or for another actor; that line counts."
            );
            return null;
        }
        if (!Point(row, _latitude, _longitude, out var point, out fault) || !When(row, out var when, out fault))
        {
            return null;
        }
        var (type, subType) = (row.Text(_type), Optional(row, _subType));
        if (AcledKinds.Of(type, subType, out var nearest) is not { } kinds)
        {
            var hint = nearest is null ? "" : $" Did you mean '{nearest}'?";
            fault = new RowFault(
                Header.Names[_type],
                "bad-code",
                $"'{Header.Names[_type]}' is '{RowFault.Cut(type)}', not one of ACLED's event types.{hint}"
            );
            return null;
        }
        if (Where(row, point, out fault) is not { } where)
        {
            return null;
        }
        return Observe(row, id, when, where, subType.Length > 0 ? subType : type) with { Kinds = kinds };
    }

    private FixObservation Observe(CsvRows row, string id, TimeRange when, Place where, string what)
    {
        var attributes = NoAttributes.ToBuilder();
        foreach (var (name, column) in _kept)
        {
            if (row.Text(column) is { Length: > 0 } text)
            {
                attributes[name] = text.Length > LongestAttribute ? text[..LongestAttribute] + "..." : text;
            }
        }
        var notes = Optional(row, _notes);
        NoteEncoding(attributes, row);
        var source = Optional(row, _source);
        var seconds = AcledColumns.Seconds(row, _timestamp);
        return new FixObservation
        {
            // A revision is an observation of its own, which takes the place of all that this event was before.
            Id = new ObservationId(
                Input.Source.Id,
                seconds is > 0 and var version ? string.Create(CultureInfo.InvariantCulture, $"{id}#{version}") : id
            ),
            Supersedes = seconds is > 0 ? [new Supersession(id)] : [],
            SourceId = Input.Source.Id,
            When = when,
            ReportedAt = seconds is > 0 and var s ? Instant.FromUnixTimeSeconds(s) : null,
            // Admiralty: several sources agree = probably true; one = possibly true.
            Credibility = source.Contains(';', StringComparison.Ordinal) ? 2 : 3,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description =
                notes.Length > 300 ? notes[..300] + "..."
                : notes.Length > 0 ? notes
                : what,
            Citation = $"ACLED event {id}; {Cite(row)}",
            Attributes = attributes.ToImmutable(),
            Where = where,
            Kinds = [],
            Casualties = Deaths(row),
        };
    }

    // ACLED gives one number for all the dead, whoever they were.
    private Casualties? Deaths(CsvRows row) =>
        Whole(row, _fatalities) is >= 0 and var dead ? new Casualties(null, null, dead, null, null, "estimate") : null;

    private bool When(CsvRows row, out TimeRange when, out RowFault? fault)
    {
        when = default;
        var name = Header.Names[_date];
        if (!MomentParser.TryParse(row.Field(_date), DateOrder.DayMonthYear, out var moment))
        {
            fault =
                row.Text(_date).Length == 0
                    ? RowFault.Missing(name)
                    : RowFault.Date(name, row.Text(_date), "2023-02-16 or 16 February 2023");
            return false;
        }
        var day = moment.Date;
        if (!FastNumber.TryInt(row.Field(_timePrecision), out var precision) || precision is < 1 or > 3)
        {
            fault = Code(row, _timePrecision, "1 to 3");
            return false;
        }
        // Codebook: 1 that day; 2 a week or weekend, coded within it; 3 a month, coded within it.
        var (first, last) = precision switch
        {
            1 => (day, day),
            2 => (day.PlusDays(-6), day.PlusDays(6)),
            _ => (day.With(DateAdjusters.StartOfMonth), day.With(DateAdjusters.EndOfMonth)),
        };
        when = ZoneTimes.Days(first, last, Input.Zone);
        fault = ZoneTimes.Days(day, day, Input.Zone).Earliest > Input.Now ? RowFault.Future(name, row.Text(_date)) : null;
        return fault is null;
    }

    private Place? Where(CsvRows row, GeoPoint point, out RowFault? fault)
    {
        fault = null;
        if (!FastNumber.TryInt(row.Field(_geoPrecision), out var precision) || precision is < 1 or > 3)
        {
            fault = Code(row, _geoPrecision, "1 to 3");
            return null;
        }
        if (precision < 3)
        {
            return new PointPlace(point, ErrorEllipse.Circle(precision == 1 ? ExactSigmaMetres : NearSigmaMetres));
        }
        var name = Optional(row, _admin1) is { Length: > 0 } region ? region : Optional(row, _location);
        return _areas.Make(name.Length > 0 ? name : "unnamed area", point, RegionRadiusMetres);
    }

    private RowFault Code(CsvRows row, int column, string expected) =>
        new(Header.Names[column], "bad-code", $"'{Header.Names[column]}' is '{RowFault.Cut(row.Text(column))}', not {expected}.");
}
