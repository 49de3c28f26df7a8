namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// The greatest number of incidents that one interval of the window's length can hold together with a given one: every incident allows the interval to
/// start within a range, and the answer is the greatest number of ranges that overlap. O(n log n).
/// </summary>
internal sealed class WindowSweep
{
    private readonly List<long> _from = [];
    private readonly List<long> _to = [];

    public int Count => _from.Count;

    /// <summary>Intervals that contain both ranges whole; false when there is none.</summary>
    public bool AddContaining(WindowItem me, WindowItem other, long window) =>
        Add(Math.Max(me.Latest, other.Latest) - window, Math.Min(me.Earliest, other.Earliest));

    /// <summary>Intervals that touch both ranges; false when there is none.</summary>
    public bool AddTouching(WindowItem me, WindowItem other, long window) =>
        Add(Math.Max(me.Earliest, other.Earliest) - window, Math.Min(me.Latest, other.Latest));

    public int Most()
    {
        _from.Sort();
        _to.Sort();
        var (open, most, closed) = (0, 0, 0);
        foreach (var start in _from)
        {
            open++;
            while (_to[closed] < start)
            {
                closed++;
                open--;
            }
            most = Math.Max(most, open);
        }
        return most;
    }

    private bool Add(long from, long to)
    {
        if (from <= to)
        {
            _from.Add(from);
            _to.Add(to);
        }
        return from <= to;
    }
}
