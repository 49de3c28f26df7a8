using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class FeedTests
{
    [Fact]
    public async Task Every_row_is_an_observation_or_quarantined_with_its_reason_and_all_of_them_can_be_recorded()
    {
        foreach (var (feed, text, observations, reasons) in Fixtures.All)
        {
            var reading = await Reading.OfAsync(feed, text);
            reading.Reasons.ShouldBe(reasons, feed);
            reading.Observations.Count.ShouldBe(observations, feed);
            foreach (var observation in reading.Observations)
            {
                EntryRules.FaultOf(ObservationCodec.Draft(observation)).ShouldBeNull(feed);
            }
            foreach (var line in reading.Quarantined)
            {
                EntryRules.FaultOf(QuarantineBody.Draft(line, Reading.Input(Stream.Null))).ShouldBeNull(feed);
                QuarantineBody.Decode(QuarantineBody.Encode(line).Span).ShouldBe(line);
            }
        }
    }

    [Fact]
    public async Task Reading_can_go_on_after_any_line()
    {
        foreach (var (name, text, _, _) in Fixtures.All)
        {
            var whole = await Reading.OfAsync(name, text);
            foreach (var after in whole.Items.Select(i => i.Line).Distinct())
            {
                var feed = FeedRegistry.Find(name);
                var rest = await Reading.OfAsync(feed, Reading.Input(new MemoryStream(Encoding.UTF8.GetBytes(text)), after: after));
                rest.Items.Select(i => i.Line).ShouldBe(whole.Items.Select(i => i.Line).Where(l => l > after), name);
            }
        }
    }

    [Fact]
    public async Task A_quarantined_line_can_be_mended_and_read_again_alone()
    {
        var mendings = new Dictionary<string, (string Wrong, string Right)>
        {
            ["ucdp-ged"] = ("137.5,48.5", "48.5,37.5"),
            ["firms"] = ("47.5,x", "47.5,35.2"),
            ["air-alerts"] = ("Donetzka", "Donetska"),
            ["csv"] = ("25:00", "23:00"),
            ["claims"] = ("sheling", "shelling"),
            ["jsonl"] = (",\"mode\":\"exercise\"", ""),
            ["geojson"] = ("1 Foo 2024", "1 May 2024"),
            ["acled"] = ("Batles", "Battles"),
            ["viina"] = ("25:61", "23:01"),
            ["osce"] = ("2-4 cm SE,Heard,5,Shot,Somewhere unclear", "2-4 km SE,Heard,5,Shot,Undetermined"),
            ["picks"] = (",Q,", ",P,"),
            ["sensorthings"] = ("yesterday", "2024-03-05T10:00:00Z"),
            ["cap"] = ("Donetska oblst", "Donetska oblast"),
        };
        foreach (var (feed, (wrong, right)) in mendings)
        {
            var text = Fixtures.All.First(f => f.Feed == feed).Text;
            var line = (await Reading.OfAsync(feed, text)).Quarantined.First(q => q.Raw.Contains(wrong));
            var again = new List<FeedItem>();
            var mended = MendedLine.ReadAsync(
                FeedRegistry.Find(feed),
                Reading.Input(Stream.Null),
                line,
                line.Raw.Replace(wrong, right),
                TestContext.Current.CancellationToken
            );
            await foreach (var item in mended)
            {
                again.Add(item);
            }
            again.ShouldHaveSingleItem().Observation.ShouldNotBeNull(feed);
            again[0].Line.ShouldBe(line.Line, feed);
        }
    }

    [Fact]
    public async Task A_line_of_a_mapped_table_is_mended_under_the_same_mapping()
    {
        // Guessed, "when" would be month first or a question, and "x" and "y" nothing.
        const string Table = "y,x,when,what,nr\n48.1,37.7,05/02/2024,boom,a\n48.1,37.7,05.2024,boom,b\n";
        var mapping = new ColumnMapping
        {
            Latitude = "y",
            Longitude = "x",
            Date = "when",
            DateOrder = DateOrder.DayMonthYear,
            Kind = "what",
            Id = "nr",
            Kinds = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("boom", "shelling"),
        };
        var line = (await Reading.OfAsync(new CsvFeed(mapping), Encoding.UTF8.GetBytes(Table))).Quarantined.ShouldHaveSingleItem();
        QuarantineBody.Decode(QuarantineBody.Encode(line).Span).ShouldBe(line);
        ColumnMapping.FromJson(line.Mapping).ToLine().ShouldBe(mapping.ToLine());
        var again = new List<FeedItem>();
        var mended = MendedLine.ReadAsync(
            FeedRegistry.Find("csv"),
            Reading.Input(Stream.Null),
            line,
            "48.1,37.7,05/02/2024,boom,b",
            TestContext.Current.CancellationToken
        );
        await foreach (var item in mended)
        {
            again.Add(item);
        }
        var fix = again.ShouldHaveSingleItem().Observation.ShouldBeOfType<FixObservation>();
        fix.When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2024, 2, 5));
        fix.Kinds[0].Kind.ShouldBe("shelling");
    }

    [Fact]
    public async Task Ucdp_rows_keep_the_uncertainty_of_their_codes_and_attribute_nothing()
    {
        var fixes = (await Reading.OfAsync("ucdp-ged", Fixtures.Ucdp)).Fixes;
        fixes[0].When.ToString().ShouldBe("2014-02-17T22:00:00.000000000Z/2014-02-18T21:59:59.999999999Z");
        fixes[1].When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2014, 5, 2));
        fixes[1].When.Latest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2014, 5, 4));
        fixes[2].When.Latest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2014, 7, 31));
        fixes[2].Where.ShouldBe(new AreaPlace("North oblast", new GeoPoint(48.5, 37.5), 150_000));
        fixes[0].Attributes["side_a"].ShouldBe("A");
        fixes.ShouldAllBe(f => f.StatedDirection == null && f.Kinds.Length == 1);
        fixes.Select(f => f.Credibility).ShouldBe([2, 6, 3]);
    }

    [Fact]
    public async Task A_pixel_that_is_issued_again_keeps_its_id()
    {
        var fixes = (await Reading.OfAsync("firms", Fixtures.Firms)).Fixes;
        fixes[1].Id.ShouldBe(fixes[0].Id);
        fixes[2].Id.ShouldNotBe(fixes[0].Id);
        fixes[0].When.Earliest.ShouldBe(Instant.FromUtc(2025, 8, 16, 0, 52));
        fixes[2].When.Earliest.ShouldBe(Instant.FromUtc(2025, 8, 16, 0, 52));
        fixes[0].Where.ShouldBeOfType<BoxPlace>().WidthMetres.ShouldBe(530);
        // A night pass of these satellites flies south-west over Ukraine, a day pass north-west.
        fixes[0].Where.ShouldBeOfType<BoxPlace>().AzimuthDegrees.ShouldBeInRange(10, 20);
        fixes[2].Where.ShouldBeOfType<BoxPlace>().AzimuthDegrees.ShouldBeInRange(160, 170);
    }

    [Fact]
    public async Task An_area_that_the_atlas_draws_takes_its_name()
    {
        var shape = new NamedShape(
            "donetsk_oblast",
            ShapeKind.Area,
            NetTopologySuite.Geometries.Polygon.DefaultFactory.ToGeometry(new(37, 39, 47, 49)),
            Standing.Illustrative,
            "Donetsk oblast",
            "",
            ""
        );
        var input = Reading.Input(new MemoryStream(Encoding.UTF8.GetBytes(Fixtures.Alerts)), atlas: new Atlas([shape]));
        var reading = await Reading.OfAsync(FeedRegistry.Find("air-alerts"), input);
        reading.Fixes[0].Where.ShouldBeOfType<AreaPlace>().Name.ShouldBe("donetsk_oblast");
    }

    [Fact]
    public async Task Claims_keep_who_said_what_when_and_nothing_is_filled_in()
    {
        var claims = (await Reading.OfAsync("claims", Fixtures.Claims)).Observations.OfType<ClaimObservation>().ToArray();
        claims[0].Number.ShouldBe(2000);
        claims[0].Bound.ShouldBe(ClaimBound.MoreThan);
        claims[0].Kind.ShouldBeNull();
        claims[1].PartOf.ShouldBe("violations");
        claims[1].StatedAt.ShouldBe(Instant.FromUtc(2025, 4, 20, 17, 0));
        claims.ShouldAllBe(c => c.Cumulative && c.By == "UA" && c.Speaker == "A speaker, An office" && c.Citation == "Ref-1");
        var wrong = (await Reading.OfAsync("claims", Fixtures.Claims)).Quarantined.First(q => q.Code == "unknown-kind");
        wrong.Reason.ShouldBe("Line 22, column 15: 'sheling' is not a kind of event. Did you mean 'shelling'?");
    }

    [Fact]
    public async Task Claims_that_are_no_yaml_are_refused_with_line_and_column()
    {
        foreach (var text in new[] { "statements: [", "statements:\n  - *x\n", new string('[', 5000), "statemnts: []", "" })
        {
            var refused = await Should.ThrowAsync<FeedFormatException>(() => Reading.OfAsync("claims", text));
            refused.Diagnostic.Line.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Features_one_a_line_and_a_damaged_one_cost_only_themselves()
    {
        static string Feature(int id) =>
            $"{{\"type\":\"Feature\",\"id\":{id},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[37,48]}},\"properties\":{{\"date\":\"2024-05-01\"}}}}";
        var lines = await Reading.OfAsync("geojson", string.Join('\n', Enumerable.Range(0, 50).Select(Feature)));
        lines.Fixes.Count.ShouldBe(50);
        var damaged = Enumerable
            .Range(0, 50)
            .Select(i =>
                i == 7 ? Feature(i)[..60]
                : i == 9 ? Feature(i).Replace("05-01\"", "05-01")
                : Feature(i)
            );
        var reading = await Reading.OfAsync(
            "geojson",
            "{\"type\":\"FeatureCollection\",\"features\":[\n" + string.Join(",\n", damaged) + "\n]}"
        );
        reading.Fixes.Count.ShouldBe(48);
        reading.Reasons.ShouldBe("truncated: 2");
        var cut = await Reading.OfAsync("geojson", "{\"type\":\"FeatureCollection\",\"features\":[" + Feature(1) + "," + Feature(2)[..40]);
        (cut.Fixes.Count, cut.Quarantined.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void An_unknown_feed_is_refused_with_the_nearest_name() =>
        Should.Throw<FeedFormatException>(() => FeedRegistry.Find("ucdp")).Message.ShouldContain("ucdp-ged");

    [Fact]
    public async Task The_claims_and_reports_of_the_easter_truce_are_read_whole()
    {
        var folder = Repository();
        foreach (var (feed, file) in new[] { ("claims", "claims.yaml"), ("jsonl", "reports.jsonl") })
        {
            await using var stream = File.OpenRead(Path.Combine(folder, "missions", "easter-truce-2025", "feeds", file));
            var reading = await Reading.OfAsync(FeedRegistry.Find(feed), Reading.Input(stream, file));
            reading.Items.Count.ShouldBeGreaterThan(40);
            // Without the mission's atlas a claim's zones cannot be found; nothing else is at fault.
            reading.Quarantined.ShouldAllBe(q => q.Code == "unknown-place");
            reading.Observations.Select(o => o.Id).ShouldBeUnique();
        }
    }

    private static string Repository()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Holdfast.slnx")))
        {
            at = at.Parent;
        }
        return at.ShouldNotBeNull().FullName;
    }
}
