using System.Globalization;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The order in which everything is reduced: phenomenon time (earliest), producer, message id. Turns any sequence into the sorted set of its
/// observations, so that order and repetition of the input leave no trace.
/// </summary>
internal static class CanonicalOrder
{
    public static readonly Comparer<FixObservation> ByTimeThenId = Comparer<FixObservation>.Create(Compare);

    public static int Compare(FixObservation a, FixObservation b)
    {
        var byTime = a.When.Earliest.CompareTo(b.When.Earliest);
        return byTime != 0 ? byTime : a.Id.CompareTo(b.Id);
    }

    /// <summary>
    /// Sorted, each id once. The record refuses different bytes under one id; should a caller pass them all the same, the least by time and
    /// content stays.
    /// </summary>
    public static FixObservation[] Set(IEnumerable<FixObservation> observations)
    {
        var byId = new Dictionary<ObservationId, FixObservation>();
        foreach (var observation in observations)
        {
            if (byId.TryGetValue(observation.Id, out var known))
            {
                byId[observation.Id] = Least(known, observation);
            }
            else
            {
                byId.Add(observation.Id, observation);
            }
        }
        var sorted = byId.Values.ToArray();
        Array.Sort(sorted, ByTimeThenId);
        return sorted;
    }

    public static FixObservation Least(FixObservation a, FixObservation b)
    {
        if (ReferenceEquals(a, b))
        {
            return a;
        }
        var byTime = a.When.Earliest.CompareTo(b.When.Earliest);
        return (byTime != 0 ? byTime : string.CompareOrdinal(Content(a), Content(b))) <= 0 ? a : b;
    }

    private static string Content(FixObservation o) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{o.When}|{o.SourceId}|{o.Mode}|{o.Where}|{string.Join(',', o.Kinds)}|{o.Count}|{o.Weapon}|{o.Casualties}|{o.Label}|{o.Standing}|{o.Credibility}|{o.Description}|{o.Citation}|{string.Join(',', o.Attributes)}"
        );
}
