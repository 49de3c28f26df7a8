using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Fusion;

public sealed class FusionEngineTests
{
    private static readonly Dictionary<string, Source> Sources = new(StringComparer.Ordinal)
    {
        ["s0"] = new("s0", "A", "a", Affiliation.Public, "", Reliability.B),
        ["s1"] = new("s1", "B", "b", Affiliation.Party, "UA", Reliability.C),
        ["s2"] = new("s2", "C", "c", Affiliation.Party, "UA", Reliability.C),
        ["mission"] = new("mission", "M", "m", Affiliation.Mission, "", Reliability.A),
    };

    [Fact]
    public void Result_is_a_function_of_the_set_of_observations() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var world = Reports.World(seed, perDay: 12, days: 20, sources: 3).ConvertAll(w => w.Report);
                    var shuffled = world.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    var once = Reports.Text(Fuse(world));
                    return once == Reports.Text(Fuse(shuffled)) && once == Reports.Text(Fuse([.. shuffled, .. world]));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void Every_observation_is_in_exactly_one_incident()
    {
        var world = Reports.World(7, perDay: 30, days: 20, sources: 4).ConvertAll(w => w.Report);
        var members = Fuse(world).SelectMany(i => i.Observations).ToArray();
        members.Order().ShouldBe(world.Select(w => w.Id).Order());
    }

    [Fact]
    public void Two_records_of_one_source_are_two_incidents()
    {
        FixObservation[] set = [Reports.One("s0", "1", 0, 0, 0), Reports.One("s0", "2", 0, 0, 0)];
        Fuse(set).Length.ShouldBe(2);
    }

    [Fact]
    public void Near_reports_of_two_sources_on_one_day_are_one_corroborated_incident()
    {
        var incident = Fuse([Reports.One("s0", "1", 0, 0, 0, "fire"), Reports.One("s1", "2", 1, 0, 0, "mortar")]).ShouldHaveSingleItem();
        incident.Verification.ShouldBe(VerificationLevel.Corroborated);
        incident.BestKind.ShouldBe("mortar");
        incident.MatchProbability.ShouldBeInRange(0.8, 1);
        incident.Where.Ellipse.SemiMajorMetres.ShouldBe(1500 / Math.Sqrt(2), 20);
        incident.IndependentGroups.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Sources_of_one_party_bear_each_other_out_no_further_than_a_claim()
    {
        var incident = Fuse([Reports.One("s1", "1", 0, 0, 0), Reports.One("s2", "2", 0.5, 0, 0)]).ShouldHaveSingleItem();
        incident.Verification.ShouldBe(VerificationLevel.Claimed);
    }

    [Fact]
    public void Missions_own_observation_verifies() =>
        Fuse([Reports.One("mission", "1", 0, 0, 0)]).ShouldHaveSingleItem().Verification.ShouldBe(VerificationLevel.Verified);

    [Fact]
    public void Modes_never_mix()
    {
        var actual = Reports.One("s0", "1", 0, 0, 0);
        var exercise = Reports.One("s1", "2", 0, 0, 0) with { Mode = Mode.Exercise };
        Fuse([actual, exercise]).Length.ShouldBe(2);
    }

    [Fact]
    public void Reports_far_apart_in_space_or_time_stay_apart()
    {
        Fuse([Reports.One("s0", "1", 0, 0, 0), Reports.One("s1", "2", 15, 0, 0)]).Length.ShouldBe(2);
        Fuse([Reports.One("s0", "1", 0, 0, 0), Reports.One("s1", "2", 0, 0, 5)]).Length.ShouldBe(2);
    }

    [Fact]
    public void A_report_about_a_whole_region_or_month_stays_alone()
    {
        var month = Reports.One("s1", "2", 0, 0, -15, widthDays: 30);
        var region = Reports.One("s1", "3", 0, 0, 0) with { Where = new AreaPlace("oblast", new GeoPoint(48, 30), 120_000) };
        Fuse([Reports.One("s0", "1", 0, 0, 0), month, region]).Length.ShouldBe(3);
    }

    [Fact]
    public void Touching_pixels_of_one_pass_are_one_incident_as_wide_as_they_spread()
    {
        FixObservation[] pixels = [Pixel("1", 0, 0), Pixel("2", 0.375, 0.0005), Pixel("3", 0.75, 0.0007), Pixel("4", 5, 0)];
        var incidents = Fuse(pixels);
        incidents.Length.ShouldBe(2);
        var wide = incidents.Single(i => i.Observations.Length == 3);
        wide.Where.Ellipse.SemiMajorMetres.ShouldBeInRange(300, 400);
        wide.Verification.ShouldBe(VerificationLevel.Reported);
    }

    [Fact]
    public void A_pixel_issued_again_is_not_a_second_incident() => Fuse([Pixel("nrt", 0, 0), Pixel("sp", 0.05, 0)]).Length.ShouldBe(1);

    [Fact]
    public void Heat_seen_from_space_bears_out_a_report_of_shelling()
    {
        var report = Reports.One("s0", "1", 0.3, 0, 0, "shelling", sigmaKm: 0.5);
        Fuse([report, Pixel("1", 0, 0.5)]).ShouldHaveSingleItem().BestKind.ShouldBe("shelling");
    }

    [Fact]
    public void A_source_stated_to_repeat_itself_may_report_one_event_twice()
    {
        FixObservation[] set = [Reports.One("s0", "1", 0, 0, 0), Reports.One("s0", "2", 1, 0, 0)];
        var parameters = FusionParameters.Default with { RepeatingSources = ["s0"] };
        FusionEngine.Fuse(set, Sources, parameters).Length.ShouldBe(1);
    }

    [Fact]
    public void A_record_that_names_another_of_its_producer_joins_it()
    {
        var again = Reports.One("s0", "2", 9, 0, 0) with { Attributes = Attributes("same_as", "1") };
        Fuse([Reports.One("s0", "1", 0, 0, 0), again]).Length.ShouldBe(1);
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Attributes(string name, string value) =>
        System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add(name, value);

    private static FixObservation Pixel(string id, double eastKm, double day)
    {
        var fix = Reports.One("viirs", id, eastKm, 0, day, "thermal_anomaly", widthDays: 0);
        return fix with { Where = new BoxPlace(fix.Where.Centre, 375, 375, 0) };
    }

    [Fact]
    public void Small_world_is_recovered()
    {
        var world = Reports.World(3, perDay: 4, days: 30, sources: 2);
        var truth = world.ToDictionary(w => w.Report.Id, w => w.Truth);
        var pairs = Fuse(world.ConvertAll(w => w.Report)).Where(i => i.Observations.Length > 1).ToArray();
        var right = pairs.Count(i => truth[i.Observations[0]] == truth[i.Observations[1]]);
        var there = truth.Values.GroupBy(t => t).Count(g => g.Count() > 1);
        (2.0 * right / (pairs.Length + there)).ShouldBeGreaterThan(0.93);
    }

    private static System.Collections.Immutable.ImmutableArray<Incident> Fuse(IEnumerable<FixObservation> set) =>
        FusionEngine.Fuse(set, Sources, FusionParameters.Default);
}
