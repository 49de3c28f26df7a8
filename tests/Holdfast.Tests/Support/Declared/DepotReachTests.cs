using System.Collections.Immutable;
using Holdfast.App.Support.Declared;
using Holdfast.Core.Support;
using Holdfast.Core.Support.Depots;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

public sealed class DepotReachTests
{
    private static ReachCell Cell(DeclaredCase asked, string item, decimal hours, string? drawer = null) =>
        DepotReach.Work(asked.Model, asked.World, new ReachQuestion("UA.west", drawer, [hours])).Rows.Single(r => r.Class.Id == item).Cells[
            0
        ];

    [Fact]
    public async Task What_may_be_drawn_counts_as_sure_what_is_unknown_as_possible_and_what_is_refused_not_at_all()
    {
        var granted = await DeclaredFiles.AskAsync("2026-03-02", "access(DE)", "open(DE)", "not access(FR)");
        Cell(granted, "shells", 24).ShouldBe(new ReachCell(24, AmountRange.Exactly(400), 400, AmountRange.Exactly(400)));
        var unknown = await DeclaredFiles.AskAsync("2026-03-02", "access(DE)", "not access(FR)");
        // Access is granted, whether the way is open is not known.
        Cell(unknown, "shells", 24).ShouldBe(new ReachCell(24, AmountRange.None, 400, AmountRange.None));
        var refused = await DeclaredFiles.AskAsync("2026-03-02", "not access(DE)", "open(DE)", "not access(FR)");
        Cell(refused, "shells", 720).Possible.ShouldBe(0);
        var reach = DepotReach.Work(unknown.Model, unknown.World, new ReachQuestion("UA.west", null, [24]));
        reach.Missing.Select(DeclaredWords.Missing).ShouldBe(["access(FR)", "open(DE)"]);
    }

    [Fact]
    public async Task The_first_arrives_after_drawing_and_the_way_and_throughput_carries_no_more_than_its_limit()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", "access(FR)", "not access(DE)");
        // At best after 12 + 12 hours, at worst after 12 + 36.
        Cell(asked, "shells", 24).Sure.ShouldBe(AmountRange.None);
        // A day later: 40 tonnes are 800 rounds at best; at worst nothing has come.
        Cell(asked, "shells", 48).Sure.ShouldBe(new AmountRange(0, 800));
        // At worst one day of 20 tonnes, at best two of 40.
        Cell(asked, "shells", 72).Sure.ShouldBe(new AmountRange(400, 1600));
    }

    [Fact]
    public async Task A_class_gets_what_those_before_it_leave_of_the_throughput()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", "access(FR)", "not access(DE)");
        var fuel = Cell(asked, "fuel", 96);
        // Alone: two days of 20 tonnes at worst; three of 40 at best.
        fuel.Alone.ShouldBe(new AmountRange(40, 100));
        // Shells go first. At their most (2,000 rounds and 4 days of replenishment, 102 tonnes) they take both days; at their least (50 and 1.5 tonnes, of which what is ready by then) they leave the rest.
        fuel.Sure.Low.ShouldBe(0);
        fuel.Sure.High.ShouldBeInRange(65, 70);
        fuel.Possible.ShouldBeGreaterThanOrEqualTo(fuel.Sure.High);
    }

    [Fact]
    public async Task Replenishment_counts_in_daily_parts_within_its_month()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", "access(FR)", "not access(DE)");
        // At worst 48 hours on the way: daily parts of ten rounds up to that of day 27; that of day 28 comes at the last hour, when no time is left to carry it.
        Cell(asked, "shells", 720).Sure.Low.ShouldBe(1270);
        Cell(asked, "shells", 720).Sure.High.ShouldBe(2280);
    }

    [Fact]
    public async Task An_access_rule_holds_for_those_that_it_names()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", "access(FR)", "access(DE)", "open(DE)");
        Cell(asked, "shells", 72, "UA").Sure.Low.ShouldBe(800);
        // Nobody says that France may draw from its depot: that is unknown, not granted.
        Cell(asked, "shells", 72, "FR").Sure.ShouldBe(AmountRange.Exactly(400));
        Cell(asked, "shells", 72, "FR").Possible.ShouldBe(2000);
    }

    [Fact]
    public async Task More_hours_never_bring_less_and_ranges_are_ranges()
    {
        string[] facts = ["access(FR)", "access(DE)", "open(DE)"];
        for (var mask = 0; mask < 27; mask++)
        {
            var assume = facts
                .Select((f, i) => (Fact: f, Digit: mask / (int)Math.Pow(3, i) % 3))
                .Where(f => f.Digit > 0)
                .Select(f => f.Digit == 1 ? f.Fact : "not " + f.Fact)
                .ToArray();
            var asked = await DeclaredFiles.AskAsync("2026-03-02", assume);
            ImmutableArray<decimal> hours = [6, 12, 18, 24, 30, 36, 40, 48, 60, 72, 100, 168, 300, 720];
            foreach (var row in DepotReach.Work(asked.Model, asked.World, new ReachQuestion("UA.west", null, hours)).Rows)
            {
                row.Cells.Select(c => c.Hours).ShouldBe(hours);
                foreach (var (before, after) in row.Cells.Zip(row.Cells.Skip(1)))
                {
                    after.Sure.Low.ShouldBeGreaterThanOrEqualTo(before.Sure.Low);
                    after.Sure.High.ShouldBeGreaterThanOrEqualTo(before.Sure.High);
                    after.Possible.ShouldBeGreaterThanOrEqualTo(before.Possible);
                }
                row.Cells.ShouldAllBe(c => c.Sure.Low <= c.Sure.High && c.Sure.High <= c.Possible && c.Sure.Low <= c.Alone.Low);
            }
        }
    }

    /// <summary>Random worlds of depots, routes, limits and access: the same properties, and that nothing arrives that is not held.</summary>
    [Fact]
    public void Random_depots_bring_more_with_more_hours_and_never_more_than_they_hold()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var (model, world) = RandomDepots.Make(seed);
            var rows = DepotReach.Work(model, world, new ReachQuestion("to", null, [12, 24, 48, 72, 168, 720])).Rows;
            foreach (var row in rows)
            {
                foreach (var (before, after) in row.Cells.Zip(row.Cells.Skip(1)))
                {
                    after.Sure.Low.ShouldBeGreaterThanOrEqualTo(before.Sure.Low, $"seed {seed}");
                    after.Sure.High.ShouldBeGreaterThanOrEqualTo(before.Sure.High, $"seed {seed}");
                    after.Possible.ShouldBeGreaterThanOrEqualTo(before.Possible, $"seed {seed}");
                }
                var month = model.Depots.Sum(d => d.Of(row.Class.Id)?.PerMonth.High ?? 0);
                row.Cells.ShouldAllBe(c => c.Sure.Low <= c.Sure.High && c.Sure.High <= c.Possible, $"seed {seed}");
                row.Cells[^1].Possible.ShouldBeLessThanOrEqualTo(row.Held.High + month, $"seed {seed}");
            }
            // All classes together bring no more by road than the limit carries in the time since the first could arrive.
            var road = model.Limits.First(l => l.By == RouteClass.Road).TonnesPerDay.High;
            if (model.Routes.All(r => r.By == RouteClass.Road))
            {
                rows.Sum(r => r.Cells[2].Sure.Low * r.Class.KilogramsPerUnit).ShouldBeLessThanOrEqualTo(road * 1000 * 2, $"seed {seed}");
            }
        }
    }

    [Fact]
    public async Task What_is_short_of_a_requirement_is_told_by_cause_and_the_causes_add_up()
    {
        foreach (
            string[] assume in new string[][]
            {
                [],
                ["access(FR)"],
                ["access(FR)", "access(DE)"],
                ["access(FR)", "access(DE)", "open(DE)"],
                ["not access(FR)"],
            }
        )
        {
            var asked = await DeclaredFiles.AskAsync("2026-03-02", assume);
            var requirement = asked.Model.Requirement("brigade").ShouldNotBeNull();
            var coverage = DepotCoverage.Work(asked.Model, asked.World, requirement, "UA", ReachQuestion.UsualHours);
            foreach (var cell in coverage.Rows.SelectMany(r => r.Cells))
            {
                cell.Parts.Sum(p => p.Quantity).ShouldBe(cell.Short);
                cell.Parts.ShouldAllBe(p => p.Quantity > 0);
                cell.Short.ShouldBe(Math.Max(0, cell.Need.High - cell.Arrives.Sure.Low));
                (cell.Binding is null).ShouldBe(cell.Short == 0);
                cell.Low.ShouldBeInRange(0, cell.High);
                cell.High.ShouldBeInRange(0, cell.Possible);
                cell.Possible.ShouldBeInRange(0, 1);
            }
        }
    }

    [Fact]
    public async Task Each_cause_binds_where_it_is_the_one()
    {
        async Task<CoverageCell> At(string line, decimal hours, params string[] assume)
        {
            var asked = await DeclaredFiles.AskAsync("2026-03-02", assume);
            var requirement = asked.Model.Requirement("brigade").ShouldNotBeNull();
            return DepotCoverage.Work(asked.Model, asked.World, requirement, "UA", [hours]).Rows.Single(r => r.Class.Id == line).Cells[0];
        }
        // Two units: 2 x (200 + 3 x 50) rounds at most by 72 hours.
        var shells = await At("shells", 72, "not access(FR)", "access(DE)", "open(DE)");
        shells.Need.ShouldBe(new AmountRange(500, 700));
        shells.Short.ShouldBe(300);
        (shells.Low, shells.High).ShouldBe((400m / 700, 0.8m));
        shells.Binding.ShouldBe(ShortCause.Access);
        (await At("shells", 72, "not access(FR)", "access(DE)")).Parts.ShouldContain(p => p.Cause == ShortCause.Route && p.Quantity == 400);
        (await At("shells", 24, "access(FR)", "not access(DE)")).Binding.ShouldBe(ShortCause.Time);
        (await At("fuel", 720, "access(FR)", "access(DE)", "open(DE)")).Binding.ShouldBe(ShortCause.Stock);
        // Shells come first and take the road.
        (await At("fuel", 72, "access(FR)", "not access(DE)")).Parts.ShouldContain(p => p.Cause == ShortCause.Others);
        (await At("shells", 52, "access(FR)", "not access(DE)")).Binding.ShouldBe(ShortCause.Throughput);
    }

    [Fact]
    public async Task Unknown_regions_and_hours_out_of_range_are_named()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02");
        DepotReach Work(string to, decimal hours) => DepotReach.Work(asked.Model, asked.World, new ReachQuestion(to, null, [hours]));
        Should.Throw<ArgumentException>(() => Work("UA.wets", 24)).Message.ShouldContain("'UA.west'");
        Should.Throw<ArgumentException>(() => Work("UA.west", 0)).Message.ShouldContain("720");
        Should.Throw<ArgumentException>(() => Work("UA.west", 721)).Message.ShouldContain("720");
    }
}
