namespace Holdfast.Core.Watch.Association;

/// <summary>A symmetric 3 x 3 matrix: the normal equations and covariances of three unknowns.</summary>
public readonly record struct Symmetric3(double A00, double A01, double A02, double A11, double A12, double A22)
{
    /// <summary>The determinant.</summary>
    public double Determinant =>
        (A00 * ((A11 * A22) - (A12 * A12))) - (A01 * ((A01 * A22) - (A12 * A02))) + (A02 * ((A01 * A12) - (A11 * A02)));

    public static Symmetric3 operator +(Symmetric3 a, Symmetric3 b) =>
        new(a.A00 + b.A00, a.A01 + b.A01, a.A02 + b.A02, a.A11 + b.A11, a.A12 + b.A12, a.A22 + b.A22);

    /// <summary>The matrix plus <paramref name="weight"/> times the outer product of a vector with itself.</summary>
    public Symmetric3 Plus(double weight, double x, double y, double z) =>
        new(
            A00 + (weight * x * x),
            A01 + (weight * x * y),
            A02 + (weight * x * z),
            A11 + (weight * y * y),
            A12 + (weight * y * z),
            A22 + (weight * z * z)
        );

    /// <summary>Every element times a factor.</summary>
    public Symmetric3 Scaled(double factor) => new(A00 * factor, A01 * factor, A02 * factor, A11 * factor, A12 * factor, A22 * factor);

    /// <summary>The quadratic form of a vector.</summary>
    public double Quadratic(double x, double y, double z)
    {
        var (a, b, c) = Times(x, y, z);
        return (x * a) + (y * b) + (z * c);
    }

    /// <summary>The product with a vector.</summary>
    public (double X, double Y, double Z) Times(double x, double y, double z) =>
        ((A00 * x) + (A01 * y) + (A02 * z), (A01 * x) + (A11 * y) + (A12 * z), (A02 * x) + (A12 * y) + (A22 * z));

    /// <summary>The inverse; null where the matrix is not positive definite.</summary>
    public Symmetric3? Inverse()
    {
        var determinant = Determinant;
        if (!(A00 > 0) || !((A00 * A11) - (A01 * A01) > 0) || !(determinant > 0) || !double.IsFinite(determinant))
        {
            return null;
        }
        var inverse = 1 / determinant;
        return new Symmetric3(
            ((A11 * A22) - (A12 * A12)) * inverse,
            ((A02 * A12) - (A01 * A22)) * inverse,
            ((A01 * A12) - (A02 * A11)) * inverse,
            ((A00 * A22) - (A02 * A02)) * inverse,
            ((A01 * A02) - (A00 * A12)) * inverse,
            ((A00 * A11) - (A01 * A01)) * inverse
        );
    }
}
