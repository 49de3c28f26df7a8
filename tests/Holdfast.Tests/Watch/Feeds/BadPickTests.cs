using Holdfast.Core.Watch;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

/// <summary>Picks that cannot be are quarantined with line, column, what was found and what was expected.</summary>
public sealed class BadPickTests
{
    private const string Header = "station,time,phase,sigma_s\n";

    [Theory]
    [InlineData("A1,1772366400000000000,P,0.05", "time", "reads like nanoseconds")]
    [InlineData("A1,1772366400000,P,0.05", "time", "reads like milliseconds")]
    [InlineData("A1,2026,P,0.05", "time", "reads like a year")]
    [InlineData("A1,NaN,P,0.05", "time", "NaN")]
    [InlineData("A1,2025-03-01T12:00:00Z,P,NaN", "sigma_s", "NaN")]
    [InlineData("A1,2025-03-01T12:00:00Z,P,-0.05", "sigma_s", "-0.05")]
    [InlineData("A1,2025-03-01T12:00:00Z,P,0", "sigma_s", "0")]
    public async Task A_pick_that_cannot_be_is_quarantined_with_its_line_and_what_is_wrong(string row, string column, string said)
    {
        var reading = await Reading.OfAsync(
            "picks",
            Header + "A1,2025-03-01T12:00:00Z,P,0.05\n" + row + "\nA2,2025-03-01T12:00:02Z,P,0.05\n"
        );
        reading.Observations.OfType<ArrivalObservation>().Select(a => a.Sensor).ShouldBe(["A1", "A2"]);
        var kept = reading.Quarantined.ShouldHaveSingleItem();
        kept.Line.ShouldBe(3);
        kept.Column.ShouldBe(column);
        kept.Reason.ShouldContain(said);
        kept.Reason.ShouldContain("xpected");
    }
}
