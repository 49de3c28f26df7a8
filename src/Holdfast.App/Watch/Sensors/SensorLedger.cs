using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>What the record says about sensors, up to an index: what was registered and said of them, and in which quarters of an hour each reported.</summary>
/// <param name="Entries">Registered, moved, status; in order of the record.</param>
public sealed record SensorsKnown(
    SensorRegistry Registry,
    ImmutableArray<SensorEntry> Entries,
    ImmutableArray<SensorFault> Faults,
    ImmutableSortedDictionary<string, ReportedArrivals> Arrivals
)
{
    public IEnumerable<SensorStatus> Statuses => Entries.Select(e => e.Event).OfType<SensorStatus>();
}

/// <summary>A sensor's arrivals in short.</summary>
/// <param name="Quarters">Quarters of an hour since 1970 in which it reported, sorted, with how often.</param>
public sealed record ReportedArrivals(long Count, Instant Last, ImmutableSortedDictionary<long, int> Quarters);

/// <summary>
/// Follows the record of a mission for its sensors. It reads everything whatever its label, since coverage and counts are computed from it for readers who may not read
/// it; whoever passes anything of it on asks <see cref="SensorAccess"/> first.
/// </summary>
/// <param name="hears">Whether arrivals are counted too; without them it is the registry alone, for whoever asks often.</param>
public sealed class SensorLedger(Mission mission, IRecord record, bool hears = true)
{
    public const long QuarterSeconds = 900;

    /// <summary>At most so many quarters are remembered for one sensor: about three months of uninterrupted reports.</summary>
    private const int MostQuarters = 10_000;

    private static readonly ImmutableArray<string> Kinds =
    [
        SensorCodec.RegisteredKind,
        SensorCodec.MovedKind,
        SensorCodec.StatusKind,
        ObservationCodec.ArrivalKind,
    ];

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly Fold followed = new();

    public static Reader Inside(Label label) =>
        new(
            "sensor ledger",
            [Role.Analyst],
            Classification.Confidential,
            [.. label.Categories, .. label.AnyOf],
            label.ReleasableTo.FirstOrDefault()
        )
        {
            Policies = label.Policy is { } policy ? [policy] : [],
        };

    /// <param name="known">As known then; null for now.</param>
    public async ValueTask<SensorsKnown> ReadAsync(Instant? known, CancellationToken cancellation)
    {
        if (known is not null)
        {
            var past = new Fold();
            await AdvanceAsync(past, known, cancellation);
            return past.State(mission.Sensors);
        }
        await gate.WaitAsync(cancellation);
        try
        {
            await AdvanceAsync(followed, null, cancellation);
            return followed.State(mission.Sensors);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task AdvanceAsync(Fold fold, Instant? known, CancellationToken cancellation)
    {
        var head = (await record.HeadAsync(cancellation)).Count;
        if (head == fold.Next)
        {
            return;
        }
        var query = new RecordQuery(fold.Next, head, hears ? Kinds : Kinds.Remove(ObservationCodec.ArrivalKind), mission.Mode, known);
        await foreach (var entry in record.ReadAsync(Inside(mission.SensorLabel), query, cancellation))
        {
            fold.Take(entry);
        }
        fold.Next = head;
    }

    private sealed class Fold
    {
        private readonly List<SensorEntry> entries = [];
        private readonly SortedDictionary<string, Tally> tallies = new(StringComparer.Ordinal);
        private SensorsKnown? state;

        public long Next { get; set; }

        public void Take(Entry entry)
        {
            state = null;
            if (SensorCodec.IsSensorEvent(entry.Kind))
            {
                entries.Add(SensorCodec.Read(entry));
                return;
            }
            var arrival = (ArrivalObservation)ObservationCodec.Decode(entry);
            // Names that nobody registered are counted too, so that they can be shown; a bounded number of them.
            if (tallies.Count < 2 * SensorRegistry.MaximumSensors || tallies.ContainsKey(arrival.Sensor))
            {
                if (!tallies.TryGetValue(arrival.Sensor, out var tally))
                {
                    tallies.Add(arrival.Sensor, tally = new Tally());
                }
                tally.Add(arrival.When.Earliest);
            }
        }

        public SensorsKnown State(SensorRegistry file)
        {
            if (state is null)
            {
                var (registry, faults) = file.With(entries);
                state = new SensorsKnown(
                    registry,
                    [.. entries],
                    faults,
                    tallies.ToImmutableSortedDictionary(t => t.Key, t => t.Value.Reported(), StringComparer.Ordinal)
                );
            }
            return state;
        }
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<long, int> quarters = [];
        private long count;
        private Instant last = Instant.MinValue;

        public void Add(Instant at)
        {
            count++;
            last = Instant.Max(last, at);
            var quarter = at.ToUnixTimeSeconds() / QuarterSeconds;
            quarters[quarter] = quarters.GetValueOrDefault(quarter) + 1;
            if (quarters.Count > MostQuarters)
            {
                quarters.Remove(quarters.Keys.First());
            }
        }

        public ReportedArrivals Reported() => new(count, last, quarters.ToImmutableSortedDictionary());
    }
}
