using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

public sealed class ReleasePolicyTests
{
    private static readonly Instant Shot = Instant.FromUtc(2027, 5, 1, 12, 0, 30);
    private static readonly GeoPoint Spot = new(48.123456, 37.654321);
    private static readonly Instant Later = Shot + Duration.FromHours(25);

    [Theory]
    [InlineData("OUTGOING fire", "", "", true)]
    [InlineData("a Muzzle flash \"seen\"", "", "", true)]
    [InlineData("", "launch site", "yes", true)]
    [InlineData("", "launch site", "no", false)]
    [InlineData("", "note", "fired from the wood – Ґ", true)]
    [InlineData("out going", "note", "1", false)]
    public void A_firing_point_is_known_from_its_bytes_before_they_are_decoded(string description, string name, string value, bool firing)
    {
        var fix = new FixObservation
        {
            Id = new ObservationId("a", "1"),
            SourceId = "a",
            When = TimeRange.At(Shot),
            Where = new PointPlace(Spot, ErrorEllipse.Circle(100)),
            Kinds = [new KindWeight("shelling", 1)],
            Description = description,
            Attributes = ImmutableSortedDictionary<string, string>.Empty.Add(name, value),
        };
        FiringPoints.Is(fix).ShouldBe(firing);
        (FiringPoints.MayBe(ObservationCodec.Encode(fix).Span) || !firing).ShouldBeTrue();
    }

    [Fact]
    public void A_body_without_any_of_the_words_is_no_firing_point() =>
        FiringPoints.MayBe("{\"description\":\"incoming\"}"u8).ShouldBeFalse();

    [Fact]
    public void Outside_an_event_comes_a_day_late_on_the_grid_and_says_nothing_of_who_saw_it()
    {
        var incident = Incidents.At(1, Shot, Spot) with
        {
            Verification = VerificationLevel.Verified,
            Description = "seen from the roof of the school",
        };
        var context = new ReleaseContext(Shot, false);
        Outside(Shot + Duration.FromHours(23)).Apply(incident, context).ShouldBeNull();
        Outside(Later).Apply(incident, context with { KnownAt = Later - Duration.FromHours(2) }).ShouldBeNull();
        var released = Outside(Later).Apply(incident, context).ShouldNotBeNull();
        released.Where.ShouldBe(new BoxPlace(ReleaseGrid.Snap(Spot), 10_000, 10_000, 0));
        released.Sources.ShouldBeEmpty();
        released.IndependentGroups.ShouldBeEmpty();
        released.Observations.ShouldBe([new ObservationId("released", incident.Id.Value)]);
        released.Verification.ShouldBe(VerificationLevel.Corroborated);
        released.Description.ShouldBe("");
        released.When.ShouldBe(new TimeRange(Instant.FromUtc(2027, 5, 1, 12, 0), Instant.FromUtc(2027, 5, 1, 12, 1)));
    }

    [Theory]
    [InlineData(Exposure.Public)]
    [InlineData(Exposure.Historical)]
    public void Public_and_historical_missions_are_exempt(Exposure exposure)
    {
        var incident = Incidents.At(1, Shot, Spot);
        ReleasePolicy.For(Reader.Anyone, exposure, Shot).Apply(incident, new(Shot, true)).ShouldBeSameAs(incident);
    }

    [Fact]
    public void The_watch_room_sees_events_at_once_but_a_firing_point_only_coarsely_for_a_day()
    {
        var incident = Incidents.At(1, Shot, Spot, kind: "artillery");
        var now = ReleasePolicy.For(Reader.LocalOperator, Exposure.Live, Shot);
        now.Apply(incident, new(Shot, false)).ShouldBeSameAs(incident);
        var coarse = now.Apply(incident, new(Shot, true)).ShouldNotBeNull();
        coarse.Where.ShouldBeOfType<BoxPlace>().WidthMetres.ShouldBeGreaterThanOrEqualTo(5_000);
        coarse.Observations.ShouldBe(incident.Observations);
        ReleasePolicy.For(Reader.LocalOperator, Exposure.Live, Later).Apply(incident, new(Shot, true)).ShouldBeSameAs(incident);
        Outside(Later).Apply(incident, new(Shot, true)).ShouldBeNull();
    }

    [Theory]
    [InlineData("weapon_presence")]
    [InlineData("troop_presence")]
    [InlineData("denial_of_movement")]
    [InlineData("jamming")]
    public void What_is_placed_where_somebody_stands_never_leaves_as_an_event(string kind) =>
        Outside(Later).Apply(Incidents.At(1, Shot, Spot, kind: kind), new(Shot, false)).ShouldBeNull();

    [Fact]
    public void Observations_stay_inside_and_fresh_firing_points_lose_direction_words_and_attributes()
    {
        var fix = Fix() with { StatedDirection = "outgoing, from 48.12, 37.65 to NW" };
        FiringPoints.Is(fix).ShouldBeTrue();
        Outside(Later).Apply(fix, Shot).ShouldBeNull();
        var inside = ReleasePolicy.For(Reader.LocalOperator, Exposure.Live, Shot);
        var seen = inside.Apply(fix, Shot).ShouldBeOfType<FixObservation>();
        seen.StatedDirection.ShouldBeNull();
        seen.Attributes.ShouldBeEmpty();
        seen.Where.ShouldBeOfType<BoxPlace>();
        var plain = Fix();
        inside.Apply(plain, Shot).ShouldBeSameAs(plain);
    }

    [Theory]
    [InlineData("outgoing burst", true)]
    [InlineData("Muzzle flash seen", true)]
    [InlineData("launch site of a rocket", true)]
    [InlineData("impact of a multiple launch rocket system", false)]
    [InlineData("drones launched at the town were shot down", false)]
    public void A_firing_point_is_told_from_an_impact_by_what_is_said(string description, bool expected) =>
        FiringPoints.Is(Fix() with { Description = description }).ShouldBe(expected);

    [Fact]
    public void Claims_keep_their_words_and_lose_their_positions()
    {
        var claim = new ClaimObservation
        {
            Id = new("ministry", "1"),
            SourceId = "ministry",
            When = TimeRange.At(Shot),
            StatedAt = Shot,
            By = "A",
            Against = "B",
            Category = "shellings",
            Number = 12,
            Description = "twelve shellings near 48.1234, 37.6543 by noon",
            Places = [new AreaPlace("Town", Spot, 2_000)],
        };
        Outside(Shot).Apply(claim).ShouldBeNull();
        var released = Outside(Later).Apply(claim).ShouldNotBeNull();
        released.Number.ShouldBe(12);
        released.Description.ShouldNotContain("48.1234");
        released.Description.ShouldStartWith("twelve shellings near");
        released.Places.Single().Point.ShouldBe(ReleaseGrid.Snap(Spot));
    }

    [Fact]
    public void A_verdict_outside_has_no_probability_and_no_observations()
    {
        var trace = new TraceNode("no_fire", "terms.clauses:3", Truth.True, "0.83 inside", 0.83, ["sensor-1/7"], []);
        var verdict = new TermVerdict("no_fire", Outcome.ApparentBreach, Severity.Minor, [new("kind", "48.1234 N")], trace);
        var released = Outside(Later).Apply(new Holdfast.Core.Watch.Assessment(new("1"), "no_fire", verdict)).Verdict;
        released.Trace.Probability.ShouldBeNull();
        released.Trace.RestsOn.ShouldBeEmpty();
        released.Trace.Explanation.ShouldBe("");
        released.Reasons.ShouldBe([new VerdictReason("kind", "")]);
    }

    [Theory]
    [InlineData("at 48.1234, 37.6543 seen")]
    [InlineData("48°07'24\"N 37°39'15\"E")]
    [InlineData("37U DQ 12345 67890")]
    [InlineData("37U 451234 5331234")]
    [InlineData("N48.12 E37.65")]
    [InlineData("8GWV4M2H+XR")]
    [InlineData("https://maps.example/@48.12,37.65,12z")]
    [InlineData("geo:48.1,37.6")]
    [InlineData("48.12, 37.65")]
    public void Positions_are_taken_out_of_text_in_every_usual_form(string text)
    {
        CoordinateText.HasPosition(text).ShouldBeTrue();
        CoordinateText.Strip(text).ShouldNotContain("37");
    }

    [Theory]
    [InlineData("12 explosions between 10:30 and 11:45 on 20 April 2025")]
    [InlineData("2,935 violations; 96 assaults, 1,882 shellings, 950 drones")]
    [InlineData("a 152 mm shell, 2.5 m crater")]
    public void Ordinary_figures_stay(string text) => CoordinateText.Strip(text).ShouldBe(text);

    [Fact]
    public void The_grid_is_fixed_and_no_cell_is_smaller_than_ten_kilometres()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var point = new GeoPoint(random.NextDouble() * 170 - 85, random.NextDouble() * 360 - 180);
            var cell = ReleaseGrid.Snap(point);
            ReleaseGrid.Snap(cell).ShouldBe(cell);
            Geodesic
                .DistanceMetres(point, cell)
                .ShouldBeLessThan(7_500 / Math.Cos(Math.Min(80, Math.Abs(point.Latitude) + 0.1) * Math.PI / 180));
            // Every point within 4.9 km east, west, north and south of the centre belongs to the same cell.
            var plane = new GeoPlane(cell);
            foreach (var (x, y) in new[] { (4_900.0, 0.0), (-4_900, 0), (0, 4_900), (0, -4_900) })
            {
                ReleaseGrid.Snap(plane.Unproject(new(x, y))).ShouldBe(cell);
            }
        }
    }

    private static ReleasePolicy Outside(Instant now) => ReleasePolicy.For(Reader.Anyone, Exposure.Live, now);

    private static FixObservation Fix() =>
        new()
        {
            Id = new("camera", "1"),
            SourceId = "camera",
            When = TimeRange.At(Shot),
            Where = new PointPlace(Spot, ErrorEllipse.Circle(50)),
            Kinds = [new KindWeight("artillery", 1)],
            Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("note", "48.123456, 37.654321"),
        };
}
