namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Calibrates the density map by coincidences that cannot be matches: pairs of records of one source inside each other's gates are different events, so
/// their number against the number that the map predicts tells how far the map smooths over the crowding that matters (compare the time
/// slides by which coincident detections are judged). Shrunk towards 1 where pairs are few.
/// </summary>
/// <param name="SeenMillionths">Sum of the overlaps of coinciding pairs, as a share of their widths; whole numbers, so that no order of summing shows.</param>
internal readonly record struct Crowding(long SeenMillionths, double Predicted)
{
    private const double Strength = 5;

    public double Ratio => (SeenMillionths / 1e6 + Strength) / (Predicted + Strength);

    /// <summary>Expected pairs that this row begins: its density over the gate's ellipse and its time, halved.</summary>
    public static double Expected(in Row row)
    {
        var gate = Math.PI * CandidateSearch.Gate * 2 * Math.Sqrt(row.Xx * row.Yy - row.Xy * row.Xy);
        return row.Density * gate * (row.End - row.Start) / 2;
    }

    /// <summary>Overlap in time of two rows of one source inside the gate, as a share of the geometric mean of their widths; millionths.</summary>
    public static long Coincidence(in Row r, in Row s)
    {
        var overlap = Math.Min(r.End, s.End) - Math.Max(r.Start, s.Start);
        if (overlap <= 0)
        {
            return 0;
        }
        var (dx, dy) = Row.Offset(r, s);
        double xx = r.Xx + s.Xx,
            xy = r.Xy + s.Xy,
            yy = r.Yy + s.Yy;
        var inside = yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy <= CandidateSearch.Gate * (xx * yy - xy * xy);
        return inside ? (long)(1e6 * overlap / Math.Sqrt((r.End - r.Start) * (s.End - s.Start))) : 0;
    }
}
