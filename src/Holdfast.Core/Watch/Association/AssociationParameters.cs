namespace Holdfast.Core.Watch.Association;

/// <summary>What the engine is told besides sensors and air. Physics first; the rest are bounds and work limits.</summary>
public sealed record AssociationParameters
{
    /// <summary>Who hears what.</summary>
    public required DetectionModel Detection { get; init; }

    /// <summary>Spread of travel times about the model, as a part of the travel time, independent from pick to pick.</summary>
    public double RelativeTravelSigma { get; init; } = 0.005;

    /// <summary>Share of picks whose error is wider than the picker states.</summary>
    public double WideShare { get; init; } = 0.1;

    /// <summary>How many times wider.</summary>
    public double WideFactor { get; init; } = 5;

    /// <summary>An origin needs so many arrivals.</summary>
    public int MinimumArrivals { get; init; } = 5;

    /// <summary>Evidence (natural log odds) an origin needs in each stage; the last is what a published origin has at least.</summary>
    public IReadOnlyList<double> StageEvidence { get; init; } = [25, 12, 6, 3, 0];

    /// <summary>Where so few false arrivals are about that a cell of the search sees this many by chance on average, every other stage is left out: there is little to confuse.</summary>
    public double SparseChance { get; init; } = 0.03;

    /// <summary>Expected events per second and square kilometre before any were found.</summary>
    public double PriorEventsPerSecondKm2 { get; init; } = 1e-4;

    /// <summary>How shots repeat from about one place; null where nothing of the kind is expected.</summary>
    public FireMission? Mission { get; init; } = new();

    /// <summary>Side of a search cell, metres.</summary>
    public double CellMetres { get; init; } = 500;

    /// <summary>The search begins no farther than this beyond the outermost sensors, metres, nor farther than anything is heard; a fit may end farther out.</summary>
    public double SearchBeyondMetres { get; init; } = double.PositiveInfinity;

    /// <summary>About how fast waves are, m/s: turns lengths of the search into times.</summary>
    public double SpeedScale { get; init; } = 340;

    /// <summary>Step of the search in time, seconds.</summary>
    public double StepSeconds { get; init; } = 0.4;

    /// <summary>Log likelihood ratio from which a cell and a moment are looked at closely.</summary>
    public double SearchThreshold { get; init; } = 5;

    /// <summary>At most so many cells and moments are looked at closely in a stage of a window.</summary>
    public int MaximumCandidates { get; init; } = 20_000;

    /// <summary>Length of a window of origin times that is solved at once, seconds.</summary>
    public double WindowSeconds { get; init; } = 180;

    /// <summary>So much after the window is solved with it, for what competes for the same arrivals, seconds.</summary>
    public double MarginSeconds { get; init; } = 60;

    /// <summary>Whether the air of a sector is corrected from confident events.</summary>
    public bool CalibratesAir { get; init; } = true;

    /// <summary>At most so many arrivals are held; further ones are refused until the watermark has moved.</summary>
    public int MaximumHeld { get; init; } = 2_000_000;

    /// <exception cref="ArgumentException">A parameter is out of range; the message says which.</exception>
    public void Check()
    {
        Require(Detection.Loudness.Count is > 0 and <= 16, nameof(Detection));
        Require(
            Detection.Loudness.All(loudness => loudness.HalfRangeMetres is > 0 and <= 1_000_000 && loudness.Share > 0),
            nameof(Detection)
        );
        Require(Math.Abs(Detection.Loudness.Sum(loudness => loudness.Share) - 1) < 1e-6, nameof(Detection));
        Require(Detection.Ceiling is > 0.01 and < 1 && Detection.Width is > 0 and <= 1, nameof(Detection));
        Require(Detection.WindEffect is >= 0 and < 1, nameof(Detection));
        Require(RelativeTravelSigma is >= 0 and < 0.5, nameof(RelativeTravelSigma));
        Require(WideShare is >= 0 and < 1, nameof(WideShare));
        Require(WideFactor is >= 1 and < 1_000, nameof(WideFactor));
        Require(MinimumArrivals is >= 3 and <= 1_000, nameof(MinimumArrivals));
        Require(StageEvidence.Count is > 0 and <= 16 && StageEvidence.All(double.IsFinite), nameof(StageEvidence));
        Require(PriorEventsPerSecondKm2 is > 0 and < 1_000, nameof(PriorEventsPerSecondKm2));
        Require(Mission is null or { ExpectedOthers: >= 0 and < 1_000, Seconds: > 0, SpreadMetres: > 0 }, nameof(Mission));
        Require(SpeedScale is >= 1 and < 100_000, nameof(SpeedScale));
        Require(CellMetres is >= 10 and <= 50_000, nameof(CellMetres));
        Require(SearchBeyondMetres >= 0, nameof(SearchBeyondMetres));
        Require(StepSeconds is >= 0.01 and <= 60, nameof(StepSeconds));
        Require(double.IsFinite(SearchThreshold), nameof(SearchThreshold));
        Require(MaximumCandidates is > 0 and <= 10_000_000, nameof(MaximumCandidates));
        Require(WindowSeconds is >= 1 and <= 86_400, nameof(WindowSeconds));
        Require(MarginSeconds is >= 0 and <= 86_400, nameof(MarginSeconds));
        Require(MaximumHeld > 0, nameof(MaximumHeld));
    }

    private static void Require(bool holds, string name)
    {
        if (!holds)
        {
            throw new ArgumentException($"The association parameter {name} is out of range.");
        }
    }
}
