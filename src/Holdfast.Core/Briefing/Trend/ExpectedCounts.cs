namespace Holdfast.Core.Briefing.Trend;

/// <summary>
/// How many events each place would have had on each day if place and time did not interact. Without coverage: the product of the two margins over the total (Kulldorff et al. 2005, equation 1). With
/// coverage: the table of the form place x day x coverage that has the same margins, by iterative proportional fitting (Deming and Stephan 1940), so that a place that was watched better
/// this week is not taken for one where more happened.
/// </summary>
internal static class ExpectedCounts
{
    private const int MostRounds = 2_000;
    private const double Enough = 1e-10;

    /// <summary>In the order of <see cref="ScanData.Counts"/>; its sums by place and by day are those of the counts (to a relative 1e-10 with coverage).</summary>
    public static double[] Of(ScanData data)
    {
        var (places, days) = (data.Places.Length, data.Days);
        var byPlace = new double[places];
        var byDay = new double[days];
        for (var p = 0; p < places; p++)
        {
            for (var d = 0; d < days; d++)
            {
                byPlace[p] += data.At(p, d);
                byDay[d] += data.At(p, d);
            }
        }
        var total = byPlace.Sum();
        var table = new double[places * days];
        for (var i = 0; i < table.Length; i++)
        {
            // Where something was seen something could be seen, whatever the coverage claims.
            var seen = data.Coverage.IsEmpty ? 1 : Math.Max(data.Coverage[i], data.Counts[i] > 0 ? 0.01 : 0);
            table[i] = total > 0 ? seen * byPlace[i / days] * byDay[i % days] / total : 0;
        }
        if (!data.Coverage.IsEmpty)
        {
            Fit(table, byPlace, byDay);
        }
        return table;
    }

    private static void Fit(double[] table, double[] byPlace, double[] byDay)
    {
        for (var round = 0; round < MostRounds && Scale(table, byPlace, byDay) > Enough; round++) { }
    }

    /// <summary>One round: rows to their sums, then columns to theirs. Gives the largest relative correction.</summary>
    private static double Scale(double[] table, double[] byPlace, double[] byDay)
    {
        var worst = 0.0;
        var days = byDay.Length;
        for (var p = 0; p < byPlace.Length; p++)
        {
            var sum = 0.0;
            for (var d = 0; d < days; d++)
            {
                sum += table[(p * days) + d];
            }
            var factor = sum > 0 ? byPlace[p] / sum : 1;
            worst = Math.Max(worst, Math.Abs(factor - 1));
            for (var d = 0; d < days; d++)
            {
                table[(p * days) + d] *= factor;
            }
        }
        for (var d = 0; d < days; d++)
        {
            var sum = 0.0;
            for (var p = 0; p < byPlace.Length; p++)
            {
                sum += table[(p * days) + d];
            }
            var factor = sum > 0 ? byDay[d] / sum : 1;
            worst = Math.Max(worst, Math.Abs(factor - 1));
            for (var p = 0; p < byPlace.Length; p++)
            {
                table[(p * days) + d] *= factor;
            }
        }
        return worst;
    }
}
