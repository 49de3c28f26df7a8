using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// Answers severities by count over the incidents of one term and one mode. Cells as wide as the radius hold the incidents sorted by time; a question
/// stops as soon as a trial window holds enough, so its cost is of the order of the count asked for, not of how crowded the place is. Answers equal
/// <see cref="SeverityWindow.Naive"/>. Safe for many threads.
/// </summary>
internal sealed class WindowIndex
{
    // Reasons are gathered from this many at most: a crowd tells them early.
    private const int MostAskedWhy = 1_000;

    private readonly double _radius;
    private readonly long _window;
    private readonly double _rowDegrees;
    private readonly double _columnDegrees;
    private readonly Dictionary<(int Row, int Column), WindowCell> _cells = [];

    // Those whose place or time is wider than the question; few, or the terms would be undeterminable anyway. Kept apart by what they can still tell.
    private readonly WindowCell _open = new();

    public WindowIndex(IReadOnlyList<WindowItem> items, long windowTicks, double radiusMetres)
    {
        (_window, _radius) = (windowTicks, radiusMetres);
        var highest = items.Count == 0 ? 0 : items.Max(i => Math.Abs(i.Centre.Latitude));
        _rowDegrees = Math.Max(radiusMetres, 1) / 110_500;
        _columnDegrees = Math.Max(radiusMetres, 1) / Math.Max(1, GeoPlane.MetresPerDegree(Math.Min(89, highest + 2 * _rowDegrees)).East);
        foreach (var item in items)
        {
            CellFor(item).Add(item, item.IsSure(windowTicks, radiusMetres));
        }
        foreach (var cell in _cells.Values.Append(_open))
        {
            cell.Sort();
        }
    }

    /// <param name="me">One of the items of the index.</param>
    public Truth AtLeast(WindowItem me, int count)
    {
        if (MostThatTouch(me) < count)
        {
            return Truth.False;
        }
        var meSure = me.Breach && me.Latest - me.Earliest <= _window;
        if (meSure && CountSure(me, count))
        {
            return Truth.True;
        }
        return CanReach(me, count) ? Truth.Unknown(Why(me)) : Truth.False;
    }

    private WindowCell CellFor(WindowItem item)
    {
        if (item.SpreadMetres > _radius)
        {
            return _open;
        }
        var key = Key(item.Centre);
        if (!_cells.TryGetValue(key, out var cell))
        {
            _cells[key] = cell = new();
        }
        return cell;
    }

    private (int Row, int Column) Key(GeoPoint point) =>
        ((int)Math.Floor(point.Latitude / _rowDegrees), (int)Math.Floor(point.Longitude / _columnDegrees));

    // Cells whose items may lie within the given number of radii.
    private IEnumerable<WindowCell> Around(GeoPoint point)
    {
        var (row, column) = Key(point);
        for (var r = row - 1; r <= row + 1; r++)
        {
            for (var c = column - 1; c <= column + 1; c++)
            {
                if (_cells.TryGetValue((r, c), out var cell))
                {
                    yield return cell;
                }
            }
        }
    }

    // An upper bound from two binary searches per cell: most questions in quiet places end here, without measuring a single distance.
    private int MostThatTouch(WindowItem me)
    {
        var (from, to) = (me.Earliest - _window, me.Latest + _window);
        if (me.SpreadMetres > _radius)
        {
            return int.MaxValue;
        }
        var most = _open.MostTouching(from, to);
        var (row, column) = Key(me.Centre);
        for (var i = 0; i < 9; i++)
        {
            most += _cells.TryGetValue((row - 1 + i / 3, column - 1 + i % 3), out var cell) ? cell.MostTouching(from, to) : 0;
        }
        return most;
    }

    private bool CountSure(WindowItem me, int count)
    {
        if (count <= 1)
        {
            return true;
        }
        if (me.SpreadMetres > _radius)
        {
            return false;
        }
        var trial = new TrialWindows(me, _window);
        var sweep = new WindowSweep();
        foreach (var cell in Around(me.Centre))
        {
            foreach (var item in cell.Sure(me.Latest - _window, me.Earliest + _window))
            {
                if (me.DistanceMetres(item) <= _radius)
                {
                    sweep.AddContaining(me, item, _window);
                    if (trial.AddContained(item) >= count)
                    {
                        return true;
                    }
                }
            }
        }
        return sweep.Count >= count && sweep.Most() >= count;
    }

    private bool CanReach(WindowItem me, int count)
    {
        var trial = new TrialWindows(me, _window);
        var sweep = new WindowSweep();
        foreach (var item in Possible(me))
        {
            sweep.AddTouching(me, item, _window);
            if (trial.AddTouched(item) >= count)
            {
                return true;
            }
        }
        return sweep.Count >= count && sweep.Most() >= count;
    }

    private UnknownReason Why(WindowItem me)
    {
        const UnknownReason All = UnknownReason.Undetermined | UnknownReason.Footprint | UnknownReason.Date;
        var reasons = SeverityWindow.Reasons(me, _window, _radius);
        foreach (var item in Possible(me).Take(MostAskedWhy))
        {
            reasons |= SeverityWindow.Reasons(item, _window, _radius);
            if (reasons == All)
            {
                break;
            }
        }
        return reasons == UnknownReason.None ? UnknownReason.Date : reasons;
    }

    private IEnumerable<WindowItem> Possible(WindowItem me)
    {
        // A place known worse than the radius may reach anything: then every cell is asked.
        var cells = me.SpreadMetres > _radius ? _cells.Values : Around(me.Centre);
        var (from, to) = (me.Earliest - _window, me.Latest + _window);
        foreach (var item in cells.Append(_open).SelectMany(cell => cell.Touching(from, to)))
        {
            if (SeverityWindow.IsPossible(me, item, me.DistanceMetres(item), _radius))
            {
                yield return item;
            }
        }
    }

    /// <summary>Three intervals that are likely to be the best; counted on the way, so that a crowded place answers early.</summary>
    private struct TrialWindows(WindowItem me, long window)
    {
        private readonly long _first = me.Earliest;
        private readonly long _last = me.Latest - window;
        private readonly long _middle = me.Earliest / 2 + me.Latest / 2 - window / 2;
        private int _countFirst;
        private int _countLast;
        private int _countMiddle;

        public int AddContained(WindowItem item) => Add(item.Latest - window, item.Earliest);

        public int AddTouched(WindowItem item) => Add(item.Earliest - window, item.Latest);

        private int Add(long from, long to)
        {
            _countFirst += from <= _first && _first <= to ? 1 : 0;
            _countLast += from <= _last && _last <= to ? 1 : 0;
            _countMiddle += from <= _middle && _middle <= to ? 1 : 0;
            return Math.Max(_countFirst, Math.Max(_countLast, _countMiddle));
        }
    }
}
