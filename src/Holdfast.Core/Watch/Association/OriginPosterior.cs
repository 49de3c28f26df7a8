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
    private static readonly double[] Widths = [1.5, 1.3];

    /// <summary>What is said of the errors counts as much as so many residuals: the K of Jordan and Sverdrup (1981).</summary>
    private const double PriorFreedom = 8;

    /// <summary>An origin is an event's where this part of its arrivals is.</summary>
    private const double MostlyRight = 0.6;

    /// <summary>Of more arrivals than these the first are counted.</summary>
    private const int MostCounted = 96;

    /// <summary>The first of the draws; they are spread evenly from the beginning.</summary>
    private const int CountedDraws = 256;

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
        double[] leftByOthers,
        AirState? air
    )
    {
        terms.Gather(picks, propagation, rays, found, leftByOthers, air);
        if (terms.Curvature() is not { } moments)
        {
            return null;
        }
        foreach (var width in Widths)
        {
            if (Round(moments, width) is not { } next)
            {
                return null;
            }
            moments = next;
        }
        return Scaled(moments) with { Right = Rightly(found.Picks.Length) };
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
        Span<double> exactly = stackalloc double[MostCounted + 1];
        var (sum, total) = (0.0, 0.0);
        for (var draw = 0; draw < CountedDraws; draw++)
        {
            var weight = logWeights[draw];
            var count = terms.Own(points.AsSpan(draw * size, size), own);
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

    private PosteriorMoments? Round(PosteriorMoments proposal, double width)
    {
        var size = terms.Size;
        var draws = PosteriorDraws.Of(size);
        if (!Dense.Cholesky(proposal.Covariance, size, out var root))
        {
            return null;
        }
        Span<double> at = stackalloc double[PosteriorTerms.MostUnknowns];
        var most = double.NegativeInfinity;
        for (var draw = 0; draw < PosteriorDraws.Count; draw++)
        {
            for (var row = 0; row < size; row++)
            {
                var sum = 0.0;
                for (var column = 0; column <= row; column++)
                {
                    sum += root[(row * size) + column] * draws.Points[(draw * size) + column];
                }
                at[row] = proposal.Mean[row] + (width * sum);
                points[(draw * size) + row] = at[row];
            }
            logWeights[draw] = terms.LogLikelihood(at[..size]) - draws.LogDensity[draw];
            most = Math.Max(most, logWeights[draw]);
        }
        return Moments(size, most);
    }

    private PosteriorMoments? Moments(int size, double most)
    {
        var mean = new double[size];
        var covariance = new double[size * size];
        var (total, squares) = (0.0, 0.0);
        for (var draw = 0; draw < PosteriorDraws.Count; draw++)
        {
            var weight = Math.Exp(logWeights[draw] - most);
            logWeights[draw] = weight;
            total += weight;
            squares += weight * weight;
            for (var row = 0; row < size; row++)
            {
                mean[row] += weight * points[(draw * size) + row];
            }
        }
        var effective = total * total / squares;
        if (!(effective >= LeastEffective))
        {
            return null;
        }
        for (var row = 0; row < size; row++)
        {
            mean[row] /= total;
        }
        for (var draw = 0; draw < PosteriorDraws.Count; draw++)
        {
            for (var row = 0; row < size; row++)
            {
                var off = logWeights[draw] * (points[(draw * size) + row] - mean[row]);
                for (var column = 0; column <= row; column++)
                {
                    covariance[(row * size) + column] += off * (points[(draw * size) + column] - mean[column]);
                }
            }
        }
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                covariance[(row * size) + column] /= total;
                covariance[(column * size) + row] = covariance[(row * size) + column];
            }
        }
        return new PosteriorMoments(mean, covariance, effective);
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
