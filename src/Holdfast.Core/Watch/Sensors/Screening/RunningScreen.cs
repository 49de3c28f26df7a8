using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Judges the arrivals of a block one after another while more of it is to come. Given in their order (<see cref="ScreenPick.Order"/>), the judgement of each is a function
/// of the set of those before it: nothing that comes later changes it. What only a whole block tells (copies, minutes before a flood was seen) is left to
/// <see cref="ArrivalScreen"/> once the block is whole.
/// </summary>
/// <remarks>Memory: two counters for each sensor. At most <see cref="ScreenParameters.MostPerMinute"/> arrivals of one sensor and minute are let through, whatever happens.</remarks>
public sealed class RunningScreen(
    SensorRegistry registry,
    IEnumerable<SensorStatus> states,
    SensorTrust trust,
    ScreenParameters screenParameters
)
{
    private readonly ScreenParameters parameters = screenParameters;
    private readonly PickFault faults = new(registry, screenParameters, new StateSpells(states));
    private readonly Dictionary<string, Recent> bySensor = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> neighbours = new(StringComparer.Ordinal);
    private ScreenPick? last;

    /// <summary>Null for what is taken as it is.</summary>
    /// <exception cref="ArgumentException">It comes before one that was judged already.</exception>
    public Judgement? Judge(ScreenPick pick)
    {
        if (last is not null && ScreenPick.Order.Compare(pick, last) < 0)
        {
            throw new ArgumentException("Arrivals are judged in their order.", nameof(pick));
        }
        last = pick;
        if (faults.Of(pick) is { } refused)
        {
            return refused;
        }
        if (!bySensor.TryGetValue(pick.Sensor, out var own))
        {
            bySensor.Add(pick.Sensor, own = new Recent());
        }
        var minute = pick.At.ToUnixTimeTicks() / FloodTest.MinuteTicks;
        var count = own.Count(minute);
        if (Flood(pick, own, minute, count) is { } words)
        {
            return PickFault.Held(pick, ScreenReason.Flood, words);
        }
        var dead = registry.SiteAt(pick.Sensor, pick.At)?.DeadTimeSeconds ?? 0;
        if (own.Repeats(pick, dead) is { } before)
        {
            return PickFault.Held(
                pick,
                ScreenReason.Repeats,
                $"Within the sensor's dead time after arrival '{PickFault.Short(before)}': the same one told again."
            );
        }
        return trust.Judge(pick);
    }

    private string? Flood(ScreenPick pick, Recent own, long minute, int count)
    {
        if (count > parameters.MostPerMinute)
        {
            return ArrivalScreen.TooMany(parameters.MostPerMinute);
        }
        if (count < parameters.FloodLeastPerMinute)
        {
            return null;
        }
        var near = Neighbours(pick.Sensor, pick.At);
        if (near.Length == 0)
        {
            var usual = Math.Max(0.5, own.MeanBefore);
            return count > parameters.FloodOwnFactor * usual
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} arrivals in a minute so far, {count / usual:0} times its usual rate."
                )
                : null;
        }
        var most = near.Max(n => bySensor.TryGetValue(n, out var other) ? other.Lately(minute) : 0);
        return count > parameters.FloodNeighbourFactor * (most + 1.0)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{count} arrivals in a minute so far, where none of its {near.Length} neighbours had more than {most}: heavy fire is heard by all of them."
            )
            : null;
    }

    private string[] Neighbours(string sensor, Instant at)
    {
        if (!neighbours.TryGetValue(sensor, out var near))
        {
            neighbours.Add(sensor, near = FloodTest.Neighbours(registry, sensor, at, parameters.NeighbourMetres));
        }
        return near;
    }

    /// <summary>A sensor's last minutes.</summary>
    private sealed class Recent
    {
        private readonly Dictionary<string, (Instant At, string Id)> taken = new(StringComparer.Ordinal);
        private long minute = long.MinValue;
        private int count;
        private int before;
        private long first = long.MinValue;
        private long total;

        /// <summary>Arrivals a minute before this one.</summary>
        public double MeanBefore => minute == first ? 0 : total / (double)(minute - first);

        public int Count(long now)
        {
            if (now != minute)
            {
                total += count;
                (before, count) = (now == minute + 1 ? count : 0, 0);
                first = first == long.MinValue ? now : first;
                minute = now;
            }
            return ++count;
        }

        public int Lately(long now) =>
            now == minute ? Math.Max(count, before)
            : now == minute + 1 ? count
            : 0;

        /// <summary>The arrival that this one tells again, or null. Half of the dead time, since picks are refined after they were triggered.</summary>
        public string? Repeats(ScreenPick pick, double deadSeconds)
        {
            if (taken.TryGetValue(pick.Phase, out var earlier) && (pick.At - earlier.At).TotalSeconds < deadSeconds / 2)
            {
                return earlier.Id;
            }
            taken[pick.Phase] = (pick.At, pick.Id);
            return null;
        }
    }
}
