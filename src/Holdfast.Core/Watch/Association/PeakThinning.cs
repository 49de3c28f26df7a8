using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Keeps, of peaks that are near each other in space and time, the best one.</summary>
internal static class PeakThinning
{
    /// <summary>Peaks nearer than this are one, in cells, and in the time a wave takes across so many.</summary>
    private const double NearCells = 1.6;

    private const double NearTimeCells = 0.8;

    /// <summary>The survivors, best first, at most <see cref="AssociationParameters.MaximumCandidates"/>; the order of equal ones is by cell and step.</summary>
    public static List<Peak> Thin(List<Peak> peaks, SearchGrid grid, AssociationParameters parameters)
    {
        peaks.Sort(
            (a, b) =>
            {
                var order = b.Score.CompareTo(a.Score);
                order = order != 0 ? order : a.Cell.CompareTo(b.Cell);
                return order != 0 ? order : a.Step.CompareTo(b.Step);
            }
        );
        var near = parameters.CellMetres * NearCells;
        var nearSteps = Math.Max(
            1,
            (int)Math.Round(NearTimeCells * parameters.CellMetres / parameters.SpeedScale / parameters.StepSeconds)
        );
        var buckets = new Dictionary<(int, int, int), List<Peak>>();
        var kept = new List<Peak>();
        foreach (var peak in peaks)
        {
            var place = grid.Places[peak.Cell];
            var key = ((int)Math.Floor(place.East / near), (int)Math.Floor(place.North / near), peak.Step / nearSteps);
            if (Crowded(buckets, key, peak, grid, near, nearSteps))
            {
                continue;
            }
            kept.Add(peak);
            if (kept.Count >= parameters.MaximumCandidates)
            {
                break;
            }
            if (!buckets.TryGetValue(key, out var bucket))
            {
                buckets[key] = bucket = [];
            }
            bucket.Add(peak);
        }
        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Crowded(
        Dictionary<(int East, int North, int Step), List<Peak>> buckets,
        (int East, int North, int Step) key,
        Peak peak,
        SearchGrid grid,
        double near,
        int nearSteps
    )
    {
        for (var index = 0; index < 27; index++)
        {
            var neighbour = (key.East + (index % 3) - 1, key.North + (index / 3 % 3) - 1, key.Step + (index / 9) - 1);
            if (!buckets.TryGetValue(neighbour, out var bucket))
            {
                continue;
            }
            foreach (var other in bucket)
            {
                if (
                    Math.Abs(other.Step - peak.Step) <= nearSteps
                    && Math.Abs(grid.Places[other.Cell].East - grid.Places[peak.Cell].East) <= near
                    && Math.Abs(grid.Places[other.Cell].North - grid.Places[peak.Cell].North) <= near
                )
                {
                    return true;
                }
            }
        }
        return false;
    }
}
