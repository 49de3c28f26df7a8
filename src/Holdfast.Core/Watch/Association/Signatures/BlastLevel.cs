namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>How loud bursts are, and how sound falls off: levels in decibels over 20 micropascals, peak.</summary>
public static class BlastLevel
{
    private const double Reference = 20e-6;
    private const double Ambient = 101_325;

    public static double Decibels(double pascals) => 20 * Math.Log10(Math.Max(pascals, 1e-9) / Reference);

    public static double Pascals(double decibels) => Reference * Math.Pow(10, decibels / 20);

    /// <summary>
    /// Peak overpressure of a burst in free air over that of the air, by scaled distance Z = r / W^(1/3) (Kinney and Graham 1985, <i>Explosive Shocks in Air</i>, equation 6-2); pascals.
    /// </summary>
    /// <param name="kilograms">Of TNT.</param>
    /// <param name="metres">Distance.</param>
    public static double Burst(double kilograms, double metres)
    {
        var z = metres / Math.Cbrt(kilograms);
        double Square(double by) => z / by * (z / by);
        return Ambient
            * 808
            * (1 + Square(4.5))
            / (Math.Sqrt(1 + Square(0.048)) * Math.Sqrt(1 + Square(0.32)) * Math.Sqrt(1 + Square(1.35)));
    }

    /// <summary>Attenuation of a pure tone by the air, decibels a metre at a pressure of one atmosphere (ISO 9613-1:1993, equations 3 to 5).</summary>
    /// <param name="hertz">Frequency.</param>
    /// <param name="celsius">Temperature.</param>
    /// <param name="humidity">Relative humidity, 0 to 1.</param>
    public static double Absorption(double hertz, double celsius, double humidity)
    {
        const double ReferenceKelvin = 293.15;
        const double TripleKelvin = 273.16;
        var kelvin = celsius + 273.15;
        var ratio = kelvin / ReferenceKelvin;
        var saturation = Math.Pow(10, (-6.8346 * Math.Pow(TripleKelvin / kelvin, 1.261)) + 4.6151);
        var water = 100 * humidity * saturation;
        var oxygen = 24 + (4.04e4 * water * (0.02 + water) / (0.391 + water));
        var nitrogen = Math.Pow(ratio, -0.5) * (9 + (280 * water * Math.Exp(-4.170 * (Math.Pow(ratio, -1.0 / 3) - 1))));
        var square = hertz * hertz;
        return 8.686
            * square
            * (
                (1.84e-11 * Math.Sqrt(ratio))
                + (
                    Math.Pow(ratio, -2.5)
                    * (
                        (0.01275 * Math.Exp(-2239.1 / kelvin) / (oxygen + (square / oxygen)))
                        + (0.1068 * Math.Exp(-3352.0 / kelvin) / (nitrogen + (square / nitrogen)))
                    )
                )
            );
    }
}
