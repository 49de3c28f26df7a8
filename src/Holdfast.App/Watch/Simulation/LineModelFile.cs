using System.Globalization;
using System.Text;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Writes the model of an acoustic scenario as <c>holdfast associate</c> takes it.</summary>
internal static class LineModelFile
{
    public static string Text(IEnumerable<AirSector> air, DetectionModel detection)
    {
        var text = new StringBuilder();
        text.Append("# Made by holdfast simulate: an exercise, illustrative. The air is what the engine is told, with errors.\n");
        text.Append("model: acoustic\nair:\n");
        foreach (var sector in air)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - {{from-east-km: {sector.FromEastMetres / 1_000}, temperature-c: {sector.TemperatureCelsius:R}, wind-east: {sector.WindEastMetresPerSecond:R}, wind-north: {sector.WindNorthMetresPerSecond:R}, temperature-sigma: {sector.TemperatureSigmaCelsius}, wind-sigma: {sector.WindSigmaMetresPerSecond}}}\n"
            );
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"detection:\n  ceiling: {detection.Ceiling}\n  width: {detection.Width}\n  wind-effect: {detection.WindEffect}\n  loudness:\n"
        );
        foreach (var loudness in detection.Loudness)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    - {{half-range-km: {loudness.HalfRangeMetres / 1_000}, share: {loudness.Share}}}\n"
            );
        }
        return text.ToString();
    }
}
