namespace Holdfast.Core.Watch.Fusion;

/// <summary>The candidate pairs between two sources whose canonically lesser record begins in one frame, sorted by (A, B).</summary>
/// <param name="A">Registry index of the source whose id is less.</param>
internal sealed record EdgeGroup(int A, int B, int Frame, Edge[] Edges)
{
    /// <summary>A record keeps no more candidates than its strongest so many of one source and frame.</summary>
    public const int MostPerRow = 16;

    /// <summary>The strongest of each record, by the weights that are set; of equals those of the canonically lesser partner.</summary>
    public static EdgeGroup Of(int a, int b, int frame, List<Edge> found)
    {
        var edges = found.ToArray();
        var keys = new long[edges.Length];
        var (least, most) = (int.MaxValue, 0);
        for (var k = 0; k < keys.Length; k++)
        {
            ref readonly var edge = ref edges[k];
            keys[k] = ((long)edge.A << 32) | (uint)edge.B;
            (least, most) = (Math.Min(least, Math.Min(edge.A, edge.B)), Math.Max(most, Math.Max(edge.A, edge.B)));
        }
        Array.Sort(keys, edges);
        var degree = new int[most - least + 1];
        var largest = 0;
        foreach (ref readonly var edge in edges.AsSpan())
        {
            largest = Math.Max(largest, Math.Max(++degree[edge.A - least], ++degree[edge.B - least]));
        }
        if (largest > MostPerRow)
        {
            Array.Clear(degree);
            edges = Strongest(edges, degree, least);
        }
        return new EdgeGroup(a, b, frame, edges);
    }

    private static Edge[] Strongest(Edge[] edges, int[] rank, int least)
    {
        var order = new int[edges.Length];
        var keys = new (float, int)[edges.Length];
        for (var e = 0; e < order.Length; e++)
        {
            order[e] = e;
            keys[e] = (-edges[e].Weight, e);
        }
        Array.Sort(keys, order);
        var count = 0;
        var kept = new bool[edges.Length];
        foreach (var e in order)
        {
            var (ofA, ofB) = (++rank[edges[e].A - least], ++rank[edges[e].B - least]);
            kept[e] = ofA <= MostPerRow && ofB <= MostPerRow;
            count += kept[e] ? 1 : 0;
        }
        var strongest = new Edge[count];
        for (int e = 0, k = 0; e < edges.Length; e++)
        {
            if (kept[e])
            {
                strongest[k++] = edges[e];
            }
        }
        return strongest;
    }
}
