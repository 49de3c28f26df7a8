namespace Holdfast.Core.Watch.Assessments;

/// <summary>Incidents of one cell, those that count for certain apart from the rest, each sorted by earliest time.</summary>
internal sealed class WindowCell
{
    private readonly List<WindowItem> _sure = [];
    private readonly List<WindowItem> _rest = [];
    private long _longestSure;
    private long _longestRest;

    public void Add(WindowItem item, bool sure)
    {
        (sure ? _sure : _rest).Add(item);
        var length = item.Latest - item.Earliest;
        _longestSure = sure ? Math.Max(_longestSure, length) : _longestSure;
        _longestRest = sure ? _longestRest : Math.Max(_longestRest, length);
    }

    public void Sort()
    {
        _sure.Sort(Compare);
        _rest.Sort(Compare);
    }

    /// <summary>Those that count for certain and lie wholly in [from, to].</summary>
    public IEnumerable<WindowItem> Sure(long from, long to)
    {
        for (var i = FirstFrom(_sure, from); i < _sure.Count && _sure[i].Earliest <= to; i++)
        {
            if (_sure[i].Latest <= to)
            {
                yield return _sure[i];
            }
        }
    }

    /// <summary>All that touch [from, to].</summary>
    public IEnumerable<WindowItem> Touching(long from, long to) =>
        Touching(_sure, _longestSure, from, to).Concat(Touching(_rest, _longestRest, from, to));

    /// <summary>No fewer than those that touch [from, to], found by their earliest times alone.</summary>
    public int MostTouching(long from, long to) =>
        MostTouching(_sure, _longestSure, from, to) + MostTouching(_rest, _longestRest, from, to);

    private static int MostTouching(List<WindowItem> items, long longest, long from, long to) =>
        items.Count == 0 ? 0 : FirstFrom(items, to + 1) - FirstFrom(items, from - longest);

    private static IEnumerable<WindowItem> Touching(List<WindowItem> items, long longest, long from, long to)
    {
        for (var i = FirstFrom(items, from - longest); i < items.Count && items[i].Earliest <= to; i++)
        {
            if (items[i].Latest >= from)
            {
                yield return items[i];
            }
        }
    }

    private static int FirstFrom(List<WindowItem> items, long earliest)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = items[middle].Earliest < earliest ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static int Compare(WindowItem a, WindowItem b)
    {
        var byTime = a.Earliest.CompareTo(b.Earliest);
        return byTime != 0 ? byTime
            : a.Latest != b.Latest ? a.Latest.CompareTo(b.Latest)
            : a.Centre.Latitude != b.Centre.Latitude ? a.Centre.Latitude.CompareTo(b.Centre.Latitude)
            : a.Centre.Longitude.CompareTo(b.Centre.Longitude);
    }
}
