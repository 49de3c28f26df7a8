namespace Holdfast.Core.Watch.Association;

/// <summary>
/// How long sound takes: straight rays at c = 331.3 sqrt(1 + T/273.15) + wind . u, T and wind those at the source, u the unit vector towards the
/// sensor (Pierce 1989, <i>Acoustics</i>, sections 1-9 and 8-1, effective sound speed).
/// </summary>
/// <remarks>The air of a sector is uncertain; its covariance belongs to every origin computed with it (<see cref="AirState"/>).</remarks>
public sealed class AirModel
{
    private const double SpeedAtZeroCelsius = 331.3;
    private const double ZeroCelsiusKelvin = 273.15;

    /// <summary>Air must be physical: temperatures within this, winds slower than <see cref="MaximumWind"/>.</summary>
    private const double MaximumTemperature = 80;

    private const double MaximumWind = 100;

    private readonly AirState[] states;

    /// <exception cref="ArgumentException">There is no sector, two begin at one place, or a value is not finite or not physical.</exception>
    public AirModel(IEnumerable<AirSector> sectors)
    {
        ArgumentNullException.ThrowIfNull(sectors);
        Sectors = [.. sectors.OrderBy(sector => sector.FromEastMetres)];
        if (Sectors.Count == 0)
        {
            throw new ArgumentException("The air needs at least one sector.", nameof(sectors));
        }
        for (var index = 0; index < Sectors.Count; index++)
        {
            Check(Sectors[index]);
            if (index > 0 && Sectors[index].FromEastMetres <= Sectors[index - 1].FromEastMetres)
            {
                throw new ArgumentException($"Two sectors of air begin at {Sectors[index].FromEastMetres} m east.", nameof(sectors));
            }
        }
        states = [.. Sectors.Select(AirState.Told)];
    }

    private AirModel(IReadOnlyList<AirSector> sectors, AirState[] states)
    {
        Sectors = sectors;
        this.states = states;
    }

    /// <summary>The sectors as told, from west to east.</summary>
    public IReadOnlyList<AirSector> Sectors { get; }

    /// <summary>The sound speed of still air at a temperature, metres per second.</summary>
    public static double StillSpeed(double temperatureCelsius) =>
        SpeedAtZeroCelsius * Math.Sqrt(1 + (temperatureCelsius / ZeroCelsiusKelvin));

    /// <summary>The number of the sector over a source.</summary>
    public int SectorAt(double eastMetres)
    {
        var low = 0;
        var high = Sectors.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Sectors[middle].FromEastMetres <= eastMetres)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return low;
    }

    /// <summary>The air of a sector as it is believed to be: as told, or corrected from events.</summary>
    public AirState StateOf(int sector) => states[sector];

    /// <summary>The same sectors with other beliefs about their air; <paramref name="believed"/> has one for each sector.</summary>
    public AirModel With(IReadOnlyList<AirState> believed)
    {
        ArgumentNullException.ThrowIfNull(believed);
        ArgumentOutOfRangeException.ThrowIfNotEqual(believed.Count, Sectors.Count);
        return new AirModel(Sectors, [.. believed]);
    }

    /// <summary>The travel time in seconds from a source to a sensor (metres in the region's plane).</summary>
    public double TravelSeconds(double fromEast, double fromNorth, double toEast, double toNorth)
    {
        var east = toEast - fromEast;
        var north = toNorth - fromNorth;
        var distance = Math.Sqrt((east * east) + (north * north));
        return distance == 0 ? 0 : distance / states[SectorAt(fromEast)].Speed(east / distance, north / distance);
    }

    private static void Check(AirSector sector)
    {
        var good =
            double.IsFinite(sector.FromEastMetres)
            && Math.Abs(sector.TemperatureCelsius) <= MaximumTemperature
            && Math.Abs(sector.WindEastMetresPerSecond) <= MaximumWind
            && Math.Abs(sector.WindNorthMetresPerSecond) <= MaximumWind
            && sector.TemperatureSigmaCelsius is >= 0 and <= MaximumTemperature
            && sector.WindSigmaMetresPerSecond is >= 0 and <= MaximumWind;
        if (!good)
        {
            throw new ArgumentException($"The air from {sector.FromEastMetres} m east is not physical: {sector}.");
        }
    }
}
