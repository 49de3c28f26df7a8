using Holdfast.Core.Values;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>Draws an index in proportion to its weight in constant time: the alias method (Walker 1977, built after Vose 1991).</summary>
internal sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _other;

    /// <param name="weights">At least one, none negative; all alike where their sum is 0.</param>
    public AliasTable(double[] weights)
    {
        var (count, sum) = (weights.Length, weights.Sum());
        (_keep, _other) = (new double[count], new int[count]);
        var scaled = weights.Select(w => sum > 0 ? w * count / sum : 1).ToArray();
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = count - 1; i >= 0; i--)
        {
            (scaled[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Peek());
            (_keep[less], _other[less]) = (scaled[less], more);
            scaled[more] -= 1 - scaled[less];
            if (scaled[more] < 1)
            {
                small.Push(large.Pop());
            }
        }
        // What is left is 1 but for rounding.
        foreach (var i in small.Concat(large))
        {
            (_keep[i], _other[i]) = (1, i);
        }
    }

    public int Next(ref Draws random)
    {
        var at = random.Below(_keep.Length);
        return random.Unit() < _keep[at] ? at : _other[at];
    }
}
