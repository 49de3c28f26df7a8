namespace Holdfast.Core.Watch.Association;

/// <summary>A fixed sensor that reports arrivals, in the plane of its region (metres east and north of the region's origin).</summary>
/// <param name="Id">The sensor's name; arrivals refer to it.</param>
/// <param name="EastMetres">Metres east of the region's origin.</param>
/// <param name="NorthMetres">Metres north of the region's origin.</param>
/// <param name="ClockSigmaSeconds">Standard deviation of the clock's error, seconds; not negative.</param>
/// <param name="DeadTimeSeconds">After an arrival the sensor reports nothing for so long, seconds; a miss within it says nothing.</param>
/// <param name="DepthMetres">Metres below the region's datum; above it negative. Only seismic propagation asks for it.</param>
public sealed record Sensor(
    string Id,
    double EastMetres,
    double NorthMetres,
    double ClockSigmaSeconds = 0.01,
    double DeadTimeSeconds = 0.2,
    double DepthMetres = 0
);
