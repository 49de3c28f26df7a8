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
