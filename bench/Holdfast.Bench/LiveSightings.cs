using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>What a reader saw and when, held against the truth of what happened.</summary>
internal sealed class LiveSightings
{
    private readonly Dictionary<string, (string Id, double Seconds, double Longitude, double Latitude, double Seen)> seen = new(
        StringComparer.Ordinal
    );

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private readonly Dictionary<string, double> settled = new(StringComparer.Ordinal);

    public int Count => names.Count;

    /// <summary>Takes a page of the API's incidents; returns where the next begins.</summary>
    /// <param name="places">Where they were a moment before: one that is not there yet counts from the next time.</param>
    public string? Take(
        JsonElement page,
        Instant now,
        IReadOnlyDictionary<string, (double Seconds, double Longitude, double Latitude)> places
    )
    {
        var at = Seconds(now);
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            var id = item.GetProperty("id").GetString() ?? "";
            if (!places.TryGetValue(id, out var place))
            {
                continue;
            }
            var isFinal = item.GetProperty("status").GetString() != "preliminary";
            if (isFinal)
            {
                settled.TryAdd(id, at);
            }
            var (time, longitude, latitude) = place;
            names.Add(id);
            // A revised incident keeps its id: each state of it was seen when it was first shown.
            seen.TryAdd(
                string.Create(CultureInfo.InvariantCulture, $"{id} {time} {longitude} {latitude}"),
                (id, time, longitude, latitude, at)
            );
        }
        return page.TryGetProperty("next", out var next) ? next.GetString() : null;
    }

    /// <param name="truthFile">The simulator's truth; latency is that behind an event's fifth true pick.</param>
    /// <param name="shifted">By so many seconds everything was sent after its time.</param>
    /// <param name="watermark">Of the mission, seconds.</param>
    /// <param name="list">Where to write each event with its latencies (CSV), or null.</param>
    public void Print(string truthFile, double shifted, double watermark, string? list = null)
    {
        using var lines = list is null ? null : new StreamWriter(list);
        lines?.WriteLine("time,fifth_pick,seen_after_s,settled_after_s");
        var sightings = seen.Values.OrderBy(s => s.Seconds).ToArray();
        var finals = seen
            .Values.Where(s => settled.ContainsKey(s.Id))
            .Select(s => (Value: s, Seen: settled[s.Id]))
            .OrderBy(s => s.Value.Seconds);
        var (truths, first, final, unseen) = (0, new List<double>(), new List<double>(), 0);
        var settledOnes = finals.ToArray();
        foreach (var truth in Read(truthFile))
        {
            truths++;
            var when = (truth.Seconds, truth.Longitude, truth.Latitude);
            var near = sightings.Where(s => LineLiveBench.IsSame((s.Seconds, s.Longitude, s.Latitude), when)).ToArray();
            var sight = near.Length == 0 ? double.NaN : near.Min(s => s.Seen) - truth.Fifth - shifted;
            var done = settledOnes.Where(s => LineLiveBench.IsSame((s.Value.Seconds, s.Value.Longitude, s.Value.Latitude), when)).ToArray();
            var settling = done.Length == 0 ? double.NaN : done.Min(s => s.Seen) - truth.Fifth - shifted;
            lines?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{truth.Seconds:F3},{truth.Fifth:F3},{sight:F2},{settling:F2}"));
            if (near.Length == 0)
            {
                unseen++;
                continue;
            }
            first.Add(sight);
            if (done.Length > 0)
            {
                final.Add(settling);
            }
        }
        first.Sort();
        final.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                events of five picks and more: {truths}, seen within 2 s and 1 km: {100.0 * (truths - unseen) / Math.Max(1, truths):F1} %
                fifth pick to visible incident: median {At(first, 0.5):F2} s, p90 {At(first, 0.9):F2} s, p95 {At(
                    first,
                    0.95
                ):F2} s, p99 {At(first, 0.99):F2} s; within 1 s {100.0 * first.Count(f => f <= 1) / Math.Max(1, first.Count):F1} %
                beyond the watermark: median {At(first, 0.5) - watermark:F2} s, p95 {At(first, 0.95) - watermark:F2} s, p99 {At(first, 0.99)
                    - watermark:F2} s
                fifth pick to settled incident: {100.0 * final.Count / Math.Max(1, truths):F1} % of the events, median {At(
                    final,
                    0.5
                ):F1} s, p95 {At(final, 0.95):F1} s, p99 {At(final, 0.99):F1} s
                """
            )
        );
    }

    public static double At(IReadOnlyList<double> sorted, double part) =>
        sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];

    private static IEnumerable<(double Seconds, double Longitude, double Latitude, double Fifth)> Read(string file)
    {
        var lines = File.ReadLines(file).ToArray();
        var columns = lines[0].Split(',');
        int Of(string name) => Array.IndexOf(columns, name);
        foreach (var fields in lines.Skip(1).Select(l => l.Split(',')))
        {
            if (fields[Of("fifth_pick")] is { Length: > 0 } fifth && fields[Of("invented")] != "yes")
            {
                yield return (
                    Seconds(Iso.Parse(fields[Of("time")])),
                    double.Parse(fields[Of("longitude")], CultureInfo.InvariantCulture),
                    double.Parse(fields[Of("latitude")], CultureInfo.InvariantCulture),
                    Seconds(Iso.Parse(fifth))
                );
            }
        }
    }

    private static double Seconds(Instant at) => at.ToUnixTimeTicks() / 1e7;
}
