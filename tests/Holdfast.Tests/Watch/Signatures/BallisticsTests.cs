using Holdfast.Core.Watch.Association.Signatures;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Signatures;

/// <summary>The physics behind roles and levels, against what can be worked out by hand or stands in the sources.</summary>
public sealed class BallisticsTests
{
    [Fact]
    public void Without_air_a_flight_is_the_parabola()
    {
        var flight = Trajectory.Of(300, Math.PI / 6, 0);
        flight.RangeMetres.ShouldBe(300 * 300 * Math.Sin(Math.PI / 3) / 9.80665, 5);
        flight.FlightSeconds.ShouldBe(2 * 300 * 0.5 / 9.80665, 0.02);
        flight.Points[^1].Speed.ShouldBe(300, 1);
    }

    [Fact]
    public void Air_shortens_a_flight_and_slows_it()
    {
        var (still, dragged) = (Trajectory.Of(700, 0.8, 0), Trajectory.Of(700, 0.8, 5e-5));
        dragged.RangeMetres.ShouldBeLessThan(0.6 * still.RangeMetres);
        dragged.FlightSeconds.ShouldBeLessThan(still.FlightSeconds);
        dragged.Points[^1].Speed.ShouldBeLessThan(450);
    }

    [Fact]
    public void A_bow_wave_comes_on_the_cone_of_a_body_that_keeps_its_speed()
    {
        // Almost flat and without drag: the arrival at (a, b) is a / V + b sqrt(1/c^2 - 1/V^2).
        const double Sound = 340;
        const double Speed = 800;
        var flight = Trajectory.Of(Speed, 0.05, 0);
        var heard = BowWave.At(flight, 3_000, 900, Sound).ShouldNotBeNull();
        var expected = (3_000 / Speed) + (900 * Math.Sqrt((1 / (Sound * Sound)) - (1 / (Speed * Speed))));
        heard.Seconds.ShouldBe(expected, 0.03);
        heard.Seconds.ShouldBeLessThan(Math.Sqrt((3_000 * 3_000) + (900 * 900)) / Sound);
        BowWave.At(flight, -500, 300, Sound).ShouldBeNull();
        BowWave.At(Trajectory.Of(300, 0.5, 0), 2_000, 300, Sound).ShouldBeNull();
    }

    [Fact]
    public void A_bow_wave_weakens_and_lengthens_away_from_the_flight()
    {
        BowWave.Pascals(2, 1_600, 0.15, 0.8).ShouldBe(BowWave.Pascals(2, 100, 0.15, 0.8) / 8, 1e-9);
        BowWave.Duration(2, 1_600, 0.15, 0.8, 340).ShouldBe(2 * BowWave.Duration(2, 100, 0.15, 0.8, 340), 1e-9);
    }

    [Fact]
    public void The_air_takes_as_much_as_the_standard_says()
    {
        // ISO 9613-1:1993, table 1: decibels a kilometre at 10 and 20 degrees, 70 %.
        (1_000 * BlastLevel.Absorption(1_000, 20, 0.7)).ShouldBe(4.98, 0.1);
        (1_000 * BlastLevel.Absorption(1_000, 10, 0.7)).ShouldBe(3.66, 0.1);
        (1_000 * BlastLevel.Absorption(63.1, 10, 0.7)).ShouldBe(0.122, 0.01);
    }

    [Fact]
    public void A_burst_is_as_strong_as_scaled_distance_says()
    {
        // One scaled metre: about 9.6 times the pressure of the air (Kinney and Graham 1985, table XI). Far off it falls as one over distance.
        (BlastLevel.Burst(1, 1) / 101_325).ShouldBe(9.6, 0.5);
        BlastLevel.Burst(8, 20).ShouldBe(BlastLevel.Burst(1, 10), 1e-6);
        (BlastLevel.Burst(5, 1_000) / BlastLevel.Burst(5, 2_000)).ShouldBe(2, 0.01);
    }

    [Fact]
    public void Every_envelope_is_a_probability_and_holds_its_own_flights()
    {
        foreach (var envelope in FlightEnvelope.All)
        {
            var total = 0.0;
            for (var metres = 50.0; metres < FlightEnvelope.FarthestMetres; metres += 100)
            {
                for (var seconds = 0.25; seconds < FlightEnvelope.LongestSeconds; seconds += 0.5)
                {
                    total += envelope.Density(metres, seconds) * 100 * 0.5;
                }
            }
            total.ShouldBe(1, 0.03);
            var flight = envelope.Flight;
            var middle = Trajectory.Of(
                (flight.SlowestMetresPerSecond + flight.FastestMetresPerSecond) / 2,
                (flight.LowestDegrees + flight.HighestDegrees) / 2 * Math.PI / 180,
                (flight.LeastDrag + flight.MostDrag) / 2
            );
            envelope.Density(middle.RangeMetres, middle.FlightSeconds).ShouldBeGreaterThan(0.1 / (40_000 * 120));
        }
        // Nothing arrives faster than it flies.
        FlightEnvelope.All.ShouldAllBe(e => e.Density(20_000, 3) == 0 || e.Density(20_000, 3) < 1e-12);
    }
}
