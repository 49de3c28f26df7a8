namespace Holdfast.Core.Watch.Simulation;

/// <summary>Seeded draws. The same seed gives the same draws on every machine (.NET keeps the algorithm of a seeded <see cref="Random"/>).</summary>
internal sealed class Draws(int seed)
{
    /// <summary>Above this mean a Poisson number is drawn as a rounded Gaussian one.</summary>
    private const double LargePoisson = 50;

    private readonly Random random = new(seed);

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => random.NextDouble();

    /// <summary>Uniform among 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => random.Next(count);

    /// <summary>An integer to sort by, for a random order.</summary>
    public int Key() => random.Next();

    /// <summary>Standard Gaussian (Box and Muller 1958).</summary>
    public double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    /// <summary>Exponential of mean one.</summary>
    public double Exponential() => -Math.Log(1 - random.NextDouble());

    public int Poisson(double mean)
    {
        if (mean > LargePoisson)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Gauss())));
        }
        var count = 0;
        for (var product = 1 - random.NextDouble(); product > Math.Exp(-mean); product *= 1 - random.NextDouble())
        {
            count++;
        }
        return count;
    }
}
