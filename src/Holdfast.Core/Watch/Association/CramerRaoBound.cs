namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The least covariance any unbiased estimate of (time, east, north) can have, given which sensors heard an event and Gaussian errors of independent picks (Kay 1993,
/// <i>Fundamentals of Statistical Signal Processing: Estimation Theory</i>, section 3.7).
/// </summary>
public static class CramerRaoBound
{
    /// <summary>The bound in (s, m, m); null where the sensors do not fix the place.</summary>
    /// <param name="air">The true air, believed without error.</param>
    /// <param name="eastMetres">Place of the event.</param>
    /// <param name="northMetres">Place of the event.</param>
    /// <param name="sensors">Those that heard it.</param>
    /// <param name="pickSigmaSeconds">Standard deviation of the picks.</param>
    /// <param name="relativeTravelSigma">Spread of travel times as a part of them.</param>
    public static Symmetric3? Of(
        AirModel air,
        double eastMetres,
        double northMetres,
        IEnumerable<Sensor> sensors,
        double pickSigmaSeconds,
        double relativeTravelSigma
    )
    {
        ArgumentNullException.ThrowIfNull(air);
        var net = new SensorNet(sensors, Phase.Sound);
        var everywhere = new DetectionModel([new LoudnessClass(1e6, 1)], WindEffect: 0);
        var parameters = new AssociationParameters { Detection = everywhere, RelativeTravelSigma = relativeTravelSigma };
        var rays = new RayFan(net, everywhere);
        new AirPropagation(net, parameters, air).Trace(rays, eastMetres, northMetres, 0);
        var information = default(Symmetric3);
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var variance = (pickSigmaSeconds * pickSigmaSeconds) + rays.PathVariance[ray];
            information = information.Plus(1 / variance, 1, rays.SlopeEast[ray], rays.SlopeNorth[ray]);
        }
        return information.Inverse();
    }
}
