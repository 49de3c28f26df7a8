using Holdfast.Core.Cell;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell;

/// <summary>Deadlines as people write them, across the changes to summer time and back in Kyiv (29 March and 25 October 2026).</summary>
public sealed class DeadlineTests
{
    private static readonly DateTimeZone Kyiv = DateTimeZoneProviders.Tzdb["Europe/Kyiv"];

    [Theory]
    // The night in which 03:00 becomes 04:00: wall clocks before, in and after the hour that is left out.
    [InlineData("2026-03-29T02:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29T03:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T04:00", "2026-03-29T01:00:00Z")]
    // The night in which 03:00 to 04:00 comes twice: the later one, nobody loses the hour.
    [InlineData("2026-10-25T02:59", "2026-10-24T23:59:00Z")]
    [InlineData("2026-10-25T03:30", "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25T03:30+03:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T04:00", "2026-10-25T02:00:00Z")]
    // A day ends when the next begins: the day of the change has 23 hours, the other 25.
    [InlineData("2026-03-29", "2026-03-29T21:00:00Z")]
    [InlineData("2026-10-25", "2026-10-25T22:00:00Z")]
    public void A_wall_clock_is_the_zones(string text, string instant) =>
        Deadline.Read(text, Instant.FromUtc(2026, 1, 1, 0, 0), Kyiv).ShouldBe(NodaTime.Text.InstantPattern.General.Parse(instant).Value);

    [Theory]
    [InlineData("24 h", 2026, 3, 28, "2026-03-29T12:00:00Z")]
    [InlineData("1 day", 2026, 3, 28, "2026-03-29T11:00:00Z")]
    [InlineData("24 h", 2026, 10, 24, "2026-10-25T12:00:00Z")]
    [InlineData("1 day", 2026, 10, 24, "2026-10-25T13:00:00Z")]
    [InlineData("90 min", 2026, 10, 24, "2026-10-24T13:30:00Z")]
    public void Hours_elapse_and_days_keep_the_wall_clock(string text, int year, int month, int day, string instant) =>
        Deadline
            .Read(text, Instant.FromUtc(year, month, day, 12, 0), Kyiv)
            .ShouldBe(NodaTime.Text.InstantPattern.General.Parse(instant).Value);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("29.3.2026")]
    [InlineData("2026-03-29 03:30")]
    [InlineData("0 h")]
    [InlineData("-3 h")]
    [InlineData("99999999999 h")]
    public void What_is_no_deadline_says_what_is(string text) =>
        Should
            .Throw<FormatException>(() => Deadline.Read(text, Instant.FromUtc(2026, 1, 1, 0, 0), Kyiv))
            .Message.ShouldContain("in Europe/Kyiv");
}
