using Holdfast.App.Missions;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Forces;

public sealed class ForceFilesTests
{
    [Fact]
    public void A_folder_of_forces_is_read_with_the_origin_of_every_statement_and_number()
    {
        var model = ForceWorldFiles.Mission().Forces.ShouldNotBeNull();
        model.Sets.ShouldHaveSingleItem().Lines.Length.ShouldBe(4);
        var offer = model.Offer("FR.infantry").ShouldNotBeNull();
        offer.Stated.ShouldBe(new Stated(Standing.Attributed, "Doc"));
        // Whoever says that a nation offers something has not said how much.
        offer.Quantity.ShouldBe(new Figure(8, Stated.Illustration));
        model.Sets[0].Most.ShouldBe(new Figure(2000, new Stated(Standing.Attributed, "Doc")));
        model.Sets[0].Line("guard.town").ShouldNotBeNull().Quantity.Select(q => q.Value).ShouldBe([1, 2]);
    }

    [Fact]
    public void A_mission_without_the_folder_declares_no_force() =>
        ForceWorldFiles
            .Read([
                .. ForceWorldFiles
                    .Files()
                    .Where(f => f.Path.StartsWith("forces/", StringComparison.Ordinal))
                    .Select(f => (f.Path, (string?)null)),
            ])
            .Mission.ShouldNotBeNull()
            .Forces.ShouldBeNull();

    // Which file, what is written there instead of what, and what the complaint must name.
    public static TheoryData<string, string, string, string, string> Faults =>
        new()
        {
            { "forces/offers/FR.yaml", "capability: infantry", "capability: infantri", "unknown-name", "infantry" },
            { "forces/offers/FR.yaml", "undertaking: FR.presence", "undertaking: FR.presense", "unknown-name", "FR.presence" },
            { "forces/offers/FR.yaml", "peace and vote(FR.Parliament)", "peace and vote(FR.Parlament)", "unknown-value", "FR.Parliament" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 9", "out-of-range", "8" },
            { "forces/offers/FR.yaml", "bound: 3", "bund: 3", "unknown-key", "bound" },
            { "forces/offers/FR.yaml", "quantity: 8", "quantity: 1.5", "wrong-type", "whole number" },
            { "forces/offers/FR.yaml", "quantity: 8", "quantity: 8, dwell_factor: 2", "out-of-range", "3" },
            { "forces/offers/FR.yaml", "id: FR.infantry", "id: DE.x", "bad-id", "FR.x" },
            { "forces/offers/DE.yaml", "not asked(on_land)", "not asked(on_sea)", "unknown-value", "on_land" },
            { "forces/offers/DE.yaml", "nation: DE", "nation: DD", "unknown-nation", "DE" },
            { "forces/offers/FR.yaml", "quantity: 8", "quantity: -8", "out-of-range", "-8" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: -3", "out-of-range", "-3" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, handover_months: 6", "out-of-range", "6 months" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, handover_month: 1", "unknown-key", "handover_months" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, caveats: [\"not at() within 50 km\"]", "syntax", "" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, caveats: [\"not at(frond) within 50 km\"]", "unknown-shape", "front" },
            { "forces/offers/FR.yaml", "peace and vote(FR.Parliament)", "peace and not peace", "contradiction", "peace" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, when: not vote(FR.Parliament)", "contradiction", "vote(FR.Parliament)" },
            { "forces/offers/FR.yaml", "bound: 3", "bound: 3, when: peace, when_standing: recordet", "unknown-word", "recorded" },
            { "forces/requirements/small.yaml", "quantity: 1, notice_days: 10", "quantity: -1, notice_days: 10", "out-of-range", "-1" },
            { "forces/requirements/small.yaml", "from_month: 0", "from_month: 4", "out-of-order", "month 0" },
            { "forces/requirements/small.yaml", "capability: mines", "capability: mine", "unknown-name", "mines" },
            { "forces/requirements/small.yaml", "area: near", "area: nere", "unknown-name", "near" },
            { "forces/requirements/small.yaml", "asks: [combat]", "asks: [kombat]", "unknown-name", "combat" },
            { "forces/requirements/small.yaml", "{ entry: 1, hold: 2 }", "{ entry: 1, hald: 2 }", "unknown-key", "hold" },
            { "forces/requirements/small.yaml", "from_month: 3", "from_month: 0", "out-of-order", "after" },
            { "forces/requirements/small.yaml", "most: 2000", "most: 20", "out-of-range", "1000" },
            { "forces/capabilities.yaml", "percent: 40", "percent: 140", "out-of-range", "100" },
            { "forces/capabilities.yaml", "cites: Doc }", "cites: Dok }", "unknown-reference", "Doc" },
            { "forces/areas.yaml", "longitude: 26", "longitude: 62", "wrong-place", "town" },
            { "forces/areas.yaml", "by: road, hours", "by: raod, hours", "unknown-word", "road" },
            { "forces/scenarios.yaml", "assume: [peace]", "assume: [peece]", "unknown-name", "peace" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_place_and_the_nearest_right_word(
        string path,
        string right,
        string wrong,
        string code,
        string names
    )
    {
        var text = ForceWorldFiles.Files().Single(f => f.Path == path).Text;
        text.ShouldContain(right);
        var (mission, diagnostics) = ForceWorldFiles.Read((path, text.Replace(right, wrong, StringComparison.Ordinal)));
        mission.ShouldBeNull();
        var found = diagnostics.Where(d => d.File == path && d.Code == code).ToArray();
        found.ShouldNotBeEmpty(string.Join('\n', diagnostics));
        found.ShouldContain(d => $"{d.Message} {d.Suggestion}".Contains(names, StringComparison.Ordinal), string.Join('\n', diagnostics));
        found.ShouldAllBe(d => d.Line > 0 && d.Column > 0);
    }

    [Fact]
    public void A_file_of_another_name_in_the_folder_is_an_error() =>
        ForceWorldFiles.Read(("forces/offer/FR.yaml", ForceWorldFiles.France)).Diagnostics.ShouldContain(d => d.Code == "unused-file");

    [Fact]
    public void A_planners_own_offers_are_read_with_the_missions_names()
    {
        var mission = ForceWorldFiles.Mission();
        var (offers, none) = MissionReader.ReadOffers(
            mission,
            "mine.yaml",
            ForceWorldFiles.France.Replace("quantity: 8", "quantity: 12", StringComparison.Ordinal)
        );
        none.ShouldBeEmpty();
        offers.ShouldNotBeNull().Single(o => o.Id == "FR.infantry").Quantity.Value.ShouldBe(12);
        var (wrong, diagnostics) = MissionReader.ReadOffers(
            mission,
            "mine.yaml",
            "nation: FR\noffers:\n  - { id: FR.x, capability: tanks }\n"
        );
        wrong.ShouldBeNull();
        diagnostics.ShouldContain(d => d.File == "mine.yaml" && d.Line == 3);
    }

    [Fact]
    public async Task The_reference_mission_declares_the_planning_sizes_and_every_invented_number_says_so()
    {
        var folder = Path.Combine(Repository.Root, "missions", "ukraine");
        var model = (await MissionFolder.LoadAsync(folder, TestContext.Current.CancellationToken)).OrThrow().Forces.ShouldNotBeNull();
        model
            .Sets.Select(s => (s.Least.Value, s.Most.Value))
            .ShouldBe([(20_000, 20_000), (15_000, 30_000), (30_000, 40_000), (60_000, 100_000), (150_000, 150_000)]);
        model.Sets.ShouldAllBe(s => s.Stated.Standing == Standing.Attributed);
        model.Offers.ShouldAllBe(o => o.Quantity.Stated.Standing == Standing.Illustrative);
        model.Offers.Select(o => o.Nation).Distinct().Count().ShouldBeGreaterThan(20);
        // The demilitarised zone is not the force's (seed-003 page 6): no area lies at the line.
        model.Areas.ShouldAllBe(a => a.Kind != AreaKind.SafeZone || a.Point.Longitude < 30);
    }
}
