namespace Holdfast.Core.Watch.Fusion;

/// <summary>The candidate pairs between two sources, sorted by (A, B).</summary>
/// <param name="A">Registry index of the source whose id is less.</param>
internal sealed record EdgeGroup(int A, int B, Edge[] Edges)
{
    public static EdgeGroup Sorted(int a, int b, List<Edge> found)
    {
        var keys = new long[found.Count];
        var order = new int[found.Count];
        for (var k = 0; k < keys.Length; k++)
        {
            keys[k] = ((long)found[k].A << 32) | (uint)found[k].B;
            order[k] = k;
        }
        Array.Sort(keys, order);
        return new EdgeGroup(a, b, Array.ConvertAll(order, k => found[k]));
    }
}
