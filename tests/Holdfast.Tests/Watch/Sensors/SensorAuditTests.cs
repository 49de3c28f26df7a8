using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors.Screening;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>Residuals of origins tell a clock that is off from a place that is wrong, and silence tells an invented event from a heard one.</summary>
[Trait("Load", "long")]
public sealed class SensorAuditTests
{
    private static readonly ScreenedLine Line = new(rate: 20);

    [Fact]
    public void An_honest_network_raises_no_flag()
    {
        var audit = Line.Audit(Line.Honest);
        audit.Findings.ShouldBeEmpty();
        audit.LoneOrigins.ShouldAllBe(o => !o.Contradicted);
        audit.Residuals.Count(r => r.ClockOffsetSeconds is not null).ShouldBeGreaterThan(30);
        audit.Residuals.Where(r => r.ClockOffsetSeconds is not null).ShouldAllBe(r => Math.Abs(r.ClockOffsetSeconds ?? 9) < 0.1);
    }

    [Theory]
    [InlineData(0.3, ScreenVerdict.DownWeighted)]
    [InlineData(-40, ScreenVerdict.HeldBack)]
    public void A_clock_that_is_off_is_found_with_its_offset(double offset, ScreenVerdict verdict)
    {
        var finding = Line.Audit(Line.With(Line.Middle.Id, a => a with { TimeSeconds = a.TimeSeconds + offset }))
            .Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason, finding.Verdict).ShouldBe((Line.Middle.Id, ScreenReason.ClockOff, verdict));
        finding.Value.ShouldBe(offset, Math.Max(0.15, Math.Abs(offset) * 0.02));
    }

    [Fact]
    public void A_clock_that_jumps_is_not_believed_from_then_on()
    {
        var line = new ScreenedLine(rate: 6, seconds: 900);
        var finding = line.Audit(line.With(line.Middle.Id, a => a.TimeSeconds < 400 ? a : a with { TimeSeconds = a.TimeSeconds + 12 }))
            .Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason).ShouldBe((line.Middle.Id, ScreenReason.ClockJumped));
        finding.Value.ShouldBe(12, 0.3);
        (finding.From - ScreenedLine.Start).TotalSeconds.ShouldBe(400, 60);
    }

    [Theory]
    [InlineData(37)]
    [InlineData(-37)]
    public void A_clock_that_jumps_and_comes_back_is_not_believed_in_between(double late)
    {
        var line = new ScreenedLine(rate: 12, seconds: 1_200);
        var finding = line.Audit(
                line.With(line.Middle.Id, a => a.TimeSeconds is >= 300 and < 900 ? a with { TimeSeconds = a.TimeSeconds + late } : a)
            )
            .Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason, finding.Verdict).ShouldBe((line.Middle.Id, ScreenReason.ClockJumped, ScreenVerdict.HeldBack));
        finding.Value.ShouldBe(late, 0.3);
        (finding.From - ScreenedLine.Start).TotalSeconds.ShouldBeInRange(200, 310);
        (finding.Until - ScreenedLine.Start).TotalSeconds.ShouldBeInRange(890, 1_040);
    }

    [Fact]
    public void A_sensor_that_was_deaf_for_a_while_is_noted_for_that_while()
    {
        var line = new ScreenedLine(rate: 6, seconds: 1_200);
        var finding = line.Audit(line.Honest.Where(a => a.Sensor != line.Middle.Id || a.TimeSeconds is < 300 or >= 900))
            .Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason, finding.Verdict).ShouldBe((line.Middle.Id, ScreenReason.FitsNothing, ScreenVerdict.Taken));
        (finding.From - ScreenedLine.Start).TotalSeconds.ShouldBeInRange(200, 330);
        (finding.Until - ScreenedLine.Start).TotalSeconds.ShouldBeInRange(880, 1_000);
    }

    [Theory]
    [InlineData(1_500, 800)]
    [InlineData(-6_000, 2_500)]
    public void A_sensor_that_lies_about_its_place_is_found(double east, double north)
    {
        var moved = Line.Sensors.Select(s =>
            s.Id == Line.Middle.Id ? s with { EastMetres = s.EastMetres + east, NorthMetres = s.NorthMetres + north } : s
        );
        var finding = Line.Audit(Line.Honest, [.. moved]).Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason, finding.Verdict).ShouldBe(
            (Line.Middle.Id, ScreenReason.PlaceContradicted, ScreenVerdict.HeldBack)
        );
        finding.Value.ShouldBe(Math.Sqrt((east * east) + (north * north)), 500);
    }

    [Fact]
    public void Consistent_false_picks_of_one_party_are_contradicted_by_the_silence_of_the_others()
    {
        var line = new ScreenedLine(rate: 4);
        var audit = line.Audit(line.Honest.Concat(line.Invented("B", 20)));
        var contradicted = audit.LoneOrigins.Where(o => o.Contradicted).ToList();
        contradicted.Count.ShouldBeGreaterThan(14);
        contradicted.ShouldAllBe(o => o.Owner == "B" && o.Asked > 5);
        audit.Findings.ShouldAllBe(f => f.Reason == ScreenReason.ContradictedBySilence);
        var screened = line.Screen(line.Honest.Concat(line.Invented("B", 20)), audit.Trust);
        var held = screened.Judged.Where(j => j.Reason == ScreenReason.ContradictedBySilence).ToList();
        held.Count(j => j.Pick.Id.StartsWith("invented", StringComparison.Ordinal)).ShouldBeGreaterThan(60);
        held.Count(j => !j.Pick.Id.StartsWith("invented", StringComparison.Ordinal)).ShouldBeLessThan(12);
    }

    [Fact]
    public void Where_the_others_are_out_of_range_or_down_their_silence_says_nothing()
    {
        var only = Line.Sensors.Where(s => Line.Registry.SiteAt(s.Id, ScreenedLine.Start)?.Owner == "B").Select(s => s.Id).ToHashSet();
        var audit = Line.Audit(Line.Honest.Where(a => only.Contains(a.Sensor)));
        audit.LoneOrigins.ShouldAllBe(o => !o.Contradicted);
    }

    [Fact]
    public void A_sensor_that_reports_noise_alone_fits_nothing()
    {
        var draws = new Random(3);
        var noise = Line.Audit(Line.With(Line.Middle.Id, a => a with { TimeSeconds = draws.NextDouble() * 600 }));
        var finding = noise.Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason).ShouldBe((Line.Middle.Id, ScreenReason.FitsNothing));
    }
}
