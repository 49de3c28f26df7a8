using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Nations;

public sealed class TimelineTests
{
    private static readonly Mission Mission = SmallNations.Mission();

    private static readonly FactStatement Mandate = FactStatement.Assume("mandate", ["UN"], "true", Instant.FromUtc(2025, 5, 10, 0, 0)) with
    {
        Authority = "UN",
        KnownAt = Instant.FromUtc(2025, 5, 20, 0, 0),
    };

    private static readonly TimelineQuery All = new(Mode.Actual);

    private static ImmutableArray<TimelineEntry> Ask(TimelineQuery query) => Timeline.Of(Mission, [Mandate], query);

    [Fact]
    public void Everything_dated_stands_in_one_list_in_order_of_date()
    {
        var entries = Ask(All);
        entries.Length.ShouldBe(2 + 5 + 1 + 1);
        entries.Select(e => e.Date).ShouldBeInOrder();
        entries
            .Select(e => e.Kind)
            .Distinct()
            .Order()
            .ShouldBe([TimelineKind.Meeting, TimelineKind.Attack, TimelineKind.Position, TimelineKind.Calendar, TimelineKind.Fact]);
    }

    [Fact]
    public void A_fact_stands_where_it_is_so_from_and_is_known_from_when_it_was_said()
    {
        Ask(All with { Known = new LocalDate(2025, 5, 19) }).ShouldNotContain(e => e.Kind == TimelineKind.Fact);
        var fact = Ask(All with { Known = new LocalDate(2025, 5, 20) }).Single(e => e.Kind == TimelineKind.Fact);
        fact.Date.ToString().ShouldBe("2025-05-10");
        fact.Title.ShouldBe("UN states: mandate(UN) is true");
    }

    [Fact]
    public void As_known_on_a_day_the_calendar_is_ahead_and_the_rest_is_past()
    {
        var entries = Ask(All with { Known = new LocalDate(2025, 3, 31) });
        entries.Where(e => e.Kind != TimelineKind.Calendar).ShouldAllBe(e => e.Date.Latest <= new LocalDate(2025, 3, 31));
        entries.Single(e => e.Kind == TimelineKind.Calendar).Ahead.ShouldBeTrue();
    }

    [Fact]
    public void What_is_known_on_a_day_stays_known_on_every_later_day()
    {
        var days = Enumerable.Range(0, 40).Select(i => new LocalDate(2025, 1, 1).PlusDays(i * 10)).ToList();
        static IEnumerable<(string, string)> Keys(IEnumerable<TimelineEntry> e) => e.Select(x => (x.Title, x.Text));
        foreach (var (earlier, later) in days.Zip(days.Skip(1)))
        {
            Keys(Ask(All with { Known = earlier })).Except(Keys(Ask(All with { Known = later }))).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_nation_is_found_by_itself_and_by_its_groups()
    {
        var gb = Ask(All with { Who = ["GB"] });
        gb.ShouldContain(e => e.Kind == TimelineKind.Meeting);
        gb.ShouldNotContain(e => e.Title.StartsWith("Poland", StringComparison.Ordinal));
        Ask(All with { Who = ["PL"] }).Select(e => e.Kind).ShouldBe([TimelineKind.Position]);
    }

    [Fact]
    public void Filters_by_kind_span_and_words_narrow_and_never_add()
    {
        Ask(All with { Kinds = [TimelineKind.Attack] }).ShouldHaveSingleItem().Title.ShouldBe("An attack");
        Ask(All with { Text = "meet LONDON" }).ShouldHaveSingleItem().Kind.ShouldBe(TimelineKind.Meeting);
        Ask(All with { From = new LocalDate(2025, 4, 15), Until = new LocalDate(2025, 4, 20) })
            .ShouldHaveSingleItem()
            .Date.ShouldBe(PartialDate.OfMonth(2025, 4));
    }

    [Fact]
    public void What_an_exercise_made_up_never_stands_beside_what_happened()
    {
        var exercise = Mission with { Mode = Mode.Exercise };
        Timeline.Of(exercise, [], All).ShouldAllBe(e => e.Standing != Standing.Illustrative);
        var made = Timeline.Of(exercise, [], new TimelineQuery(Mode.Exercise));
        made.ShouldAllBe(e => e.Standing == Standing.Illustrative);
        made.Length.ShouldBe(2 + 1 + 1);
    }
}
