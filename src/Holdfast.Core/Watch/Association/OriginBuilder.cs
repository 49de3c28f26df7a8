using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Core.Watch.Association;

/// <summary>Turns what was found into what is published.</summary>
internal static class OriginBuilder
{
    public static Origin Build(AssociationParameters parameters, PickWindow picks, Propagation propagation, RayFan rays, Hypothesis found)
    {
        propagation.Trace(rays, found.East, found.North, found.Depth);
        var explained = new List<ExplainedArrival>();
        var azimuths = new List<double>();
        var next = 0;
        for (var ray = 0; ray < rays.Count && next < found.Picks.Length; ray++)
        {
            var pick = found.Picks[next];
            if (picks.Channel[pick] != rays.Channel[ray])
            {
                continue;
            }
            next++;
            var arrival = picks.Arrivals[pick];
            var variance =
                OriginCovariance.EffectiveVariance(parameters, arrival.SigmaSeconds) + rays.PathVariance[ray] + rays.AirVariance[ray];
            explained.Add(new ExplainedArrival(arrival, arrival.TimeSeconds - found.Time - rays.Travel[ray], Math.Sqrt(variance)));
            azimuths.Add(Math.Atan2(rays.UnitEast[ray], rays.UnitNorth[ray]));
        }
        explained.Sort(ByTime);
        var (covariance, depthVariance) = found.Posterior?.About(propagation.Depth) ?? (found.Covariance, found.DepthVariance);
        return new Origin(
            Name(explained[0].Arrival),
            found.Time,
            found.East,
            found.North,
            covariance,
            found.Evidence,
            Gap(azimuths),
            found.Loudness,
            explained,
            found.Depth,
            Math.Sqrt(depthVariance)
        )
        {
            Right = found.Posterior?.Right ?? 1,
        };
    }

    /// <summary>The widest angle between neighbouring azimuths, degrees.</summary>
    public static double Gap(List<double> azimuths)
    {
        azimuths.Sort();
        var widest = azimuths[0] + Math.Tau - azimuths[^1];
        for (var index = 1; index < azimuths.Count; index++)
        {
            widest = Math.Max(widest, azimuths[index] - azimuths[index - 1]);
        }
        return widest * 180 / Math.PI;
    }

    private static int ByTime(ExplainedArrival a, ExplainedArrival b)
    {
        var order = a.Arrival.TimeSeconds.CompareTo(b.Arrival.TimeSeconds);
        order = order != 0 ? order : string.CompareOrdinal(a.Arrival.Sensor, b.Arrival.Sensor);
        return order != 0 ? order : string.CompareOrdinal(a.Arrival.Id, b.Arrival.Id);
    }

    private static string Name(Arrival least)
    {
        var text = Encoding.UTF8.GetBytes($"{least.Sensor}\n{least.Id}\n");
        var bytes = new byte[text.Length + sizeof(double)];
        text.CopyTo(bytes, 0);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(text.Length), least.TimeSeconds);
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
    }
}
