using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Simulation;
using Shouldly;

namespace Holdfast.Tests.Watch.Simulation;

public sealed class ShallowScenarioTests
{
    [Fact]
    public void Every_event_can_be_found_and_noise_stands_to_picks_as_asked()
    {
        var made = new ShallowScenario(
            new ShallowOptions
            {
                Seed = 2,
                Events = 150,
                NoiseFactor = 0.3,
            }
        ).Make();
        made.Events.Count.ShouldBe(150);
        foreach (var quake in made.Events)
        {
            quake.Picks.Count.ShouldBeGreaterThanOrEqualTo(10);
            quake.Picks.GroupBy(pick => pick.Sensor).Count(station => station.Count() == 2).ShouldBeGreaterThanOrEqualTo(4);
            quake.DepthMetres.ShouldBeInRange(0, 30_000);
        }
        var right = made.Picks.Count(pick => pick.Truth is not null);
        (made.Picks.Count - right).ShouldBe((int)(0.3 * right));
        // 500 events and a factor of .3 give 31,000 picks in the published table: 48 true ones each.
        (right / 150.0).ShouldBe(48, 8);
    }

    [Fact]
    public void Picks_are_wrong_by_four_tenths_of_a_second_about_the_model()
    {
        var scenario = new ShallowScenario(new ShallowOptions { Seed = 3, Events = 60 });
        var errors = scenario
            .Make()
            .Events.SelectMany(quake =>
                quake.Picks.Select(pick =>
                {
                    var (east, north) = (
                        scenario.Sensors[pick.Sensor].EastMetres - quake.EastMetres,
                        scenario.Sensors[pick.Sensor].NorthMetres - quake.NorthMetres
                    );
                    var flat = Math.Sqrt((east * east) + (north * north));
                    return pick.Arrival.TimeSeconds
                        - quake.TimeSeconds
                        - ShallowScenario.Truth.TravelSeconds(pick.Arrival.Phase, flat, quake.DepthMetres);
                })
            )
            .ToArray();
        errors.Average().ShouldBe(0, 0.03);
        Math.Sqrt(errors.Average(error => error * error)).ShouldBe(0.4, 0.03);
    }

    [Fact]
    public void Speeds_grow_with_depth_as_published_and_the_plane_gives_places_back()
    {
        ShallowScenario.Truth.TravelSeconds(Phase.P, 0, 10_000).ShouldBe(10 / 6.1, 1e-6);
        var (east, north) = ShallowScenario.Plane(-69.7, -20.2);
        var (longitude, latitude) = ShallowScenario.Geographic(east, north);
        longitude.ShouldBe(-69.7, 1e-9);
        latitude.ShouldBe(-20.2, 1e-9);
        north.ShouldBe(0.8 * 111_195, 200);
    }
}
