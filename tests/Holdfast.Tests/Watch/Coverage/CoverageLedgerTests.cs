using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Tests.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

public sealed class CoverageLedgerTests
{
    private static readonly LocalDate Day = new(2025, 4, 20);
    private static readonly Instant Midnight = Instant.FromUtc(2025, 4, 20, 0, 0);
    private static readonly GeoPoint Middle = new(48, 37);
    private static readonly NamedShape Sector = Shapes.Area("centre", (36.5, 47.5), (37.5, 47.5), (37.5, 48.5), (36.5, 48.5));

    [Fact]
    public void Half_a_day_over_the_whole_sector_covers_half()
    {
        var row = Row(Look("a", 0, 12, 1));
        row.CoveredShare.ShouldBe(0.5, 1e-9);
        row.NullObservations.ShouldBe(1);
        row.Incidents.ShouldBe(0);
        row.AdjustedRate.ShouldBe(0);
        // Garwood: with no event the upper 90 % limit is -ln(0.05) events per unit of exposure.
        row.RateHigh.GetValueOrDefault().ShouldBe(2.9957 / 0.5, 1e-3);
        row.Basis.ShouldBe("No event was seen; an event would have been seen with a probability of 50 %.");
    }

    [Fact]
    public void Independent_groups_multiply_and_one_group_counts_once()
    {
        var sources = Sources(("a", "net"), ("b", "net"), ("c", "other"));
        Row(sources, null, Look("a", 0, 24, 0.5), Look("b", 0, 24, 0.5)).CoveredShare.ShouldBe(0.5, 1e-9);
        Row(sources, null, Look("a", 0, 24, 0.5), Look("c", 0, 24, 0.5)).CoveredShare.ShouldBe(0.75, 1e-9);
    }

    [Fact]
    public void Nothing_happened_and_nothing_could_be_seen_are_told_apart()
    {
        var blind = Row();
        blind.CoveredShare.ShouldBe(0);
        blind.AdjustedRate.ShouldBeNull();
        blind.RateHigh.ShouldBeNull();
        blind.Basis.ShouldStartWith("Nothing could be seen");
        Row(Look("a", 0, 24, 1)).Basis.ShouldStartWith("No event was seen");
    }

    [Fact]
    public void A_denial_covers_nothing_and_is_counted()
    {
        var row = Row(Look("a", 0, 24, 1) with { Means = "denial", Where = new PointPlace(Middle, ErrorEllipse.Circle(50)) });
        row.CoveredShare.ShouldBe(0);
        row.Denials.ShouldBe(1);
        row.NullObservations.ShouldBe(0);
    }

    [Fact]
    public void A_disc_covers_its_share_of_the_area()
    {
        var area = Math.PI * 20 * 20 / (74.63 * 111.2);
        Row(Look("a", 0, 24, 1) with { Where = new AreaPlace("around a tower", Middle, 20_000) }).CoveredShare.ShouldBe(area, 0.02);
    }

    [Fact]
    public void Without_one_members_sources_their_looks_and_their_incidents_are_gone()
    {
        var sources = Sources(("a", "net"), ("c", "other"));
        sources = sources.SetItem("c", sources["c"] with { Affiliation = Affiliation.Member, Owner = "FR" });
        Incident[] incidents =
        [
            Incidents.At(1, Midnight + Duration.FromHours(3), Middle) with
            {
                Sources = ["a"],
            },
            Incidents.At(2, Midnight + Duration.FromHours(3), Middle) with
            {
                Sources = ["c"],
            },
            Incidents.At(3, Midnight + Duration.FromHours(3), Middle) with
            {
                Sources = ["a", "c"],
            },
        ];
        NullObservation[] looks = [Look("a", 0, 6, 1), Look("c", 0, 24, 1)];
        var all = CoverageLedger.Compute(Input(sources, null, looks, incidents)).Single();
        (all.CoveredShare, all.Incidents).ShouldBe((1, 3));
        var without = CoverageLedger.Compute(Input(sources, "FR", looks, incidents)).Single();
        (without.CoveredShare, without.Incidents).ShouldBe((0.25, 2));
        without.Basis.ShouldEndWith("Without the sources of FR.");
    }

    [Fact]
    public void An_event_known_only_to_the_month_is_not_put_on_a_day()
    {
        var row = CoverageLedger
            .Compute(
                Input(
                    Sources(),
                    null,
                    [Look("a", 0, 24, 1)],
                    [Incidents.At(1, Midnight - Duration.FromDays(15), Middle, width: Duration.FromDays(31))]
                )
            )
            .Single();
        row.Incidents.ShouldBe(0);
        row.Basis.ShouldContain("1 more are known only to a span of days");
    }

    [Fact]
    public void Events_that_nobody_was_watching_for_do_not_inflate_the_rate()
    {
        Incident[] incidents =
        [
            Incidents.At(1, Midnight + Duration.FromHours(3), Middle),
            Incidents.At(2, Midnight + Duration.FromHours(18), Middle),
        ];
        var half = CoverageLedger.Compute(Input(Sources(), null, [Look("a", 0, 12, 1)], incidents)).Single();
        (half.Incidents, half.Watched).ShouldBe((2, 1));
        half.AdjustedRate.GetValueOrDefault().ShouldBe(2, 1e-9);
        half.Basis.ShouldStartWith("Events seen where and while somebody looked (1 of 2)");
    }

    [Fact]
    public void No_rate_is_made_of_a_sliver_of_coverage()
    {
        var row = CoverageLedger
            .Compute(Input(Sources(), null, [Look("a", 3, 4, 1)], [Incidents.At(1, Midnight + Duration.FromHours(3.5), Middle)]))
            .Single();
        row.Watched.ShouldBe(1);
        row.AdjustedRate.ShouldBeNull();
        row.Basis.ShouldStartWith("Too little was watched (4.2 %)");
    }

    [Fact]
    public void A_satellites_pass_stands_for_half_an_hour() => Row(Look("a", 12, 12, 1)).CoveredShare.ShouldBe(1.0 / 48, 1e-9);

    [Fact]
    public void Order_of_looks_changes_nothing()
    {
        var random = new Random(5);
        var looks = Enumerable
            .Range(0, 40)
            .Select(i =>
                Look($"s{i % 7}", random.Next(20), 22, random.NextDouble(), i) with
                {
                    Where = new AreaPlace("?", new(47.6 + random.NextDouble(), 36.6 + random.NextDouble()), 9_000),
                }
            )
            .ToArray();
        var expected = Row(looks);
        Row([.. looks.Reverse()]).ShouldBe(expected);
    }

    [Fact]
    public void Garwoods_limits_are_exact()
    {
        // Garwood 1936 / tables of the chi-squared distribution: 10 events, 90 %: 5.4254 to 16.9622.
        var rate = PoissonRate.Of(10, 1).GetValueOrDefault();
        rate.Low.ShouldBe(5.4254, 1e-3);
        rate.High.ShouldBe(16.9622, 1e-3);
        PoissonRate.Of(10, 0).ShouldBeNull();
    }

    [Fact]
    public void A_rise_beyond_chance_strains_a_sector_and_a_doubling_breaks_it()
    {
        Health(today: 2, before: 2, share: 0.5).ShouldBe(HealthState.Calm);
        Health(today: 20, before: 10, share: 0.5).ShouldBe(HealthState.Strained);
        Health(today: 60, before: 10, share: 0.5).ShouldBe(HealthState.Breaking);
        Health(today: 60, before: 10, share: 0.01).ShouldBe(HealthState.Unknown);
        Health(today: 2, before: 0, share: 0.5).ShouldBe(HealthState.Calm);
    }

    private static HealthState Health(int today, int before, double share)
    {
        var rows = Enumerable
            .Range(-7, 8)
            .Select(i => (Day: Day.PlusDays(i), Seen: i == 0 ? today : before))
            .Select(d => new CoverageRow("x", d.Day, share, d.Seen, 1, 0, null, null, null, "") { Watched = d.Seen })
            .ToArray();
        var health = SectorHealth.Of(rows, Day).Single();
        health.Text.ShouldEndWith(".");
        return health.State;
    }

    private static CoverageRow Row(params NullObservation[] looks) => Row(Sources(), null, looks);

    private static CoverageRow Row(ImmutableDictionary<string, Source> sources, string? without, params NullObservation[] looks) =>
        CoverageLedger.Compute(Input(sources, without, looks, [])).Single();

    private static CoverageInput Input(
        ImmutableDictionary<string, Source> sources,
        string? without,
        NullObservation[] looks,
        Incident[] incidents
    ) => new([Sector], Day, Day, DateTimeZone.Utc, looks, incidents, sources, new PlaceProbability(new Atlas([Sector])), without);

    private static ImmutableDictionary<string, Source> Sources(params (string Id, string Group)[] sources) =>
        sources.ToImmutableDictionary(s => s.Id, s => new Source(s.Id, s.Id, s.Group, Affiliation.Mission, "", Reliability.B));

    private static NullObservation Look(string source, int fromHour, int toHour, double probability, int id = 0) =>
        new()
        {
            Id = new(source, $"{id}"),
            SourceId = source,
            When = new(Midnight + Duration.FromHours(fromHour), Midnight + Duration.FromHours(toHour)),
            Where = new BoxPlace(Middle, 300_000, 300_000, 0),
            Kinds = ["fire"],
            ProbabilityOfDetection = probability,
            Means = fromHour == toHour ? "satellite_pass" : "uav_log",
        };
}
