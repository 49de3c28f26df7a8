using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Claims;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

public sealed class ClaimLedgerTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 4, 19, 15, 0);
    private static readonly Instant End = Instant.FromUtc(2025, 4, 20, 21, 0);
    private static readonly Instant Said = Instant.FromUtc(2025, 4, 21, 5, 0);

    [Fact]
    public void The_residual_of_a_total_is_shown_and_never_shared_out()
    {
        var total = ClaimLedger
            .Statements([
                Claim("violations", 2_935),
                Claim("assaults", 96, "violations"),
                Claim("shellings", 1_882, "violations"),
                Claim("drones", 950, "violations"),
            ])
            .Single()
            .Totals.Single();
        total.Total.ShouldNotBeNull().Number.ShouldBe(2_935);
        total.Parts.Select(p => p.Number).ShouldBe([96, 950, 1_882]);
        total.Residual.ShouldBe(new ClaimResidual(7, 7, 7, false));
    }

    [Fact]
    public void A_bound_opens_the_residual_and_is_said()
    {
        var total = ClaimLedger
            .Statements([Claim("violations", 2_935), Claim("drones", 950, "violations", ClaimBound.MoreThan)])
            .Single()
            .Totals.Single();
        total.Residual.ShouldBe(new ClaimResidual(1_985, null, 1_984, true));
        total.Parts.Single().Text.ShouldBe("more than 950");
        var about = ClaimLedger
            .Statements([Claim("violations", 4_900, bound: ClaimBound.About), Claim("uav", 1_000, "violations")])
            .Single();
        about.Totals.Single().Residual.ShouldBe(new ClaimResidual(3_900, null, null, true));
    }

    [Fact]
    public void Reports_that_contradict_each_other_stand_side_by_side_without_a_residual()
    {
        var statement = ClaimLedger
            .Statements([
                Claim("violations", 2_935, id: 1),
                Claim("violations", 2_953, id: 2),
                Claim("violations", 2_935, id: 3),
                Claim("assaults", 96, "violations", id: 4),
            ])
            .Single();
        var contradiction = statement.Contradictions.Single();
        contradiction.Numbers.Select(n => (n.Number, n.Reports.Length)).ShouldBe([(2_935L, 2), (2_953L, 1)]);
        statement.Totals.Single().Residual.ShouldBeNull();
    }

    [Fact]
    public void Cumulative_statements_stay_apart_and_the_latest_is_found()
    {
        var early = Claim("violations", 387) with
        {
            StatedAt = Start + Duration.FromHours(9),
            When = new(Start, Start + Duration.FromHours(9)),
        };
        var other = Claim("violations", 4_900, by: "RU", against: "UA", bound: ClaimBound.MoreThan);
        var statements = ClaimLedger.Statements([Claim("violations", 2_935), early, other]);
        statements.Length.ShouldBe(3);
        ClaimLedger
            .Latest(statements, Start + Duration.FromHours(10))
            .Single()
            .Totals.Single()
            .Total.ShouldNotBeNull()
            .Number.ShouldBe(387);
        ClaimLedger.Latest(statements, Said).Select(s => s.By).ShouldBe(["RU", "UA"]);
    }

    [Fact]
    public void A_claim_stands_beside_what_was_observed_of_the_same_kind_period_and_place()
    {
        var town = new AreaPlace("Town", new(48, 37), 10_000);
        var claim = Claim("shellings", 12) with { Kind = "shelling", Places = [town] };
        var statement = ClaimLedger.Statements([claim]).Single();
        Incident[] incidents =
        [
            Incidents.At(1, Start + Duration.FromHours(1), new(48.01, 37)),
            Incidents.At(2, Start + Duration.FromHours(1), new(49, 37)),
            Incidents.At(3, End + Duration.FromHours(5), new(48.01, 37)),
            Incidents.At(4, Start + Duration.FromHours(1), new(48.01, 37), kind: "uav_strike"),
        ];
        var beside = ClaimLedger.Beside(
            statement,
            statement.Totals[0].Total.ShouldNotBeNull(),
            incidents,
            id => id == incidents[0].Id ? 2 : 0,
            new PlaceProbability(Atlas.Empty)
        );
        (beside.ClaimedNumber.Number, beside.Observations, beside.Incidents, beside.ApparentBreaches).ShouldBe((12, 1, 1, 2));
    }

    private static ClaimObservation Claim(
        string category,
        long number,
        string? partOf = null,
        ClaimBound bound = ClaimBound.Exactly,
        int id = 0,
        string by = "UA",
        string against = "RU"
    ) =>
        new()
        {
            Id = new("press", $"{by}-{category}-{id}"),
            SourceId = "press",
            When = new(Start, End),
            StatedAt = Said,
            By = by,
            Against = against,
            Category = category,
            PartOf = partOf,
            Number = number,
            Bound = bound,
            Cumulative = true,
        };
}
