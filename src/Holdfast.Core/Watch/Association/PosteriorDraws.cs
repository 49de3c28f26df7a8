namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The draws of an importance sampler, the same ones always: Student's t with five degrees of freedom (its tails are heavier than the posterior's), in pairs of opposite sign, from
/// the quasi-random sequence of Halton (1960).
/// </summary>
internal sealed class PosteriorDraws
{
    public const int Count = 1024;

    private const double Freedom = 5;

    /// <summary>Proposals are about so many times as wide as the posterior.</summary>
    private const double UsualWidth = 1.3;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23];

    private static readonly PosteriorDraws[] Sets =
    [
        .. Enumerable.Range(0, PosteriorTerms.MostUnknowns + 1).Select(size => new PosteriorDraws(size)),
    ];

    private PosteriorDraws(int size)
    {
        Points = new double[Count * size];
        LogDensity = new double[Count];
        for (var draw = 0; draw < Count; draw += 2)
        {
            // The first terms of the sequence are badly spread in its higher dimensions.
            var number = 40 + (draw / 2);
            // A gamma variate of shape 5/2 is a sum of two exponentials and half a squared Gaussian.
            var half = Gauss(Radical(number, Primes[size]));
            var chi = (half * half) - (2 * Math.Log(Radical(number, Primes[size + 1]) * Radical(number * 7 + 3, 2)));
            var stretch = Math.Sqrt(Freedom / chi);
            var square = 0.0;
            for (var axis = 0; axis < size; axis++)
            {
                var value = stretch * Gauss(Radical(number, Primes[axis]));
                Points[(draw * size) + axis] = value;
                Points[((draw + 1) * size) + axis] = -value;
                square += value * value;
            }
            LogDensity[draw] = LogDensity[draw + 1] = -0.5 * (Freedom + size) * Math.Log(1 + (square / Freedom));
        }
        Straighten(size);
        ByAxis = new double[Points.Length];
        for (var index = 0; index < Points.Length; index++)
        {
            ByAxis[(index % size * Count) + (index / size)] = Points[index];
        }
    }

    /// <summary>Draw by draw.</summary>
    public double[] Points { get; }

    /// <summary>The same axis by axis.</summary>
    public double[] ByAxis { get; }

    /// <summary>Logarithm of the density they were drawn from, but for a constant.</summary>
    public double[] LogDensity { get; }

    /// <summary>The draws in so many dimensions.</summary>
    public static PosteriorDraws Of(int size) => Sets[size];

    /// <summary>Makes the second moments of a Gaussian, as the draws would find them, exact; a linear change of the draws leaves their weights right.</summary>
    private void Straighten(int size)
    {
        var moments = new double[size * size];
        var total = 0.0;
        for (var draw = 0; draw < Count; draw++)
        {
            var point = Points.AsSpan(draw * size, size);
            var square = 0.0;
            for (var axis = 0; axis < size; axis++)
            {
                square += point[axis] * point[axis];
            }
            var weight = Math.Exp((-0.5 * UsualWidth * UsualWidth * square) - LogDensity[draw]);
            total += weight;
            for (var at = 0; at < moments.Length; at++)
            {
                moments[at] += weight * UsualWidth * UsualWidth * point[at / size] * point[at % size];
            }
        }
        for (var at = 0; at < moments.Length; at++)
        {
            moments[at] /= total;
        }
        if (size == 0 || !Dense.Cholesky(moments, size, out var root))
        {
            return;
        }
        for (var draw = 0; draw < Count; draw++)
        {
            // Forward substitution: the point that the root would have turned into this one.
            for (var row = 0; row < size; row++)
            {
                var sum = Points[(draw * size) + row];
                for (var column = 0; column < row; column++)
                {
                    sum -= root[(row * size) + column] * Points[(draw * size) + column];
                }
                Points[(draw * size) + row] = sum / root[(row * size) + row];
            }
        }
    }

    private static double Radical(int number, int radix)
    {
        var (result, digit) = (0.0, 1.0 / radix);
        for (var rest = number; rest > 0; rest /= radix)
        {
            result += digit * (rest % radix);
            digit /= radix;
        }
        return result;
    }

    /// <summary>The inverse of the normal distribution, by bisection of its series: made once, so that speed is no question.</summary>
    private static double Gauss(double share)
    {
        var (low, high) = (-6.0, 6.0);
        for (var step = 0; step < 60; step++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Normal(middle) < share ? (middle, high) : (low, middle);
        }
        return 0.5 * (low + high);
    }

    /// <summary>Marsaglia 2004, Evaluating the normal distribution: the Taylor series about 0.</summary>
    private static double Normal(double x)
    {
        var (sum, term) = (x, x);
        for (var power = 3; Math.Abs(term) > 1e-17 && power < 400; power += 2)
        {
            term *= x * x / power;
            sum += term;
        }
        return 0.5 + (sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(Math.Tau));
    }
}
