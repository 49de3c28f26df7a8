namespace Holdfast.Core.Watch.Scoring;

/// <summary>How found events compare with true ones.</summary>
public sealed record EventScore
{
    /// <summary>True events that count.</summary>
    public required int Truths { get; init; }

    /// <summary>True events with too few picks to count.</summary>
    public required int BelowThreshold { get; init; }

    /// <summary>Found events that count.</summary>
    public required int Found { get; init; }

    /// <summary>Found events that were ignored: they share their picks with a true event that does not count.</summary>
    public required int Ignored { get; init; }

    /// <summary>Found events that rest on picks invented in concert; they count as false.</summary>
    public required int Invented { get; init; }

    /// <summary>One to one by shared picks; null where the found events name no picks.</summary>
    public required MatchScore? ByPicks { get; init; }

    /// <summary>One to one by time and place.</summary>
    public required MatchScore ByPlace { get; init; }

    /// <summary>Errors of place over the matches by picks (by place where no picks are named).</summary>
    public required PlaceErrors? Errors { get; init; }

    /// <summary>Stated probabilities of being an event, against those that match one as they are scored: with most of all its picks.</summary>
    public required Reliability? Existence { get; init; }

    /// <summary>The same against what they state: that most of the found event's own picks are one true event's, each found once; null where no picks are named.</summary>
    public required Reliability? MostlyRight { get; init; }

    /// <summary>Stated probabilities of classes, against the true class of the matched event.</summary>
    public required Reliability? Classes { get; init; }

    /// <summary>Stated parts in firings, kinds and directions of fire; null where truth or findings state none.</summary>
    public required FiringScore? Firings { get; init; }

    /// <summary>From the fifth true pick to the first telling, over the matches.</summary>
    public required Latency? Latency { get; init; }
}

/// <summary>Matches and what follows from them.</summary>
public sealed record MatchScore(int Matched, int Found, int Truths)
{
    public double Precision => Matched / (double)Math.Max(1, Found);

    public double Recall => Matched / (double)Math.Max(1, Truths);

    public double F1 => 2.0 * Matched / Math.Max(1, Found + Truths);
}

/// <summary>Errors of place.</summary>
public sealed record PlaceErrors
{
    public required int Count { get; init; }
    public required double MedianMetres { get; init; }
    public required double NinetiethMetres { get; init; }

    /// <summary>Median of the Cramer-Rao bounds (root of the trace); null where no true event states its bound.</summary>
    public required double? MedianBoundMetres { get; init; }

    /// <summary>Median of error over bound. A Gaussian estimate at the bound has about .8 to .95, by the ellipse's shape.</summary>
    public required double? MedianToBound { get; init; }

    /// <summary>Along the first axis: median of |error| / bound, over .6745; 1 for a Gaussian estimate at the bound.</summary>
    public required double? EastToBound { get; init; }

    /// <summary>The same along the second axis.</summary>
    public required double? NorthToBound { get; init; }

    /// <summary>Share of true places within the stated ellipse of 50, 90 and 95 %; null where no ellipse is stated.</summary>
    public required EllipseCoverage? Ellipses { get; init; }
}

/// <summary>Shares of true places that lie within the stated ellipses.</summary>
public sealed record EllipseCoverage(int Count, double Fifty, double Ninety, double NinetyFive)
{
    /// <summary>The same at every tenth, and at 95 and 99 %.</summary>
    public required IReadOnlyList<LevelShare> Levels { get; init; }

    /// <summary>Mean distance of stated and observed shares over the levels.</summary>
    public double ExpectedError => Levels.Average(level => Math.Abs(level.Stated - level.Observed));
}

/// <summary>An ellipse that is said to hold a share of true places, and the share it held.</summary>
/// <param name="Low">90 % interval of the observed share (Wilson 1927).</param>
/// <param name="High">Its other end.</param>
public sealed record LevelShare(double Stated, double Observed, double Low, double High);

/// <summary>Seconds, by rank.</summary>
public sealed record Latency(int Count, double Median, double Ninetieth, double NinetyFifth, double NinetyNinth, double Most);
