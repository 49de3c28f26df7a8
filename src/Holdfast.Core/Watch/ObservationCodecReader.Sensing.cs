using System.Text.Json;
using static Holdfast.Core.Watch.ObservationCodecValues;

namespace Holdfast.Core.Watch;

/// <summary>Reads the members of arrivals and bearings.</summary>
internal static partial class ObservationCodecReader
{
    private static bool Arrival(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("sensor"u8))
        {
            f.Sensor = Short(ref json);
        }
        else if (json.ValueTextEquals("sigmaSeconds"u8))
        {
            f.SigmaSeconds = Double(ref json, "sigmaSeconds");
        }
        else if (json.ValueTextEquals("phase"u8))
        {
            f.Phase = Word<ArrivalPhase>(
                ref json,
                "phase",
                ("sound", ArrivalPhase.Sound),
                ("p", ArrivalPhase.P),
                ("s", ArrivalPhase.S),
                ("muzzle", ArrivalPhase.Muzzle),
                ("shock", ArrivalPhase.Shock),
                ("burst", ArrivalPhase.Burst)
            );
        }
        else if (json.ValueTextEquals("amplitude"u8))
        {
            f.Amplitude = Double(ref json, "amplitude");
        }
        else if (json.ValueTextEquals("kinds"u8))
        {
            f.Weights = ReadWeights(ref json);
        }
        else if (json.ValueTextEquals("azimuth"u8))
        {
            f.Azimuth = ReadAzimuth(ref json);
        }
        else
        {
            return false;
        }
        return true;
    }

    private static bool Bearing(ref Utf8JsonReader json, ObservationCodecFields f)
    {
        if (json.ValueTextEquals("from"u8))
        {
            json.Read();
            f.From = ReadPlace(ref json);
        }
        else if (json.ValueTextEquals("azimuth"u8))
        {
            f.Azimuth = ReadAzimuth(ref json);
        }
        else if (json.ValueTextEquals("rangeMetres"u8))
        {
            f.RangeMetres = ReadInterval(ref json);
        }
        else if (json.ValueTextEquals("kinds"u8))
        {
            f.Weights = ReadWeights(ref json);
        }
        else if (json.ValueTextEquals("count"u8))
        {
            f.Count = Whole(ref json, "count");
        }
        else
        {
            return false;
        }
        return true;
    }

    private static MeasuredAzimuth ReadAzimuth(ref Utf8JsonReader json)
    {
        var (degrees, sigma) = Pair(ref json, "azimuth", "degrees", "sigmaDegrees");
        return new MeasuredAzimuth(degrees, sigma);
    }

    private static StatedInterval ReadInterval(ref Utf8JsonReader json)
    {
        var (low, high) = Pair(ref json, "rangeMetres", "low", "high");
        return new StatedInterval(low, high);
    }

    private static (double First, double Second) Pair(ref Utf8JsonReader json, string where, string first, string second)
    {
        Expect(ref json, JsonTokenType.StartObject, where);
        double? a = null;
        double? b = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref json);
            if (name == first)
            {
                a = Double(ref json, first);
            }
            else if (name == second)
            {
                b = Double(ref json, second);
            }
            else
            {
                throw new FormatException($"'{where}' has no member '{name}'.");
            }
        }
        return (
            a ?? throw new FormatException($"'{where}' lacks '{first}'."),
            b ?? throw new FormatException($"'{where}' lacks '{second}'.")
        );
    }
}
