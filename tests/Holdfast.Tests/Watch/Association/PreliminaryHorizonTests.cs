using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Horizon;
using Holdfast.Core.Watch.Simulation;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

/// <summary>Preliminary origins come with the arrivals that make them probable, and end settled or withdrawn.</summary>
public sealed class PreliminaryHorizonTests
{
    private static readonly AssociationParameters Parameters = new() { Detection = LineScenario.Detection };

    [Fact]
    public void Events_are_proposed_within_seconds_of_their_fifth_arrival_and_most_proposals_are_events()
    {
        var (scenario, picks, horizon) = World(seed: 3);
        var proposed = new List<(PreliminaryChange Change, double At)>();
        Deliver(
            horizon,
            picks,
            (changes, now) => proposed.AddRange(changes.Where(c => c.State == PreliminaryState.Proposed).Select(c => (c, now)))
        );
        var of = picks.Where(p => p.Truth is not null).ToDictionary(p => p.Arrival.Id, p => p.Truth);
        var events = of.Values.Distinct().Where(e => e!.Picks.Count >= 5).ToArray();
        events.Length.ShouldBeGreaterThan(8);
        var early = events.Count(e =>
            proposed.Any(p =>
                p.Change.Origin.Arrivals.Count(a => of.GetValueOrDefault(a.Arrival.Id) == e) >= 0.6 * p.Change.Origin.Arrivals.Count
                && p.At <= e!.Picks.Select(x => x.Arrival.TimeSeconds).Order().ElementAt(4) + 3
            )
        );
        early.ShouldBeGreaterThan(events.Length / 3);
        var right = proposed.Count(p =>
            p.Change.Origin.Arrivals.GroupBy(a => of.GetValueOrDefault(a.Arrival.Id))
                .Any(g => g.Key is not null && g.Count() >= 0.6 * p.Change.Origin.Arrivals.Count)
        );
        right.ShouldBeGreaterThan(proposed.Count / 2);
    }

    [Fact]
    public void Every_preliminary_origin_is_in_the_end_settled_under_a_final_name_or_withdrawn()
    {
        var (scenario, picks, horizon) = World(seed: 4);
        var open = new HashSet<string>(StringComparer.Ordinal);
        Deliver(horizon, picks, (changes, _) => Follow(open, changes));
        open.ShouldNotBeEmpty();
        horizon.Open.ShouldBe(open.Count);
        var stream = new AssociationStream(Parameters, scenario.Sensors, new AirModel(scenario.Told));
        foreach (var pick in picks)
        {
            stream.Add(pick.Arrival);
        }
        var finals = stream.Complete();
        var ends = horizon.Settle(finals, double.PositiveInfinity);
        ends.Select(c => c.Id).ShouldBe(open, ignoreOrder: true);
        ends.Where(c => c.State == PreliminaryState.Settled).ShouldAllBe(c => finals.Any(f => f.Id == c.FinalId));
        ends.Count(c => c.State == PreliminaryState.Settled && c.Id == c.FinalId).ShouldBeGreaterThan(open.Count / 3);
        horizon.Open.ShouldBe(0);
    }

    [Fact]
    public void What_the_first_arrivals_of_several_events_were_taken_for_gives_way_to_what_explains_all_of_them_better()
    {
        var (_, picks, horizon) = World(seed: 7, rate: 10, seconds: 180);
        var of = picks.Where(p => p.Truth is not null).ToDictionary(p => p.Arrival.Id, p => p.Truth!);
        var standing = new Dictionary<string, Origin>(StringComparer.Ordinal);
        var firstSeen = new Dictionary<string, Origin>(StringComparer.Ordinal);
        Deliver(
            horizon,
            picks,
            (changes, _) =>
            {
                foreach (var change in changes)
                {
                    standing.Remove(change.Id);
                    if (change.State != PreliminaryState.Withdrawn)
                    {
                        standing[change.Id] = change.Origin;
                        firstSeen.TryAdd(change.Id, change.Origin);
                    }
                }
                // An arrival is of one origin, whoever had it before.
                var held = standing.Values.SelectMany(origin => origin.Arrivals).Select(a => a.Arrival.Id).ToArray();
                held.Distinct().Count().ShouldBe(held.Length);
            }
        );
        var events = of.Values.Distinct().Count(e => e.Picks.Count >= 5);
        var right = standing.Values.Select(origin => EventOf(origin, of)).OfType<SimulatedEvent>().Distinct().Count();
        right.ShouldBeGreaterThan((int)(0.85 * standing.Count));
        right.ShouldBeGreaterThan((int)(0.75 * events));
        standing.ShouldContain(s => EventOf(firstSeen[s.Key], of) != EventOf(s.Value, of), "some were something else at first");
    }

    private static SimulatedEvent? EventOf(Origin origin, Dictionary<string, SimulatedEvent> of) =>
        origin
            .Arrivals.Select(a => of.GetValueOrDefault(a.Arrival.Id))
            .OfType<SimulatedEvent>()
            .GroupBy(e => e)
            .FirstOrDefault(g => g.Count() >= 0.6 * origin.Arrivals.Count)
            ?.Key;

    [Fact]
    public void A_repeated_arrival_leaves_no_trace_and_what_is_held_does_not_grow_with_time()
    {
        var (_, picks, once) = World(seed: 5);
        var (_, _, twice) = World(seed: 5);
        var first = new List<string>();
        var second = new List<string>();
        Deliver(
            once,
            picks,
            (changes, _) => first.AddRange(changes.Select(c => $"{c.State} {c.Id} {c.Origin.TimeSeconds:R} {c.Origin.EastMetres:R}"))
        );
        Deliver(
            twice,
            [.. picks.SelectMany(p => new[] { p, p })],
            (changes, _) => second.AddRange(changes.Select(c => $"{c.State} {c.Id} {c.Origin.TimeSeconds:R} {c.Origin.EastMetres:R}"))
        );
        second.ShouldBe(first);
        once.Advance(10_000);
        once.Held.ShouldBe(0);
    }

    [Fact]
    public void What_no_sensor_here_could_report_is_refused_by_name()
    {
        var (_, picks, horizon) = World(seed: 6);
        var good = picks[0].Arrival;
        horizon.Add(good with { Id = "a", Sensor = "nobody" }).ShouldBe(Admission.UnknownSensor);
        horizon.Add(good with { Id = "b", TimeSeconds = double.NaN }).ShouldBe(Admission.Invalid);
        horizon.Add(good with { Id = "c", SigmaSeconds = -1 }).ShouldBe(Admission.Invalid);
        horizon.Add(good).ShouldBe(Admission.Taken);
        horizon.Add(good).ShouldBe(Admission.Repeated);
        horizon.Advance(good.TimeSeconds + 1_000);
        horizon.Add(good with { Id = "d" }).ShouldBe(Admission.Late);
    }

    private static (LineScenario Scenario, SimulatedPick[] Picks, PreliminaryHorizon Horizon) World(
        int seed,
        double rate = 3,
        double seconds = 240
    )
    {
        var scenario = new LineScenario(
            new LineOptions
            {
                Seed = seed,
                LengthKm = 40,
                Rate = rate,
                DurationSeconds = seconds,
            }
        );
        SimulatedPick[] picks = [.. scenario.Blocks().SelectMany(b => b.Picks).OrderBy(p => p.Arrival.TimeSeconds)];
        return (scenario, picks, new PreliminaryHorizon(Parameters, scenario.Sensors, new AirModel(scenario.Told)));
    }

    private static void Deliver(PreliminaryHorizon horizon, SimulatedPick[] picks, Action<IReadOnlyList<PreliminaryChange>, double> changed)
    {
        var next = 0;
        for (var now = 0.5; now < 330; now += 0.5)
        {
            for (; next < picks.Length && picks[next].Arrival.TimeSeconds <= now; next++)
            {
                horizon.Add(picks[next].Arrival);
            }
            changed(horizon.Advance(now), now);
        }
    }

    private static void Follow(HashSet<string> open, IReadOnlyList<PreliminaryChange> changes)
    {
        foreach (var change in changes)
        {
            (
                change.State is PreliminaryState.Withdrawn
                    ? open.Remove(change.Id)
                    : open.Add(change.Id) || change.State == PreliminaryState.Revised
            ).ShouldBeTrue();
        }
    }
}
