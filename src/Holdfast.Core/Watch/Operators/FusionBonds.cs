namespace Holdfast.Core.Watch.Operators;

/// <summary>
/// Which observations are one event and which are never one, whatever automation finds: the constraints of constrained clustering (Wagstaff, Cardie, Rogers and Schroedl 2001).
/// Never in conflict with themselves: <see cref="OperatorJournal"/> admits no act that contradicts one that binds.
/// </summary>
public sealed class FusionBonds
{
    public static readonly FusionBonds None = new([], []);

    private readonly Dictionary<ObservationId, ObservationId> parent = [];
    private readonly Dictionary<ObservationId, HashSet<ObservationId>> apart = [];

    /// <param name="together">Pairs that are one event.</param>
    /// <param name="apart">Pairs that never are.</param>
    public FusionBonds(IEnumerable<(ObservationId A, ObservationId B)> together, IEnumerable<(ObservationId A, ObservationId B)> apart)
    {
        foreach (var (a, b) in together)
        {
            var (x, y) = (Root(a), Root(b));
            if (x != y)
            {
                var (least, other) = x.CompareTo(y) < 0 ? (x, y) : (y, x);
                parent[other] = least;
                parent.TryAdd(least, least);
            }
        }
        foreach (var (a, b) in apart)
        {
            Apart(a).Add(b);
            Apart(b).Add(a);
        }
    }

    public bool IsEmpty => parent.Count == 0 && apart.Count == 0;

    /// <summary>Whether anything is to be kept apart.</summary>
    public bool Separates => apart.Count > 0;

    /// <summary>The name of the set of observations that are one event with this one; null where it is bound to none.</summary>
    public ObservationId? SetOf(ObservationId id) => parent.ContainsKey(id) ? Root(id) : null;

    /// <summary>Whether something must be kept apart from it.</summary>
    public bool IsKeptApart(ObservationId id) => apart.ContainsKey(id);

    /// <summary>Whether the two may be one event: no one said that they never are.</summary>
    public bool Admits(ObservationId a, ObservationId b) => !apart.TryGetValue(a, out var others) || !others.Contains(b);

    private HashSet<ObservationId> Apart(ObservationId id)
    {
        if (!apart.TryGetValue(id, out var others))
        {
            apart.Add(id, others = []);
        }
        return others;
    }

    private ObservationId Root(ObservationId id)
    {
        while (parent.TryGetValue(id, out var up) && up != id)
        {
            id = up;
        }
        return id;
    }
}
