namespace Holdfast.Core.Watch.Fusion;

/// <summary>Computes an <see cref="Edge"/> for two rows, or nothing when they lie outside the gates.</summary>
internal sealed class EdgeScorer(
    Row[] rows,
    Registry registry,
    FusionParameters parameters,
    IReadOnlyDictionary<int, double[]> agreementByBlock,
    Func<int, int, bool>? admits
)
{
    private const double LeastLikely = 2e-3;
    private const double LargestOdds = 10;

    private readonly int _kinds = registry.Kinds.Count;
    private readonly double _farKm = parameters.MaximumDistanceMetres / 1000;
    private readonly double _gapDays = parameters.MaximumGap.TotalDays;

    /// <summary>The weight is set to about the largest that any parameters would give.</summary>
    public bool TryScore(int first, int second, out Edge edge)
    {
        edge = default;
        ref readonly var r = ref rows[first];
        ref readonly var s = ref rows[second];
        var (dx, dy) = Row.Offset(r, s);
        double xx = r.Xx + s.Xx,
            xy = r.Xy + s.Xy,
            yy = r.Yy + s.Yy;
        var determinant = xx * yy - xy * xy;
        var mahalanobis = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
        var far = _farKm + 2 * (r.Sigma + s.Sigma);
        if (mahalanobis > CandidateSearch.Gate || dx * dx + dy * dy > far * far || (admits is not null && !admits(first, second)))
        {
            return false;
        }
        var time = (
            Right: Overlap(r, s, 0),
            One: (Overlap(r, s, 1) + Overlap(r, s, -1)) / 2,
            Two: (Overlap(r, s, 2) + Overlap(r, s, -2)) / 2
        );
        time.Two += Near(r, s);
        var agreement = agreementByBlock[rows[Math.Min(first, second)].Block][r.Kind * _kinds + s.Kind];
        var evidence = Evidence(r, s) / (2 * Math.PI * Math.Sqrt(determinant * r.Density * s.Density));
        var timed = time.Right + 0.4 * time.One + 0.1 * time.Two;
        // What lies far below any weight that counts is not worth keeping, and in dense data it is most pairs.
        var likely = LargestOdds * evidence * timed * (agreement + 0.3);
        if (likely < LeastLikely || (likely *= Math.Exp(-0.4 * mahalanobis)) < LeastLikely)
        {
            return false;
        }
        var (a, b) = registry.Precedes(r.Source, s.Source) ? (first, second) : (second, first);
        edge = new Edge
        {
            A = a,
            B = b,
            Mahalanobis = (float)mahalanobis,
            Base = (float)evidence,
            Time0 = (float)time.Right,
            Time1 = (float)time.One,
            Time2 = (float)time.Two,
            Agreement = (float)agreement,
            Weight = (float)likely,
        };
        return true;
    }

    /// <summary>Density (per day) of two independent uniform readings of one instant, the second shifted by whole days.</summary>
    private static double Overlap(in Row r, in Row s, double shift)
    {
        var overlap = Math.Min(r.End, s.End + shift) - Math.Max(r.Start, s.Start + shift);
        return overlap <= 0 ? 0 : overlap / ((r.End - r.Start) * (s.End - s.Start));
    }

    /// <summary>Sharp times that miss each other inside the gap: a uniform density over the gap, both sides.</summary>
    private double Near(in Row r, in Row s)
    {
        var gap = Math.Max(r.Start, s.Start) - Math.Min(r.End, s.End);
        return gap > 0 && gap <= _gapDays ? 1 / (2 * _gapDays + (r.End - r.Start) + (s.End - s.Start)) : 0;
    }

    /// <summary>Numbers of dead as weak evidence: agreement on a number above zero doubles the odds, contradiction halves them.</summary>
    private static double Evidence(in Row r, in Row s)
    {
        if (r.KilledLow < 0 || s.KilledLow < 0)
        {
            return 1;
        }
        var slack = 1 + Math.Min(r.KilledHigh, s.KilledHigh) / 4;
        var agree = r.KilledLow <= s.KilledHigh + slack && s.KilledLow <= r.KilledHigh + slack;
        return !agree ? 0.5
            : r.KilledHigh > 0 && s.KilledHigh > 0 ? 2
            : 1;
    }
}
