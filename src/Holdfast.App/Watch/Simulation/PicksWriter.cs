using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Writes what <c>holdfast associate</c> reads: stations and picks.</summary>
internal static class PicksWriter
{
    public const string PicksHeader = "pick_id,station,phase,time,sigma_s,azimuth_deg,azimuth_sigma_deg,received";

    public static async Task StationsAsync(string path, IEnumerable<Sensor> sensors)
    {
        await using var table = Table(path);
        await table.WriteLineAsync("id,east_m,north_m,depth_m,clock_sigma_s,dead_time_s");
        foreach (var sensor in sensors)
        {
            await table.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sensor.Id},{sensor.EastMetres:F1},{sensor.NorthMetres:F1},{sensor.DepthMetres:F1},{sensor.ClockSigmaSeconds},{sensor.DeadTimeSeconds}"
                )
            );
        }
    }

    public static string Row(SimulatedPick pick, Instant start)
    {
        var arrival = pick.Arrival;
        var azimuth = arrival.Bearing is { } bearing
            ? string.Create(CultureInfo.InvariantCulture, $"{Degrees(bearing.AzimuthRadians):F2},{bearing.SigmaRadians * 180 / Math.PI:F2}")
            : ",";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{arrival.Id},{arrival.Sensor},{arrival.Phase},{Time(start, arrival.TimeSeconds)},{arrival.SigmaSeconds},{azimuth},{Time(start, pick.ReceivedSeconds)}"
        );
    }

    /// <summary>A moment as ISO 8601 with microseconds.</summary>
    public static string Time(Instant start, double seconds) => Pattern.Format(At(start, seconds));

    public static Instant At(Instant start, double seconds) => start + Duration.FromNanoseconds(1_000 * (long)Math.Round(seconds * 1e6));

    public static StreamWriter Table(string path) => new(path) { NewLine = "\n" };

    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-ddTHH:mm:ss.ffffff'Z'");

    private static double Degrees(double radians)
    {
        var degrees = radians * 180 / Math.PI;
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
