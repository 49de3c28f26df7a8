using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Answers;

/// <summary>The way between two areas: hours, and by what.</summary>
public sealed record Way(int Hours, RouteClass By, Stated Stated);

/// <summary>How long reserves travel: stated routes, over several of them where that is faster, and the assumed speeds where none is stated.</summary>
public static class Ways
{
    /// <summary>The fastest way; null where nothing is stated or assumed for it. Dijkstra's algorithm over the areas.</summary>
    public static Way? Shortest(ForceModel model, string from, string to)
    {
        var best = new SortedDictionary<string, Way>(StringComparer.Ordinal);
        var open = new PriorityQueue<string, (int, string)>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        open.Enqueue(from, (0, from));
        while (open.TryDequeue(out var here, out var rank))
        {
            if (here == to)
            {
                return best.GetValueOrDefault(to);
            }
            if (!done.Add(here))
            {
                continue;
            }
            foreach (var (next, step) in Steps(model, here))
            {
                var total = step with { Hours = rank.Item1 + step.Hours };
                if (!done.Contains(next) && (!best.TryGetValue(next, out var known) || total.Hours < known.Hours))
                {
                    best[next] = total;
                    open.Enqueue(next, (total.Hours, next));
                }
            }
        }
        return null;
    }

    private static IEnumerable<(string Area, Way Way)> Steps(ForceModel model, string from)
    {
        foreach (var route in model.Routes.Where(r => r.From == from || r.To == from))
        {
            yield return (route.From == from ? route.To : route.From, new Way(route.Hours, route.By, route.Stated));
        }
        if (model.Area(from) is not { } start)
        {
            yield break;
        }
        foreach (var area in model.Areas.Where(a => a.Id != from))
        {
            // A stated time is the time, however fast the assumption would be.
            if (model.Routes.Any(r => (r.From == from && r.To == area.Id) || (r.To == from && r.From == area.Id)))
            {
                continue;
            }
            var metres = Geodesic.DistanceMetres(start.Point, area.Point);
            foreach (var speed in model.Assumed)
            {
                yield return (area.Id, new Way(Hours(metres, speed), speed.By, speed.Stated));
            }
        }
    }

    private static int Hours(double metres, RouteAssumption speed) =>
        Math.Max(1, (int)Math.Ceiling(metres / 1000 * speed.DetourPercent / 100 / speed.KilometresPerHour));
}
