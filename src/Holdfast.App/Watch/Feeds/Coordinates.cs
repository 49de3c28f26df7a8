using System.Globalization;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Positions in degrees from text, with a reason when they cannot be right.</summary>
internal static class Coordinates
{
    public static bool TryRead(
        CsvRows row,
        int latitude,
        int longitude,
        string latitudeName,
        string longitudeName,
        byte mark,
        out GeoPoint point,
        out RowFault? fault
    )
    {
        point = default;
        var north = row.Field(latitude);
        if (!FastNumber.TryDouble(north, out var lat, mark))
        {
            fault = north.Trim((byte)' ').IsEmpty ? RowFault.Missing(latitudeName) : RowFault.Number(latitudeName, row.Text(latitude));
            return false;
        }
        var east = row.Field(longitude);
        if (!FastNumber.TryDouble(east, out var lon, mark))
        {
            fault = east.Trim((byte)' ').IsEmpty ? RowFault.Missing(longitudeName) : RowFault.Number(longitudeName, row.Text(longitude));
            return false;
        }
        return TryMake(lat, lon, latitudeName, longitudeName, out point, out fault);
    }

    public static bool TryMake(double lat, double lon, string latitudeName, string longitudeName, out GeoPoint point, out RowFault? fault)
    {
        point = default;
        if (!(lat is >= -90 and <= 90))
        {
            var swapped =
                lat is >= -180 and <= 180 && lon is >= -90 and <= 90 ? $" Are '{latitudeName}' and '{longitudeName}' swapped?" : "";
            fault = Impossible(latitudeName, lat, "a latitude between -90 and 90", swapped);
            return false;
        }
        if (!(lon is >= -180 and <= 180))
        {
            fault = Impossible(longitudeName, lon, "a longitude between -180 and 180", "");
            return false;
        }
        if (lat == 0 && lon == 0)
        {
            fault = new RowFault(
                latitudeName,
                "zero-coordinates",
                "The position is 0, 0, which stands for an unknown place, not for the Gulf of Guinea."
            );
            return false;
        }
        point = new GeoPoint(lat, lon);
        fault = null;
        return true;
    }

    private static RowFault Impossible(string column, double value, string expected, string hint) =>
        new(column, "bad-coordinates", $"'{column}' is {value.ToString(CultureInfo.InvariantCulture)}, not {expected}.{hint}");
}
