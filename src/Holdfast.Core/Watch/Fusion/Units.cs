using Holdfast.Core.Values;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Records of one source that are one detection, put together before sources are compared: touching footprints of a satellite within two hours (adjacent
/// pixels of one pass, a pixel issued again, the next satellite of one constellation), records that name another of the same producer in
/// the attribute <c>same_as</c>, and, for sources stated to repeat themselves, records inside each other's errors with compatible kinds. With them, of whatever
/// source, what an operator said is one event; never what an operator said is not.
/// </summary>
internal sealed class Units
{
    public const string SameAs = "same_as";

    private const double PassDays = 2.0 / 24;
    private const double CellKm = 3;

    /// <summary>Squared Mahalanobis distance within which 95 % of repeats lie.</summary>
    private const double RepeatGate = 6;

    private readonly FixObservation[] _set;
    private readonly Row[] _rows;
    private readonly int[] _parent;
    private readonly double[] _start;
    private readonly FusionBonds _bonds;

    /// <summary>Pairs of the set that are never one event.</summary>
    private readonly List<(int A, int B)> _apart = [];
    private bool _joined;

    private Units(FixObservation[] set, Row[] rows, FusionBonds bonds)
    {
        (_set, _rows, _bonds) = (set, rows, bonds);
        _parent = [.. Enumerable.Range(0, rows.Length)];
        _start = Array.ConvertAll(rows, r => r.Start);
    }

    /// <summary>Rows of the units in canonical order, and the observations of each (indices into the set), or null where each is one.</summary>
    public static (Row[] Rows, int[][]? Members) Build(
        FixObservation[] set,
        Row[] rows,
        FusionParameters parameters,
        KindProfiles kinds,
        FusionBonds bonds
    )
    {
        var units = new Units(set, rows, bonds);
        if (!bonds.IsEmpty)
        {
            units.JoinBound(parameters.MaximumWidth.TotalDays);
        }
        units.JoinNear(parameters, kinds);
        units.JoinNamed(parameters.MaximumWidth.TotalDays);
        if (!units._joined)
        {
            return (rows, null);
        }
        var members = Enumerable.Range(0, rows.Length).GroupBy(units.Find).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        var widest = parameters.MaximumWidth.TotalDays;
        return (Array.ConvertAll(members, m => units.Together(m, widest)), members);
    }

    // The first of each bound set that is within reach takes the others; what an operator keeps apart is noted before anything else joins.
    private void JoinBound(double withinDays)
    {
        var kept = new Dictionary<ObservationId, int>();
        var first = new Dictionary<ObservationId, int>();
        for (var i = 0; i < _set.Length; i++)
        {
            if (_bonds.IsKeptApart(_set[i].Id))
            {
                _apart.AddRange(kept.Where(k => !_bonds.Admits(k.Key, _set[i].Id)).Select(k => (k.Value, i)));
                kept[_set[i].Id] = i;
            }
            if (_bonds.SetOf(_set[i].Id) is not { } bound)
            {
                continue;
            }
            if (first.TryGetValue(bound, out var j) && Math.Abs(_rows[j].Start - _rows[i].Start) < withinDays)
            {
                Join(i, j);
            }
            else
            {
                first[bound] = i;
            }
        }
    }

    private void JoinNear(FusionParameters parameters, KindProfiles kinds)
    {
        var cells = new Dictionary<(int Source, int X, int Y), List<int>>();
        for (var i = 0; i < _rows.Length; i++)
        {
            var repeats = parameters.RepeatingSources.Count > 0 && parameters.RepeatingSources.Contains(_set[i].SourceId);
            if (_rows[i].Diffuse || _rows[i].Sigma > CellKm || !(repeats || _set[i].Where is BoxPlace))
            {
                continue;
            }
            var y = (int)Math.Floor(_rows[i].Latitude * Plane.KmPerDegree / CellKm);
            for (var row = y - 1; row <= y + 1; row++)
            {
                var x = Column(i, row);
                for (var column = x - 1; column <= x + 1; column++)
                {
                    foreach (var j in cells.GetValueOrDefault((_rows[i].Source, column, row)) ?? [])
                    {
                        if (repeats ? Repeats(i, j, kinds) : Touches(i, j))
                        {
                            Join(i, j);
                        }
                    }
                }
            }
            Remember(cells, i, y);
        }
    }

    private void Remember(Dictionary<(int, int, int), List<int>> cells, int i, int y)
    {
        var key = (_rows[i].Source, Column(i, y), y);
        if (!cells.TryGetValue(key, out var list))
        {
            cells.Add(key, list = []);
        }
        // What began too long ago can join nothing any more: the list stays as long as a pass.
        list.RemoveAll(j => _rows[i].Start - _rows[j].Start > Math.Max(PassDays, _rows[j].End - _rows[j].Start));
        list.Add(i);
    }

    private int Column(int i, int y)
    {
        var cosine = Math.Max(0.01, Plane.Cosine((y + 0.5) * CellKm / Plane.KmPerDegree));
        return (int)Math.Floor(_rows[i].Longitude * Plane.KmPerDegree * cosine / CellKm);
    }

    private bool Touches(int i, int j)
    {
        if (_set[j].Where is not BoxPlace other || _set[i].Where is not BoxPlace box)
        {
            return false;
        }
        var (dx, dy) = Offset(i, j);
        var reach = 1.25 * (HalfDiagonalKm(box) + HalfDiagonalKm(other));
        return dx * dx + dy * dy <= reach * reach && _rows[i].Start - _start[Find(j)] <= PassDays;
    }

    private bool Repeats(int i, int j, KindProfiles kinds)
    {
        ref readonly var r = ref _rows[i];
        ref readonly var s = ref _rows[j];
        var (dx, dy) = Offset(i, j);
        double xx = r.Xx + s.Xx,
            xy = r.Xy + s.Xy,
            yy = r.Yy + s.Yy;
        return yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy <= RepeatGate * (xx * yy - xy * xy)
            && s.End > r.Start
            && r.Start - _start[Find(j)] <= Math.Max(PassDays, s.End - s.Start)
            && Compatible(kinds, r.Kind, s.Kind);
    }

    private static bool Compatible(KindProfiles kinds, int a, int b) =>
        kinds[a].Any(k => kinds[b].Any(l => KindProfiles.Compatible(k.Kind, l.Kind)));

    private void JoinNamed(double withinDays)
    {
        var named = Enumerable.Range(0, _set.Length).Where(i => _set[i].Attributes.ContainsKey(SameAs)).ToArray();
        if (named.Length == 0)
        {
            return;
        }
        var byId = new Dictionary<ObservationId, int>();
        for (var i = 0; i < _set.Length; i++)
        {
            byId[_set[i].Id] = i;
        }
        foreach (var i in named)
        {
            var target = new ObservationId(_set[i].Id.Producer, _set[i].Attributes[SameAs]);
            if (byId.TryGetValue(target, out var j) && MayBeNamed(i, j, withinDays))
            {
                Join(i, j);
            }
        }
    }

    private bool MayBeNamed(int i, int j, double withinDays) =>
        _rows[j].Source == _rows[i].Source && Math.Abs(_rows[j].Start - _rows[i].Start) < withinDays;

    private void Join(int i, int j)
    {
        var (x, y) = (Find(i), Find(j));
        if (x != y && !_apart.Exists(pair => (Find(pair.A), Find(pair.B)) is var (a, b) && ((a == x && b == y) || (a == y && b == x))))
        {
            var (least, other) = x < y ? (x, y) : (y, x);
            _parent[other] = least;
            _start[least] = Math.Min(_start[least], _start[other]);
            _joined = true;
        }
    }

    private int Find(int i)
    {
        while (_parent[i] != i)
        {
            i = _parent[i] = _parent[_parent[i]];
        }
        return i;
    }

    private (double East, double North) Offset(int i, int j) =>
        Plane.Offset(_rows[j].Latitude, _rows[j].Longitude, _rows[i].Latitude, _rows[i].Longitude);

    private static double HalfDiagonalKm(BoxPlace box) =>
        Math.Sqrt(box.WidthMetres * box.WidthMetres + box.HeightMetres * box.HeightMetres) / 2000;

    /// <summary>One row for several: the moments of the mixture of their places, all their time, as far as a report may be wide.</summary>
    private Row Together(int[] members, double widestDays)
    {
        var row = _rows[members[0]];
        if (members.Length == 1)
        {
            return row;
        }
        var place = Mixture.Of([.. members.Select(m => _set[m].Where)]);
        var covariance = Covariance.Of(place.Error, 0.1);
        (row.Latitude, row.Longitude) = (place.Point.Latitude, place.Point.Longitude);
        (row.Xx, row.Xy, row.Yy) = (covariance.Xx, covariance.Xy, covariance.Yy);
        row.Sigma = Math.Max(0.1, place.Error.SemiMajorMetres / 1000);
        row.HalveLatitude();
        row.End = Math.Max(row.End, Math.Min(members.Max(m => _rows[m].End), row.Start + widestDays));
        return row;
    }
}
