using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>
/// Tries to find what release protects. The strongest form comes first: if nothing that leaves changes when every sensor, patrol, witness and gun is moved elsewhere,
/// then nothing that leaves tells where they are, by difference or otherwise.
/// </summary>
public sealed partial class ReleaseAttackTests
{
    [Fact]
    public void Moving_every_sensor_witness_patrol_and_gun_changes_nothing_that_leaves()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (here, elsewhere) = (new ReleaseWorld(seed, 1_000 + seed), new ReleaseWorld(seed, 2_000 + seed));
            here.Sensors.ShouldNotBe(elsewhere.Sensors);
            for (var hours = 0; hours < 24 * (ReleaseWorld.Days + 3); hours += 7)
            {
                var now = ReleaseWorld.Start + Duration.FromHours(hours);
                here.Output(now).ShouldBe(elsewhere.Output(now), $"world {seed} after {hours} h");
            }
        }
    }

    [Fact]
    public void No_box_however_small_tells_more_than_its_cell()
    {
        var world = new ReleaseWorld(3, 4);
        var now = ReleaseWorld.Start + Duration.FromDays(ReleaseWorld.Days + 2);
        var (incident, _) = world.Incidents[0];
        var cell = ReleaseGrid.Snap(incident.Where.Centre);
        // The attacker halves a box around the cell, by longitude and latitude, keeping the half that holds the event, down to about a metre.
        var (west, east, south, north) = (cell.Longitude - 0.2, cell.Longitude + 0.2, cell.Latitude - 0.2, cell.Latitude + 0.2);
        for (var step = 0; step < 18; step++)
        {
            var middle = (west + east) / 2;
            (west, east) = Holds(world, now, incident, west, south, middle, north) ? (west, middle) : (middle, east);
            var centre = (south + north) / 2;
            (south, north) = Holds(world, now, incident, west, south, east, centre) ? (south, centre) : (centre, north);
        }
        var found = new GeoPoint((south + north) / 2, (west + east) / 2);
        Geodesic.DistanceMetres(found, cell).ShouldBeLessThan(5);
        Geodesic.DistanceMetres(found, incident.Where.Centre).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void No_number_in_any_output_or_in_the_difference_of_two_lies_within_ten_kilometres_of_a_gun_or_a_patrol_but_by_chance()
    {
        var (near, all) = (0, 0);
        var (nearByChance, allByChance) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new ReleaseWorld(seed, 5_000 + seed);
            var stranger = new ReleaseWorld(seed, 9_000 + seed);
            var before = "";
            for (var day = 1; day < ReleaseWorld.Days + 3; day++)
            {
                var output = world.Output(ReleaseWorld.Start + Duration.FromDays(day));
                foreach (var guess in Points(Difference(output, before)))
                {
                    near += world.Protected.Count(p => Geodesic.DistanceMetres(p, guess) < 10_000);
                    nearByChance += stranger.Protected.Count(p => Geodesic.DistanceMetres(p, guess) < 10_000);
                    all++;
                    allByChance++;
                }
                before = output;
            }
        }
        all.ShouldBeGreaterThan(500);
        // The same guesses hit the protected of a world they were never made from about as often (four standard errors).
        ((double)Math.Abs(near - nearByChance)).ShouldBeLessThan(4 * Math.Sqrt(near + nearByChance + 1) * 2);
    }

    [Fact]
    public void Coverage_leaves_by_large_sector_and_day_only_and_says_the_same_wherever_in_it_a_patrol_went()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var rows = new ReleaseWorld(seed, seed).Coverage(ReleaseWorld.Start + Duration.FromDays(30));
            rows.Select(r => r.Sector).Distinct().ShouldBe(["north", "south"]);
            // A patrol covers about 2 % of a sector: rounded to tenths there is nothing left of where it was.
            rows.ShouldAllBe(r => r.CoveredShare == 0 && r.AdjustedRate == null);
            rows.ShouldAllBe(r => !CoordinateText.HasPosition(r.ToString()));
        }
    }

    private static bool Holds(ReleaseWorld world, Instant now, Incident incident, double west, double south, double east, double north) =>
        world.Output(now, west, south, east, north).Contains(incident.Id.Value, StringComparison.Ordinal);

    private static string Difference(string after, string before)
    {
        var old = before.Split('\n').ToHashSet(StringComparer.Ordinal);
        return string.Join('\n', after.Split('\n').Where(line => !old.Contains(line)));
    }

    private static IEnumerable<GeoPoint> Points(string text) =>
        LatLon().Matches(text).Select(m => new GeoPoint(Number(m.Groups[1].Value), Number(m.Groups[2].Value)));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Latitude = (-?[0-9.]+), Longitude = (-?[0-9.]+)")]
    private static partial Regex LatLon();
}
