using Holdfast.Core.Watch.Sensors.Hearing;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>Which hour, what kind of round and how many arrivals a question about hearing means.</summary>
/// <param name="From">The hour begins here.</param>
/// <param name="Class">Number of the class of loudness; null for a round of unknown class.</param>
/// <param name="Least">Arrivals that count as heard; null for what the region's engine needs.</param>
/// <param name="Count">How many places for new sensors.</param>
/// <param name="Evenly">Whether all land counts alike, however much happened there.</param>
public sealed record AudibleAsked(Instant From, Instant? Known, int? Class, int? Least, string? Without, int Count, bool Evenly = false)
{
    private const int MostClasses = 16;
    private const int MostPlaces = 20;

    internal static async Task<(AudibleAsked? Asked, Refusal? Refusal)> ReadAsync(Visit visit, Instant now)
    {
        if (!visit.Workspace.Sensors.MayRead(visit.Reader))
        {
            return (null, SensorRoutes.NotCleared);
        }
        var (asked, refusal) = SensorsAsked.Read(visit);
        if (asked is null)
        {
            return (null, refusal);
        }
        var (loud, least, count) = (0, 0, 0);
        var bad =
            Number(visit, "class", MostClasses, ref loud)
            ?? Number(visit, "least", 50, ref least)
            ?? Number(visit, "count", MostPlaces, ref count);
        if (bad is not null)
        {
            return (null, bad);
        }
        var by = QueryText.Single(visit.Query, "by");
        if (by is not (null or "" or "fire" or "even"))
        {
            return (null, Refusal.BadRequest($"'by' is '{visit.Query["by"]}'; expected fire or even."));
        }
        var at = asked.At ?? await visit.Workspace.Sensors.LatestAsync(asked.Known, now, visit.Cancellation);
        var hour = Instant.FromUnixTimeSeconds((long)Math.Floor(at.ToUnixTimeSeconds() / 3600.0) * 3600);
        var without = QueryText.Single(visit.Query, "without");
        return (
            new AudibleAsked(
                hour,
                asked.Known,
                loud == 0 ? null : loud - 1,
                least == 0 ? null : least,
                without,
                count == 0 ? 8 : count,
                by == "even"
            ),
            null
        );
    }

    /// <summary>The class, where the region's model has it.</summary>
    public int? ClassOf(HearingRegion region) => Class is { } number && number < region.Detection.Loudness.Count ? number : null;

    public int LeastOf(HearingRegion region) => Least ?? region.LeastArrivals;

    private static Refusal? Number(Visit visit, string name, int most, ref int value) =>
        QueryText.TryLimit(QueryText.Single(visit.Query, name), 0, most, out value)
            ? null
            : Refusal.BadRequest($"'{name}' is '{visit.Query[name]}'; expected a whole number from 1 to {most}.");
}
