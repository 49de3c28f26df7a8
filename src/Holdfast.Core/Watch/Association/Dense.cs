namespace Holdfast.Core.Watch.Association;

/// <summary>Small dense symmetric matrices, row by row.</summary>
internal static class Dense
{
    /// <summary>The lower triangular root of a matrix (Cholesky); false where it is not positive definite.</summary>
    public static bool Cholesky(ReadOnlySpan<double> matrix, int size, out double[] root)
    {
        root = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = matrix[(row * size) + column];
                for (var inner = 0; inner < column; inner++)
                {
                    sum -= root[(row * size) + inner] * root[(column * size) + inner];
                }
                if (row != column)
                {
                    root[(row * size) + column] = sum / root[(column * size) + column];
                }
                else if (sum > 1e-12 * matrix[(row * size) + row])
                {
                    root[(row * size) + row] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>The inverse of a positive definite matrix; null where it is not one.</summary>
    public static double[]? Inverse(ReadOnlySpan<double> matrix, int size)
    {
        if (!Cholesky(matrix, size, out var root))
        {
            return null;
        }
        var result = new double[size * size];
        Span<double> solved = stackalloc double[size];
        for (var unit = 0; unit < size; unit++)
        {
            for (var row = 0; row < size; row++)
            {
                var sum = row == unit ? 1.0 : 0.0;
                for (var inner = 0; inner < row; inner++)
                {
                    sum -= root[(row * size) + inner] * solved[inner];
                }
                solved[row] = sum / root[(row * size) + row];
            }
            for (var row = size - 1; row >= 0; row--)
            {
                var sum = solved[row];
                for (var inner = row + 1; inner < size; inner++)
                {
                    sum -= root[(inner * size) + row] * solved[inner];
                }
                solved[row] = sum / root[(row * size) + row];
                result[(row * size) + unit] = solved[row];
            }
        }
        return result;
    }
}
