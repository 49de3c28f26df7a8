using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.Web.Forces;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The drawing of what stands: what it shows can be measured back from it.</summary>
public sealed class CurveChartTests
{
    private static readonly ImmutableArray<CurvePoint> Curve =
    [
        new(0, 1000, 0, [0, 0, 0, 0, 0]),
        new(1, 1000, 700, [0, 350, 700, 700, 700]),
        new(2, 2300, 1400, [700, 700, 1400, 1400, 1400]),
    ];

    private static readonly CurveChart Chart = new(Curve);

    [Fact]
    public void The_grid_ends_in_a_round_number_above_everything_that_is_drawn()
    {
        Chart.Grid.ShouldBe([0, 600, 1200, 1800, 2400]);
        new CurveChart([new CurvePoint(0, 0, 0, [])]).Grid.Last().ShouldBe(1);
        new CurveChart([new CurvePoint(0, 10, 10, [0, 0, 0, 0, 79_000])]).Grid.Last().ShouldBe(80_000);
        new CurveChart([new CurvePoint(0, 20_450, 10, [])]).Grid.ShouldBe([0, 6_000, 12_000, 18_000, 24_000]);
        new CurveChart([]).Grid.Last().ShouldBe(1);
    }

    [Fact]
    public void Steps_stand_at_their_numbers()
    {
        // M x y H x: one step for each point, as high as its number.
        var steps = Regex.Matches(Chart.Planned, @"[ML](?<x>[\d.]+) (?<y>[\d.]+)H(?<to>[\d.]+)");
        steps.Select(s => Soldiers(Number(s.Groups["y"].Value))).ShouldBe([0, 700, 1400]);
        steps.Select(s => Number(s.Groups["x"].Value)).ShouldBe(Enumerable.Range(0, 3).Select(i => Math.Round(Chart.X(i), 1)));
        Number(steps[^1].Groups["to"].Value).ShouldBe(Math.Round(Chart.X(3), 1));
        Chart.X(3).ShouldBe(CurveChart.Width - 12);

        static long Soldiers(double y) => (long)Math.Round((Chart.Y(0) - y) / (Chart.Y(0) - Chart.Y(2400)) * 2400 / 100) * 100;
    }

    [Fact]
    public void The_band_goes_up_along_the_highest_and_back_along_the_lowest_and_is_closed()
    {
        Chart.HasBand.ShouldBeTrue();
        Chart.Band.ShouldEndWith("Z");
        var ys = Regex.Matches(Chart.Band, @"[ML][\d.]+ (?<y>[\d.]+)H").Select(m => m.Groups["y"].Value).ToArray();
        ys.Take(3).ShouldBe(new[] { 0L, 700, 1400 }.Select(Drawn));
        ys.Skip(3).ShouldBe(new[] { 700L, 0, 0 }.Select(Drawn));
        new CurveChart([new CurvePoint(0, 1, 1, [])]).HasBand.ShouldBeFalse();

        static string Drawn(long soldiers) => Chart.Y(soldiers).ToString("0.#", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_file_is_whole_says_what_it_shows_and_writes_texts_as_texts()
    {
        var text = Chart.File("Size <20 k> & \"more\"", "A mission; plan <0123>", "day");
        var file = XDocument.Parse(text);
        XNamespace svg = "http://www.w3.org/2000/svg";
        file.Root.ShouldNotBeNull().Element(svg + "title").ShouldNotBeNull().Value.ShouldBe("Size <20 k> & \"more\"");
        file.Root.Elements(svg + "text").Last().Value.ShouldBe("A mission; plan <0123>");
        file.Root.Elements(svg + "text").ShouldContain(t => t.Value.StartsWith("Soldiers by day.", StringComparison.Ordinal));
        text.ShouldContain("5 to 95 %");
        new CurveChart([new CurvePoint(0, 1, 1, [])]).File("t", "s").ShouldNotContain("5 to 95 %");
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(24, 8)]
    [InlineData(181, 7)]
    public void As_many_numbers_stand_below_as_can_be_read(int steps, int labels)
    {
        var chart = new CurveChart([.. Enumerable.Range(0, steps).Select(i => new CurvePoint(i, 100, 50, []))]);
        Regex.Count(chart.Labels, "text-anchor=\"middle\"").ShouldBe(labels);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
