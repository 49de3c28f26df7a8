using Holdfast.Core.Watch.Operators;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Which observations are behind the rows.</summary>
/// <param name="Set">In canonical order.</param>
/// <param name="Members">Indices into the set by row, or null where each row is one observation.</param>
internal readonly record struct Membership(FixObservation[] Set, int[][]? Members)
{
    /// <summary>The first observation of a row.</summary>
    public FixObservation Lead(int row) => Set[Members is null ? row : Members[row][0]];

    /// <summary>The observations of a row, in canonical order.</summary>
    public FixObservation[] Of(int row) => Members is null ? [Set[row]] : Of(Members[row]);

    /// <summary>The observations of a cluster, in canonical order.</summary>
    public FixObservation[] Of(Cluster cluster)
    {
        if (Members is not { } members)
        {
            return Of(cluster.Rows);
        }
        int[] all = [.. cluster.Rows.SelectMany(r => members[r])];
        Array.Sort(all);
        return Of(all);
    }

    /// <summary>Whether two rows may be one event as operators have it; null where nothing is to be kept apart.</summary>
    public Func<int, int, bool>? Rule(FusionBonds bonds, int rows)
    {
        if (!bonds.Separates)
        {
            return null;
        }
        var kept = new Dictionary<int, ObservationId[]>();
        for (var r = 0; r < rows; r++)
        {
            var ids = Array.ConvertAll(Of(r), o => o.Id);
            if (Array.Exists(ids, bonds.IsKeptApart))
            {
                kept.Add(r, ids);
            }
        }
        return (i, j) =>
            !kept.TryGetValue(i, out var some)
            || !kept.TryGetValue(j, out var others)
            || Array.TrueForAll(some, a => Array.TrueForAll(others, b => bonds.Admits(a, b)));
    }

    private FixObservation[] Of(int[] indices)
    {
        var observations = new FixObservation[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            observations[i] = Set[indices[i]];
        }
        return observations;
    }
}
