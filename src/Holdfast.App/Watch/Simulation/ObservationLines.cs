using System.Text;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Observations as lines of the <c>jsonl</c> feed.</summary>
internal static class ObservationLines
{
    /// <summary>The body as the record writes it, with its kind before the other members; without a line end.</summary>
    public static string Of(Observation observation)
    {
        var body = Encoding.UTF8.GetString(ObservationCodec.Encode(observation).Span);
        return $"{{\"kind\":\"{ObservationCodec.KindOf(observation)}\",{body.AsSpan(1)}";
    }
}
