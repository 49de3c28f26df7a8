using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Simulation;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Simulation;

/// <summary>Simulated guns: both ends of a flight, the bow wave between, and the line scenario untouched by it.</summary>
public sealed class GunsTests
{
    private static readonly LineOptions Guns = new()
    {
        Seed = 5,
        LengthKm = 60,
        Rate = 4,
        Fire = LineFireKind.Guns,
        Labels = 0.5,
    };

    [Fact]
    public void A_round_bursts_where_and_when_its_flight_ends_in_the_direction_of_fire()
    {
        var events = new LineScenario(Guns).Blocks().SelectMany(block => block.Events).ToArray();
        var firings = events.Where(e => e.Part!.Firing >= 0).GroupBy(e => e.Part!.Firing).ToArray();
        firings.Length.ShouldBeGreaterThan(60);
        foreach (var firing in firings.Where(f => f.Any(e => e.Part!.Role == OriginRole.Burst)))
        {
            var muzzle = firing.Single(e => e.Part!.Role == OriginRole.Muzzle);
            var burst = firing.Single(e => e.Part!.Role == OriginRole.Burst);
            burst.TimeSeconds.ShouldBeGreaterThan(muzzle.TimeSeconds + 1);
            var (east, north) = (burst.EastMetres - muzzle.EastMetres, burst.NorthMetres - muzzle.NorthMetres);
            Math.Abs(Math.IEEERemainder(Math.Atan2(east, north) - muzzle.Part!.Azimuth!.Value, Math.Tau)).ShouldBeLessThan(0.5);
            (muzzle.Part.Kind, muzzle.Part.Azimuth).ShouldBe((burst.Part!.Kind, burst.Part.Azimuth));
        }
        events.Count(e => e.Part!.Role == OriginRole.Neither).ShouldBeGreaterThan(3);
        events.Where(e => e.Part!.Role == OriginRole.Bow).SelectMany(e => e.Picks).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_bow_wave_is_heard_before_the_muzzle_at_the_same_place()
    {
        var events = new LineScenario(Guns).Blocks().SelectMany(block => block.Events).ToArray();
        var muzzles = events.Where(e => e.Part!.Role == OriginRole.Muzzle).ToDictionary(e => e.Part!.Firing);
        var both = 0;
        foreach (var bow in events.Where(e => e.Part!.Role == OriginRole.Bow))
        {
            foreach (var pick in bow.Picks)
            {
                foreach (var blast in muzzles[bow.Part!.Firing].Picks.Where(p => p.Sensor == pick.Sensor))
                {
                    both++;
                    pick.Arrival.TimeSeconds.ShouldBeLessThan(blast.Arrival.TimeSeconds + 0.6);
                }
            }
        }
        both.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Pickers_that_tell_waves_are_mostly_right_and_the_others_say_sound()
    {
        var picks = new LineScenario(Guns).Blocks().SelectMany(block => block.Picks).ToArray();
        picks.ShouldAllBe(p => p.Voice != null && p.Voice.Pascals > 0);
        var told = picks.Where(p => p.Voice!.Wave != ArrivalPhase.Sound && p.Truth?.Part?.Role == OriginRole.Muzzle).ToArray();
        told.Length.ShouldBeGreaterThan(30);
        (told.Count(p => p.Voice!.Wave == ArrivalPhase.Muzzle) / (double)told.Length).ShouldBeInRange(0.75, 0.95);
        var again = new LineScenario(Guns).Blocks().SelectMany(block => block.Picks).ToArray();
        again
            .Select(p => (p.Arrival, p.Voice!.Wave, p.Voice.Pascals))
            .ShouldBe(picks.Select(p => (p.Arrival, p.Voice!.Wave, p.Voice.Pascals)));
    }

    [Fact]
    public void The_line_scenario_knows_nothing_of_guns()
    {
        var plain = new LineScenario(
            new LineOptions
            {
                Seed = 5,
                LengthKm = 60,
                Rate = 4,
            }
        ).Blocks().ToArray();
        plain.SelectMany(b => b.Events).ShouldAllBe(e => e.Part == null);
        plain.SelectMany(b => b.Picks).ShouldAllBe(p => p.Voice == null);
    }
}
