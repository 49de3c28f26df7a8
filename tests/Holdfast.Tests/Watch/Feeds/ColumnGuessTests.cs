using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class ColumnGuessTests
{
    [Fact]
    public async Task A_plain_event_table_is_recognised_and_read()
    {
        const string Table =
            "event_id,event_date,event_type,latitude,longitude,fatalities,notes\n7,2024-05-01,Shelling,48.1,37.7,2,\"a, b\"\n8,2024-05-02,Drone,48.2,37.8,,c\n";
        var guess = (await SampleAsync(Table)).Guess;
        guess.Questions.ShouldBeEmpty();
        guess.Mapping.Latitude.ShouldBe("latitude");
        guess.Mapping.Date.ShouldBe("event_date");
        guess.Mapping.Id.ShouldBe("event_id");
        guess.Mapping.Deaths.ShouldBe("fatalities");
        guess.Reasons.ShouldContain(r => r.Role == "latitude" && r.Confidence > 0.9);
        var reading = await ReadAsync(Table, guess.Mapping with { Kinds = guess.Mapping.Kinds.Add("Drone", "uav_strike") });
        reading.Reasons.ShouldBe("");
        reading.Fixes.Select(f => f.BestKind()).ShouldBe(["shelling", "uav_strike"]);
        reading.Fixes[0].Casualties?.Killed.ShouldBe(2);
        reading.Fixes[0].When.Width.ShouldBe(Duration.FromDays(1) - Duration.Epsilon);
    }

    [Theory]
    [InlineData("05/02/2014", "03/04/2014", 1, DateOrder.DayMonthYear)]
    [InlineData("05/02/2014", "25/02/2014", 0, DateOrder.DayMonthYear)]
    [InlineData("05/02/2014", "02/25/2014 12:00:00 AM", 0, DateOrder.MonthDayYear)]
    [InlineData("2014-02-05", "20140225", 0, DateOrder.YearMonthDay)]
    [InlineData("05.03.22", "27.03.22", 0, DateOrder.DayMonthYear)]
    public async Task The_order_of_day_and_month_is_asked_for_unless_a_value_tells(
        string first,
        string second,
        int questions,
        DateOrder order
    )
    {
        var guess = (await SampleAsync($"date,lat,lon\n{first},48,37\n{second},48,37\n")).Guess;
        guess.Questions.Length.ShouldBe(questions);
        guess.Mapping.DateOrder.ShouldBe(order);
    }

    [Fact]
    public async Task Semicolons_and_decimal_commas_are_found()
    {
        const string Table = "datum;date;lat;lon\nx;01.03.2022;48,51;37,9\ny;25.03.2022;48,52;37,8\n";
        var guess = (await SampleAsync(Table)).Guess;
        guess.Mapping.Delimiter.ShouldBe(";");
        guess.Mapping.DecimalComma.ShouldBeTrue();
        var fix = (await ReadAsync(Table, guess.Mapping)).Fixes[1];
        fix.Where.Centre.ShouldBe(new GeoPoint(48.52, 37.8));
    }

    [Fact]
    public async Task Positions_in_one_column_are_read_in_their_own_order()
    {
        (await SampleAsync("id,when,geom\n1,2024-01-01,POINT (37.9 48.5)\n")).Guess.Mapping.Coordinates.ShouldBe("geom");
        var reading = await ReadAsync(
            "when,pos\n2024-01-01,\"48.5, 37.9\"\n2024-01-01,POINT (37.9 48.5)\n",
            Mapping with
            {
                Coordinates = "pos",
            }
        );
        reading.Fixes.ShouldAllBe(f => f.Where.Centre == new GeoPoint(48.5, 37.9));
        reading.Fixes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_columns_of_the_same_name_but_for_case_the_plainer_date_is_taken()
    {
        const string Table = "Date,date,lat,lon\n05.03.22,2022-03-05,48,37\n";
        var guess = (await SampleAsync(Table)).Guess;
        guess.Mapping.Date.ShouldBe("date");
        (await ReadAsync(Table, guess.Mapping)).Fixes[0].When.Latest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2022, 3, 5));
    }

    [Fact]
    public async Task Swapped_columns_are_asked_about_and_a_missing_position_too()
    {
        (await SampleAsync("date,lat,lon\n2024-01-01,137.9,48.5\n")).Guess.Questions.ShouldContain(q => q.Contains("swapped"));
        (await SampleAsync("date,a,b\n2024-01-01,1,2\n")).Guess.Questions.ShouldContain(q => q.Contains("position"));
    }

    [Fact]
    public async Task A_doubtful_table_is_refused_until_somebody_confirms_its_mapping()
    {
        const string Table = "date,lat,lon\n05/02/2014,48,37\n";
        var refused = await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync(new CsvFeed(), Encoding.UTF8.GetBytes(Table)));
        refused.Diagnostic.Code.ShouldBe("mapping-needed");
    }

    [Fact]
    public void A_mapping_survives_its_json_and_a_wrong_member_is_refused()
    {
        var mapping = Mapping with { Latitude = "y", DateOrder = DateOrder.MonthDayYear, Kinds = Mapping.Kinds.Add("Drone", "uav_strike") };
        var back = ColumnMapping.FromJson(mapping.ToJson());
        back.ToJson().ShouldBe(mapping.ToJson());
        back.Kinds["Drone"].ShouldBe("uav_strike");
        Should.Throw<System.Text.Json.JsonException>(() => ColumnMapping.FromJson("{\"latitud\":\"y\"}")).Message.ShouldContain("latitud");
    }

    [Theory]
    [InlineData("2024-03-31", "03:30", "bad-time")]
    [InlineData("2024-10-27", "03:30", "")]
    public async Task Clock_times_that_the_zone_skips_are_refused_and_those_it_repeats_are_a_range(string date, string time, string reasons)
    {
        var reading = await ReadAsync($"when,clock,pos\n{date},{time},48.5 37.9\n", Mapping with { Coordinates = "pos", Time = "clock" });
        reading.Reasons.ShouldBe(reasons.Length == 0 ? "" : reasons + ": 1");
        reading.Fixes.ShouldAllBe(f => f.When.Width == Duration.FromHours(1));
    }

    private static readonly ColumnMapping Mapping = new() { Date = "when" };

    private static Task<TableSample> SampleAsync(string text) =>
        ColumnGuess.SampleAsync("t.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static Task<Reading> ReadAsync(string text, ColumnMapping mapping) =>
        Reading.OfAsync(new CsvFeed(mapping), Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task A_published_table_is_known_by_its_header()
    {
        foreach (
            var (feed, text, _, _) in Fixtures.All.Where(f => f.Feed is not ("claims" or "jsonl" or "geojson" or "cap" or "sensorthings"))
        )
        {
            var sample = await ColumnGuess.SampleAsync("x.csv", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
            // FIRMS rows of position and date alone are anybody's table.
            sample.Feed.ShouldBe(feed == "csv" || text == Fixtures.FirmsDays ? null : feed, feed);
        }
    }
}
