using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Editions;

public sealed class EditionProofTests
{
    private static readonly ClauseSet Clauses = GuaranteeWorld.Set(
        """
        fact ceasefire "a ceasefire"
        fact accord "an accord"
        fact word "somebody gave their word" determined by UA
        undertaking FR.help "Help"
            cites illustrative
            by FR to UA
            in force when ceasefire and accord
        end
        undertaking GB.help "Help too"
            cites illustrative
            by GB to UA
            in force when accord
            triggered when word
            tier 1 within 24 h from breach: "warn"
        end
        """
    );

    [Fact]
    public void In_a_thousand_random_worlds_figures_of_one_scope_are_equal_and_nothing_above_the_label_is_in_any_format()
    {
        var (shared, others, leaks) = (0, 0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var world = new EditionWorld(seed);
                    var (one, other) = (world.AnyEdition(), world.AnyEdition());
                    foreach (var build in new Func<Edition, ReportModel>[] { world.Daily, e => world.Readiness(e, Clauses) })
                    {
                        var comparison = EditionProof.Compare(build(one), build(other));
                        comparison.Holds.ShouldBeTrue($"{one} and {other}, seed {seed}");
                        shared += comparison.Count(Agreement.Equal);
                        others += comparison.Count(Agreement.OtherScope);
                        leaks += Leaks(world, one, build(one));
                    }
                }
            )
        );
        leaks.ShouldBe(0);
        shared.ShouldBeGreaterThan(1_000, "or the property says nothing");
        others.ShouldBeGreaterThan(1_000, "or the worlds are all alike");
    }

    [Fact]
    public void What_a_reader_may_read_is_in_the_written_forms_so_that_the_search_for_leaks_can_find_something()
    {
        var found = 0;
        for (var seed = 1; seed < 40; seed++)
        {
            var world = new EditionWorld(seed);
            var text = ReportFormats.Write(world.Daily(Edition.Internal), "json");
            found += world.Marks.Count(m => text.Contains(m.Mark, StringComparison.Ordinal));
        }
        found.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_figure_that_differs_under_one_scope_is_told()
    {
        var report = new EditionWorld(7).Daily(Edition.Public);
        var altered = report with
        {
            Sections =
            [
                report.Sections[0] with
                {
                    Figures = [report.Sections[0].Figures[0] with { Value = 4_711 }, .. report.Sections[0].Figures[1..]],
                },
                .. report.Sections[1..],
            ],
        };
        var comparison = EditionProof.Compare(report, altered);
        comparison.Holds.ShouldBeFalse();
        comparison.Lines.Single(l => l.Agreement == Agreement.Differing).Id.ShouldStartWith("summary/");
        EditionProof.Compare(report, altered with { Scope = report.Scope! with { Known = Instant.MaxValue } }).Holds.ShouldBeTrue();
    }

    [Fact]
    public void An_entry_that_takes_another_back_makes_another_scope_though_nothing_of_it_is_counted()
    {
        var known = Instant.FromUtc(2025, 4, 21, 0, 0);
        ReportScope
            .Of([Label.Public], Mode.Actual, known, "")
            .ShouldNotBe(ReportScope.Of([Label.Public, Label.Restricted], Mode.Actual, known, ""));
        ReportScope
            .Of([Label.Restricted, Label.Public, Label.Public], Mode.Actual, known, "")
            .ShouldBe(ReportScope.Of([Label.Public, Label.Restricted], Mode.Actual, known, ""));
    }

    [Fact]
    public void Whoever_reads_a_released_edition_may_read_all_that_its_reader_could()
    {
        foreach (var edition in Edition.All(["RU", "UA"], ["FR", "UA"]))
        {
            ReadAccess.MayRead(edition.Reader, edition.Label).ShouldBeTrue(edition.Name);
            Edition.Parse(edition.Name, ["RU", "UA"], ["FR", "UA"]).ShouldBe(edition);
            edition.MayBeReadBy(edition.Reader).ShouldBeTrue(edition.Name);
        }
        Edition.Internal.MayBeReadBy(Reader.Anyone).ShouldBeFalse();
        Edition.Nation("FR").MayBeReadBy(Edition.Nation("UA").Reader).ShouldBeFalse();
        Should.Throw<FormatException>(() => Edition.Parse("nation:FA", ["UA"], ["FR"])).Message.ShouldContain("Did you mean 'nation:FR'?");
    }

    private static int Leaks(EditionWorld world, Edition edition, ReportModel report)
    {
        var above = world.Marks.Where(m => !ReadAccess.MayRead(edition.Reader, m.Label)).Select(m => m.Mark).ToArray();
        return ReportFormats
            .All.Select(format => ReportFormats.Write(report, format))
            .Sum(text => above.Count(mark => text.Contains(mark, StringComparison.Ordinal)));
    }
}
