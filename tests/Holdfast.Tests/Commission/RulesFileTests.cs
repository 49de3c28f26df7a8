using System.Collections.Immutable;
using Holdfast.App.Missions;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;

namespace Holdfast.Tests.Commission;

public sealed class RulesFileTests
{
    private const string Good = """
        title: Rules
        standing: illustrative
        cites: illustrative
        quorum: 1
        majority: simple
        provisional: {within: 12 h}
        members:
          - {id: a, name: A, nation: FR}
        stages:
          - {stage: received, within: 2 h, by: secretariat}
          - {stage: preliminary, within: 4 h, by: any member}
          - {stage: investigating, within: 20 days, by: any member}
          - {stage: draft, within: 5 days, by: secretariat}
          - {stage: party response, within: 7 days, by: parties}
          - {stage: deliberation, within: 5 days, by: vote, late: waits}
        """;

    private const string Main = """
        title: T
        summary: S
        exposure: historical
        zone: Europe/Kyiv
        period: {from: 2025-01-01, until: 2025-02-01}
        parties: [{id: UA, name: Ukraine}, {id: RU, name: Russia}]
        """;

    private static (Mission? Mission, ImmutableArray<Diagnostic> Found) Read(string rules) =>
        MissionReader.Read("m", [new MissionFile("mission.yaml", "00", Main), new MissionFile("commission.yaml", "01", rules)]);

    [Fact]
    public void Rules_are_read_as_they_are_written()
    {
        var (mission, found) = Read(Good);
        found.ShouldBeEmpty();
        var rules = mission.ShouldNotBeNull().Commission.ShouldNotBeNull();
        rules.Members.Single().ShouldBe(new CommissionMember("a", "A", "FR"));
        rules.ProvisionalMajority.ShouldBe(Majority.Simple);
        rules.Stage(CaseState.Deliberation).ShouldNotBeNull().Late.ShouldBe(WhenLate.Waits);
        rules.Stage(CaseState.Received).ShouldNotBeNull().Late.ShouldBe(WhenLate.Proceeds);
    }

    [Theory]
    [InlineData("quorum: 1", "quorum: 2", "out-of-range", "4:9")]
    [InlineData("majority: simple", "majority: simpel", "unknown-word", "5:11")]
    [InlineData("  - {id: a, name: A, nation: FR}", "  - {id: public, name: A, nation: FR}", "bad-id", "8:10")]
    [InlineData("  - {id: a, name: A, nation: FR}", "  - {id: a, name: A, nation: FR}\n  - {id: a, name: B, nation: GB}", "twice", "8:3")]
    [InlineData("quorum: 1", "quorum: 1\nchair: b", "unknown-member", "5:8")]
    [InlineData("within: 4 h", "within: 0 h", "out-of-range", "11:34")]
    [InlineData("within: 4 h", "within: 4 fortnights", "unknown-unit", "11:34")]
    [InlineData("by: parties", "by: vote", "bad-stage", "14:49")]
    [InlineData("by: any member}\n  - {stage: draft", "by: chair}\n  - {stage: draft", "no-chair", "10:3")]
    [InlineData("  - {stage: draft, within: 5 days, by: secretariat}\n", "", "missing-stage", "10:3")]
    [InlineData("quorum: 1", "qourum: 1", "unknown-key", "4:1")]
    public void A_fault_is_named_with_its_place(string old, string changed, string code, string at)
    {
        var (mission, found) = Read(Good.Replace(old, changed, StringComparison.Ordinal));
        mission.ShouldBeNull();
        found.ShouldContain(d => d.Code == code && $"{d.Line}:{d.Column}" == at, string.Join('\n', found));
    }

    [Fact]
    public async Task The_reference_mission_has_rules_by_which_no_single_member_can_stall()
    {
        var load = await MissionFolder.LoadAsync(
            Path.Combine(Repository.Root, "missions", "ukraine"),
            TestContext.Current.CancellationToken
        );
        var mission = load.OrThrow();
        var tiers = Stalling.Tiers(mission.Commission.ShouldNotBeNull(), mission.Clauses, ImmutableHashSet<string>.Empty);
        tiers.ShouldNotBeEmpty();
        tiers.ShouldAllBe(t => t.BlockedBy.IsEmpty);
        tiers.Where(t => !t.InTime).ShouldBeEmpty();
    }
}
