using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Normal equations of (time, east, north, depth), and their solution by Cholesky's method.</summary>
internal struct Normal4
{
    private double tt,
        te,
        tn,
        td,
        ee,
        en,
        ed,
        nn,
        nd,
        dd;
    private double rt,
        re,
        rn,
        rd;

    /// <summary>Adds one equation.</summary>
    public void Add(double weight, double residual, double time, double east, double north, double depth)
    {
        var (wt, we, wn, wd) = (weight * time, weight * east, weight * north, weight * depth);
        tt += wt * time;
        te += wt * east;
        tn += wt * north;
        td += wt * depth;
        ee += we * east;
        en += we * north;
        ed += we * depth;
        nn += wn * north;
        nd += wn * depth;
        dd += wd * depth;
        rt += wt * residual;
        re += we * residual;
        rn += wn * residual;
        rd += wd * residual;
    }

    /// <summary>The same with a belief that the place moves little: precisions along the axes.</summary>
    public readonly Normal4 Damped(double across, double depth)
    {
        var damped = this;
        damped.ee += across;
        damped.nn += across;
        damped.dd += depth;
        return damped;
    }

    /// <summary>The solution; null where the equations do not fix it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly (double Time, double East, double North, double Depth)? Solve()
    {
        if (!Factor(out var l))
        {
            return null;
        }
        var a = rt / l.A;
        var b = (re - (l.B * a)) / l.E;
        var c = (rn - (l.C * a) - (l.F * b)) / l.H;
        var d = (rd - (l.D * a) - (l.G * b) - (l.I * c)) / l.J;
        var depth = d / l.J;
        var north = (c - (l.I * depth)) / l.H;
        var east = (b - (l.F * north) - (l.G * depth)) / l.E;
        var time = (a - (l.B * east) - (l.C * north) - (l.D * depth)) / l.A;
        return double.IsFinite(time + east + north + depth) ? (time, east, north, depth) : null;
    }

    /// <summary>Covariance of (time, east, north), the variance of depth, and the determinant of the whole covariance; null where it is not fixed.</summary>
    public readonly (Symmetric3 Place, double DepthVariance, double Determinant)? Covariance()
    {
        if (!Factor(out var l))
        {
            return null;
        }
        Span<double> unit = stackalloc double[16];
        for (var column = 0; column < 4; column++)
        {
            var copy = this;
            (copy.rt, copy.re, copy.rn, copy.rd) = (column == 0 ? 1 : 0, column == 1 ? 1 : 0, column == 2 ? 1 : 0, column == 3 ? 1 : 0);
            if (copy.Solve() is not { } solved)
            {
                return null;
            }
            (unit[column], unit[4 + column], unit[8 + column], unit[12 + column]) = solved;
        }
        var root = l.A * l.E * l.H * l.J;
        return (new Symmetric3(unit[0], unit[1], unit[2], unit[5], unit[6], unit[10]), unit[15], 1 / (root * root));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool Factor(out (double A, double B, double C, double D, double E, double F, double G, double H, double I, double J) l)
    {
        l = default;
        if (!(tt > 0))
        {
            return false;
        }
        l.A = Math.Sqrt(tt);
        (l.B, l.C, l.D) = (te / l.A, tn / l.A, td / l.A);
        var e = ee - (l.B * l.B);
        if (!(e > 1e-12 * ee))
        {
            return false;
        }
        l.E = Math.Sqrt(e);
        (l.F, l.G) = ((en - (l.B * l.C)) / l.E, (ed - (l.B * l.D)) / l.E);
        var h = nn - (l.C * l.C) - (l.F * l.F);
        if (!(h > 1e-12 * nn))
        {
            return false;
        }
        l.H = Math.Sqrt(h);
        l.I = (nd - (l.C * l.D) - (l.F * l.G)) / l.H;
        var j = dd - (l.D * l.D) - (l.G * l.G) - (l.I * l.I);
        if (!(j > 1e-12 * dd))
        {
            return false;
        }
        l.J = Math.Sqrt(j);
        return true;
    }
}
