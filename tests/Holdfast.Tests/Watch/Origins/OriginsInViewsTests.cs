using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Release;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>Arrivals of the record through origins into incidents, and who sees what of them.</summary>
public sealed class OriginsInViewsTests : IDisposable
{
    private static readonly Reader Officer = new("officer", [Role.WatchOfficer], Classification.Restricted, [], null);
    private static readonly Reader Listener = Officer with { Name = "listener", Categories = ["SENSORS"] };

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-listening-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_sensors_heard_is_one_incident_with_what_was_seen_and_reported()
    {
        var world = new ListeningWorld(11);
        world.Shoot(100, 1_200, 800);
        var shot = world.Shots[0];
        await using var opened = await OpenAsync("fused", world, Seen(shot.At, shot.Where), Pointed(shot.At, shot.Where));
        var incident = (await AllAsync(opened, Listener)).ShouldHaveSingleItem();
        incident.Incident.Observations.Length.ShouldBe(3);
        incident.Incident.Verification.ShouldBe(VerificationLevel.Verified);
        // The sensors place it better than who saw it, within the least error that fusion ever states.
        incident.Incident.Where.Ellipse.SemiMajorMetres.ShouldBeLessThan(120);
        var counts = await opened.Views.CountsAsync(Listener, new IncidentFilter(), Cancel);
        counts.Incidents.ShouldBe(1);
    }

    [Fact]
    public async Task The_trace_of_an_origin_is_for_those_who_may_know_sensors_and_the_event_for_all()
    {
        var world = new ListeningWorld(12);
        world.Shoot(100, 1_200, 800);
        world.Shoot(700, -2_000, -500);
        await using var opened = await OpenAsync("traces", world, Exposure.Live);
        opened.Clock.Advance(ReleasePolicy.Hold.ToTimeSpan());
        foreach (var reader in new[] { Officer, Listener })
        {
            var rows = await AllAsync(opened, reader);
            rows.Length.ShouldBe(2);
            foreach (var row in rows)
            {
                var detail = (await opened.Views.IncidentAsync(reader, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
                detail.Origins.Length.ShouldBe(reader == Listener ? 1 : 0);
                detail.Observations.ShouldAllBe(o => o is FixObservation);
            }
        }
        var traced = (
            await opened.Views.IncidentAsync(Listener, (await AllAsync(opened, Listener))[0].Incident.Id.Value, Cancel)
        ).ShouldNotBeNull();
        traced.Origins[0].Origin.Arrivals.Length.ShouldBeGreaterThanOrEqualTo(5);
        // Outside the watch room nothing is there within a day, and later the event alone.
        (await AllAsync(opened, Reader.Anyone)).ShouldBeEmpty();
        opened.Clock.Advance(TimeSpan.FromDays(400));
        var released = await AllAsync(opened, Reader.Anyone);
        released.Length.ShouldBe(2);
        foreach (var row in released)
        {
            row.Incident.Sources.ShouldBeEmpty();
            var detail = (await opened.Views.IncidentAsync(Reader.Anyone, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
            detail.Origins.ShouldBeEmpty();
            detail.Observations.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_late_arrival_amends_the_incident_and_nothing_is_left_twice()
    {
        var world = new ListeningWorld(13);
        world.Shoot(100, 1_200, 800);
        world.Shoot(900, -1_000, 300);
        // Of the first shot what was heard first comes late, and gives it another name; of the second some of the rest.
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        var first = ordered.Count(a => a.When.Earliest < ListeningWorld.At(500));
        var late = ordered.Where((_, i) => i == 0 || i == first + 2 || i == first + 4).ToArray();
        var soon = world.Arrivals.Except(late).ToArray();
        await using var opened = await OpenAsync("late", world, Exposure.Historical, soon);
        var before = await AllAsync(opened, Listener);
        before.Length.ShouldBe(2);
        await AppendAsync(opened.Record, late);
        var after = await AllAsync(opened, Listener);
        after.Length.ShouldBe(2);
        await using var whole = await OpenAsync("whole", world, Exposure.Historical);
        var expected = await AllAsync(whole, Listener);
        after.Select(r => FoldedIncident.DigestOf(r.Incident)).ShouldBe(expected.Select(r => FoldedIncident.DigestOf(r.Incident)));
        var revised = 0;
        foreach (var row in after)
        {
            revised += (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull().Revisions.Length;
        }
        revised.ShouldBeGreaterThan(0);
        after[0].Incident.Id.ShouldNotBe(before[0].Incident.Id);
        (await opened.Views.IncidentAsync(Listener, before[0].Incident.Id.Value, Cancel))
            .ShouldNotBeNull()
            .Row.Incident.Id.ShouldBe(after[0].Incident.Id);
    }

    [Fact]
    public async Task Without_a_party_its_sensors_are_silent_and_what_they_alone_heard_is_gone()
    {
        var world = new ListeningWorld(14);
        foreach (var sensor in world.Sensors.Where(s => s.EastMetres > 0))
        {
            world.SourceOf[sensor.Id] = ListeningWorld.PartySource;
        }
        world.Shoot(100, 4_000, 500, range: 3_900);
        world.Shoot(700, -3_500, 300);
        await using var opened = await OpenAsync("without", world, Exposure.Historical);
        var all = await AllAsync(opened, Listener);
        all.Select(r => r.Incident.Verification).Order().ShouldBe([VerificationLevel.Claimed, VerificationLevel.Verified]);
        // By the owner's name, its group's and its source's: one rule.
        foreach (var name in new[] { "UA", "ua", ListeningWorld.PartySource })
        {
            var without = await AllAsync(opened, Listener, name);
            without.ShouldHaveSingleItem().Incident.Verification.ShouldBe(VerificationLevel.Verified);
        }
        var day = ListeningWorld.Start.InUtc().Date;
        var found = await WithoutComparison.OfAsync(opened.Views, Listener, new IncidentFilter(), "UA", day, day, Cancel);
        (found.With, found.Without).ShouldBe((2, 1));
        found.Gone.ShouldHaveSingleItem().Incident.Verification.ShouldBe(VerificationLevel.Claimed);
        found.Appeared.ShouldBeEmpty();
        found.Changed.SelectMany(c => c.Changes).ShouldAllBe(c => c.What == "place");
    }

    [Fact]
    public async Task Where_a_muzzle_was_heard_is_a_firing_point_and_blurred_for_a_day_in_the_watch_room_too()
    {
        var world = new ListeningWorld(15);
        world.Shoot(100, 1_200, 800, ArrivalPhase.Muzzle);
        await using var opened = await OpenAsync("muzzle", world, Exposure.Live);
        var shot = world.Shots[0].Where;
        var row = (await AllAsync(opened, Listener)).ShouldHaveSingleItem();
        var detail = (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
        detail.Origins.ShouldBeEmpty();
        foreach (
            var place in new[] { row.Incident.Where, detail.Row.Incident.Where }.Concat(
                detail.Observations.OfType<FixObservation>().Select(f => f.Where)
            )
        )
        {
            // A cell of the grid says where its middle is, not where the gun is.
            place.Ellipse.SemiMajorMetres.ShouldBeGreaterThan(2_000);
            place.Centre.ShouldNotBe(shot);
        }
        opened.Clock.Advance(TimeSpan.FromDays(400));
        (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull().Origins.Length.ShouldBe(1);
        (await AllAsync(opened, Reader.Anyone)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_blast_whose_other_end_may_still_be_heard_is_shown_on_the_grid_and_exact_when_the_longest_flight_is_over()
    {
        var world = new ListeningWorld(17);
        world.Shoot(100, 1_200, 800);
        await using var opened = await OpenAsync("open", world, Exposure.Live);
        var shot = world.Shots[0].Where;
        var row = (await AllAsync(opened, Listener)).ShouldHaveSingleItem();
        var detail = (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
        detail.Origins.ShouldBeEmpty();
        var places = detail
            .Observations.OfType<FixObservation>()
            .Select(f => f.Where)
            .Append(row.Incident.Where)
            .Append(detail.Row.Incident.Where);
        places.ShouldAllBe(p => p.Ellipse.SemiMajorMetres > 2_000 && p.Centre != shot);
        // A box about the shot finds nothing that a box about the cell does not.
        opened.Clock.Advance(ReleasePolicy.Hold.ToTimeSpan());
        var later = (await AllAsync(opened, Listener)).ShouldHaveSingleItem();
        later.Incident.Where.Ellipse.SemiMajorMetres.ShouldBeLessThan(2_000);
        (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull().Origins.Length.ShouldBe(1);
        // Outside it is an event as before: a day later, on the grid.
        (await AllAsync(opened, Reader.Anyone)).ShouldBeEmpty();
        opened.Clock.Advance(TimeSpan.FromHours(25));
        (await AllAsync(opened, Reader.Anyone)).ShouldHaveSingleItem().Incident.Where.Ellipse.SemiMajorMetres.ShouldBeGreaterThan(2_000);
    }

    [Fact]
    public async Task Direction_of_fire_and_who_belongs_to_whom_are_for_cleared_readers_alone_and_not_before_a_day()
    {
        var world = new ListeningWorld(16);
        var flight = Trajectory.Of(190, 1.05, 6e-5);
        world.Shoot(100, 500, 3_000, ArrivalPhase.Muzzle, 9_000);
        world.Shoot(
            100 + flight.FlightSeconds,
            500 - (0.2 * flight.RangeMetres),
            3_000 - (0.98 * flight.RangeMetres),
            ArrivalPhase.Burst,
            9_000
        );
        await using var opened = await OpenAsync("pair", world, Exposure.Live);
        var (gun, fall) = (world.Shots[0], world.Shots[1]);
        foreach (var reader in new[] { Officer, Listener })
        {
            var rows = await AllAsync(opened, reader);
            rows.Length.ShouldBe(2);
            foreach (var row in rows)
            {
                var detail = (await opened.Views.IncidentAsync(reader, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
                // Within the day nobody at all is told the direction, and of the muzzle nothing finer than a cell.
                detail.Origins.ShouldAllBe(o =>
                    o.Origin.Signature != null && o.Origin.Signature.Direction == null && o.Origin.Cue.Bow == null
                );
                var places = detail.Observations.OfType<FixObservation>().Select(f => f.Where).Append(row.Incident.Where);
                var firedHere = Math.Abs((row.Incident.When.Earliest - gun.At).TotalSeconds) < 90 && row.Incident.When.Latest < fall.At;
                if (firedHere)
                {
                    detail.Origins.ShouldBeEmpty();
                    places.ShouldAllBe(p => p.Ellipse.SemiMajorMetres > 2_000 && p.Centre != gun.Where);
                }
            }
        }
        opened.Clock.Advance(TimeSpan.FromDays(2));
        var shown = 0;
        foreach (var row in await AllAsync(opened, Listener))
        {
            var detail = (await opened.Views.IncidentAsync(Listener, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
            foreach (var origin in detail.Origins)
            {
                var way = origin.Origin.Signature.ShouldNotBeNull().Direction.ShouldNotBeNull();
                // From (0, 0) towards (-.2, -.98).
                Math.Abs(Math.IEEERemainder(way.AzimuthRadians - Math.Atan2(-0.2, -0.98), Math.Tau))
                    .ShouldBeLessThan(Math.Max(0.1, 3 * way.SigmaRadians));
                shown++;
            }
            (await opened.Views.IncidentAsync(Officer, row.Incident.Id.Value, Cancel)).ShouldNotBeNull().Origins.ShouldBeEmpty();
            // What the fix says to everybody is not a function of the other end.
            detail.Observations.OfType<FixObservation>().ShouldAllBe(f => f.Kinds.Single().Kind == "explosion");
        }
        shown.ShouldBe(2);
        // Outside the burst alone is released, on the grid; the muzzle never.
        var outside = (await AllAsync(opened, Reader.Anyone)).ShouldHaveSingleItem();
        outside.Incident.When.Latest.ShouldBeGreaterThan(fall.At - Duration.FromMinutes(1));
        (await opened.Views.IncidentAsync(Reader.Anyone, outside.Incident.Id.Value, Cancel)).ShouldNotBeNull().Origins.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_party_alone_hears_is_its_claim_even_where_chance_arrivals_of_others_fit()
    {
        var world = new ListeningWorld(17);
        var party = world.Sensors.Where((_, i) => i % 2 == 0).ToArray();
        foreach (var sensor in party)
        {
            world.SourceOf[sensor.Id] = ListeningWorld.PartySource;
        }
        // The first never was: the party's sensors report it, and some of the mission's farthest happen to have heard something else about then.
        world.Invent(100, -3_000, -3_000, party);
        var far = world.Sensors.Except(party).OrderByDescending(s => s.EastMetres + s.NorthMetres).Take(6);
        world.Invent(100, -3_000, -3_000, far, spread: 0.12);
        world.Shoot(700, -1_000, 300);
        world.AddFalse(3_000, 3_000);
        await using var opened = await OpenAsync("spoofed", world, Exposure.Historical);
        var all = await AllAsync(opened, Listener);
        var rows = new[] { 100.0, 700 }
            .Select(t => all.Single(r => Math.Abs((r.Incident.When.Earliest - ListeningWorld.At(t)).TotalSeconds) < 3))
            .ToArray();
        rows.Select(r => r.Incident.Verification).ShouldBe([VerificationLevel.Claimed, VerificationLevel.Verified]);
        var claimed = (await opened.Views.IncidentAsync(Listener, rows[0].Incident.Id.Value, Cancel))
            .ShouldNotBeNull()
            .Origins.Single()
            .Origin;
        claimed.Arrivals.Count(a => a.Owner != "UA").ShouldBeGreaterThanOrEqualTo(5);
        claimed.Trials.ShouldHaveSingleItem().Stands.ShouldBeFalse();
        var verified = (await opened.Views.IncidentAsync(Listener, rows[1].Incident.Id.Value, Cancel))
            .ShouldNotBeNull()
            .Origins.Single()
            .Origin;
        verified.Trials.ShouldHaveSingleItem().Stands.ShouldBeTrue();
    }

    private sealed record Opened(SqliteRecord Record, WatchViews Views, MutableClock Clock) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }
    }

    private static FixObservation Seen(Instant at, GeoPoint where) =>
        new()
        {
            Id = new ObservationId("a", "seen"),
            SourceId = "a",
            When = new TimeRange(at - Duration.FromMinutes(5), at + Duration.FromMinutes(5)),
            Where = new PointPlace(where, ErrorEllipse.Circle(800)),
            Kinds = [new KindWeight("explosion", 1)],
        };

    private static BearingObservation Pointed(Instant at, GeoPoint where) =>
        new()
        {
            Id = new ObservationId("b", "pointed"),
            SourceId = "b",
            When = new TimeRange(at, at + Duration.FromMinutes(1)),
            // Four kilometres to the south of it.
            From = new PointPlace(new GeoPoint(where.Latitude - 0.036, where.Longitude), ErrorEllipse.Circle(20)),
            AzimuthDegrees = 0,
            AzimuthSigmaDegrees = 6.5,
            RangeMetres = new StatedInterval(3_000, 5_000),
            Kinds = [new KindWeight("explosion", 1)],
        };

    private static async Task<IncidentRow[]> AllAsync(Opened opened, Reader reader, string? without = null) =>
        [.. (await opened.Views.IncidentsAsync(reader, new IncidentFilter(Without: without), "time", null, 100, Cancel)).Items];

    private Task<Opened> OpenAsync(string name, ListeningWorld world, params Observation[] more) =>
        OpenAsync(name, world, Exposure.Historical, [.. world.Arrivals, .. more]);

    private async Task<Opened> OpenAsync(string name, ListeningWorld world, Exposure exposure, IReadOnlyList<Observation>? said = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        // After everything that is heard, so that a day later is a day later.
        clock.Advance(ListeningWorld.Start.ToDateTimeOffset() + TimeSpan.FromHours(1) - clock.GetUtcNow());
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock }, Cancel);
        await AppendAsync(record, said ?? world.Arrivals);
        return new Opened(record, new WatchViews(world.Mission(exposure: exposure), record, folder, clock), clock);
    }

    private static async Task AppendAsync(SqliteRecord record, IEnumerable<Observation> observations) =>
        await record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))], Cancel);
}
