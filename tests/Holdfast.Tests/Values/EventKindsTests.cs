using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Values;

public sealed class EventKindsTests
{
    [Theory]
    [InlineData("artillery", "fire", Bool3.True)]
    [InlineData("use_of_force", "fire", Bool3.Unknown)]
    [InlineData("assault", "fire", Bool3.False)]
    [InlineData("explosion", "explosion", Bool3.True)]
    [InlineData("live_fire_exercise", "fire", Bool3.False)]
    public void A_kind_is_held_against_what_is_asked(string kind, string wanted, Bool3 expected) =>
        EventKinds.Matches(kind, [wanted]).Value.ShouldBe(expected);

    [Theory]
    [InlineData("explosion")]
    [InlineData("thermal_anomaly")]
    [InlineData("damage")]
    [InlineData("casualty")]
    public void An_effect_of_unknown_cause_is_never_a_finding_of_no_breach(string kind)
    {
        EventKinds.Matches(kind, ["fire", "assault"]).Value.ShouldBe(Bool3.Unknown);
        EventKinds.Matches(kind, ["flight"]).Value.ShouldBe(Bool3.False);
    }
}
