namespace Holdfast.Core.Watch.Association;

/// <summary>A supposed event while it is being looked for.</summary>
internal sealed class Hypothesis
{
    public double Time { get; set; }

    public double East { get; set; }

    public double North { get; set; }

    public double Depth { get; set; }

    /// <summary>Covariance of (time, east, north), s and m.</summary>
    public Symmetric3 Covariance { get; set; }

    public double DepthVariance { get; set; }

    public double Evidence { get; set; } = double.NegativeInfinity;

    /// <summary>The arrivals it explains, in canonical order.</summary>
    public int[] Picks { get; set; } = [];

    /// <summary>What each of them gains it over a miss, and how much more a perfect residual would.</summary>
    public (double Gain, double Slack)[] Gains { get; set; } = [];

    /// <summary>What the present owners of its arrivals would lose.</summary>
    public double Price { get; set; }

    /// <summary>Probability of each class of loudness; empty before the arrivals have said anything.</summary>
    public double[] Loudness { get; set; } = [];

    /// <summary>Where it may be, relative to its time and place, once all is settled; null before, or where the arrivals do not fix it.</summary>
    public PosteriorMoments? Posterior { get; set; }

    /// <summary>The travel times it was last fitted with; null where it has lost or been offered arrivals since.</summary>
    public Propagation? FittedWith { get; set; }

    /// <summary>The arrivals it had when a repair last left it as it was.</summary>
    public int[]? Repaired { get; set; }

    /// <summary>The same with other evidence.</summary>
    public Hypothesis With(double evidence)
    {
        var copy = (Hypothesis)MemberwiseClone();
        copy.Evidence = evidence;
        return copy;
    }

    /// <summary>Best first; ties by time and place, so that the order never depends on how it was found.</summary>
    public static int BestFirst(Hypothesis a, Hypothesis b)
    {
        var order = b.Evidence.CompareTo(a.Evidence);
        order = order != 0 ? order : a.Time.CompareTo(b.Time);
        order = order != 0 ? order : a.East.CompareTo(b.East);
        order = order != 0 ? order : a.North.CompareTo(b.North);
        return order != 0 ? order : a.Depth.CompareTo(b.Depth);
    }
}
