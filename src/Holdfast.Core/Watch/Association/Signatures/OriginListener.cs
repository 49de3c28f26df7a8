using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What a sensor says of an arrival beyond its time.</summary>
/// <param name="Source">Who handed it in.</param>
/// <param name="Wave">What its picker takes it for.</param>
/// <param name="Amplitude">Pascals; null where it is not measured.</param>
/// <param name="Kinds">What its classifier makes of it; empty where it has none.</param>
public sealed record ArrivalWord(string Source, ArrivalPhase Wave, double? Amplitude, ImmutableArray<KindWeight> Kinds);

/// <summary>
/// Hears what is said of the origins of a region one after another, in the order of the engine's windows, and keeps what it learns of the classifiers. Bow waves are handed to it apart: they come from no point,
/// and the engine does not associate them. Knows sound alone.
/// </summary>
public sealed class OriginListener
{
    /// <summary>How long before and after a muzzle bow waves are counted for their rate: no longer after than the engine waits for its arrivals, so that nothing hangs on when they came.</summary>
    private const double BeforeSeconds = 100;
    private const double AfterSeconds = 44;

    private const int MostBowWaves = 200_000;

    private readonly IReadOnlyDictionary<string, Sensor> sensors;
    private readonly AirModel? air;
    private readonly string otherwise;
    private readonly List<(double Seconds, string Sensor, double Sigma)> waves = [];

    /// <param name="sensors">The region's sensors by the names that arrivals have for them.</param>
    /// <param name="model">The region's waves.</param>
    /// <param name="otherwise">What an event is of which nobody can say more.</param>
    public OriginListener(IReadOnlyDictionary<string, Sensor> sensors, WavesModel model, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(model);
        (this.sensors, this.otherwise) = (sensors, otherwise);
        air = model.Velocity is null ? new AirModel(model.Air) : null;
    }

    /// <summary>How good the classifiers are, as learnt so far.</summary>
    public VoiceBook Book { get; } = new();

    /// <summary>Takes a bow wave, in any order; false where too many are held, or the sensor is none of these.</summary>
    public bool TryAddBow(string sensor, double seconds, double sigmaSeconds)
    {
        if (waves.Count >= MostBowWaves || !sensors.ContainsKey(sensor))
        {
            return false;
        }
        var one = (seconds, sensor, sigmaSeconds);
        var at = waves.BinarySearch(one, Comparer<(double Seconds, string Sensor, double Sigma)>.Create(Compare));
        if (at < 0)
        {
            waves.Insert(~at, one);
        }
        return true;
    }

    /// <summary>Lets go of the bow waves before a time.</summary>
    public void Forget(double before) => waves.RemoveRange(0, FirstFrom(before));

    /// <summary>What an origin's arrivals tell, by what was learnt before it; and learns from it.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="words">What is said of each of its arrivals, in their order; null where nothing is.</param>
    /// <param name="learns">Whether anything is learnt from it.</param>
    public (OriginCue Cue, ImmutableArray<KindWeight> Kinds) Hear(Origin origin, IReadOnlyList<ArrivalWord?> words, bool learns = true)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(words);
        if (air is null)
        {
            return (OriginCue.None, [new KindWeight(otherwise, 1)]);
        }
        var celsius = air.Sectors[air.SectorAt(origin.EastMetres)].TemperatureCelsius;
        var level = SourceLevel.Of(Amplitudes(origin, words), celsius);
        var voices = words
            .OfType<ArrivalWord>()
            .Where(word => !word.Kinds.IsDefaultOrEmpty)
            .Select(word => new KindVoice(word.Source, word.Kinds))
            .ToArray();
        var kinds = KindOpinion.Of(voices, Book, level, otherwise);
        if (learns)
        {
            Book.Learn(voices);
        }
        var cue = OriginCue.Of(words.OfType<ArrivalWord>().Select(word => word.Wave), level, BowOf(origin, celsius));
        return (cue, kinds);
    }

    private IEnumerable<(double Metres, double Pascals)> Amplitudes(Origin origin, IReadOnlyList<ArrivalWord?> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at]?.Amplitude is { } pascals && sensors.TryGetValue(origin.Arrivals[at].Arrival.Sensor, out var sensor))
            {
                var (east, north) = (sensor.EastMetres - origin.EastMetres, sensor.NorthMetres - origin.NorthMetres);
                yield return (Math.Sqrt((east * east) + (north * north)), pascals);
            }
        }
    }

    private BowLine? BowOf(Origin origin, double celsius)
    {
        var (from, to) = (FirstFrom(origin.TimeSeconds - BeforeSeconds), FirstFrom(origin.TimeSeconds + AfterSeconds));
        if (to == from)
        {
            return null;
        }
        var near = waves.GetRange(from, to - from);
        var reporting = near.Select(wave => wave.Sensor).Distinct(StringComparer.Ordinal).Count();
        var rate = near.Count / ((BeforeSeconds + AfterSeconds) * reporting);
        var arrivals = near.Where(wave => wave.Seconds > origin.TimeSeconds)
            .Select(wave => new BowArrival(wave.Seconds, sensors[wave.Sensor].EastMetres, sensors[wave.Sensor].NorthMetres, wave.Sigma));
        return BowLineFit.Of(origin.TimeSeconds, origin.EastMetres, origin.NorthMetres, arrivals, rate, AirModel.StillSpeed(celsius));
    }

    private int FirstFrom(double seconds)
    {
        var (low, high) = (0, waves.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = waves[middle].Seconds < seconds ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private static int Compare((double Seconds, string Sensor, double Sigma) a, (double Seconds, string Sensor, double Sigma) b)
    {
        var order = a.Seconds.CompareTo(b.Seconds);
        order = order != 0 ? order : string.CompareOrdinal(a.Sensor, b.Sensor);
        return order != 0 ? order : a.Sigma.CompareTo(b.Sigma);
    }
}
