using System.Collections.Immutable;

namespace Holdfast.App.Watch.Feeds;

/// <summary>What columns are called in event files that people publish, by role; names are compared as letters and figures alone.</summary>
internal static class ColumnNames
{
    public static readonly ImmutableArray<(string Role, ImmutableArray<string> Names)> Roles =
    [
        ("latitude", ["latitude", "lat", "ylat", "gpslat", "gpslatitude", "ycoord", "decimallatitude", "eventlatitude", "y"]),
        (
            "longitude",
            ["longitude", "lon", "lng", "long", "xlong", "gpslon", "gpslongitude", "xcoord", "decimallongitude", "eventlongitude", "x"]
        ),
        (
            "coordinates",
            [
                "coordinates",
                "coords",
                "coord",
                "geomwkt",
                "wkt",
                "latlon",
                "latlng",
                "geom",
                "geometry",
                "gps",
                "geolocation",
                "location",
                "position",
            ]
        ),
        ("endDate", ["dateend", "enddate", "finishedat", "endtime", "end", "until", "enddatetime", "dateto"]),
        (
            "date",
            [
                "date",
                "eventdate",
                "datestart",
                "startdate",
                "datetime",
                "timestamp",
                "acqdate",
                "startedat",
                "occurredat",
                "occurred",
                "when",
                "day",
                "dateofevent",
                "incidentdate",
                "eventdatetime",
                "time",
            ]
        ),
        ("time", ["time", "eventtime", "acqtime", "timeofday", "localtime", "hour"]),
        (
            "id",
            [
                "id",
                "eventid",
                "incidentid",
                "entry",
                "entryid",
                "uid",
                "eventidcnty",
                "dataid",
                "globalid",
                "fid",
                "objectid",
                "key",
                "event",
            ]
        ),
        ("kind", ["type", "eventtype", "kind", "category", "subeventtype", "incidenttype", "class", "weapon", "typeofviolence"]),
        ("deaths", ["deaths", "fatalities", "killed", "dead", "best", "fatalitiesbest", "peoplekilled"]),
        ("count", ["count", "number", "howmany", "quantity", "rounds", "explosions", "events", "n"]),
        (
            "precisionMetres",
            [
                "precisionmetres",
                "precisionmeters",
                "accuracymetres",
                "accuracymeters",
                "accuracy",
                "sigma",
                "errormetres",
                "uncertaintymetres",
            ]
        ),
        (
            "place",
            [
                "place",
                "placename",
                "town",
                "towncity",
                "city",
                "settlement",
                "village",
                "locality",
                "municipality",
                "wherecoordinates",
                "location",
                "name",
            ]
        ),
        ("text", ["description", "text", "notes", "briefdescription", "summary", "title", "headline", "details", "comment", "comments"]),
        ("source", ["source", "sources", "link", "url", "sourceurl", "reference"]),
    ];

    /// <summary>How well a column's name fits a role: 1 for the role's first name, less for later ones, 0 for none.</summary>
    public static double Fit(string role, string column)
    {
        var plain = Plain(column);
        var names = Roles.First(r => r.Role == role).Names;
        var index = names.IndexOf(plain);
        if (index >= 0)
        {
            return 1 - (0.02 * index);
        }
        // "event_latitude_wgs84", "Start date (local)": a long enough name of the role inside the column's.
        return names.Any(n => n.Length >= 4 && plain.Contains(n, StringComparison.Ordinal)) ? 0.55 : 0;
    }

    public static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
}
