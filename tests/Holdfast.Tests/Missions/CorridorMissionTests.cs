using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Clauses;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>The corridors of spring 2022: what the mission says of a few incidents, worked out by hand from its table.</summary>
public sealed class CorridorMissionTests
{
    private static async Task<Mission> Corridors() =>
        (
            await MissionFolder.LoadAsync(
                Path.Combine(House.Repository.Root, "missions", "corridors-2022"),
                TestContext.Current.CancellationToken
            )
        ).OrThrow();

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    [Fact]
    public async Task Every_row_is_a_window_and_says_where_it_stands()
    {
        var mission = await Corridors();
        var windows = mission.Schedules["corridors"].Windows;
        windows.Length.ShouldBe(282);
        windows.ShouldAllBe(w => w.Standing == Standing.Attributed && w.Cites.StartsWith("PeaceRep-HC HC_ID ") && w.Links.Length > 0);
        windows.ShouldAllBe(w => w.Reach != null && w.Until.Latest > w.From.Earliest);
        windows.Count(w => w.From.Width < Duration.FromHours(2)).ShouldBe(23, "rows that state an hour");
        windows
            .Select(w => mission.Zone.AtStartOfDay(new LocalDate(2022, 5, 5)).ToInstant())
            .ShouldAllBe(end => end == mission.Period.Latest);
        windows.ShouldAllBe(w => w.From.Earliest >= mission.Period.Earliest && w.Until.Latest <= mission.Period.Latest);
    }

    [Fact]
    public async Task Both_sides_called_five_rows_agreed_and_twenty_are_coded_so()
    {
        var mission = await Corridors();
        mission
            .Facts.Where(f => f.Name == "corridor.agreed")
            .GroupBy(f => f.Arguments[0], f => f.Authority)
            .Where(g => g.Distinct().Count() == 2)
            .Select(g => g.Key)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["hc_001", "hc_002", "hc_016", "hc_024", "hc_033"]);
        mission.Facts.Count(f => f.Name == "corridor.coded_agreed").ShouldBe(20);
        mission
            .Facts.Where(f => f.Name == "corridor.proposed")
            .CountBy(f => f.Authority)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .ShouldBe([new("RU", 11), new("UA", 251)]);
    }

    [Fact]
    public async Task What_became_of_a_corridor_is_kept_as_coded_and_a_disputed_row_stays_disputed()
    {
        var mission = await Corridors();
        var (question, _) = mission.Clauses.Ask("corridor.carried_out(hc_001)");
        var facts = FactBase.From(mission.Clauses, mission.Facts, Instant.MaxValue);
        var at = At("2022-03-05T12:00:00Z");
        question.ShouldNotBeNull().At(facts, at).Reasons.ShouldBe(UnknownReason.Disputed);
        mission
            .Clauses.Ask("corridor.carried_out(hc_111)")
            .Condition.ShouldNotBeNull()
            .At(facts, At("2022-03-18T00:00:00Z"))
            .IsFalse.ShouldBeTrue();
        mission.Clauses.Ask("corridor.carried_out(hc_005)").Condition.ShouldNotBeNull().At(facts, at).IsUnknown.ShouldBeTrue();
    }

    /// <summary>
    /// Noon of 5 March at a place that row 1 names as passed through, and elsewhere on its road; a day of which only Ukraine speaks; one that nobody called
    /// agreed; a day known only as a day; and after the last hour.
    /// </summary>
    [Theory]
    [InlineData("2022-03-05T10:00:00Z", "2022-03-05T10:00:00Z", "at_polohy course_mariupol_zaporizhzhia", "breach", "breach")]
    [InlineData("2022-03-05T10:00:00Z", "2022-03-05T10:00:00Z", "course_mariupol_zaporizhzhia", "footprint", "footprint")]
    [InlineData("2022-03-04T22:00:00Z", "2022-03-05T21:59:59Z", "course_mariupol_zaporizhzhia", "date footprint", "date footprint")]
    [InlineData("2022-03-05T14:00:00Z", "2022-03-05T14:00:00Z", "course_mariupol_zaporizhzhia", "time", "time")]
    [InlineData("2022-03-05T10:00:00Z", "2022-03-05T10:00:00Z", "road_bohdanivka_brovary", "place", "place")]
    [InlineData(
        "2022-03-14T10:00:00Z",
        "2022-03-14T10:00:00Z",
        "road_bohdanivka_brovary",
        "date footprint fact:corridor.agreed",
        "date footprint"
    )]
    [InlineData("2022-03-13T10:00:00Z", "2022-03-13T10:00:00Z", "road_popasna_sloviansk", "force", "force")]
    [InlineData("2022-03-09T10:00:00Z", "2022-03-09T10:00:00Z", "road_poltava_sumy", "date footprint", "date footprint")]
    public async Task An_incident_is_put_to_the_corridors_open_there_and_then(
        string from,
        string to,
        string zones,
        string agreed,
        string coded
    )
    {
        var mission = await Corridors();
        var subject = new FakeSubject
        {
            When = new TimeRange(At(from), At(to)),
            Inside = mission.Atlas.Shapes.Keys.ToDictionary(name => name, name => zones.Split(' ').Contains(name) ? 1.0 : 0.0),
            Kinds = [new KindWeight("shelling", 1)],
            Attributes = new() { ["casualties.civilian"] = new AttributeValue(0, "people", null) },
        };
        var facts = FactBase.From(mission.Clauses, mission.Facts, Instant.MaxValue);
        string Reasons(string term) =>
            string.Join(
                ' ',
                mission.Clauses.Term(term).ShouldNotBeNull().Assess(subject, facts, mission.Thresholds).Reasons.Select(r => r.Code)
            );
        Reasons("corridor").ShouldBe(agreed);
        Reasons("corridor.as_coded").ShouldBe(coded);
    }
}
