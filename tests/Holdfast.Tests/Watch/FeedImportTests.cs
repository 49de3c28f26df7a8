using System.Runtime.CompilerServices;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Watch.Feeds;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch;

public sealed class FeedImportTests
{
    [Theory]
    [InlineData(1_500)]
    [InlineData(2_500)]
    [InlineData(21_500)]
    public async Task An_import_that_was_cut_off_inside_a_line_of_many_items_reads_that_line_again(int readBeforeTheCut)
    {
        const int Items = 22_000;
        var folder = Directory.CreateTempSubdirectory("holdfast-import-").FullName;
        try
        {
            await using var record = await SqliteRecord.OpenAsync(
                Path.Combine(folder, "record.db"),
                new SqliteRecordOptions(),
                TestContext.Current.CancellationToken
            );
            var import = new FeedImport(record);
            FeedInput Input() => Reading.Input(new MemoryStream("the same file"u8.ToArray()));
            await Should.ThrowAsync<IOException>(() =>
                import.RunAsync(new OneLine(Items, readBeforeTheCut), Input(), null, null, TestContext.Current.CancellationToken)
            );
            var result = await import.RunAsync(
                new OneLine(Items, int.MaxValue),
                Input(),
                null,
                null,
                TestContext.Current.CancellationToken
            );
            result.Observations.ShouldBe(Items + 1);
            result.Conflicts.ShouldBe(0);
            var kept = 0;
            await foreach (
                var _ in record.ReadAsync(
                    Reader.LocalOperator,
                    new RecordQuery(Kinds: ["observation.fix/1"]),
                    TestContext.Current.CancellationToken
                )
            )
            {
                kept++;
            }
            kept.ShouldBe(Items + 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_line_that_names_a_sensor_is_kept_aside_under_the_label_of_sensors()
    {
        foreach (var (feed, text) in new[] { ("picks", SensorFixtures.Picks), ("sensorthings", SensorFixtures.SensorThings) })
        {
            var input = Reading.Input(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
            await foreach (var item in FeedRegistry.Find(feed).ReadAsync(input, TestContext.Current.CancellationToken))
            {
                FeedImport.Draft(FeedRegistry.Find(feed), input, item).Label.ShouldBe(SensorAccess.DefaultLabel);
            }
        }
        var jsonl = new QuarantinedLine("jsonl", "x", 1, "", "bad-json", "", "{\"kind\":\"observation.arrival/1\",\"sensor\":\"S1\"");
        FeedImport
            .Draft(FeedRegistry.Find("jsonl"), Reading.Input(Stream.Null), new FeedItem(null, jsonl, 1, 0))
            .Label.ShouldBe(SensorAccess.DefaultLabel);
        FeedImport
            .Draft(FeedRegistry.Find("csv"), Reading.Input(Stream.Null), new FeedItem(null, jsonl with { Raw = "a,b" }, 1, 0))
            .Label.ShouldBe(Label.Public);
    }

    /// <summary>Many observations on line 5, one on line 6; the reading breaks off after some of them.</summary>
    private sealed class OneLine(int items, int cut) : IFeed
    {
        public string Name => "one-line";
        public string Summary => "";

        public async IAsyncEnumerable<FeedItem> ReadAsync(
            FeedInput input,
            [EnumeratorCancellation] CancellationToken cancellation = default
        )
        {
            await Task.CompletedTask;
            var made = (Holdfast.Core.Watch.FixObservation)(await Reading.OfAsync("jsonl", Fixtures.Jsonl)).Observations[0];
            for (var i = 0; i <= items; i++)
            {
                if (i >= cut)
                {
                    throw new IOException("cut off");
                }
                var line = i < items ? 5 : 6;
                if (line > input.ResumeAfterLine)
                {
                    var id = new Holdfast.Core.Watch.ObservationId("src", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    yield return new FeedItem(made with { Id = id }, null, line, i);
                }
            }
        }
    }
}
