using System.Collections.Immutable;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Values;
using MathNet.Numerics.Distributions;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Trend;

/// <summary>Calm, strained or breaking: the probabilities are those of the definition, and nothing is said of what was not watched.</summary>
public sealed class SectorHealthTests
{
    private static readonly TrendRules Rules = TrendRules.Default;

    private static ImmutableArray<SectorDay> Days(int before, int recent, double share = 1) =>
        [.. Enumerable.Repeat(new SectorDay(share, before), 23), .. Enumerable.Repeat(new SectorDay(share, recent), 7)];

    [Theory]
    [InlineData(0, 0, HealthState.Calm)]
    [InlineData(4, 4, HealthState.Strained)]
    [InlineData(4, 14, HealthState.Breaking)]
    [InlineData(2, 6, HealthState.Breaking)]
    [InlineData(20, 20, HealthState.Breaking)]
    public void The_state_is_that_of_the_definition(int before, int recent, HealthState state)
    {
        var health = SectorHealth.Of("north", Days(before, recent), Rules);
        health.State.ShouldBe(state);
        (health.Calm + health.Strained + health.Breaking).ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 5)]
    [InlineData(6, 9)]
    public void The_probabilities_are_the_shares_of_draws_of_both_rates(int before, int recent)
    {
        var health = SectorHealth.Of("north", Days(before, recent), Rules);
        health.Dispersion.ShouldBe(1);
        var random = new Random(7);
        var (now, then) = (new Gamma((7 * recent) + 0.5, 7, random), new Gamma((23 * before) + 0.5, 23, random));
        const int draws = 200_000;
        var (calm, breaking) = (0, 0);
        for (var i = 0; i < draws; i++)
        {
            var (a, b) = (now.Sample(), then.Sample());
            calm += a <= Rules.Calm ? 1 : 0;
            breaking += a >= Rules.Breaking || (a > Rules.Calm && a >= Rules.Worse * b) ? 1 : 0;
        }
        health.Calm.ShouldBe((double)calm / draws, 0.005);
        health.Breaking.ShouldBe((double)breaking / draws, 0.005);
    }

    [Fact]
    public void What_was_hardly_watched_is_not_known_however_quiet_it_seems()
    {
        var health = SectorHealth.Of("north", Days(0, 0, share: 0.1), Rules);
        health.State.ShouldBe(HealthState.NotKnown);
        health.Recent.ShouldBeNull();
    }

    [Fact]
    public void Half_the_coverage_makes_the_same_count_twice_the_rate_and_less_sure()
    {
        var whole = SectorHealth.Of("north", Days(3, 3), Rules).Recent.ShouldNotBeNull();
        var half = SectorHealth.Of("north", Days(3, 3, share: 0.5), Rules).Recent.ShouldNotBeNull();
        half.Middle.ShouldBe(2 * whole.Middle, 1e-9);
        (half.High - half.Low).ShouldBeGreaterThan(whole.High - whole.Low);
    }

    [Fact]
    public void Days_that_scatter_make_the_limits_wider()
    {
        var even = SectorHealth.Of("north", Days(4, 4), Rules);
        var rough = SectorHealth.Of("north", [.. Days(4, 4).Select((d, i) => d with { Incidents = i % 2 == 0 ? 8 : 0 })], Rules);
        rough.Dispersion.ShouldBeGreaterThan(2);
        var (wide, narrow) = (rough.Recent.ShouldNotBeNull(), even.Recent.ShouldNotBeNull());
        (wide.High - wide.Low).ShouldBeGreaterThan(1.4 * (narrow.High - narrow.Low));
    }

    [Fact]
    public void A_body_is_read_back_as_it_was_written()
    {
        var board = new HealthBoard(
            new LocalDate(2026, 3, 4),
            true,
            [SectorHealth.Of("north", Days(2, 6), Rules), SectorHealth.Of("south", Days(0, 0, 0), Rules)]
        );
        var again = TrendCodec.ReadHealth(TrendCodec.Write(board));
        again.Sectors.ShouldBe(board.Sectors);
        TrendCodec.Write(again).ShouldBe(TrendCodec.Write(board));
        var bad = Should.Throw<FormatException>(() => TrendCodec.ReadHealth("""{"adjusted":true,"day":"2026-13-04","sectors":[]}"""u8));
        bad.Message.ShouldContain("'day' is no day");
    }
}
