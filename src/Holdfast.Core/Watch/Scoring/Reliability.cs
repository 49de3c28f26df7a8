namespace Holdfast.Core.Watch.Scoring;

/// <summary>One stated probability and whether it came true.</summary>
public readonly record struct Forecast(double Probability, bool CameTrue);

/// <summary>A band of stated probabilities.</summary>
/// <param name="From">The band, from here.</param>
/// <param name="To">To here.</param>
/// <param name="Count">Statements in it.</param>
/// <param name="Stated">Mean stated probability.</param>
/// <param name="Observed">Share that came true.</param>
/// <param name="Low">90 % interval of that share (Wilson 1927).</param>
/// <param name="High">Its other end.</param>
public sealed record ReliabilityBand(double From, double To, int Count, double Stated, double Observed, double Low, double High);

/// <summary>
/// A reliability diagram (Murphy and Winkler 1977): what was stated against what came true. <see cref="Brier"/> is the mean square error of the statements (Brier 1950);
/// <see cref="ExpectedError"/> the mean distance of stated and observed over the bands, by their counts (Naeini et al. 2015).
/// </summary>
public sealed record Reliability(int Count, double Brier, double ExpectedError, IReadOnlyList<ReliabilityBand> Bands)
{
    private const int BandCount = 10;

    /// <summary>Ten bands of equal width; empty ones are left out. Null without a statement.</summary>
    public static Reliability? Of(IReadOnlyCollection<Forecast> forecasts)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        if (forecasts.Count == 0)
        {
            return null;
        }
        var bands = forecasts
            .GroupBy(forecast => Math.Clamp((int)(forecast.Probability * BandCount), 0, BandCount - 1))
            .OrderBy(group => group.Key)
            .Select(group => Band(group.Key, [.. group.OrderBy(forecast => forecast.Probability)]))
            .ToArray();
        var ordered = forecasts.OrderBy(forecast => forecast.Probability).ThenBy(forecast => forecast.CameTrue);
        return new Reliability(
            forecasts.Count,
            ordered.Average(forecast => Math.Pow(forecast.Probability - (forecast.CameTrue ? 1 : 0), 2)),
            bands.Sum(band => band.Count * Math.Abs(band.Stated - band.Observed)) / forecasts.Count,
            bands
        );
    }

    private static ReliabilityBand Band(int number, Forecast[] forecasts)
    {
        var observed = forecasts.Count(forecast => forecast.CameTrue) / (double)forecasts.Length;
        var (low, high) = Wilson.Interval(observed, forecasts.Length);
        return new ReliabilityBand(
            number / (double)BandCount,
            (number + 1) / (double)BandCount,
            forecasts.Length,
            forecasts.Average(forecast => forecast.Probability),
            observed,
            low,
            high
        );
    }
}
