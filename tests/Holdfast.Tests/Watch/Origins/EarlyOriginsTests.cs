using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>What sensors hear is on the pages at once, and settled it is what a fold from scratch is.</summary>
[Trait("Load", "long")]
public sealed class EarlyOriginsTests : IDisposable
{
    private static readonly Reader Listener = new("listener", [Role.WatchOfficer], Classification.Restricted, ["SENSORS"], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-early-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_shot_is_a_preliminary_incident_as_soon_as_enough_heard_it_and_keeps_its_address_when_it_is_settled()
    {
        var world = new ListeningWorld(21);
        world.Shoot(100, 1_200, 800);
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        await using var opened = await OpenAsync("one", world, []);
        var (seen, needed) = (0, 0);
        foreach (var arrival in ordered)
        {
            await AppendAsync(opened, arrival);
            needed++;
            if ((await AllAsync(opened)).Length > 0)
            {
                seen = needed;
                break;
            }
        }
        seen.ShouldBeInRange(5, ordered.Length - 1);
        var first = (await AllAsync(opened)).ShouldHaveSingleItem();
        first.Incident.Status.ShouldBe(IncidentStatus.Preliminary);
        first.Incident.Verification.ShouldBe(VerificationLevel.Reported, "the mission's own sensors verify nothing before a settling");
        (await opened.Views.IncidentAsync(Listener, first.Incident.Id.Value, Cancel)).ShouldNotBeNull().Origins.Length.ShouldBe(1);

        await AppendAsync(opened, ordered[seen..]);
        var revised = (await AllAsync(opened)).ShouldHaveSingleItem();
        revised.Incident.Status.ShouldBe(IncidentStatus.Preliminary);
        revised.Incident.Id.ShouldBe(first.Incident.Id);
        await opened.Views.SettleAsync(Cancel);
        var settled = (await AllAsync(opened)).ShouldHaveSingleItem();
        settled.Incident.Status.ShouldBe(IncidentStatus.Final);
        settled.Incident.Verification.ShouldBe(VerificationLevel.Verified);
        (await opened.Views.IncidentAsync(Listener, first.Incident.Id.Value, Cancel))
            .ShouldNotBeNull()
            .Row.Incident.Id.ShouldBe(settled.Incident.Id);
    }

    [Fact]
    public async Task Whatever_was_heard_early_and_whenever_it_was_settled_the_tables_are_those_of_a_fold_from_scratch()
    {
        var early = 0;
        for (var seed = 31; seed <= 34; seed++)
        {
            var world = ListeningWorld.Usual(seed);
            var random = new Random(seed);
            // Nearly in order, as things come in; a few very late, and some twice.
            var coming = world
                .Arrivals.Select(a =>
                    (At: RegionNet.Seconds(a.When.Earliest) + (random.NextDouble() * 3) + (random.Next(60) == 0 ? 400 : 0), a)
                )
                .OrderBy(a => a.At)
                .Select(a => a.a)
                .ToList();
            coming.InsertRange(coming.Count / 2, coming.Take(10).ToArray());
            await using (var opened = await OpenAsync($"live-{seed}", world, [.. Seen(world), coming[0]]))
            {
                for (var at = 0; at < coming.Count; )
                {
                    var next = Math.Min(coming.Count, at + random.Next(1, 40));
                    await AppendAsync(opened, [.. coming[at..next]]);
                    at = next;
                    early += (await AllAsync(opened)).Count(i => i.Incident.Status == IncidentStatus.Preliminary);
                    if (random.Next(8) == 0)
                    {
                        await opened.Views.SettleAsync(Cancel);
                    }
                    else if (random.Next(3) == 0)
                    {
                        await KeepUpAsync(opened);
                    }
                }
                if (seed % 2 == 0)
                {
                    await opened.Views.SettleAsync(Cancel);
                    (await AllAsync(opened)).ShouldAllBe(i => i.Incident.Status == IncidentStatus.Final);
                }
                opened.Views.Scopes.IsFollowed = false;
                await opened.Views.CatchUpAsync(Listener, null, null, Cancel);
            }
            await using (var scratch = await OpenAsync($"scratch-{seed}", world, [.. Seen(world), .. coming.Distinct()], follows: false))
            { }
            Comparable($"live-{seed}").ShouldBe(Comparable($"scratch-{seed}"));
        }
        early.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task What_a_settling_does_not_find_vanishes_and_what_it_calls_otherwise_is_found_under_both_names()
    {
        var world = new ListeningWorld(23);
        world.Shoot(100, 1_200, 800);
        world.Shoot(300, -2_500, 1_000);
        // The labels that a reader may read make the scope.
        await using var opened = await OpenAsync("vanishing", world, [world.Arrivals[0]]);
        var scope = (await opened.Views.Scopes.InUseAsync(Cancel)).ShouldHaveSingleItem();
        var store = scope.Origins.ShouldNotBeNull();
        await opened.Record.AppendAsync([.. world.Arrivals.Select(a => ObservationCodec.Draft(a))], Cancel);
        using var whole = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var (first, second) = (await whole.Store.AllAsync(Cancel)) is [var a, var b] ? (a, b) : throw new InvalidOperationException("Two.");
        // The same event under another name, and one that was none.
        store.Early.Take(first with { Id = "00000000000000aa", Time = first.Time + 5_000_000 }, 20);
        var none = second with
        {
            Id = "00000000000000bb",
            Time = first.Time + 60_000_000_000,
            Arrivals = [.. second.Arrivals.Select((a, i) => a with { Message = $"noise {i}" })],
        };
        store.Early.Take(none, 20);
        await scope.TakeEarlyAsync(Cancel);
        var early = await AllAsync(opened);
        early.Length.ShouldBe(2);
        early.ShouldAllBe(i => i.Incident.Status == IncidentStatus.Preliminary);

        await opened.Views.SettleAsync(Cancel);
        var settled = await AllAsync(opened);
        settled.Length.ShouldBe(2);
        settled.ShouldAllBe(i => i.Incident.Status == IncidentStatus.Final);
        var renamed = early.Single(e => e.Incident.Observations[0].MessageId == "00000000000000aa").Incident.Id.Value;
        var led = (await opened.Views.IncidentAsync(Listener, renamed, Cancel)).ShouldNotBeNull();
        led.Row.Incident.Observations.ShouldHaveSingleItem().MessageId.ShouldBe(first.Id);
        store.Early.Count.ShouldBe(0);
        // What it was called is not spoken of again.
        store.Early.Take(none, 500);
        store.Early.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_program_heard_that_ended_before_the_settling_is_taken_out_again()
    {
        var world = new ListeningWorld(24);
        world.Shoot(100, 1_200, 800);
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        await using (var opened = await OpenAsync("ended", world, ordered[..1]))
        {
            await AppendAsync(opened, ordered[1..]);
            (await AllAsync(opened)).ShouldHaveSingleItem().Incident.Status.ShouldBe(IncidentStatus.Preliminary);
        }
        await using (var again = await OpenAsync("ended", world, ordered[..1], follows: false)) { }
        await using (var scratch = await OpenAsync("scratch", world, ordered, follows: false)) { }
        Comparable("ended").ShouldBe(Comparable("scratch"));
    }

    /// <summary>One shot was seen by somebody as well.</summary>
    private static ImmutableArray<Observation> Seen(ListeningWorld world) =>
        [
            new FixObservation
            {
                Id = new ObservationId("a", "seen"),
                SourceId = "a",
                When = new TimeRange(world.Shots[2].At - Duration.FromMinutes(5), world.Shots[2].At + Duration.FromMinutes(5)),
                Where = new PointPlace(world.Shots[2].Where, ErrorEllipse.Circle(800)),
                Kinds = [new KindWeight("explosion", 1)],
            },
        ];

    private sealed record Opened(SqliteRecord Record, WatchViews Views) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }
    }

    private static async Task<IncidentRow[]> AllAsync(Opened opened) =>
        [.. (await opened.Views.IncidentsAsync(Listener, new IncidentFilter(), "time", null, 1_000, Cancel)).Items];

    private List<string> Comparable(string name) => TableRows.Of(Path.Combine(_folder, name));

    private async Task<Opened> OpenAsync(string name, ListeningWorld world, IReadOnlyList<Observation> first, bool follows = true)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        clock.Advance(ListeningWorld.Start.ToDateTimeOffset() + TimeSpan.FromHours(2) - clock.GetUtcNow());
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock }, Cancel);
        await record.AppendAsync([.. first.Select(o => ObservationCodec.Draft(o))], Cancel);
        var opened = new Opened(record, new WatchViews(world.Mission(), record, folder, clock));
        opened.Views.Scopes.IsFollowed = follows;
        await opened.Views.CatchUpAsync(Listener, null, null, Cancel);
        await opened.Views.Scopes.HearAsync(Cancel);
        if (!follows)
        {
            return opened;
        }
        await opened.Views.CatchUpAsync(Listener, null, null, Cancel);
        return opened;
    }

    private static async Task KeepUpAsync(Opened opened)
    {
        foreach (var scope in await opened.Views.Scopes.InUseAsync(Cancel))
        {
            await scope.KeepUpAsync(Cancel);
        }
    }

    private static async Task AppendAsync(Opened opened, params Observation[] observations)
    {
        await opened.Record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))], Cancel);
        await opened.Views.CatchUpAsync(Listener, null, null, Cancel);
        await opened.Views.Scopes.HearAsync(Cancel);
    }
}
