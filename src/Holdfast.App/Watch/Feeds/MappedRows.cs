using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Rows of any table, by a mapping. Columns that the mapping does not name are kept as attributes. A row without an id of its own is named by the hash of its
/// text, so the same row twice is one observation.
/// </summary>
internal sealed class MappedRows : RowReader
{
    private const int MostAttributes = 60;

    private readonly ColumnMapping _mapping;
    private readonly byte _mark;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly int[] _kept;

    public MappedRows(TableHeader header, FeedInput input, ColumnMapping mapping)
        : base(header, input)
    {
        _mapping = mapping;
        _mark = mapping.DecimalComma ? (byte)',' : (byte)'.';
        foreach (var (role, column) in mapping.Named)
        {
            _columns[role] = header.Require(column);
        }
        if (!_columns.ContainsKey("date") || !(_columns.ContainsKey("coordinates") || (Has("latitude") && Has("longitude"))))
        {
            throw FeedErrors.Refuse(
                input.File,
                "bad-mapping",
                "The mapping names no date, or neither coordinates nor latitude and longitude."
            );
        }
        if (mapping.Kinds.Values.Append(mapping.DefaultKind).FirstOrDefault(k => !EventKinds.IsKnown(k)) is { } unknown)
        {
            throw FeedErrors.Refuse(input.File, "bad-mapping", ObservationCheck.UnknownKind(unknown).Reason);
        }
        string[] used = ["latitude", "longitude", "coordinates", "id", "text"];
        var spoken = used.Where(Has).Select(r => _columns[r]).ToHashSet();
        _kept =
        [
            .. Enumerable.Range(0, header.Names.Length).Where(i => !spoken.Contains(i) && header.Names[i].Length > 0).Take(MostAttributes),
        ];
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        if (!Place(row, out var where, out fault) || !When(row, out var when, out fault))
        {
            return null;
        }
        var text = Text(row, "text");
        text = text.Length > 300 ? text[..300] + "..." : text;
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, Id(row)),
            SourceId = Input.Source.Id,
            When = when,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = text,
            Citation = Cite(row),
            Attributes = Attributes(row),
            Where = where,
            Kinds = [new KindWeight(Kind(row), 1)],
            Count = Has("count") ? Whole(row, _columns["count"]) : null,
            Casualties =
                Has("deaths") && Whole(row, _columns["deaths"]) is { } dead
                    ? new Casualties(null, null, dead, null, null, "as stated")
                    : null,
        };
    }

    private bool Has(string role) => _columns.ContainsKey(role);

    private string Text(CsvRows row, string role) => Has(role) ? row.Text(_columns[role]) : "";

    private bool Place(CsvRows row, out Place where, out RowFault? fault)
    {
        where = new PointPlace(default, default);
        if (!Position(row, out var point, out fault))
        {
            return false;
        }
        var stated =
            Has("precisionMetres") && FastNumber.TryDouble(row.Field(_columns["precisionMetres"]), out var metres, _mark) && metres > 0;
        var sigma =
            stated && FastNumber.TryDouble(row.Field(_columns["precisionMetres"]), out var m, _mark) ? m : _mapping.DefaultSigmaMetres;
        where = new PointPlace(point, ErrorEllipse.Circle(sigma));
        return true;
    }

    private bool Position(CsvRows row, out GeoPoint point, out RowFault? fault)
    {
        if (Has("latitude") && Has("longitude"))
        {
            var (north, east) = (_columns["latitude"], _columns["longitude"]);
            return Coordinates.TryRead(row, north, east, Header.Names[north], Header.Names[east], _mark, out point, out fault);
        }
        point = default;
        var name = Header.Names[_columns["coordinates"]];
        var text = Text(row, "coordinates");
        if (text.Length == 0)
        {
            fault = RowFault.Missing(name);
            return false;
        }
        if (!PositionText.TryParse(text, out var latitude, out var longitude))
        {
            fault = new RowFault(
                name,
                "bad-coordinates",
                $"'{name}' is '{RowFault.Cut(text)}', not a position such as \"48.5, 37.9\" or POINT (37.9 48.5)."
            );
            return false;
        }
        return Coordinates.TryMake(latitude, longitude, name, name, out point, out fault);
    }

    private bool When(CsvRows row, out TimeRange when, out RowFault? fault)
    {
        when = default;
        if (!Moment(row, "date", out var start, out fault))
        {
            return false;
        }
        if (Has("time") && !row.Field(_columns["time"]).Trim((byte)' ').IsEmpty)
        {
            if (!MomentParser.TryParseClock(row.Field(_columns["time"]), out var clock))
            {
                var name = Header.Names[_columns["time"]];
                fault = new RowFault(name, "bad-time", $"'{name}' is '{RowFault.Cut(Text(row, "time"))}', not a time such as 14:05.");
                return false;
            }
            start = start with { NanosecondOfDay = clock };
        }
        var end = start;
        if (Has("endDate") && Text(row, "endDate").Length > 0 && !Moment(row, "endDate", out end, out fault))
        {
            return false;
        }
        return Range(row, start, end, out when, out fault);
    }

    private bool Range(CsvRows row, ReadMoment start, ReadMoment end, out TimeRange when, out RowFault? fault)
    {
        var name = Header.Names[_columns["date"]];
        when = default;
        fault = null;
        if (ZoneTimes.Of(start, Input.Zone) is not { } first || ZoneTimes.Of(end, Input.Zone) is not { } last)
        {
            fault = new RowFault(name, "bad-time", $"'{name}' is '{Text(row, "date")}', a time that the clocks of {Input.Zone.Id} skip.");
        }
        else if (last.Latest < first.Earliest)
        {
            fault = new RowFault(name, "bad-date", "The end lies before the start.");
        }
        else
        {
            when = new TimeRange(first.Earliest, Instant.Max(first.Latest, last.Latest));
            fault = Future(when) ? RowFault.Future(name, Text(row, "date")) : null;
        }
        return fault is null;
    }

    private bool Moment(CsvRows row, string role, out ReadMoment moment, out RowFault? fault)
    {
        var column = _columns[role];
        var read = MomentParser.TryParse(row.Field(column), _mapping.DateOrder, out moment);
        var name = Header.Names[column];
        fault =
            read ? null
            : row.Text(column).Length == 0 ? RowFault.Missing(name)
            : RowFault.Date(name, row.Text(column), Example());
        return read;
    }

    private string Example() =>
        _mapping.DateOrder switch
        {
            DateOrder.YearMonthDay => "2014-01-22",
            DateOrder.DayMonthYear => "22/1/2014 (day first)",
            DateOrder.MonthDayYear => "1/22/2014 (month first)",
        };

    private string Kind(CsvRows row)
    {
        var word = Text(row, "kind");
        if (_mapping.Kinds.TryGetValue(word, out var kind))
        {
            return kind;
        }
        var plain = word.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        return EventKinds.IsKnown(plain) ? plain : _mapping.DefaultKind;
    }

    private string Id(CsvRows row)
    {
        var id = Text(row, "id");
        return id.Length > 0 ? id : "row/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.Raw())))[..24];
    }

    private ImmutableSortedDictionary<string, string> Attributes(CsvRows row)
    {
        var attributes = NoAttributes.ToBuilder();
        foreach (var column in _kept)
        {
            if (row.Text(column) is { Length: > 0 } text)
            {
                attributes[Header.Names[column]] = text.Length > LongestAttribute ? text[..LongestAttribute] + "..." : text;
            }
        }
        NoteEncoding(attributes, row);
        return attributes.ToImmutable();
    }
}
