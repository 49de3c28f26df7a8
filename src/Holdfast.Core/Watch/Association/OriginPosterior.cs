using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Where an origin may be, given all the arrivals that may or may not be its: mean and covariance of the posterior of time, place and what is uncertain in common (depth, or the
/// air), by adaptive importance sampling (Cornuet, Marin, Mira and Robert 2012). The likelihood is that of the model itself: each channel's arrivals, several where several are
/// near, are the event's, wide ones, or not its at all. So the spread of competing assignments is in the covariance (the spread of innovations of Bar-Shalom and Tse 1975) and so
/// is the shape of the likelihood where the net is on one side (Lomax, Virieux, Volant and Berge 2000), which a curvature at its peak does not see.
/// </summary>
internal sealed class OriginPosterior(PosteriorTerms terms)
{
    /// <summary>Proposals are so many times as wide as the posterior is thought to be: too narrow ones never see what they miss.</summary>
    private const double FirstWidth = 1.5;

    private const double Width = 1.3;

    /// <summary>So many of the draws find out how wide it is; where too few of them count, all are drawn.</summary>
    private const int FirstDraws = 256;

    private const double FirstEffective = 48;

    /// <summary>What is said of the errors counts as much as so many residuals: the K of Jordan and Sverdrup (1981).</summary>
    private const double PriorFreedom = 8;

    /// <summary>An origin is an event's where this part of its arrivals is.</summary>
    private const double MostlyRight = 0.6;

    /// <summary>Of more arrivals than these the first are counted.</summary>
    private const int MostCounted = 96;

    /// <summary>The first of the draws; they are spread evenly from the beginning.</summary>
    private const int CountedDraws = 128;

    /// <summary>Fewer effective draws than this fix no covariance.</summary>
    private const double LeastEffective = 12;

    private readonly double[] logWeights = new double[PosteriorDraws.Count];
    private readonly double[] points = new double[PosteriorDraws.Count * PosteriorTerms.MostUnknowns];

    /// <summary>Moments about a fitted event; null where the arrivals do not fix them.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="rays">Working memory.</param>
    /// <param name="found">The event with its arrivals.</param>
    /// <param name="leftByOthers">For each arrival of the window the logarithm of the probability that no other origin made it.</param>
    /// <param name="air">The air as believed without this event; null where waves do not travel in air.</param>
    public PosteriorMoments? Of(
        PickWindow picks,
        Propagation propagation,
        RayFan rays,
        Hypothesis found,
        LeftByOthers leftByOthers,
        AirState? air
    )
    {
        terms.Gather(picks, propagation, rays, found, leftByOthers, air);
        if (terms.Curvature() is not { } moments)
        {
            return null;
        }
        // A few draws say where to look; where they miss it, all are asked.
        var first = Round(moments, FirstWidth, FirstDraws) is { Effective: >= FirstEffective } few
            ? few
            : Round(moments, FirstWidth, PosteriorDraws.Count);
        if (first is null || Round(first, Width, PosteriorDraws.Count) is not { } last)
        {
            return null;
        }
        return Scaled(last) with { Right = Rightly(found.Picks.Length) };
    }

    /// <summary>
    /// The probability that at least <see cref="MostlyRight"/> of the arrivals are the event's, given that there is one: for each place and time where it may be, each arrival is its, another's
    /// or chance's by what the model says there, one independently of another (Poisson-binomial, by the recurrence of Barlow and Heidtmann 1984); the mean over where it may be.
    /// </summary>
    private double Rightly(int number)
    {
        var size = terms.Size;
        var needed = (int)Math.Ceiling((MostlyRight * Math.Min(number, MostCounted)) - 1e-9);
        Span<double> own = stackalloc double[MostCounted];
        Span<double> at = stackalloc double[PosteriorTerms.MostUnknowns];
        Span<double> exactly = stackalloc double[MostCounted + 1];
        var (sum, total) = (0.0, 0.0);
        for (var draw = 0; draw < CountedDraws; draw++)
        {
            var weight = logWeights[draw];
            for (var axis = 0; axis < size; axis++)
            {
                at[axis] = points[(axis * PosteriorDraws.Count) + draw];
            }
            var count = terms.Own(at[..size], own);
            total += weight;
            sum += weight * AtLeast(needed, own[..count], exactly);
        }
        return total > 0 ? Math.Clamp(sum / total, 0, 1) : 1;
    }

    private static double AtLeast(int needed, ReadOnlySpan<double> probabilities, Span<double> exactly)
    {
        exactly.Clear();
        exactly[0] = 1;
        for (var next = 0; next < probabilities.Length; next++)
        {
            var p = probabilities[next];
            for (var k = next + 1; k > 0; k--)
            {
                exactly[k] = (exactly[k] * (1 - p)) + (exactly[k - 1] * p);
            }
            exactly[0] *= 1 - p;
        }
        var sum = 0.0;
        for (var k = needed; k <= probabilities.Length; k++)
        {
            sum += exactly[k];
        }
        return sum;
    }

    /// <summary>
    /// The variance of the errors is itself known only as if from <see cref="PriorFreedom"/> residuals and those of the event; the covariance is made so much larger that the ellipse
    /// that would hold 90 % of a Gaussian of that covariance is the one of Jordan and Sverdrup (1981), which rests on the F distribution.
    /// </summary>
    private PosteriorMoments Scaled(PosteriorMoments moments)
    {
        const double Ninety = 4.605170185988092;
        var (squares, number) = terms.Misfit(moments.Mean);
        var freedom = PriorFreedom + number - PosteriorTerms.Place;
        var variance = (PriorFreedom + squares) / freedom;
        // Twice the 90 % point of F with 2 and so many degrees of freedom, in closed form.
        var factor = variance * freedom * (Math.Pow(10, 2 / freedom) - 1) / Ninety;
        return moments with { Covariance = [.. moments.Covariance.Select(value => value * factor)] };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private PosteriorMoments? Round(PosteriorMoments proposal, double width, int number)
    {
        var size = terms.Size;
        var draws = PosteriorDraws.Of(size);
        if (!Dense.Cholesky(proposal.Covariance, size, out var root))
        {
            return null;
        }
        Span<Vector256<double>> at = stackalloc Vector256<double>[PosteriorTerms.MostUnknowns];
        at = at[..size];
        var most = double.NegativeInfinity;
        for (var draw = 0; draw < number; draw += Vector256<double>.Count)
        {
            for (var row = 0; row < size; row++)
            {
                var sum = Vector256<double>.Zero;
                for (var column = 0; column <= row; column++)
                {
                    sum += Vector256.LoadUnsafe(ref draws.ByAxis[(column * PosteriorDraws.Count) + draw]) * root[(row * size) + column];
                }
                at[row] = (sum * width) + Vector256.Create(proposal.Mean[row]);
                at[row].StoreUnsafe(ref points[(row * PosteriorDraws.Count) + draw]);
            }
            var weights = terms.LogLikelihood(at) - Vector256.LoadUnsafe(ref draws.LogDensity[draw]);
            weights.StoreUnsafe(ref logWeights[draw]);
        }
        foreach (var weight in logWeights.AsSpan(0, number))
        {
            most = Math.Max(most, weight);
        }
        return Moments(size, most, number);
    }

    private PosteriorMoments? Moments(int size, double most, int number)
    {
        var mean = new double[size];
        var covariance = new double[size * size];
        var (total, squares) = (0.0, 0.0);
        var weights = logWeights.AsSpan(0, number);
        for (var draw = 0; draw < number; draw++)
        {
            weights[draw] = Math.Exp(weights[draw] - most);
            total += weights[draw];
            squares += weights[draw] * weights[draw];
        }
        var effective = total * total / squares;
        if (!(effective >= LeastEffective))
        {
            return null;
        }
        for (var row = 0; row < size; row++)
        {
            mean[row] = Sum(weights, Axis(row, number)) / total;
        }
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = Product(weights, Axis(row, number), mean[row], Axis(column, number), mean[column]) / total;
                (covariance[(row * size) + column], covariance[(column * size) + row]) = (sum, sum);
            }
        }
        return new PosteriorMoments(mean, covariance, effective);
    }

    private ReadOnlySpan<double> Axis(int axis, int number) => points.AsSpan(axis * PosteriorDraws.Count, number);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        var sum = Vector256<double>.Zero;
        for (var at = 0; at < weights.Length; at += Vector256<double>.Count)
        {
            sum += Vector256.Create(weights[at..]) * Vector256.Create(values[at..]);
        }
        return Vector256.Sum(sum);
    }

    /// <summary>Sum of weight times both distances from a middle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Product(
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> first,
        double firstMiddle,
        ReadOnlySpan<double> second,
        double secondMiddle
    )
    {
        var sum = Vector256<double>.Zero;
        for (var at = 0; at < weights.Length; at += Vector256<double>.Count)
        {
            var one = Vector256.Create(first[at..]) - Vector256.Create(firstMiddle);
            var other = Vector256.Create(second[at..]) - Vector256.Create(secondMiddle);
            sum += Vector256.Create(weights[at..]) * one * other;
        }
        return Vector256.Sum(sum);
    }
}

/// <summary>Mean, as a change of (time, east, north, then depth or the air), and covariance, row by row.</summary>
/// <param name="Mean">Seconds, metres, metres per second.</param>
/// <param name="Covariance">The same units, squared.</param>
/// <param name="Effective">Number of draws that it rests on.</param>
internal sealed record PosteriorMoments(double[] Mean, double[] Covariance, double Effective)
{
    /// <summary>The probability that three fifths of the arrivals are the event's, given that there is one.</summary>
    public double Right { get; init; } = 1;

    /// <summary>
    /// Mean squares and products of the errors of (time, east, north) and of depth where the event was fitted, which is at the peak of the posterior: between two places where an event
    /// may have been there is often none.
    /// </summary>
    public (Symmetric3 Place, double DepthVariance) About((double Least, double Greatest) depth) =>
        (
            new Symmetric3(Square(0, 0), Square(0, 1), Square(0, 2), Square(1, 1), Square(1, 2), Square(2, 2)),
            depth.Greatest > depth.Least ? Square(Mean.Length - 1, Mean.Length - 1) : 0
        );

    private double Square(int row, int column) => Covariance[(row * Mean.Length) + column] + (Mean[row] * Mean[column]);
}
