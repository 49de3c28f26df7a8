namespace Holdfast.Core.Watch.Simulation;

/// <summary>Draws shots and fire missions along the front, block by block.</summary>
internal sealed class LineShots(LineOptions options, Draws draws)
{
    private const double SectorKm = 20;
    private const double TempoSeconds = 900;

    /// <summary>No sector fires faster than this many times the stated rate: one in four hundred exponential draws is cut.</summary>
    private const double MostTempo = 6;

    private int count;
    private int missions;

    /// <summary>The events that begin in a stretch; rounds of a mission may follow after its end.</summary>
    public List<SimulatedEvent> Make(double from, double to)
    {
        var made = new List<SimulatedEvent>();
        var wanted = draws.Poisson(options.Rate * (to - from) / 60 * options.LengthKm / SectorKm);
        // A mission has seven rounds on average: one start in eight is a mission where half of the shots are to belong to missions.
        while (made.Count < wanted)
        {
            var x = draws.Uniform() * options.LengthKm;
            var y = LineScenario.Front(x) + (draws.Uniform() < 0.5 ? 3 + (12 * draws.Uniform()) : -10 + (12 * draws.Uniform()));
            var time = from + (draws.Uniform() * (to - from));
            if (options.Tempo == LineTempo.Waves && draws.Uniform() * MostTempo >= Tempo(x, time))
            {
                continue;
            }
            var loudness = Loudness();
            if (draws.Uniform() < (options.HalfOfStarts ? 0.5 : 7.0 / 8))
            {
                made.Add(new SimulatedEvent(count++, time, x * 1_000, y * 1_000, 0, loudness));
                continue;
            }
            for (var rounds = 1 + draws.Poisson(6); rounds > 0 && time < options.DurationSeconds; rounds--)
            {
                var (east, north) = ((x * 1_000) + (150 * draws.Gauss()), (y * 1_000) + (150 * draws.Gauss()));
                made.Add(new SimulatedEvent(count++, time, east, north, 0, loudness, missions));
                time += 4 * draws.Exponential();
            }
            missions++;
        }
        return made;
    }

    private int Loudness()
    {
        var draw = draws.Uniform();
        return draw < 0.5 ? 0
            : draw < 0.85 ? 1
            : 2;
    }

    /// <summary>The rate of a sector in a quarter of an hour, as a multiple of the stated one: exponential, a function of seed, sector and quarter.</summary>
    private double Tempo(double x, double time)
    {
        var key = unchecked(((ulong)options.Seed << 40) ^ ((ulong)(x / SectorKm) << 20) ^ (ulong)(time / TempoSeconds));
        // SplitMix64 (Steele, Lea and Flood 2014) turns neighbouring keys into unrelated numbers.
        unchecked
        {
            key += 0x9E3779B97F4A7C15;
            key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9;
            key = (key ^ (key >> 27)) * 0x94D049BB133111EB;
            key ^= key >> 31;
        }
        return Math.Min(MostTempo, -Math.Log(1 - ((key >> 11) * (1.0 / (1UL << 53)))));
    }
}
