using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Core.Watch.Sensors;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>One rule says who is left out, for incidents, origins, coverage and sensors alike.</summary>
public sealed class LeftOutTests
{
    private static readonly Source[] Sources =
    [
        Of("net", "mission", Affiliation.Mission, ""),
        Of("posts", "mission-posts", Affiliation.Mission, ""),
        Of("pa-sensors", "party-a", Affiliation.Party, "PA"),
        Of("pa-claims", "party-a", Affiliation.Party, "PA"),
        Of("agency-copy", "party-a", Affiliation.Public, ""),
    ];

    [Theory]
    [InlineData(null, "", "")]
    [InlineData("", "", "")]
    [InlineData("nobody-of-this-name", "nobody-of-this-name", "nobody-of-this-name")]
    // A source alone: its owner's sensors still report through the other.
    [InlineData("pa-claims", "pa-claims", "pa-claims")]
    // An owner: all its sources, and its sensors.
    [InlineData("PA", "PA pa-claims pa-sensors", "PA pa-claims pa-sensors")]
    // A group: whoever copies whom is left out together, and with all of an owner's sources its sensors.
    [InlineData("party-a", "agency-copy pa-claims pa-sensors party-a", "PA agency-copy pa-claims pa-sensors party-a")]
    [InlineData("mission", "mission net posts", "mission net posts")]
    [InlineData("net", "net", "net")]
    public void A_name_leaves_out_sources_and_sensors(string? name, string sources, string owners)
    {
        var rule = new LeftOut(name, Sources);
        string[] names = [.. Sources.Select(s => s.Id), "mission", "PA", "PB", "party-a", "nobody-of-this-name"];
        string.Join(' ', names.Where(rule.Source).Order(StringComparer.Ordinal)).ShouldBe(sources);
        string.Join(' ', names.Where(rule.SensorsOf).Order(StringComparer.Ordinal)).ShouldBe(owners);
    }

    [Fact]
    public void The_mission_s_sensors_stay_while_one_of_its_sources_does_and_go_with_the_last()
    {
        var registry = new SensorRegistry([Sensor("a", "mission"), Sensor("b", "PA"), Sensor("c", "FR")]);
        new LeftOut("net", Sources).Of(registry).All.Select(s => s.Id).ShouldBe(["a", "b", "c"]);
        new LeftOut("net", Sources.Where(s => s.Id != "posts")).Of(registry).All.Select(s => s.Id).ShouldBe(["b", "c"]);
        new LeftOut("party-a", Sources).Of(registry).All.Select(s => s.Id).ShouldBe(["a", "c"]);
        // A nation that lends sensors and no source of its own.
        new LeftOut("FR", Sources)
            .Of(registry)
            .All.Select(s => s.Id)
            .ShouldBe(["a", "b"]);
        new LeftOut(null, Sources).Of(registry).ShouldBeSameAs(registry);
    }

    [Fact]
    public void The_coverage_ledger_goes_by_the_same_rule()
    {
        foreach (var name in new[] { "PA", "party-a", "pa-claims", "mission", "net", "agency-copy" })
        {
            var input = new CoverageInput(
                [],
                new LocalDate(2026, 3, 1),
                new LocalDate(2026, 3, 1),
                DateTimeZone.Utc,
                [],
                [],
                Sources.ToDictionary(s => s.Id),
                new PlaceProbability(new Atlas([])),
                name
            );
            var rule = new LeftOut(name, Sources);
            Sources.ShouldAllBe(s => input.IsLeftOut(s.Id) == rule.Source(s.Id));
        }
    }

    [Fact]
    public void Every_name_that_leaves_somebody_out_is_known() =>
        LeftOut
            .AllNames(Sources, ["FR", "mission", "PA"])
            .ShouldBe(["FR", "PA", "agency-copy", "mission", "mission-posts", "net", "pa-claims", "pa-sensors", "party-a", "posts"]);

    private static Source Of(string id, string group, Affiliation affiliation, string owner) =>
        new(id, id, group, affiliation, owner, Reliability.B);

    private static RegisteredSensor Sensor(string id, string owner) =>
        new(
            id,
            SensorKind.Acoustic,
            [new SensorSite(new GeoPoint(48, 37), 0, owner, 0.01, 0.2, null, null, "", "", Standing.Illustrative)]
        );
}
