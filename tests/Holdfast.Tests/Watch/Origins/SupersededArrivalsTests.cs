using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>Picks that are corrected: what took the place of another is heard, the other is not, whatever order they came in.</summary>
public sealed class SupersededArrivalsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Corrected_picks_give_the_origins_of_the_right_ones_alone_whatever_order_they_come_in(int seed)
    {
        var world = ListeningWorld.Usual(seed);
        var mission = world.Mission();
        var (wrong, right) = Corrected(world, seed);
        using var alone = await OriginHarness.HearAsync(mission, [.. right]);
        var random = new Random(seed);
        ArrivalObservation[] all = [.. wrong, .. right];
        random.Shuffle(all);
        using var heard = await OriginHarness.HearAsync(mission, all, seed);
        var origins = await heard.BytesAsync();
        origins.ShouldBe(await alone.BytesAsync());
        using var uncorrected = await OriginHarness.HearAsync(mission, [.. wrong, .. right.Where(a => a.Supersedes.IsEmpty)]);
        (await uncorrected.BytesAsync()).ShouldNotBe(origins);
    }

    [Fact]
    public async Task A_correction_amends_the_origin_that_stood_and_leaves_its_revision()
    {
        var world = ListeningWorld.Usual(4);
        var (wrong, right) = Corrected(world, 4);
        using var heard = await OriginHarness.HearAsync(world.Mission(), [.. wrong, .. right.Where(a => a.Supersedes.IsEmpty)]);
        var before = await heard.BytesAsync();
        var sequence = heard.Store.Sequence;
        await heard.AddAsync(right.Where(a => !a.Supersedes.IsEmpty));
        (await heard.BytesAsync()).ShouldNotBe(before);
        var changes = await heard.Store.ChangesAsync(sequence, 100, Cancel);
        changes.ShouldNotBeEmpty();
        var amended = 0;
        foreach (var change in changes.Where(c => !c.Gone))
        {
            var history = (await heard.Store.FindAsync(change.Origin.Id, Cancel)).ShouldNotBeNull();
            amended += history.Revisions.Length > 0 ? 1 : 0;
        }
        amended.ShouldBeGreaterThan(0);
        var day = (Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 3, 2, 0, 0));
        (await heard.Store.ScreenedAsync(day.Item1, day.Item2, Cancel)).Arrived.ShouldBe(right.Count, "what was corrected counts once");
    }

    [Fact]
    public async Task Nobody_takes_back_what_another_heard()
    {
        var world = ListeningWorld.Usual(5);
        using var heard = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var before = await heard.BytesAsync();
        before.ShouldNotBeEmpty();
        var one = world.Arrivals[3];
        await heard.AddAsync([
            one with
            {
                Id = new ObservationId(ListeningWorld.PartySource, "x"),
                SourceId = ListeningWorld.PartySource,
                // At a time of its own, when nothing else was heard.
                When = TimeRange.At(ListeningWorld.At(2_700)),
                Supersedes = [.. world.Arrivals.Take(100).Select(a => new Supersession(a.Id.MessageId))],
            },
        ]);
        (await heard.BytesAsync()).ShouldBe(before);
    }

    [Fact]
    public void The_codec_keeps_what_an_arrival_supersedes_and_refuses_an_end_in_time()
    {
        var one = ListeningWorld.Usual(1).Arrivals[0] with { Supersedes = [new Supersession("p7")] };
        var back = (ArrivalObservation)ObservationCodec.Decode(ObservationCodec.ArrivalKind, ObservationCodec.Encode(one));
        back.Supersedes.ShouldBe(one.Supersedes);
        var ended = one with { Supersedes = [new Supersession("p7", ListeningWorld.Start)] };
        Should.Throw<ArgumentException>(() => ObservationCodec.Encode(ended)).Message.ShouldContain("instant");
    }

    /// <summary>Every fifth pick was wrong by up to two seconds at first, and one in three of those was corrected twice.</summary>
    private static (List<ArrivalObservation> Wrong, List<ArrivalObservation> Right) Corrected(ListeningWorld world, int seed)
    {
        var random = new Random(seed);
        var (wrong, right) = (new List<ArrivalObservation>(), new List<ArrivalObservation>());
        foreach (var (arrival, i) in world.Arrivals.Select((a, i) => (a, i)))
        {
            if (i % 5 != 0)
            {
                right.Add(arrival);
                continue;
            }
            var versions = i % 3 == 0 ? 3 : 2;
            for (var v = 1; v <= versions; v++)
            {
                var last = v == versions;
                var version = arrival with
                {
                    Id = arrival.Id with { MessageId = $"{arrival.Id.MessageId}#{v}" },
                    ReportedAt = arrival.When.Earliest + Duration.FromMinutes(v),
                    When = last ? arrival.When : TimeRange.At(arrival.When.Earliest + Duration.FromSeconds((4 * random.NextDouble()) - 2)),
                    Supersedes = v == 1 ? [] : [new Supersession(arrival.Id.MessageId)],
                };
                (last ? right : wrong).Add(version);
            }
        }
        return (wrong, right);
    }
}
