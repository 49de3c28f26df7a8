using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>The candidate pairs between two sources whose canonically lesser record begins in one frame, sorted by (A, B).</summary>
internal sealed record EdgeGroup(Bucket Bucket, Edge[] Edges)
{
    /// <summary>A record keeps no more candidates than its strongest so many of one source and frame.</summary>
    public const int MostPerRow = 12;

    /// <summary>The strongest of each record, by the weights that are set; of equals those of the canonically lesser partner.</summary>
    /// <param name="found">Is put into another order.</param>
    public static EdgeGroup Of(Bucket bucket, List<Edge> found)
    {
        var edges = CollectionsMarshal.AsSpan(found);
        var keys = new long[edges.Length];
        var (least, most) = (int.MaxValue, 0);
        for (var k = 0; k < keys.Length; k++)
        {
            ref readonly var edge = ref edges[k];
            keys[k] = ((long)edge.A << 32) | (uint)edge.B;
            (least, most) = (Math.Min(least, Math.Min(edge.A, edge.B)), Math.Max(most, Math.Max(edge.A, edge.B)));
        }
        keys.AsSpan().Sort(edges);
        var degree = new int[most - least + 1];
        var largest = 0;
        foreach (ref readonly var edge in edges)
        {
            largest = Math.Max(largest, Math.Max(++degree[edge.A - least], ++degree[edge.B - least]));
        }
        Array.Clear(degree);
        return new EdgeGroup(bucket, largest > MostPerRow ? Strongest(edges, degree, least) : edges.ToArray());
    }

    private static Edge[] Strongest(ReadOnlySpan<Edge> edges, int[] rank, int least)
    {
        // The greatest weight first; floats above zero are in the order of their bits.
        var keys = new long[edges.Length];
        for (var e = 0; e < keys.Length; e++)
        {
            keys[e] = ((long)(int.MaxValue - BitConverter.SingleToInt32Bits(edges[e].Weight)) << 32) | (uint)e;
        }
        Array.Sort(keys);
        var kept = 0;
        foreach (var key in keys)
        {
            var e = (int)(key & int.MaxValue);
            var (ofA, ofB) = (++rank[edges[e].A - least], ++rank[edges[e].B - least]);
            if (ofA <= MostPerRow && ofB <= MostPerRow)
            {
                keys[kept++] = e;
            }
        }
        Array.Sort(keys, 0, kept);
        var strongest = new Edge[kept];
        for (var k = 0; k < kept; k++)
        {
            strongest[k] = edges[(int)keys[k]];
        }
        return strongest;
    }
}
