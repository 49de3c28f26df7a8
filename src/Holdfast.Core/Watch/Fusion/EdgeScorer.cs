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

    public bool TryScore(int first, int second, out Edge edge)
    {
        edge = default;
        ref readonly var r = ref rows[first];
        ref readonly var s = ref rows[second];
        var (dx, dy) = Plane.Offset(r.Latitude, r.Longitude, s.Latitude, s.Longitude);
        double xx = r.Xx + s.Xx,
            xy = r.Xy + s.Xy,
            yy = r.Yy + s.Yy;
        var determinant = xx * yy - xy * xy;
        var mahalanobis = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant;
        var distance = Math.Sqrt(dx * dx + dy * dy);
        var far = mahalanobis > CandidateSearch.Gate || distance > _farKm + 2 * (r.Sigma + s.Sigma);
        if (far || (admits is not null && !admits(first, second)))
        {
            return false;
        }
        edge.Time0 = Overlap(r.Start, r.End, s.Start, s.End, 0);
        edge.Time1 = (Overlap(r.Start, r.End, s.Start, s.End, 1) + Overlap(r.Start, r.End, s.Start, s.End, -1)) / 2;
        edge.Time2 = (Overlap(r.Start, r.End, s.Start, s.End, 2) + Overlap(r.Start, r.End, s.Start, s.End, -2)) / 2;
        edge.Time2 += Near(r, s);
        var (a, b) = registry.Precedes(r.Source, s.Source) ? (first, second) : (second, first);
        edge.A = a;
        edge.B = b;
        edge.Block = rows[Math.Min(first, second)].Block;
        edge.Mahalanobis = mahalanobis;
        edge.Base = Evidence(r, s) / (2 * Math.PI * Math.Sqrt(determinant)) * Math.Exp(-0.5 * (r.LogDensity + s.LogDensity));
        edge.Agreement = agreementByBlock[edge.Block][r.Kind * _kinds + s.Kind];
        return Likely(edge) >= LeastLikely;
    }

    /// <summary>About the largest weight that any parameters would give: what lies far below is not worth keeping, and in dense data it is most pairs.</summary>
    private static double Likely(in Edge edge)
    {
        var time = edge.Time0 + 0.4 * edge.Time1 + 0.1 * edge.Time2;
        return LargestOdds * edge.Base * Math.Exp(-0.4 * edge.Mahalanobis) * time * (edge.Agreement + 0.3);
    }

    /// <summary>Density (per day) of two independent uniform readings of one instant, the second shifted by whole days.</summary>
    private static double Overlap(double start, double end, double otherStart, double otherEnd, double shift)
    {
        var overlap = Math.Min(end, otherEnd + shift) - Math.Max(start, otherStart + shift);
        return overlap <= 0 ? 0 : overlap / ((end - start) * (otherEnd - otherStart));
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
