using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Nations;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("2025-04-10", "2025-04-10", "2025-04-10")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2025", "2025-01-01", "2025-12-31")]
    public void A_date_lies_between_the_first_and_the_last_day_that_it_can_mean(string text, string first, string last)
    {
        var date = YamlDates.Partial(text, out _, out _).ShouldNotBeNull();
        date.ToString().ShouldBe(text);
        (date.Earliest, date.Latest).ShouldBe((Day(first), Day(last)));
    }

    [Theory]
    [InlineData("2025-13", "there is no month 2025-13", null)]
    [InlineData("2025-00", "there is no month 2025-00", null)]
    [InlineData("0000", "there is no year 0", null)]
    [InlineData("2025-02-30", "there is no day 2025-02-30", "2025-02-28")]
    [InlineData("10.4.2025", "expected a day, a month or a year (2025-04-10, 2025-04, 2025), found '10.4.2025'", "2025-04-10")]
    [InlineData("spring 2025", "expected a day, a month or a year (2025-04-10, 2025-04, 2025), found 'spring 2025'", null)]
    public void A_date_that_does_not_exist_is_told_with_the_nearest_one(string text, string problem, string? nearest)
    {
        YamlDates.Partial(text, out var said, out var suggestion).ShouldBeNull();
        said.ShouldBe(problem);
        suggestion.ShouldBe(nearest);
    }

    [Fact]
    public void What_was_said_in_a_month_is_surely_known_from_its_end_and_perhaps_from_its_start()
    {
        var april = PartialDate.OfMonth(2025, 4);
        april.By(new LocalDate(2025, 3, 31)).ShouldBe(Knownness.No);
        april.By(new LocalDate(2025, 4, 1)).ShouldBe(Knownness.Perhaps);
        april.By(new LocalDate(2025, 4, 29)).ShouldBe(Knownness.Perhaps);
        april.By(new LocalDate(2025, 4, 30)).ShouldBe(Knownness.Yes);
        april.By(null).ShouldBe(Knownness.Yes);
    }

    [Fact]
    public void A_day_stands_before_the_month_and_the_month_before_the_year_that_it_lies_in()
    {
        PartialDate[] dates = [PartialDate.OfYear(2025), PartialDate.OfMonth(2025, 4), PartialDate.OfDay(new LocalDate(2025, 4, 10))];
        dates.Order().Select(d => d.ToString()).ShouldBe(["2025-04-10", "2025-04", "2025"]);
    }

    [Fact]
    public void A_span_is_touched_by_any_day_that_the_date_can_mean()
    {
        var april = PartialDate.OfMonth(2025, 4);
        april.Touches(new LocalDate(2025, 4, 30), null).ShouldBeTrue();
        april.Touches(new LocalDate(2025, 5, 1), null).ShouldBeFalse();
        april.Touches(null, new LocalDate(2025, 4, 1)).ShouldBeTrue();
        april.Touches(null, new LocalDate(2025, 3, 31)).ShouldBeFalse();
    }

    private static LocalDate Day(string text) => YamlDates.Date(text, out _, out _).ShouldNotBeNull();
}
