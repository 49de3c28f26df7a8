using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>The snapback of 2025 as its mission holds it: resolution 2231, thirty days, and a notification of which two readings stand side by side.</summary>
public sealed class SnapbackMissionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<Mission> MissionAsync() =>
        (await MissionFolder.LoadAsync(Path.Combine(Repository.Root, "missions", "snapback-2025"), Cancellation)).OrThrow();

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static FactBase Facts(Mission mission, Func<FactStatement, bool>? only = null) =>
        FactBase.From(mission.Clauses, [.. mission.Facts.Where(only ?? (_ => true))], Instant.MaxValue);

    private static Truth InForce(Mission mission, FactBase facts, string undertaking, string at) =>
        mission.Clauses.Undertaking(undertaking).ShouldNotBeNull().InForce.At(facts, At(at));

    private static Func<FactStatement, bool> ReadBy(params string[] authorities) =>
        s => s.Name != "notification.valid" || authorities.Contains(s.Authority);

    [Fact]
    public async Task Until_the_thirty_days_are_over_no_reading_restores_anything()
    {
        var mission = await MissionAsync();
        var facts = Facts(mission);
        InForce(mission, facts, "Council.restored", "2025-09-27T23:59:59Z").IsFalse.ShouldBeTrue();
        InForce(mission, facts, "Council.relief", "2025-09-27T23:59:59Z").IsTrue.ShouldBeTrue();
    }

    [Fact]
    public async Task Afterwards_the_answer_hangs_on_the_reading()
    {
        var mission = await MissionAsync();
        var both = InForce(mission, Facts(mission), "Council.restored", "2025-09-28T00:00:00Z");
        both.IsUnknown.ShouldBeTrue();
        both.Reasons.HasFlag(UnknownReason.Disputed).ShouldBeTrue();

        var three = Facts(mission, ReadBy("DE", "FR", "GB"));
        InForce(mission, three, "Council.restored", "2025-09-28T00:00:00Z").IsTrue.ShouldBeTrue();
        InForce(mission, three, "Council.relief", "2025-09-28T00:00:00Z").IsFalse.ShouldBeTrue();
        InForce(mission, three, "Council.conclusion", "2025-10-19T00:00:00Z").IsFalse.ShouldBeTrue();

        var others = Facts(mission, ReadBy("CN", "IR", "RU"));
        InForce(mission, others, "Council.restored", "2025-09-28T00:00:00Z").IsFalse.ShouldBeTrue();
        InForce(mission, others, "Council.relief", "2025-09-28T00:00:00Z").IsTrue.ShouldBeTrue();
        InForce(mission, others, "Council.conclusion", "2025-10-19T00:00:00Z").IsTrue.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Count.greenwich", "2025-09-28T00:00:00Z")]
    [InlineData("Count.new_york", "2025-09-28T04:00:00Z")]
    [InlineData("Count.tehran", "2025-09-27T20:30:00Z")]
    public async Task The_zone_in_which_one_counts_decides_the_moment(string count, string from)
    {
        var mission = await MissionAsync();
        var facts = Facts(mission);
        var condition = mission.Clauses.Undertaking(count).ShouldNotBeNull().InForce;
        condition.At(facts, At(from) - Duration.FromSeconds(1)).IsFalse.ShouldBeTrue();
        condition.At(facts, At(from)).IsTrue.ShouldBeTrue();
    }

    [Fact]
    public async Task The_moment_that_paragraph_12_gives_is_two_dates_at_once()
    {
        var mission = await MissionAsync();
        var restored = mission.Chronology.Single(i => i.At == At("2025-09-28T00:00:00Z"));
        restored.Text.ShouldContain("27 September in New York");
        var at = restored.At.ShouldNotBeNull();
        at.InZone(DateTimeZoneProviders.Tzdb["America/New_York"]).Date.ShouldBe(new LocalDate(2025, 9, 27));
        at.InZone(DateTimeZoneProviders.Tzdb["Asia/Tehran"]).Date.ShouldBe(new LocalDate(2025, 9, 28));
    }

    [Fact]
    public async Task Where_the_hour_is_not_known_the_count_by_hours_stays_unknown_for_a_day()
    {
        var mission = await MissionAsync();
        var facts = Facts(mission);
        InForce(mission, facts, "Count.hours", "2025-09-27T03:59:59Z").IsFalse.ShouldBeTrue();
        InForce(mission, facts, "Count.hours", "2025-09-27T12:00:00Z").IsUnknown.ShouldBeTrue();
        InForce(mission, facts, "Count.hours", "2025-09-28T04:00:00Z").IsTrue.ShouldBeTrue();
    }
}
