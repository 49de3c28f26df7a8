using Holdfast.Core.Values;

namespace Holdfast.App.Watch;

/// <summary>
/// Integration by windows after Donnay, Dunford, McGrath, Backer and Cunningham (2019): file by file against what is merged so far, a row matches a row when
/// first and last days lie within the window, the distance does, and every taxonomy agrees on some level; of several partners the one that
/// agrees on finer levels, then the nearer one. Single days match single days, episodes episodes.
/// </summary>
internal sealed class MergeWindows(MergeRequest request, IReadOnlyList<MergeRow> rows)
{
    private readonly record struct Candidate(double Score, double Kilometres, int Merged, int Row);

    public List<MergeBorderline> Borderline { get; } = [];

    /// <summary>Events as lists of row indices, the leading row first.</summary>
    public List<List<int>> Run()
    {
        var events = new List<List<int>>();
        for (var file = 0; file < request.Files.Length; file++)
        {
            var incoming = Enumerable.Range(0, rows.Count).Where(r => rows[r].File == file).ToArray();
            var taken = Assign(events, incoming);
            events.AddRange(incoming.Where(r => !taken.Contains(r)).Select(r => new List<int> { r }));
        }
        return events;
    }

    private HashSet<int> Assign(List<List<int>> events, int[] incoming)
    {
        var candidates = Candidates(events, incoming);
        candidates.Sort(
            (x, y) =>
                x.Score != y.Score ? x.Score.CompareTo(y.Score)
                : x.Kilometres != y.Kilometres ? x.Kilometres.CompareTo(y.Kilometres)
                : (x.Merged, x.Row).CompareTo((y.Merged, y.Row))
        );
        var (usedEvents, usedRows) = (new HashSet<int>(), new HashSet<int>());
        foreach (var c in candidates)
        {
            var lead = events[c.Merged][0];
            if (usedEvents.Contains(c.Merged) || usedRows.Contains(c.Row))
            {
                Borderline.Add(
                    new(lead, c.Row, false, null, $"within the windows at {c.Kilometres:F2} km, but one of the two has a better partner")
                );
                continue;
            }
            usedEvents.Add(c.Merged);
            usedRows.Add(c.Row);
            if (c.Score > 0)
            {
                Borderline.Add(new(lead, c.Row, true, null, $"the taxonomies agree only on broader levels (mean level {c.Score:F2})"));
            }
            events[c.Merged].Add(c.Row);
        }
        return usedRows;
    }

    private List<Candidate> Candidates(List<List<int>> events, int[] incoming)
    {
        var byDay = incoming.ToLookup(r => rows[r].FirstDay);
        var found = new List<Candidate>();
        for (var e = 0; e < events.Count; e++)
        {
            var lead = rows[events[e][0]];
            for (var day = lead.FirstDay - request.Days; day <= lead.FirstDay + request.Days; day++)
            {
                foreach (var r in byDay[day])
                {
                    Compare(e, events[e][0], r, found);
                }
            }
        }
        return found;
    }

    private void Compare(int merged, int lead, int row, List<Candidate> found)
    {
        var (a, b) = (rows[lead], rows[row]);
        var kilometres = Kilometres(a, b);
        if (kilometres > request.Kilometres || Math.Abs(a.LastDay - b.LastDay) > request.Days)
        {
            return;
        }
        if ((a.FirstDay == a.LastDay) != (b.FirstDay == b.LastDay))
        {
            Borderline.Add(new(lead, row, false, null, "one is a single day, the other an episode"));
        }
        else if (Score(a, b) is { } score)
        {
            found.Add(new Candidate(score, kilometres, merged, row));
        }
        else
        {
            var against = request.Taxonomies.Where((_, t) => Level(a, b, t) is null).Select(t => t.Column);
            Borderline.Add(new(lead, row, false, null, "no level agrees in " + string.Join(", ", against)));
        }
    }

    /// <summary>Mean over the taxonomies of the finest level that agrees, 0 (finest) to 1; null when one agrees on none.</summary>
    private double? Score(MergeRow a, MergeRow b)
    {
        var sum = 0.0;
        for (var t = 0; t < request.Taxonomies.Length; t++)
        {
            if (Level(a, b, t) is not { } level)
            {
                return null;
            }
            sum += level / (double)Math.Max(1, a.Categories[t].Length - 1);
        }
        return request.Taxonomies.IsEmpty ? 0 : sum / request.Taxonomies.Length;
    }

    private static int? Level(MergeRow a, MergeRow b, int taxonomy)
    {
        var (x, y) = (a.Categories[taxonomy], b.Categories[taxonomy]);
        for (var level = 0; level < Math.Min(x.Length, y.Length); level++)
        {
            if (x[level] == y[level])
            {
                return level;
            }
        }
        return null;
    }

    /// <summary>Great-circle distance on the mean sphere.</summary>
    public static double Kilometres(MergeRow a, MergeRow b)
    {
        var (p, q) = (a.Observation.Where.Centre, b.Observation.Where.Centre);
        var (lat1, lat2) = (double.DegreesToRadians(p.Latitude), double.DegreesToRadians(q.Latitude));
        var sinLat = Math.Sin((lat2 - lat1) / 2);
        var sinLon = Math.Sin(double.DegreesToRadians(q.Longitude - p.Longitude) / 2);
        var h = sinLat * sinLat + Math.Cos(lat1) * Math.Cos(lat2) * sinLon * sinLon;
        return 2 * 6371.0088 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
