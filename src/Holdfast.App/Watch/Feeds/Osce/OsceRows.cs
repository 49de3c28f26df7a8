using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Phrases;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Osce;

/// <summary>
/// Rows of violation tables. A direction as seen from the position is a bearing; an event at a named place ("2 km S of X") is a fix; one of which neither direction nor
/// place is told lies in a wide disc that is not centred on the observer. Where the observer stood goes into no text and no attribute.
/// </summary>
internal sealed class OsceRows : RowReader
{
    // Cells of merged rows are empty in the lower ones: they hold what the row above them holds.
    private static readonly string[] Merged = ["Position", "Event location", "Means"];

    // Where neither direction nor place is told: a cell of about 28 km that holds the observer somewhere, and as far as one hears.
    private const double CellDegrees = 0.25;
    private const double CellRadiusMetres = 20_000;

    private readonly OscePlaces _places;
    private readonly OsceDates _dates;
    private readonly int[] _merged;
    private readonly string[] _above = ["", "", ""];
    private readonly int _number;
    private readonly int _observation;
    private readonly int _description;
    private readonly int _weapon;
    private readonly int _when;
    private readonly int _report;
    private readonly int _latitude;
    private readonly int _longitude;

    public OsceRows(TableHeader header, FeedInput input)
        : base(header, input)
    {
        (_places, _dates) = (new OscePlaces(input.Atlas), new OsceDates(input));
        _merged =
        [
            header.Require("Position", "SMM position", "SMM Position", "Observer position"),
            header.Require("Event location", "Event Location", "Location"),
            header.Require("Means", "Means of observation"),
        ];
        _number = header.Require("No.", "No", "Number", "Count", "Nr.");
        _observation = header.Require("Observation", "Observations", "Type");
        _description = header.Require("Description");
        _weapon = header.Require("Weapon", "Weapons", "Weapon type");
        _when = header.Require("Date, time", "Date, Time", "Date/Time", "Date and time", "Date");
        _report = header.Find("Report date", "Report", "Year");
        _latitude = header.Find("Position latitude", "latitude", "lat");
        _longitude = header.Find("Position longitude", "longitude", "lon");
    }

    public override void Pass(CsvRows row)
    {
        if (row.Flaw == RowFlaw.None && row.Count == Header.Names.Length)
        {
            _ = Cells(row);
        }
    }

    public override Observation? Read(CsvRows row, out RowFault? fault)
    {
        var (position, location, means) = Cells(row);
        if (position.Length == 0)
        {
            fault = RowFault.Missing(Header.Names[_merged[0]]);
            return null;
        }
        var told = Told(row, out var phrase, out fault) ? phrase : null;
        if (told is null || When(row, out fault) is not { } when)
        {
            return null;
        }
        var place = RosePhrase.Parse(location);
        // A figure that is not understood is a distance that is not: the rest of the words would say more than was written.
        if (place.Unread.FirstOrDefault(words => words.Any(char.IsAsciiDigit)) is { } figure && place.Of.Length == 0)
        {
            var name = Header.Names[_merged[1]];
            fault = new RowFault(
                name,
                "bad-phrase",
                $"In '{name}' this is not understood: '{RowFault.Cut(figure)}'; expected a distance and direction such as \"2-4km SE\"."
            );
            return null;
        }
        var id = Id(row, position, location, means);
        if (place.Of.Length > 0 || (place.Azimuth is null && location.Length > 0 && !NotKnown(location)))
        {
            return _places.Find(location, out var unknown) is { } named
                ? Fix(row, id, when, named, told, means)
                : Nowhere(_merged[1], unknown, out fault);
        }
        if (From(row, position, out fault) is not { } from)
        {
            return null;
        }
        return place.Azimuth is { } azimuth
            ? Bearing(row, id, when, from, azimuth, place, told, means)
            : Fix(row, id, when, Around(from, place.Range?.HighMetres ?? RosePhrase.FarthestMetres), told, means);
    }

    private (string Position, string Location, string Means) Cells(CsvRows row)
    {
        for (var i = 0; i < Merged.Length; i++)
        {
            if (row.Text(_merged[i]) is { Length: > 0 } text)
            {
                // A new position begins anew: what the one before saw is not taken over.
                if (i == 0)
                {
                    (_above[1], _above[2]) = ("", "");
                }
                _above[i] = text;
            }
        }
        return (_above[0], _above[1], _above[2]);
    }

    // Number, observation, description and weapon as one phrase; a word that is not understood is named and the row kept aside.
    private bool Told(CsvRows row, out RosePhrase phrase, out RowFault? fault)
    {
        phrase = RosePhrase.Parse(row.Text(_observation));
        if (!phrase.IsUnderstood || phrase.Kinds.IsEmpty)
        {
            fault = Unread(_observation, row, phrase, "an observation such as Explosion, Burst, Shot, Projectile or Muzzle flash");
            return false;
        }
        var number = row.Text(_number);
        int? count = null;
        if (number.Length > 0 && !NotKnown(number))
        {
            if (!FastNumber.TryInt(row.Field(_number), out var stated) || stated is < 1 or > 100_000)
            {
                fault = RowFault.Number(Header.Names[_number], number);
                return false;
            }
            count = stated;
        }
        var description = RosePhrase.Parse(row.Text(_description));
        var weapon = RosePhrase.Parse(row.Text(_weapon));
        if (!description.IsUnderstood)
        {
            fault = Unread(_description, row, description, "words such as Undetermined, Outgoing, Impact or \"W to E\"");
            return false;
        }
        fault = null;
        phrase = phrase with
        {
            Count = count ?? phrase.Count,
            Direction = description.Direction != PhraseDirection.Unstated ? description.Direction : phrase.Direction,
            Flight = description.Flight ?? phrase.Flight,
            Exercise = phrase.Exercise || description.Exercise || weapon.Exercise,
            Weapon = weapon.Weapon.Length > 0 ? weapon.Weapon : phrase.Weapon,
            CalibreMillimetres = weapon.CalibreMillimetres ?? phrase.CalibreMillimetres,
            Kinds =
                description.Exercise || weapon.Exercise ? [new KindWeight("live_fire_exercise", 1)]
                : weapon.Weapon.Length > 0 && !weapon.Kinds.IsEmpty ? weapon.Kinds
                : phrase.Kinds,
        };
        return true;
    }

    private RowFault Unread(int column, CsvRows row, RosePhrase phrase, string expected)
    {
        var words = string.Join("', '", phrase.Unread.Select(RowFault.Cut));
        var name = Header.Names[column];
        return row.Text(column).Length == 0
            ? RowFault.Missing(name)
            : new RowFault(
                name,
                "bad-phrase",
                $"In '{name}' this is not understood: '{(words.Length > 0 ? words : RowFault.Cut(row.Text(column)))}'; expected {expected}."
            );
    }

    private TimeRange? When(CsvRows row, out RowFault? fault)
    {
        var stated = Optional(row, _report) is { Length: > 0 } text ? OsceDates.Report(text) : null;
        return _dates.Read(row.Text(_when), Header.Names[_when], stated, out fault);
    }

    private Place? From(CsvRows row, string position, out RowFault? fault)
    {
        if (_latitude >= 0 && _longitude >= 0 && !row.Field(_latitude).IsEmpty)
        {
            return Point(row, _latitude, _longitude, out var point, out fault) ? new PointPlace(point, ErrorEllipse.Circle(100)) : null;
        }
        fault = null;
        return _places.Find(position, out var unknown) ?? Unplaced(_merged[0], unknown, out fault);
    }

    private Place? Unplaced(int column, string unknown, out RowFault? fault)
    {
        _ = Nowhere(column, unknown, out fault);
        return null;
    }

    private Observation? Nowhere(int column, string unknown, out RowFault? fault)
    {
        var near = _places.Nearest(unknown) is { } word ? $" Did you mean '{word}'?" : "";
        fault = new RowFault(
            Header.Names[column],
            "unknown-place",
            $"'{RowFault.Cut(unknown)}' is no place of the mission's atlas; expected one, columns 'latitude' and 'longitude' of the position, or words as \"2 km N of NAME\".{near}"
        );
        return null;
    }

    private BearingObservation Bearing(
        CsvRows row,
        string id,
        TimeRange when,
        Place from,
        PhraseAzimuth azimuth,
        RosePhrase place,
        RosePhrase told,
        string means
    ) =>
        new()
        {
            Id = new ObservationId(Input.Source.Id, id),
            SourceId = Input.Source.Id,
            When = when,
            Credibility = 2,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = Describe(told),
            Citation = Cite(row),
            Attributes = Attributes(row, told, means),
            From = from,
            AzimuthDegrees = azimuth.Degrees,
            AzimuthSigmaDegrees = azimuth.SigmaDegrees,
            RangeMetres = place.Range is { } range ? new StatedInterval(range.LowMetres, range.HighMetres) : null,
            Kinds = told.Kinds,
            Count = told.Count,
        };

    private FixObservation Fix(CsvRows row, string id, TimeRange when, Place where, RosePhrase told, string means) =>
        new()
        {
            Id = new ObservationId(Input.Source.Id, id),
            SourceId = Input.Source.Id,
            When = when,
            Credibility = 2,
            Standing = Input.Standing,
            Mode = Input.Mode,
            Label = Input.Label,
            Description = Describe(told),
            Citation = Cite(row),
            Attributes = Attributes(row, told, means),
            Where = where,
            Kinds = told.Kinds,
            Count = told.Count,
            Weapon =
                told.Weapon.Length > 0 || told.CalibreMillimetres is not null ? new Weapon(told.Weapon, told.CalibreMillimetres) : null,
            StatedDirection = Direction(told),
        };

    private static string Describe(RosePhrase told)
    {
        var what = told.Observation.Length > 0 ? told.Observation : told.Weapon;
        var text = told.Count is { } count ? $"{count} x {what}" : what;
        return Direction(told) is { } direction ? $"{text}, {direction}" : text;
    }

    private static string? Direction(RosePhrase told)
    {
        string? end = told.Direction switch
        {
            PhraseDirection.Undetermined => "undetermined",
            PhraseDirection.Outgoing => "outgoing",
            PhraseDirection.Incoming => "incoming",
            PhraseDirection.Impact => "impact",
            _ => null,
        };
        return told.Flight is var (from, to) ? $"{(end is null ? "" : end + ", ")}from {Letters(from)} to {Letters(to)}" : end;
    }

    private static string Letters(PhraseAzimuth azimuth)
    {
        string[] points = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];
        return points[(int)Math.Round(azimuth.Degrees / 22.5) % 16];
    }

    // Neither the position nor the event's location: a distance and a direction lead back to the observer.
    private ImmutableSortedDictionary<string, string> Attributes(CsvRows row, RosePhrase told, string means)
    {
        var attributes = NoAttributes.ToBuilder();
        foreach (var column in new[] { _number, _observation, _weapon })
        {
            Attribute(attributes, row, column);
        }
        if (means.Length > 0)
        {
            attributes["report.means"] = RowFault.Cut(means.ToLowerInvariant());
        }
        if (Direction(told) is { } direction)
        {
            attributes["direction"] = direction;
        }
        if (told.Exercise)
        {
            attributes["exercise"] = "assessed as live-fire training";
        }
        NoteEncoding(attributes, row);
        return attributes.ToImmutable();
    }

    private static AreaPlace Around(Place from, double rangeMetres)
    {
        double Cell(double degrees, double width) => (Math.Floor(degrees / width) + 0.5) * width;
        var wide = CellDegrees / Math.Max(0.05, Math.Cos(from.Centre.Latitude * Math.PI / 180));
        var middle = new GeoPoint(
            Math.Clamp(Cell(from.Centre.Latitude, CellDegrees), -90, 90),
            Math.Clamp(Cell(from.Centre.Longitude, wide), -180, 180)
        );
        return new AreaPlace("around an observer", middle, CellRadiusMetres + from.Ellipse.SemiMajorMetres + rangeMetres);
    }

    private static bool NotKnown(string text) =>
        text.ToUpperInvariant()
            is "N/K"
                or "N/A"
                or "NK"
                or "UNKNOWN"
                or "UNDETERMINED"
                or "UNDETERMINED LOCATION"
                or "UNDETERMINED DIRECTION"
                or "-";

    // The table has no ids: a row is named by what it says, the cells above it that it shares included.
    private string Id(CsvRows row, string position, string location, string means)
    {
        var cells = new[] { _number, _observation, _description, _weapon, _when }.Select(row.Text);
        var text = string.Join('\u001f', cells.Prepend(means).Prepend(location).Prepend(position).Append(Optional(row, _report)));
        return "row/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
    }
}
