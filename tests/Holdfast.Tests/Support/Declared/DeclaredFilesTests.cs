using Holdfast.App.Missions;
using Holdfast.Core.Missions;
using Holdfast.Core.Support;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

public sealed class DeclaredFilesTests
{
    [Fact]
    public void Support_is_read_with_the_origin_of_every_statement_and_number()
    {
        var (mission, diagnostics) = DeclaredFiles.Read();
        diagnostics.ShouldBeEmpty();
        var model = mission.ShouldNotBeNull().Support.ShouldNotBeNull();
        var depot = model.Depots.Single(d => d.Id == "DE.depot");
        depot.Stated.ShouldBe(new Stated(Standing.Attributed, "Doc"));
        // Whoever says that there is a depot has not said what it holds.
        model.Depots.Single(d => d.Id == "FR.depot").Stock[0].Figures.ShouldBe(Stated.Illustration);
        depot.Stock[0].Figures.ShouldBe(new Stated(Standing.Attributed, "Doc"));
        depot.Access[0].For.ShouldBeEmpty();
        model.StockClasses.Select(c => c.Id).ShouldBe(["shells", "fuel"]);
        model.Region("UA.west").ShouldBe(new SupportRegion("UA.west", "West", "UA"));
        model.Region("field").ShouldNotBeNull().Name.ShouldBe("Field");
    }

    [Fact]
    public void A_mission_without_the_files_declares_no_support() =>
        DeclaredFiles
            .Read([
                .. DeclaredFiles
                    .Files()
                    .Where(f => f.Path.StartsWith("support/", StringComparison.Ordinal))
                    .Select(f => (f.Path, (string?)null)),
            ])
            .Mission.ShouldNotBeNull()
            .Support.ShouldBeNull();

    // Which file, what is written there instead of what, and what the complaint must name.
    public static TheoryData<string, string, string, string, string> Faults =>
        new()
        {
            { "depots", "quantity: 1000-2000 round", "quantity: -1000", "out-of-range", "1000" },
            { "depots", "quantity: 1000-2000 round", "quantity: 2000-1000", "out-of-range", "1000-2000" },
            { "depots", "quantity: 1000-2000 round", "quantity: 1000-2000 rounds", "unknown-unit", "round" },
            { "depots", "quantity: 1000-2000 round", "quantity: \"1,5\"", "wrong-type", "1.5" },
            { "depots", "quantity: 1000-2000 round", "quantity: \"1,000\"", "wrong-type", "thousands are not parted" },
            { "depots", "quantity: 1000-2000 round", "quantity: many", "wrong-type", "many" },
            { "depots", "quantity: 1000-2000 round", "quantity: 99999999999999999999999999999999", "out-of-range", "digits" },
            { "depots", "quantity: 1000-2000 round", "quantity: 1e9", "wrong-type", "1e9" },
            { "depots", "quantity: 1000-2000 round, ", "", "missing-key", "quantity" },
            { "depots", "{ class: fuel, quantity: 100 }", "{ class: shells, quantity: 100 }", "duplicate-id", "shells" },
            { "depots", "{ class: fuel, quantity: 100 }", "{ class: fule, quantity: 100 }", "unknown-name", "fuel" },
            { "depots", "when: access(FR)", "when: acess(FR)", "unknown-name", "access" },
            { "depots", "when: access(FR)", "when: access(GB)", "unknown-value", "FR" },
            { "depots", "when: access(FR)", "when: \"access(FR) and\"", "syntax", "" },
            { "depots", "for: [UA]", "for: [UE]", "unknown-name", "UA" },
            { "depots", "region: FR", "region: UA.wets", "unknown-name", "UA.west" },
            { "depots", "region: FR", "region: FR, longitude: 22.0", "yaml-syntax", "" },
            { "depots", "    draw_hours: 12", "    longitude: 22.0\n    draw_hours: 12", "no-coordinates", "region" },
            { "depots", "by: road, hours", "by: raod, hours", "unknown-word", "road" },
            { "depots", "distance: near", "distance: neer", "unknown-word", "near" },
            { "depots", "from: DE, to: UA.west", "from: UA.west, to: UA.west", "out-of-range", "UA.west" },
            { "depots", "from: DE, to: UA.west, by: rail", "from: FR, to: UA.west, by: road", "duplicate-id", "FR - UA.west" },
            { "depots", "units: 2", "units: 2-3", "wrong-type", "one number" },
            { "depots", "{ class: fuel, per_day: 10 }", "{ class: fuel }", "missing-key", "per_day" },
            { "depots", "kilograms: 50", "kilograms: 0", "out-of-range", "0.001" },
            { "depots", "cites: Doc, figures", "cites: Dok, figures", "unknown-reference", "Doc" },
            { "depots", "requirements:", "requirement:", "unknown-key", "requirements" },
            { "financing", "0.1 billion EUR", "0.1 billion EUA", "unknown-currency", "EUR" },
            { "financing", "0.1 billion EUR", "0.1 billion €", "unknown-currency", "EUR" },
            { "financing", "0.1 billion EUR", "\"0,1 billion EUR\"", "wrong-type", "0.1 billion EUR" },
            { "financing", "0.1 billion EUR", "-1 billion EUR", "out-of-range", "1 billion EUR" },
            { "financing", "0.1 billion EUR", "0 EUR", "out-of-range", "above 0" },
            { "financing", "period: 2026-Q2", "period: 2026", "overlap", "2026-Q1" },
            { "financing", "period: 2026-Q2", "period: 2026-Q5", "bad-date", "2026-Q5" },
            { "financing", "period: 2026-Q2", "period: 2027/2026", "bad-date", "2027/2026" },
            { "financing", "amount: 40 billion EUR", "amount: 50 billion EUR", "out-of-range", "5000000000" },
            { "financing", "kind: loan", "kind: lone", "unknown-word", "loan" },
            { "financing", "when: adopted", "when: adoptd", "unknown-name", "adopted" },
            { "financing", "provider: FR", "provider: FF", "unknown-name", "FR" },
            { "financing", "per_euro: 1.2", "per_euro: 0", "out-of-range", "0.000001" },
            { "financing", "currency: USD", "currency: EUR", "unknown-currency", "needs no rate" },
            {
                "financing",
                "currency: USD, period: 2026, per_euro: 1.2,",
                "currency: USD, period: 2026, per_euro: 1.2, standing: attributed, cites: Doc }\n  - { currency: USD, period: 2026-Q3, per_euro: 1.1,",
                "overlap",
                "2026"
            },
            { "sanctions", "decision: executive", "decision: executiv", "unknown-word", "executive" },
            { "sanctions", "fact: kept(EU)", "fact: kept(UE)", "unknown-value", "EU" },
            { "sanctions", "fact: kept(EU)", "fact: \"kept(EU) or frozen\"", "wrong-kind", "kept(EU) or frozen" },
            { "sanctions", "fact: kept(EU)", "fact: kept(EU)\n    in_force: frozen", "unknown-key", "fact" },
            { "sanctions", "from: 2026-07-01, until: 2027-01-01", "from: 2026-06-01, until: 2027-01-01", "overlap", "2026-01-01" },
            { "sanctions", "from: 2026-07-01, until: 2027-01-01", "from: 2026-07-01, until: 2026-07-01", "bad-period", "until" },
            { "sanctions", "from: 2026-07-01, until", "from: 01.07.2026, until", "bad-date", "2026-07-01" },
            { "sanctions", "restore_days: 30-60", "restore_days: -5", "out-of-range", "-5" },
            {
                "industry",
                "input: powder, per_unit: 0.02 }], standing: attributed, cites: Doc }\n  - { id: new",
                "input: powdr, per_unit: 0.02 }], standing: attributed, cites: Doc }\n  - { id: new",
                "unknown-name",
                "powder"
            },
            { "industry", "unit: round, capacity", "unit: shot, capacity", "unknown-unit", "round" },
            { "industry", "from: 2026-03", "from: 2026-13", "bad-date", "2026-13" },
            { "industry", "per_month: 4000", "per_month: -4000", "out-of-range", "-4000" },
            { "industry", "id: new", "id: old", "duplicate-id", "old" },
            { "training", "months: 2", "months: 1.5", "wrong-type", "whole number" },
            { "training", "loss_percent: 5-10", "loss_percent: 5-110", "out-of-range", "100" },
            { "training", "from: 2026-04", "from: 2026-01", "overlap", "2026-01" },
            { "training", "last: 2026-05", "last: 2026-02", "bad-period", "last" },
            { "training", "persons: 4000", "persons: -4000", "out-of-range", "-4000" },
            { "works", "since: 2026-03,", "since: 2026-01-10,", "overlap", "2026-01-10" },
            { "works", "state: agreed", "state: agred", "unknown-word", "agreed" },
            { "works", "assistance: [money]", "assistance: [mony]", "unknown-name", "money" },
            { "works", "length_km: 10-20 km", "length_km: 10-20 miles", "unknown-unit", "km" },
            { "works", "region: UA.west", "region: UA.west\n    lat: 50.1", "no-coordinates", "region" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_its_place_and_the_nearest_right_word(
        string file,
        string right,
        string wrong,
        string code,
        string names
    )
    {
        var path = $"support/{file}.yaml";
        var text = DeclaredFiles.Files().Single(f => f.Path == path).Text;
        text.ShouldContain(right);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var (mission, diagnostics) = DeclaredFiles.Read((path, text[..at] + wrong + text[(at + right.Length)..]));
        mission.ShouldBeNull();
        var found = diagnostics.Where(d => d.File == path && d.Code == code).ToArray();
        found.ShouldNotBeEmpty(string.Join('\n', diagnostics));
        found.ShouldContain(d => $"{d.Message} {d.Suggestion}".Contains(names, StringComparison.Ordinal), string.Join('\n', diagnostics));
        found.ShouldAllBe(d => d.Line > 0 && d.Column > 0);
    }

    [Fact]
    public void A_requirement_of_ones_own_is_read_with_the_missions_names()
    {
        var mission = DeclaredFiles.Mission();
        const string own = """
            requirements:
              - { id: mine, title: Mine, to: UA.west, units: 1, standing: illustrative, cites: illustrative, lines: [{ class: fuel, per_day: 5 tonne }] }
            """;
        var (read, none) = MissionReader.ReadRequirements(mission, "mine.yaml", own);
        none.ShouldBeEmpty();
        read.ShouldNotBeNull().ShouldHaveSingleItem().Lines[0].PerDay.ShouldBe(AmountRange.Exactly(5));
        var (wrong, diagnostics) = MissionReader.ReadRequirements(
            mission,
            "mine.yaml",
            own.Replace("fuel", "fuell", StringComparison.Ordinal)
        );
        wrong.ShouldBeNull();
        diagnostics.ShouldContain(d => d.File == "mine.yaml" && d.Line == 2 && d.Suggestion == "fuel");
    }

    [Fact]
    public async Task The_reference_mission_places_nothing_finer_than_a_region_and_says_which_stocks_are_invented()
    {
        var folder = Path.Combine(Repository.Root, "missions", "ukraine");
        var model = (await MissionFolder.LoadAsync(folder, TestContext.Current.CancellationToken)).OrThrow().Support.ShouldNotBeNull();
        model.Depots.ShouldAllBe(d => model.Region(d.Region) != null);
        model.Depots.SelectMany(d => d.Stock).ShouldAllBe(s => s.Figures.Standing == Standing.Illustrative);
        model.Financing.ShouldAllBe(i => i.Stated.Standing == Standing.Attributed && i.Figures.Standing == Standing.Attributed);
        model.Sanctions.Length.ShouldBeGreaterThan(5);
        Directory
            .EnumerateFiles(Path.Combine(folder, "support"), "*.yaml")
            .SelectMany(File.ReadLines)
            .ShouldAllBe(l => !l.Contains("longitude", StringComparison.Ordinal) && !l.Contains("latitude", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("support/finance.yaml", "support/financing.yaml")]
    [InlineData("support/item.csv", "support/items.csv")]
    [InlineData("support/rates.yaml", "support/rates.csv")]
    [InlineData("support/depots.yml", "support/depots.yaml")]
    public void A_file_that_nothing_reads_is_complained_about_with_the_nearest_right_name(string path, string nearest)
    {
        var (mission, faults) = DeclaredFiles.Read((path, "x: 1\n"));
        mission.ShouldBeNull();
        var fault = faults.Where(f => f.Severity == DiagnosticSeverity.Error).ShouldHaveSingleItem();
        (fault.File, fault.Code, fault.Suggestion).ShouldBe((path, "unused-file", nearest));
        fault.Message.ShouldContain("depots.yaml, financing.yaml");
    }

    [Fact]
    public void A_route_from_where_no_depot_lies_and_a_depot_without_a_route_are_told()
    {
        var text = DeclaredFiles.Depots.Replace("{ from: DE, to: UA.west", "{ from: UA, to: UA.west", StringComparison.Ordinal);
        var (mission, faults) = DeclaredFiles.Read(("support/depots.yaml", text));
        mission.ShouldNotBeNull();
        var told = faults.Where(f => f.Code is "unused-route" or "no-route").OrderBy(f => f.Line).ToArray();
        told.Select(f => f.Code).ShouldBe(["no-route", "unused-route"]);
        told[0].Message.ShouldContain("no route leads out of 'DE'", Case.Insensitive);
        told[1].Message.ShouldContain("no depot lies in 'UA'", Case.Insensitive);
        DeclaredFiles.Read().Diagnostics.ShouldNotContain(f => f.Code == "unused-route" || f.Code == "no-route");
    }
}
