using System.Text;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Values;

public sealed class GeoJsonTests
{
    private static GeoJsonDocument Read(string text) => GeoJson.Read(Encoding.UTF8.GetBytes(text));

    private static (int Line, int Column) At(string text, GeoJsonProblem problem) => TextPositions.Of(text).At(problem.Offset);

    [Fact]
    public void A_feature_is_read_with_longitude_as_x()
    {
        var document = Read(
            """{"features":[{"type":"Feature","properties":{"name":"a","n":1},"geometry":{"coordinates":[37.8,48.0],"type":"Point"}}],"type":"FeatureCollection"}"""
        );
        document.Problems.ShouldBeEmpty();
        var feature = document.Features.ShouldHaveSingleItem();
        feature.Property("name").ShouldNotBeNull().Text.ShouldBe("a");
        feature.Geometry.ShouldNotBeNull().Coordinate.X.ShouldBe(37.8);
    }

    [Fact]
    public void A_ring_that_crosses_itself_is_reported_at_the_position_that_starts_the_crossing_segment()
    {
        var text = """
            {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[
              [0, 0],
              [2, 2],
              [2, 0],
              [0, 2],
              [0, 0]
            ]]}}
            """;
        var problem = Read(text).Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe("self-intersection");
        problem.Message.ShouldContain("[1, 1]");
        At(text, problem).ShouldBe((4, 3));
    }

    [Fact]
    public void An_unclosed_ring_is_reported_at_its_last_position_with_the_first_as_suggestion()
    {
        var text = """
            {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0, 0], [2, 0], [2, 2], [0, 2]]]}}
            """;
        var problem = Read(text).Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe("unclosed-ring");
        problem.Suggestion.ShouldBe("[0, 0]");
        At(text, problem).ShouldBe((1, text.IndexOf("[0, 2]", StringComparison.Ordinal) + 1));
    }

    [Fact]
    public void A_latitude_beyond_the_pole_suggests_the_other_order()
    {
        var problem = Read("""{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[48.0,137.8]}}""")
            .Problems.ShouldHaveSingleItem();
        problem.Code.ShouldBe("swapped-coordinates");
        problem.Suggestion.ShouldBe("[137.8, 48]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"FeatureCollection\"")]
    [InlineData("{\"type\":\"FeatureColection\",\"features\":[]}")]
    [InlineData("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[1,[2]]}}")]
    [InlineData("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1e999,2]}}")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[1,null]}")]
    public void Bad_input_comes_back_as_problems_and_never_as_an_exception(string text)
    {
        Read(text).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Read(new string('[', 100_000)).Problems.ShouldNotBeEmpty();
        Read("{\"type\":\"Feature\",\"geometry\":" + new string('[', 1_000)).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        var positions = TextPositions.Of("Донецьк x\ny");
        positions.At(Encoding.UTF8.GetByteCount("Донецьк ")).ShouldBe((1, 9));
        positions.At(Encoding.UTF8.GetByteCount("Донецьк x\n")).ShouldBe((2, 1));
    }
}
