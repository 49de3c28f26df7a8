namespace Holdfast.Core.Watch.Scoring;

/// <summary>When a found event is a true one.</summary>
public sealed record ScoreRules
{
    /// <summary>True events with fewer picks do not count; what finds them is ignored.</summary>
    public int LeastPicks { get; init; } = 5;

    /// <summary>Shared picks, as a part of the larger of the two sets.</summary>
    public double Overlap { get; init; } = 0.6;

    /// <summary>By place: at most this far apart in time.</summary>
    public double PlaceSeconds { get; init; } = 2;

    /// <summary>By place: at most this far apart.</summary>
    public double PlaceMetres { get; init; } = 1_000;

    /// <exception cref="ArgumentException">A rule is out of range.</exception>
    public void Check()
    {
        if (LeastPicks < 0 || !(Overlap is > 0 and <= 1) || !(PlaceSeconds is >= 0 and < 1e6) || !(PlaceMetres is >= 0 and < 1e8))
        {
            throw new ArgumentException("Rules of a score: at least 0 picks, an overlap above 0 to 1, seconds and metres from 0.");
        }
    }
}
