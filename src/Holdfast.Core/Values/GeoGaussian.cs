using MathNet.Numerics;

namespace Holdfast.Core.Values;

/// <summary>
/// What one edge takes from, or gives to, the probability of the side on which the mean of a Gaussian lies. In coordinates where the error is a unit circle
/// the probability of a polygon is its winding number about the mean minus the sum over its edges of a difference of Owen's T functions
/// (D. B. Owen, "Tables for computing bivariate normal probabilities", Annals of Mathematical Statistics 27, 1956). Edges farther than
/// <see cref="Reach"/> standard deviations change it by less than 1e-7 and are left out.
/// </summary>
internal struct GeoGaussian(GeoPoint mean, ErrorEllipse error) : IEdgeVisitor
{
    public const double Reach = 6;
    private const double LeastSigmaMetres = 0.1;
    private const double OverTwoPi = 1 / (2 * Math.PI);

    private readonly GeoPlane _plane = new(mean);
    private readonly double _major = Math.Max(error.SemiMajorMetres, LeastSigmaMetres);
    private readonly double _minor = Math.Max(error.SemiMinorMetres, LeastSigmaMetres);
    private readonly double _sin = Math.Sin(error.AzimuthDegrees * (Math.PI / 180));
    private readonly double _cos = Math.Cos(error.AzimuthDegrees * (Math.PI / 180));

    /// <summary>To be subtracted from 1 where the mean lies inside (or left), from 0 where it does not.</summary>
    public double Sum { get; private set; }

    public void Visit(double x1, double y1, double x2, double y2)
    {
        var a = Whiten(_plane.Project(x1, y1));
        var b = Whiten(_plane.Project(x2, y2));
        var edge = b - a;
        var length = edge.Length;
        if (length < 1e-12)
        {
            return;
        }
        var (first, last) = (PlanePoint.Dot(a, edge) / length, PlanePoint.Dot(b, edge) / length);
        var height = Math.Abs(PlanePoint.Cross(a, b)) / length;
        var nearest =
            first > 0 ? first
            : last < 0 ? -last
            : 0;
        var reach = height * height + nearest * nearest;
        if (reach > Reach * Reach)
        {
            return;
        }
        var side = GeoOutline.Side(_plane.Origin.Longitude, _plane.Origin.Latitude, x1, y1, x2, y2);
        var amount =
            length <= 2 && length * length <= reach
                ? Smooth(height, first, last)
                : OwensT(height, last / Math.Max(height, 1e-9)) - OwensT(height, first / Math.Max(height, 1e-9));
        Sum += side * amount;
    }

    private readonly PlanePoint Whiten(PlanePoint p) => new((p.X * _sin + p.Y * _cos) / _major, (-p.X * _cos + p.Y * _sin) / _minor);

    // Five-point Gauss-Legendre, for an edge that is no longer than its distance: relative error below 1e-5 of a small term.
    private static double Smooth(double height, double first, double last)
    {
        var (middle, half) = ((first + last) / 2, (last - first) / 2);
        var (near, far) = (half * 0.538_469_310_105_683_1, half * 0.906_179_845_938_664_0);
        var sum =
            0.568_888_888_888_888_9 * Density(height, middle)
            + 0.478_628_670_499_366_5 * (Density(height, middle - near) + Density(height, middle + near))
            + 0.236_926_885_056_189_1 * (Density(height, middle - far) + Density(height, middle + far));
        return sum * half;
    }

    private static double Density(double h, double s)
    {
        var square = h * h + s * s;
        return OverTwoPi * Math.Exp(-square / 2) * h / square;
    }

    /// <summary>T(h, a) for h at least 0; to 1e-9.</summary>
    internal static double OwensT(double h, double a)
    {
        if (a < 0)
        {
            return -OwensT(h, -a);
        }
        if (a <= 1)
        {
            return OwensTSmall(h, a);
        }
        var (p, q) = (Normal(h), Normal(a * h));
        return (p + q) / 2 - p * q - OwensTSmall(a * h, 1 / a);
    }

    private static double OwensTSmall(double h, double a)
    {
        if (h > 8.5)
        {
            return 0;
        }
        var sum = 0.0;
        for (var i = 0; i < Nodes.Length; i++)
        {
            var x = a / 2 * (1 + Nodes[i]);
            var y = a / 2 * (1 - Nodes[i]);
            sum += Weights[i] * (Kernel(h, x) + Kernel(h, y));
        }
        return sum * a / 2 * OverTwoPi;
    }

    private static double Kernel(double h, double x) => Math.Exp(-h * h * (1 + x * x) / 2) / (1 + x * x);

    private static double Normal(double z) => SpecialFunctions.Erfc(-z / Constants.Sqrt2) / 2;

    // Positive half of the 16-point Gauss-Legendre rule (Abramowitz and Stegun, table 25.4).
    private static readonly double[] Nodes =
    [
        0.095012509837637440185,
        0.281603550779258913230,
        0.458016777657227386342,
        0.617876244402643748447,
        0.755404408355003033895,
        0.865631202387831743880,
        0.944575023073232576078,
        0.989400934991649932596,
    ];

    private static readonly double[] Weights =
    [
        0.189450610455068496285,
        0.182603415044923588867,
        0.169156519395002538189,
        0.149595988816576732081,
        0.124628971255533872052,
        0.095158511682492784810,
        0.062253523938647892863,
        0.027152459411754094852,
    ];
}
