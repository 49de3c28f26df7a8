using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Web;

public sealed class ClockTests
{
    private static readonly DateTimeZone Kyiv = DateTimeZoneProviders.Tzdb["Europe/Kyiv"];

    [Theory]
    [InlineData("2026-03-04T18:28:00Z", "2026-03-04T18:37:00Z", "4 Mar 2026, 20:28", "20:37 +02")]
    [InlineData("2026-03-04T21:28:00Z", "2026-03-04T22:37:00Z", "4 Mar 2026, 23:28 +02", "5 Mar 2026, 00:37 +02")]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "29 Mar 2026, 02:30 +02", "29 Mar 2026, 04:30 +03")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "25 Oct 2026, 03:30 +03", "25 Oct 2026, 03:30 +02")]
    public void A_stretch_says_its_day_and_its_offset_once_where_they_are_the_same(string from, string to, string start, string end) =>
        Clock
            .Stretch(InstantPattern.ExtendedIso.Parse(from).Value, InstantPattern.ExtendedIso.Parse(to).Value, Kyiv)
            .ShouldBe((start, end));
}
