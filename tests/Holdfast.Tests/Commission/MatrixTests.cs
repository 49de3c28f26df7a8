using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Commission;

public sealed class MatrixTests
{
    private static HypothesisStanding Of(CommissionWorld world, string id) =>
        HypothesisMatrix.Of(world.Case.ShouldNotBeNull()).Standings.Single(s => s.Hypothesis == id);

    [Fact]
    public void Undetermined_is_always_there_and_has_nothing_against_it()
    {
        var empty = HypothesisMatrix.Of(new CommissionWorld().Open().Case.ShouldNotBeNull());
        empty.Standings.Single().Hypothesis.ShouldBe("undetermined");
        new CommissionWorld().Investigating().Refused("inv", new HypothesisStated("undetermined", "x", null)).ShouldBe("exists");
        Of(new CommissionWorld().Investigating(), "undetermined").Inconsistency.ShouldBe(0);
    }

    [Fact]
    public void Evidence_against_counts_by_its_strength_and_grade()
    {
        var world = new CommissionWorld().Investigating();
        // B-2 weighs 0.8; very inconsistent counts twice.
        Of(world, "H2").Inconsistency.ShouldBe(1.6, 1e-12);
        Of(world, "H1").Inconsistency.ShouldBe(0);
        world.Do("inv", new EvidenceAdded(CommissionWorld.Item("E2", Reliability.E, 5)));
        world.Do("inv", new EvidenceWeighed("H1", "E2", Consistency.Inconsistent, "A video shows otherwise", null, ""));
        Of(world, "H1").Inconsistency.ShouldBe(0.2, 1e-12);
    }

    [Fact]
    public void Likelihood_ratios_add_up_in_logarithms_and_dependent_evidence_counts_once()
    {
        var world = new CommissionWorld().Investigating();
        world.Do("inv", new EvidenceAdded(CommissionWorld.Item("E2"))).Do("inv", new EvidenceAdded(CommissionWorld.Item("E3")));
        world.Do("inv", new EvidenceWeighed("H1", "E2", Consistency.Consistent, "Same photographer", 3, "photographer"));
        world.Do("inv", new EvidenceWeighed("H1", "E3", Consistency.Consistent, "Same photographer", 5, "photographer"));
        var h1 = Of(world, "H1");
        h1.LogLikelihood.ShouldNotBeNull().ShouldBe(Math.Log(4) + Math.Log(3), 1e-12);
        (h1.Groups, h1.LeftOut).ShouldBe((2, 1));
        world.Do("inv", new EvidenceWeighed("H1", "E3", Consistency.Inconsistent, "On second thoughts", 0.5, "photographer"));
        Of(world, "H1").LogLikelihood.ShouldNotBeNull().ShouldBe(Math.Log(4), 1e-12);
    }

    [Fact]
    public void What_fits_every_hypothesis_tells_nothing_and_linchpins_are_named()
    {
        var world = new CommissionWorld().Investigating();
        world.Do("inv", new EvidenceAdded(CommissionWorld.Item("E2")));
        world.Do("inv", new EvidenceWeighed("H1", "E2", Consistency.Consistent, "Both have such shells", null, ""));
        world.Do("inv", new EvidenceWeighed("H2", "E2", Consistency.Consistent, "Both have such shells", null, ""));
        var rows = HypothesisMatrix.Of(world.Case.ShouldNotBeNull()).Rows;
        rows.Single(r => r.Evidence == "E1").Diagnostic.ShouldBeTrue();
        rows.Single(r => r.Evidence == "E2").Diagnostic.ShouldBeFalse();
        Of(world, "H2").Linchpins.ShouldBe(["E1"]);
        Of(world, "H1").Linchpins.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, Consistency.Consistent, "out-of-range")]
    [InlineData(-2, Consistency.Consistent, "out-of-range")]
    [InlineData(double.PositiveInfinity, Consistency.Consistent, "out-of-range")]
    [InlineData(double.NaN, Consistency.Consistent, "out-of-range")]
    [InlineData(3, Consistency.Inconsistent, "contradiction")]
    [InlineData(0.3, Consistency.VeryConsistent, "contradiction")]
    public void A_ratio_that_cannot_be_is_refused(double ratio, Consistency consistency, string code) =>
        new CommissionWorld().Investigating().Refused("inv", new EvidenceWeighed("H1", "E1", consistency, "x", ratio, "")).ShouldBe(code);
}
