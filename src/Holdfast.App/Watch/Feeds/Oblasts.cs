using System.Collections.Frozen;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// The regions of Ukraine by the names that alert files use, each with a rounded middle and a radius that covers it, for maps whose atlas does not draw
/// them. Middle and radius are rough by design: they never make a place look better known than "somewhere in this region".
/// </summary>
internal static class Oblasts
{
    // English name, name in the alerts file (adjective form), latitude, longitude, radius in km.
    private static readonly (string Name, string Alias, double Latitude, double Longitude, double RadiusKilometres)[] Table =
    [
        ("Cherkasy", "Cherkaska", 49.2, 31.1, 140),
        ("Chernihiv", "Chernihivska", 51.3, 32.0, 150),
        ("Chernivtsi", "Chernivetska", 48.3, 26.0, 100),
        ("Crimea", "Avtonomna Respublika Krym", 45.3, 34.4, 180),
        ("Dnipropetrovsk", "Dnipropetrovska", 48.4, 34.7, 170),
        ("Donetsk", "Donetska", 48.1, 37.8, 150),
        ("Ivano-Frankivsk", "Ivano-Frankivska", 48.7, 24.6, 100),
        ("Kharkiv", "Kharkivska", 49.6, 36.5, 150),
        ("Kherson", "Khersonska", 46.6, 33.5, 160),
        ("Khmelnytskyi", "Khmelnytska", 49.4, 26.9, 130),
        ("Kirovohrad", "Kirovohradska", 48.5, 31.8, 170),
        ("Kyiv Oblast", "Kyivska", 50.2, 30.8, 150),
        ("Kyiv", "Kyiv City", 50.45, 30.52, 30),
        ("Luhansk", "Luhanska", 48.9, 39.0, 150),
        ("Lviv", "Lvivska", 49.7, 23.9, 130),
        ("Mykolaiv", "Mykolaivska", 47.4, 31.9, 140),
        ("Odesa", "Odeska", 46.8, 30.1, 220),
        ("Poltava", "Poltavska", 49.6, 33.8, 150),
        ("Rivne", "Rivnenska", 51.0, 26.4, 140),
        ("Sevastopol", "Sevastopol City", 44.6, 33.5, 40),
        ("Sumy", "Sumska", 51.0, 34.0, 150),
        ("Ternopil", "Ternopilska", 49.4, 25.6, 110),
        ("Vinnytsia", "Vinnytska", 48.9, 28.6, 150),
        ("Volyn", "Volynska", 51.2, 24.9, 140),
        ("Zakarpattia", "Zakarpatska", 48.4, 23.3, 130),
        ("Zaporizhzhia", "Zaporizka", 47.3, 35.8, 150),
        ("Zhytomyr", "Zhytomyrska", 50.6, 28.5, 150),
    ];

    private static readonly FrozenDictionary<string, Oblast> ByName = Table
        .SelectMany(row =>
            new[] { row.Name, row.Name + " oblast", row.Alias, row.Alias + " oblast" }.Select(n => (Key: n, Value: Make(row)))
        )
        .GroupBy(p => p.Key, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(g => g.Key, g => g.First().Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names a file may use, for the nearest right one.</summary>
    public static IEnumerable<string> Names => Table.Select(row => row.Alias.EndsWith('a') ? row.Alias + " oblast" : row.Alias);

    public static Oblast? Find(string name) => ByName.GetValueOrDefault(name.Trim());

    private static Oblast Make((string Name, string Alias, double Latitude, double Longitude, double RadiusKilometres) row) =>
        new(row.Name, new GeoPoint(row.Latitude, row.Longitude), row.RadiusKilometres * 1000);
}

/// <summary>A region with its middle and the radius of a disc that covers it.</summary>
internal sealed record Oblast(string Name, GeoPoint Middle, double RadiusMetres);
