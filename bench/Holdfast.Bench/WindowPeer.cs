using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>The simple way: records of two sources of one type inside fixed windows, nearest first, each used once. The peer in the same run.</summary>
internal static class WindowPeer
{
    private const double WindowKm = 5;
    private const int WindowDays = 1;

    /// <summary>Pairs of indices.</summary>
    public static List<(int A, int B)> Match(FixObservation[] reports)
    {
        var cells = new Dictionary<(int, int), List<int>>();
        var found = new List<(int Days, double Km2, int A, int B)>();
        for (var i = 0; i < reports.Length; i++)
        {
            var (x, y) = Plane(reports[i]);
            var (column, row) = ((int)Math.Floor(x / WindowKm), (int)Math.Floor(y / WindowKm));
            for (var c = column - 1; c <= column + 1; c++)
            {
                for (var r = row - 1; r <= row + 1; r++)
                {
                    Compare(reports, i, cells.GetValueOrDefault((c, r)) ?? [], found);
                }
            }
            if (!cells.TryGetValue((column, row), out var list))
            {
                cells.Add((column, row), list = []);
            }
            list.Add(i);
        }
        found.Sort();
        var used = new bool[reports.Length];
        var pairs = new List<(int, int)>();
        foreach (var (_, _, a, b) in found.Where(f => !used[f.A] && !used[f.B]))
        {
            if (!used[a] && !used[b])
            {
                used[a] = used[b] = true;
                pairs.Add((a, b));
            }
        }
        return pairs;
    }

    private static void Compare(FixObservation[] reports, int i, List<int> cell, List<(int, double, int, int)> found)
    {
        var (x, y) = Plane(reports[i]);
        foreach (var j in cell)
        {
            var days = Math.Abs((int)(reports[i].When.Earliest - reports[j].When.Earliest).TotalDays);
            var (u, v) = Plane(reports[j]);
            var km2 = (x - u) * (x - u) + (y - v) * (y - v);
            var same = reports[i].SourceId != reports[j].SourceId && reports[i].Kinds[0].Kind == reports[j].Kinds[0].Kind;
            if (same && days <= WindowDays && km2 <= WindowKm * WindowKm)
            {
                found.Add((days, km2, j, i));
            }
        }
    }

    private static (double X, double Y) Plane(FixObservation o) =>
        (o.Where.Centre.Longitude * 111.195 * Math.Cos(48.36 * Math.PI / 180), o.Where.Centre.Latitude * 111.195);
}
