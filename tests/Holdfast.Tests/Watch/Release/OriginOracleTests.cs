using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Release;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>
/// Attacks that put many questions: bisection by boxes and by the known time, growth of the log, and all numbers that come out. With the blur off (somebody cleared, or a day
/// later) the same attacks find what they look for.
/// </summary>
public sealed class OriginOracleTests
{
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public async Task Asking_as_known_at_ever_closer_instants_tells_nothing_of_when_sensors_were_heard()
    {
        var front = new GuardedFront(7, 21);
        await using var outsider = await Outsider.OfAsync(front);
        await outsider.WaitAsync(Day * 3);
        var shot = front.Shots[1];
        // Whoever fired knows when and where, and learns how far the fifth sensor stands that heard it: a few shots locate it.
        var told = await FirstKnownAsync(
            outsider,
            outsider.Cleared,
            shot,
            shot.At,
            shot.At + Duration.FromSeconds(64),
            Duration.FromSeconds(0.5)
        );
        var fifth = front.RecordedOf(shot).ElementAt(4);
        (told - fifth).TotalSeconds.ShouldBeInRange(-0.01, 0.51);
        foreach (var (name, client) in outsider.Outside.Where(o => o.Key is "anyone" or "liaison"))
        {
            var minute = Duration.FromMinutes(1);
            var public_ = await FirstKnownAsync(outsider, client, shot, shot.At, shot.At + (64 * minute), minute);
            // A function of the event's own minute alone.
            (public_ - (ReleasePolicy.Due(shot.At + Duration.FromSeconds(30), shot.At) - ReleasePolicy.Delay)).ShouldBeInRange(
                Duration.Zero,
                minute,
                name
            );
        }
    }

    [Fact]
    public void When_an_event_leaves_does_not_depend_on_when_within_a_quarter_of_an_hour_it_was_heard()
    {
        var shot = Instant.FromUtc(2026, 3, 2, 7, 14, 59);
        var due = ReleasePolicy.Due(shot, shot);
        due.ShouldBe(Instant.FromUtc(2026, 3, 3, 7, 30));
        foreach (var seconds in new[] { 0.001, 5, 31, 90, 899 })
        {
            ReleasePolicy.Due(shot, shot + Duration.FromSeconds(seconds)).ShouldBe(due);
        }
        ReleasePolicy.Due(shot, Instant.FromUtc(2026, 3, 2, 9, 1)).ShouldBe(Instant.FromUtc(2026, 3, 3, 9, 15));
    }

    [Fact]
    public async Task Halving_boxes_ends_at_a_cell_and_finds_no_gun_outside_ever_and_none_in_the_watch_room_on_its_first_day()
    {
        var front = new GuardedFront(7, 22);
        await using var outsider = await Outsider.OfAsync(front);
        var gun = front.Shots.First(s => s.Phase == ArrivalPhase.Muzzle);
        var place = GuardedFront.Place(gun.Where);
        var cell = ReleaseGrid.Snap(place);
        var fresh = await BisectAsync(outsider, outsider.Watch, gun);
        Geodesic.DistanceMetres(fresh.ShouldNotBeNull(), cell).ShouldBeLessThan(100);
        Geodesic.DistanceMetres(fresh.Value, place).ShouldBeGreaterThan(500);
        // Nothing that is said of it comes nearer than the middle of its cell.
        foreach (var client in new[] { outsider.Watch, outsider.Cleared })
        {
            var ids = await outsider.IdsAsync(client, During(gun));
            ids.Length.ShouldBe(1);
            foreach (var path in new[] { $"/m/{GuardedFront.Name}/incidents/", $"/api/v1/missions/{GuardedFront.Name}/incidents/" })
            {
                var said = await outsider.AskAsync(client, path + ids[0]);
                Outsider.Places(said).ShouldNotBeEmpty();
                Outsider
                    .Places(said)
                    .Min(p => Geodesic.DistanceMetres(p, place))
                    .ShouldBeGreaterThan(Geodesic.DistanceMetres(cell, place) - 700);
                said.ShouldNotContain("\"probability\":0.", Case.Sensitive);
            }
        }
        await outsider.WaitAsync(Day * 3);
        (await BisectAsync(outsider, outsider.Outside["liaison"], gun)).ShouldBeNull();
        var exact = await BisectAsync(outsider, outsider.Watch, gun);
        Geodesic.DistanceMetres(exact.ShouldNotBeNull(), place).ShouldBeLessThan(500);
        // An event ends at its cell for everybody outside.
        var shot = front.Shots[0];
        var found = await BisectAsync(outsider, outsider.Outside["anyone"], shot);
        Geodesic.DistanceMetres(found.ShouldNotBeNull(), ReleaseGrid.Snap(GuardedFront.Place(shot.Where))).ShouldBeLessThan(100);
    }

    [Fact]
    public async Task No_number_of_any_answer_is_nearer_to_the_protected_than_chance_brings_it_and_answers_stay_the_same()
    {
        var front = new GuardedFront(7, 23);
        await using var outsider = await Outsider.OfAsync(front);
        await outsider.WaitAsync(Day * 2);
        var strangers = Enumerable.Range(0, 40).Select(i => new GuardedFront(7, 100 + i).Protected.ToArray()).ToArray();
        var guesses = new HashSet<GeoPoint>();
        var repeated = new HashSet<GeoPoint>();
        foreach (var name in new[] { "anyone", "liaison" })
        {
            guesses.UnionWith(await GuessesAsync(outsider, outsider.Outside[name]));
        }
        await outsider.WaitAsync(Day);
        foreach (var name in new[] { "anyone", "liaison" })
        {
            repeated.UnionWith(await GuessesAsync(outsider, outsider.Outside[name]));
        }
        // The blur is not drawn anew: a day later nothing has another place.
        repeated.Except(guesses).ShouldBeEmpty();
        guesses.Count.ShouldBeGreaterThanOrEqualTo(front.Cells.Length);
        var mine = Hits(guesses, front.Protected);
        var others = strangers.Select(s => Hits(guesses, s)).Order().ToArray();
        mine.ShouldBeLessThanOrEqualTo(others[^3], $"chance gives {others[0]} to {others[^1]}");
        // Somebody cleared reads them off.
        (await outsider.IdsAsync(outsider.Cleared)).Length.ShouldBe(front.Shots.Count);
        var exact = await GuessesAsync(outsider, outsider.Cleared);
        front.SensorPlaces.Count(p => exact.Any(g => Geodesic.DistanceMetres(g, p) < 10)).ShouldBe(front.Sensors.Count);
    }

    [Fact]
    public async Task How_the_log_grows_is_told_outside_a_day_later_and_at_once_inside()
    {
        var front = new GuardedFront(7, 24);
        await using var outsider = await Outsider.OfAsync(front);
        var made = outsider.Workspace.Proofs.ShouldNotBeNull().MakeCheckpoint();
        // Checkpoints go by the clock of the machine.
        var wait = Iso.Parse(made.MadeAt) - outsider.Clock.Now;
        await outsider.WaitAsync(Duration.Max(Duration.Zero, wait));
        string[] paths =
        [
            $"/log/{GuardedFront.Name}/checkpoint",
            $"/log/{GuardedFront.Name}/tile/0/000.p/{Math.Min(255, made.Size)}",
            $"/api/v1/missions/{GuardedFront.Name}/record",
            $"/api/v1/missions/{GuardedFront.Name}/record/proof/0",
        ];
        foreach (var path in paths)
        {
            (await outsider.AskAsync(outsider.Watch, path)).ShouldStartWith("200", Case.Sensitive, path);
            (await outsider.AskAsync(outsider.Outside["anyone"], path)).ShouldStartWith("404", Case.Sensitive, path);
            (await outsider.AskAsync(outsider.Outside["liaison"], path)).ShouldStartWith("404", Case.Sensitive, path);
        }
        (await outsider.AskAsync(outsider.Outside["anyone"], $"/m/{GuardedFront.Name}/record")).ShouldStartWith("200");
        await outsider.WaitAsync(Day + Duration.FromMinutes(1));
        foreach (var path in paths)
        {
            (await outsider.AskAsync(outsider.Outside["anyone"], path)).ShouldStartWith("200", Case.Sensitive, path);
        }
    }

    private static async Task<HashSet<GeoPoint>> GuessesAsync(Outsider outsider, HttpClient client)
    {
        var ids = await outsider.IdsAsync(client);
        var guesses = new HashSet<GeoPoint>();
        foreach (var answer in (await outsider.AskAllAsync(client, ids.FirstOrDefault("0000000000000001"))).Values)
        {
            var places = Outsider.Places(answer).ToArray();
            guesses.UnionWith(places);
            if (places.Length > 1)
            {
                // What averaging gives.
                guesses.Add(new GeoPoint(Math.Round(places.Average(p => p.Latitude), 4), Math.Round(places.Average(p => p.Longitude), 4)));
            }
        }
        return guesses;
    }

    /// <summary>How many of the protected have a guess within a kilometre.</summary>
    private static int Hits(IEnumerable<GeoPoint> guesses, IEnumerable<GeoPoint> hidden) =>
        hidden.Count(p => guesses.Any(g => Geodesic.DistanceMetres(g, p) < 1_000));

    private static string During(GuardedFront.Shot shot) =>
        $"from={At(shot.At - Duration.FromMinutes(1))}&to={At(shot.At + Duration.FromMinutes(1))}";

    private static string At(Instant instant) => Uri.EscapeDataString(Iso.Format(instant));

    /// <summary>The first instant, to the step, as known at which a shot is listed.</summary>
    private static async Task<Instant> FirstKnownAsync(
        Outsider outsider,
        HttpClient client,
        GuardedFront.Shot shot,
        Instant low,
        Instant high,
        Duration step
    )
    {
        while (high - low > step)
        {
            var middle = low + ((high - low) / 2);
            var listed = await outsider.CountAsync(client, $"{During(shot)}&known={At(middle)}") > 0;
            (low, high) = listed ? (low, middle) : (middle, high);
        }
        return high;
    }

    /// <summary>Halves a box around a shot's cell by counts, down to some ten metres; null where nothing is ever counted.</summary>
    private static async Task<GeoPoint?> BisectAsync(Outsider outsider, HttpClient client, GuardedFront.Shot shot)
    {
        var cell = ReleaseGrid.Snap(GuardedFront.Place(shot.Where));
        var (west, east, south, north) = (cell.Longitude - 0.3, cell.Longitude + 0.3, cell.Latitude - 0.2, cell.Latitude + 0.2);
        async Task<bool> Holds(double w, double s, double e, double n) =>
            await outsider.CountAsync(
                client,
                string.Create(CultureInfo.InvariantCulture, $"{During(shot)}&bbox={w:F6},{s:F6},{e:F6},{n:F6}")
            ) > 0;
        if (!await Holds(west, south, east, north))
        {
            return null;
        }
        for (var i = 0; i < 11; i++)
        {
            var (x, y) = ((west + east) / 2, (south + north) / 2);
            (west, east) = await Holds(west, south, x, north) ? (west, x) : (x, east);
            (south, north) = await Holds(west, south, east, y) ? (south, y) : (y, north);
        }
        return new GeoPoint((south + north) / 2, (west + east) / 2);
    }
}
