using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>A symmetric 2 x 2 covariance in km²; x east, y north.</summary>
internal readonly record struct Covariance(double Xx, double Xy, double Yy)
{
    public double Determinant => Xx * Yy - Xy * Xy;

    public double Area => Math.Sqrt(Math.Max(0, Determinant));

    public static Covariance operator +(Covariance a, Covariance b) => new(a.Xx + b.Xx, a.Xy + b.Xy, a.Yy + b.Yy);

    public Covariance Times(double factor) => new(Xx * factor, Xy * factor, Yy * factor);

    public Covariance Inverse()
    {
        var d = Determinant;
        return new(Yy / d, -Xy / d, Xx / d);
    }

    /// <summary>An ellipse's covariance, each axis at least <paramref name="leastSigmaKm"/>.</summary>
    public static Covariance Of(ErrorEllipse ellipse, double leastSigmaKm)
    {
        var a = Math.Max(leastSigmaKm, ellipse.SemiMajorMetres / 1000);
        var b = Math.Max(leastSigmaKm, ellipse.SemiMinorMetres / 1000);
        if (a == b)
        {
            return new(a * a, 0, a * a);
        }
        var (sin, cos) = Math.SinCos(ellipse.AzimuthDegrees * Math.PI / 180);
        return new(a * a * sin * sin + b * b * cos * cos, (a * a - b * b) * sin * cos, a * a * cos * cos + b * b * sin * sin);
    }

    /// <summary>The ellipse at one standard deviation; azimuth in [0, 180).</summary>
    public ErrorEllipse ToEllipse()
    {
        var mean = (Xx + Yy) / 2;
        var half = Math.Sqrt((Xx - Yy) * (Xx - Yy) / 4 + Xy * Xy);
        var azimuth = half < 1e-12 * mean ? 0 : 0.5 * Math.Atan2(2 * Xy, Yy - Xx) * 180 / Math.PI;
        return new(Math.Sqrt(mean + half) * 1000, Math.Sqrt(Math.Max(0, mean - half)) * 1000, azimuth < 0 ? azimuth + 180 : azimuth);
    }
}
