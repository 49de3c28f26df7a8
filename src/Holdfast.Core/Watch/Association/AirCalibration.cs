namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Corrects the air of each sector from the residuals of confident events, whose own times and places are eliminated first (separable least squares, Golub and Pereyra
/// 1973; acoustic self-calibration, Lindgren et al. 2010). What was told is the prior.
/// </summary>
internal sealed class AirCalibration : ICalibration
{
    /// <summary>Fewer arrivals than this hold too little about the air beyond their own event.</summary>
    private const int LeastArrivals = 8;

    private const double LeastEvidence = 20;

    /// <summary>Variance by which air varies within a sector, (m/s)^2: a correction never claims to know better.</summary>
    private const double WithinSector = 0.1;

    private readonly AssociationParameters parameters;
    private readonly AirModel told;
    private readonly Symmetric3[] normal;
    private readonly (double Still, double East, double North)[] right;

    public AirCalibration(AssociationParameters parameters, AirModel told)
    {
        this.parameters = parameters;
        this.told = told;
        normal = new Symmetric3[told.Sectors.Count];
        right = new (double Still, double East, double North)[told.Sectors.Count];
    }

    private AirCalibration(AirCalibration other)
    {
        parameters = other.parameters;
        told = other.told;
        normal = [.. other.normal];
        right = [.. other.right];
    }

    public ICalibration Copy() => new AirCalibration(this);

    /// <summary>What was learnt counts for less after a while: the weather changes.</summary>
    public void Fade(double factor)
    {
        for (var sector = 0; sector < normal.Length; sector++)
        {
            normal[sector] = normal[sector].Scaled(factor);
            var (still, east, north) = right[sector];
            right[sector] = (still * factor, east * factor, north * factor);
        }
    }

    /// <summary>Travel times in the air as told, corrected by what was learnt.</summary>
    public Propagation Believed(Propagation told) => new AirPropagation(told.Net, parameters, Believed());

    /// <summary>The air as told, corrected by what was learnt.</summary>
    public AirModel Believed()
    {
        var states = new AirState[normal.Length];
        for (var sector = 0; sector < states.Length; sector++)
        {
            states[sector] = Corrected(sector);
        }
        return told.With(states);
    }

    /// <summary>Learns from one origin located with <paramref name="propagation"/>.</summary>
    public void Learn(PickWindow picks, Propagation propagation, RayFan rays, Hypothesis origin)
    {
        if (LessonOf(picks, propagation, rays, origin) is { } lesson)
        {
            normal[lesson.Sector] += lesson.Normal;
            var sum = right[lesson.Sector];
            right[lesson.Sector] = (sum.Still + lesson.Still, sum.East + lesson.East, sum.North + lesson.North);
        }
    }

    /// <summary>
    /// The air over an origin as it would be believed without that origin, which must have been learnt from: its own arrivals are not to speak twice, for the air and then, with
    /// that air, for its place.
    /// </summary>
    public AirState? Without(PickWindow picks, Propagation propagation, RayFan rays, Hypothesis origin)
    {
        var sector = told.SectorAt(origin.East);
        var sum = right[sector];
        return LessonOf(picks, propagation, rays, origin) is { } lesson
            ? Corrected(
                sector,
                normal[sector] + lesson.Normal.Scaled(-1),
                (sum.Still - lesson.Still, sum.East - lesson.East, sum.North - lesson.North)
            )
            : Corrected(sector, normal[sector], sum);
    }

    private Lesson? LessonOf(PickWindow picks, Propagation propagation, RayFan rays, Hypothesis origin)
    {
        if (origin.Picks.Length < LeastArrivals || origin.Evidence < LeastEvidence)
        {
            return null;
        }
        var current = ((AirPropagation)propagation).Air;
        rays.Restrict([]);
        var sector = current.SectorAt(origin.East);
        propagation.Trace(rays, origin.East, origin.North, origin.Depth);
        var sums = new Projection();
        var next = 0;
        for (var ray = 0; ray < rays.Count && next < origin.Picks.Length; ray++)
        {
            var pick = origin.Picks[next];
            if (picks.Channel[pick] != rays.Channel[ray])
            {
                continue;
            }
            next++;
            var residual = picks.Time[pick] - origin.Time - rays.Travel[ray];
            var (_, precision) = PickLikelihood.Time(parameters, residual, picks.Variance[pick], rays.PathVariance[ray]);
            sums.Add(rays, ray, residual, precision);
        }
        if (sums.Project() is not { } learnt)
        {
            return null;
        }
        // The residuals are against the current belief; the sums are kept against what was told.
        var now = current.StateOf(sector);
        var start = AirState.Told(told.Sectors[sector]);
        var (still, east, north) = learnt.Normal.Times(
            now.StillSpeed - start.StillSpeed,
            now.WindEast - start.WindEast,
            now.WindNorth - start.WindNorth
        );
        return new Lesson(sector, learnt.Normal, learnt.Still + still, learnt.East + east, learnt.North + north);
    }

    private AirState Corrected(int sector) => Corrected(sector, normal[sector], right[sector]);

    private AirState Corrected(int sector, Symmetric3 information, (double Still, double East, double North) sum)
    {
        var start = AirState.Told(told.Sectors[sector]);
        // A standard deviation of nothing would be a prior without an inverse.
        var prior = start.Covariance + new Symmetric3(1e-6, 0, 0, 1e-6, 0, 1e-6);
        if (sum == default || prior.Inverse() is not { } weight || (weight + information).Inverse() is not { } covariance)
        {
            return start;
        }
        var (still, east, north) = covariance.Times(sum.Still, sum.East, sum.North);
        var floor = new Symmetric3(WithinSector, 0, 0, WithinSector, 0, WithinSector);
        return new AirState(start.StillSpeed + still, start.WindEast + east, start.WindNorth + north, covariance + floor);
    }

    /// <summary>What one origin says of its sector's air: normal equations against the air as told.</summary>
    private readonly record struct Lesson(int Sector, Symmetric3 Normal, double Still, double East, double North);
}
