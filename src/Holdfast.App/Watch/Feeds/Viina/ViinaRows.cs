using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Viina;

/// <summary>
/// Rows of VIINA: one report of one outlet about one place. The outlet is the source (<c>viina-unian</c>), so that what many outlets repeat is as many voices as
/// there are outlets and no more. The file tells when the report came out; what it reports happened then or on the day before.
/// </summary>
internal sealed class ViinaRows : RowReader
{
    private static readonly string[] Kept =
    [
        "viina_version",
        "event_id_1pd",
        "report_id",
        "geonameid",
        "feature_code",
        "asciiname",
        "ADM1_NAME",
        "ADM2_NAME",
        "GEO_PRECISION",
        "GEO_API",
        "address",
        "lang",
        "url",
        "n_reports",
    ];

    private readonly ViinaLabels? _labels;
    private readonly ViinaColumns _columns;
    private readonly NamedAreas _areas;
    private readonly (string Name, int Column)[] _kept;
    private readonly int _id;
    private readonly int _date;
    private readonly int _time;
    private readonly int _latitude;
    private readonly int _longitude;
    private readonly int _precision;
    private readonly int _outlet;
    private readonly int _text;
    private readonly int _url;
    private readonly int _name;
    private readonly int _adm1;
    private readonly int _adm2;

    public ViinaRows(TableHeader header, FeedInput input, ViinaLabels? labels)
        : base(header, input)
    {
        _labels = labels;
        _areas = new NamedAreas(input.Atlas);
        _columns = new ViinaColumns(header);
        if (header.Find("latitude", "lat") < 0 && _columns.Any)
        {
            throw FeedErrors.Refuse(
                input.File,
                "missing-column",
                "This is event_labels alone, which says neither where nor when: give a zip archive of event_info and event_labels, or event_1pd."
            );
        }
        _id = header.Require("event_id", "event_id_1pd");
        _date = header.Require("date");
        _latitude = header.Require("latitude", "lat");
        _longitude = header.Require("longitude", "lon");
        _time = header.Find("time");
        _precision = header.Find("GEO_PRECISION");
        _outlet = header.Find("source", "sources");
        _text = header.Find("text");
        _url = header.Find("url");
        _name = header.Find("asciiname", "address");
        _adm1 = header.Find("ADM1_NAME");
        _adm2 = header.Find("ADM2_NAME");
        _kept = [.. Kept.Select(name => (name, header.Find(name))).Where(c => c.Item2 >= 0)];
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        var id = row.Text(_id);
        if (id.Length == 0)
        {
            fault = RowFault.Missing(Header.Names[_id]);
            return null;
        }
        if (!Point(row, _latitude, _longitude, out var point, out fault) || !When(row, out var when, out var reported, out fault))
        {
            return null;
        }
        var label =
            _labels is not null ? _labels.Find(id)
            : _columns.Any ? _columns.Read(row)
            : null;
        if (label is { War: false })
        {
            fault = new RowFault("t_mil", "not-about-war", "The labels say that this report is not about military operations.");
            return null;
        }
        var attributes = Attributes(row, label);
        var text = Plain(row, _text);
        NoteEncoding(attributes, row);
        return new FixObservation
        {
            Id = new ObservationId(Input.Source.Id, id),
            SourceId = Outlet(row),
            When = when,
            ReportedAt = reported,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = text.Length > 0 ? text : $"Report of {Outlet(row)}",
            Citation = Optional(row, _url) is { Length: > 0 and < 500 } url ? $"{url}; {Cite(row)}" : Cite(row),
            Attributes = attributes.ToImmutable(),
            Where = Where(row, point),
            Kinds = label?.Kinds ?? [new KindWeight("event", 1)],
        };
    }

    // "viina-unian": letters and figures of the outlet's short name. A row of several outlets, or of none, speaks for the file.
    private string Outlet(CsvRows row)
    {
        var name = Optional(row, _outlet).ToLowerInvariant();
        var plain = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'));
        return plain.Length is > 0 and <= 40 && plain.Length == name.Length ? $"{Input.Source.Id}-{plain}" : Input.Source.Id;
    }

    private ImmutableSortedDictionary<string, string>.Builder Attributes(CsvRows row, ViinaLabel? label)
    {
        var attributes = NoAttributes.ToBuilder();
        foreach (var (name, column) in _kept)
        {
            if (Plain(row, column) is { Length: > 0 } text)
            {
                attributes[name] = text;
            }
        }
        if (label is null)
        {
            attributes["labels"] = "none: the file does not say what happened";
        }
        else if (label.Actors.Length > 0)
        {
            attributes["actors named by the classifier"] = label.Actors;
        }
        return attributes;
    }

    private bool When(CsvRows row, out TimeRange when, out Instant? reported, out RowFault? fault)
    {
        (when, reported) = (default, null);
        var name = Header.Names[_date];
        if (!MomentParser.TryParse(row.Field(_date), DateOrder.YearMonthDay, out var moment))
        {
            fault = row.Text(_date).Length == 0 ? RowFault.Missing(name) : RowFault.Date(name, row.Text(_date), "20230216 or 2023-02-16");
            return false;
        }
        var end = ZoneTimes.Days(moment.Date, moment.Date, Input.Zone).Latest;
        if (Optional(row, _time) is { Length: > 0 } time)
        {
            if (!MomentParser.TryParseClock(row.Field(_time), out var clock))
            {
                var column = Header.Names[_time];
                fault = new RowFault(column, "bad-time", $"'{column}' is '{RowFault.Cut(time)}', not a time such as 14:05.");
                return false;
            }
            var at = moment.Date.AtMidnight().PlusNanoseconds(clock);
            reported = Input.Zone.AtLeniently(at).ToInstant();
            end = Instant.Max(reported.Value, Input.Zone.AtStartOfDay(moment.Date).ToInstant());
        }
        when = new TimeRange(Input.Zone.AtStartOfDay(moment.Date.PlusDays(-1)).ToInstant(), end);
        fault = (reported ?? when.Earliest) > Input.Now ? RowFault.Future(name, row.Text(_date)) : null;
        return fault is null;
    }

    // Codebook: from STREET to ADM1. What a geocoder put at a town is as exact as a town; a code that is not known is taken for a second-order unit.
    private Place Where(CsvRows row, GeoPoint point)
    {
        var code = Optional(row, _precision).ToUpperInvariant();
        var (adm1, adm2, name) = (Plain(row, _adm1), Plain(row, _adm2), Plain(row, _name));
        string First(params ReadOnlySpan<string> names)
        {
            foreach (var candidate in names)
            {
                if (candidate.Length > 0)
                {
                    return candidate.Length > 200 ? candidate[..200] : candidate;
                }
            }
            return "unnamed area";
        }
        return code switch
        {
            "HOUSE" or "EXACT" or "STREET" => new PointPlace(point, ErrorEllipse.Circle(500)),
            "PPL" or "CITY" or "TOWN" or "VILLAGE" or "SETTLEMENT" or "LOCALITY" or "ADM3" or "ADM4" => new PointPlace(
                point,
                ErrorEllipse.Circle(3_000)
            ),
            "ADM1" or "PROVINCE" => _areas.Make(First(adm1, name), point, 150_000),
            "ADM0" or "COUNTRY" => _areas.Make("Ukraine", point, 700_000),
            _ => _areas.Make(First(adm2, name, adm1), point, 35_000),
        };
    }

    // One spelling for what looks the same: composed characters (NFC), no control characters, at most 300 characters without half a character at the end.
    private static string Plain(CsvRows row, int column)
    {
        var text = Optional(row, column);
        if (text.Length == 0)
        {
            return text;
        }
        text = text.Length > 300 ? text[..(char.IsHighSurrogate(text[299]) ? 299 : 300)] + "..." : text;
        try
        {
            text = text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Not valid Unicode: kept as it is, and cleaned below.
        }
        return text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 ? text : string.Concat(text.Select(c => c < ' ' ? ' ' : c)).Trim();
    }
}
