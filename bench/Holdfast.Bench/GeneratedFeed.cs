using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Bench;

/// <summary>Made-up FIRMS rows over the Donbas: satellite pixels in the order of overpasses, four a day, spread evenly over 2015 and 2016.</summary>
internal static class GeneratedFeed
{
    public const int Days = 700;

    public static async Task WriteAsync(string path, long rows, int days = Days)
    {
        var random = new Random(2_015);
        var start = Instant.FromUtc(2015, 2, 16, 0, 0);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        await file.WriteLineAsync(
            "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,version,bright_ti5,frp,daynight,instrument"
        );
        for (long i = 0; i < rows; i++)
        {
            var overpass = i * days * 4 / rows;
            var at = start + Duration.FromHours(6 * overpass) + Duration.FromMinutes(100 * random.Next(3));
            var day = InstantPattern.CreateWithInvariantCulture("yyyy-MM-dd,HH:mm:ss").Format(at);
            var (latitude, longitude) = (47 + 2.2 * random.NextDouble(), 36.8 + 2.8 * random.NextDouble());
            await file.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{latitude:F5},{longitude:F5},{290 + 60 * random.NextDouble():F2},0.{random.Next(32, 79)},0.{random.Next(36, 77)},{day},N20,nominal,2.0NRT,{280 + 20 * random.NextDouble():F2},{9 * random.NextDouble():F2},N,VIIRS"
                )
            );
        }
    }

    /// <summary>The same places and times as JSON Lines: three rows in four are artillery fire, which the terms forbid; the others are hot pixels, which they cannot judge.</summary>
    public static async Task WriteReportsAsync(string path, long rows)
    {
        var random = new Random(2_015);
        var start = Instant.FromUtc(2015, 2, 16, 0, 0);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        for (long i = 0; i < rows; i++)
        {
            var at = start + Duration.FromHours(6 * (i * Days * 4 / rows)) + Duration.FromMinutes(random.Next(360));
            var (latitude, longitude) = (47 + 2.2 * random.NextDouble(), 36.8 + 2.8 * random.NextDouble());
            var kind = i % 4 == 3 ? "thermal_anomaly" : "artillery";
            await file.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""{"kind":"observation.fix/1","id":"r{{{i}}}","earliest":"{{{InstantPattern.ExtendedIso.Format(at)}}}","kinds":{"{{{kind}}}":1},"place":{"type":"point","latitude":{{{latitude:F5}}},"longitude":{{{longitude:F5}}},"semiMajorMetres":{{{random.Next(50, 400)}}},"semiMinorMetres":40,"azimuthDegrees":30}}"""
                )
            );
        }
    }
}
