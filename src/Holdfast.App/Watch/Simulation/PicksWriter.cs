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

    /// <summary>The header where sensors say more than times: amplitude in pascals, weights of kinds as <c>mortar:0.8 mlrs:0.2</c>.</summary>
    public const string VoicedHeader = PicksHeader + ",amplitude,kinds";

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

    /// <summary>A row under <see cref="VoicedHeader"/>: the wave as the picker calls it; amplitude and kinds where they are asked for.</summary>
    public static string VoicedRow(SimulatedPick pick, Instant start, bool classes)
    {
        var row = Row(pick, start);
        if (pick.Voice is not { } voice)
        {
            return row + ",,";
        }
        var sound = $",{pick.Arrival.Phase},";
        var at = row.IndexOf(sound, StringComparison.Ordinal);
        var named = $"{row[..at]},{voice.Wave},{row[(at + sound.Length)..]}";
        return classes
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{named},{voice.Pascals},{string.Join(' ', voice.Kinds.Select(weight => string.Create(CultureInfo.InvariantCulture, $"{weight.Kind}:{weight.Probability:F3}")))}"
            )
            : named + ",,";
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
