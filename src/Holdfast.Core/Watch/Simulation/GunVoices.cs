using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// What sensors say of a gun's waves: how strong they were, which wave their picker takes them for, and what their classifier makes of them. The classifiers are worse than they say, and now and
/// then all of them are fooled alike: whoever believes them has something to find out. Draws are its own.
/// </summary>
internal sealed class GunVoices
{
    private const int SeedOffset = 0x6A5;

    /// <summary>How often a classifier is right, and how often it says that it is.</summary>
    private const double TrueAccuracy = 0.65;
    private const double StatedAccuracy = 0.8;

    /// <summary>How often an event fools all classifiers alike.</summary>
    private const double CommonError = 0.1;

    /// <summary>How often a picker that tells waves apart is right.</summary>
    private const double LabelAccuracy = 0.85;

    /// <summary>Spread of a sensor's level about what spreading and absorption give, decibels: turbulence, ground, its own error.</summary>
    private const double SpreadDecibels = 4;

    private const double BlastHertz = 45;
    private const double BowHertz = 150;
    private const double Humidity = 0.7;
    private const double Celsius = 10;

    private static readonly ImmutableArray<ArrivalPhase> Waves = [ArrivalPhase.Muzzle, ArrivalPhase.Shock, ArrivalPhase.Burst];

    private readonly Draws draws;
    private readonly IReadOnlyList<Sensor> sensors;
    private readonly bool[] labels;
    private readonly int seed;

    public GunVoices(LineOptions options, IReadOnlyList<Sensor> sensors)
    {
        (this.sensors, seed) = (sensors, options.Seed);
        draws = new Draws(unchecked(options.Seed + SeedOffset));
        labels = [.. sensors.Select(_ => draws.Uniform() < options.Labels)];
    }

    public GunVoice Of(int sensor, SimulatedEvent? shot) => new(Label(sensor, shot), Pascals(sensor, shot), Kinds(shot));

    private ArrivalPhase Label(int sensor, SimulatedEvent? shot)
    {
        if (!labels[sensor])
        {
            return ArrivalPhase.Sound;
        }
        var truth = shot?.Part?.Role switch
        {
            OriginRole.Muzzle => ArrivalPhase.Muzzle,
            OriginRole.Bow => ArrivalPhase.Shock,
            OriginRole.Burst => ArrivalPhase.Burst,
            _ => Waves[draws.Below(Waves.Length)],
        };
        return draws.Uniform() < LabelAccuracy ? truth : Waves[(Waves.IndexOf(truth) + 1 + draws.Below(2)) % Waves.Length];
    }

    private double Pascals(int sensor, SimulatedEvent? shot)
    {
        if (shot?.Part is not { } part)
        {
            return Rounded(BlastLevel.Pascals(95 + (20 * draws.Uniform())));
        }
        var (east, north) = (sensors[sensor].EastMetres - shot.EastMetres, sensors[sensor].NorthMetres - shot.NorthMetres);
        var distance = Math.Max(50, Math.Sqrt((east * east) + (north * north)));
        var spread = SpreadDecibels * draws.Gauss();
        if (part.Flight is { } flight)
        {
            var (sine, cosine) = Math.SinCos(part.Azimuth ?? 0);
            var bow = BowWave.At(flight, (east * sine) + (north * cosine), (east * cosine) - (north * sine), 337);
            var miss = bow?.MissMetres ?? distance;
            var wide = part.Kind == "mlrs" ? 0.122 : 0.15;
            var pascals = BowWave.Pascals(Math.Max(1.06, bow?.Mach ?? 1.06), miss, wide, part.Kind == "mlrs" ? 2.5 : 0.8);
            var lost = BlastLevel.Absorption(BowHertz, Celsius, Humidity) * miss;
            return Rounded(BlastLevel.Pascals(BlastLevel.Decibels(pascals) - lost + spread));
        }
        var forward = part is { Role: OriginRole.Muzzle, Azimuth: { } azimuth } ? 3 * Math.Cos(Math.Atan2(east, north) - azimuth) : 0;
        var fallen = (20 * Math.Log10(distance / 1_000)) + (BlastLevel.Absorption(BlastHertz, Celsius, Humidity) * (distance - 1_000));
        return Rounded(BlastLevel.Pascals(part.Decibels + forward - fallen + spread));
    }

    /// <summary>Weights as a classifier states them that believes itself right more often than it is, whatever the wave.</summary>
    private ImmutableArray<KindWeight> Kinds(SimulatedEvent? shot)
    {
        var all = WeaponFlight.All;
        var truth = shot?.Part is { } part ? all.Select(flight => flight.Kind).ToList().IndexOf(part.Kind) : -1;
        if (shot is not null && Fooled(shot.Number) is { } other)
        {
            truth = truth < 0 ? other % all.Length : (truth + 1 + (other % (all.Length - 1))) % all.Length;
        }
        var seen =
            truth < 0 ? draws.Below(all.Length)
            : draws.Uniform() < TrueAccuracy ? truth
            : (truth + 1 + draws.Below(all.Length - 1)) % all.Length;
        return
        [
            .. all.Select(
                (flight, at) => new KindWeight(flight.Kind, at == seen ? StatedAccuracy : (1 - StatedAccuracy) / (all.Length - 1))
            ),
        ];
    }

    /// <summary>A function of seed and event, so that every sensor is fooled alike; null for most events.</summary>
    private int? Fooled(int number)
    {
        var own = new Draws(unchecked((seed * 7_919) + number + SeedOffset));
        return own.Uniform() < CommonError ? own.Below(1_000) : null;
    }

    private static double Rounded(double pascals) =>
        double.Parse(
            pascals.ToString("G4", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
