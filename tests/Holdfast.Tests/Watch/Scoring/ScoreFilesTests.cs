using Holdfast.App.Watch;
using Holdfast.App.Watch.Association;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Scoring;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Scoring;

public sealed class ScoreFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("score").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_simulated_line_is_associated_and_scored_from_its_files()
    {
        var scenario = Path.Combine(folder, "line");
        var line = new LineOptions
        {
            Seed = 3,
            LengthKm = 40,
            Rate = 4,
            DurationSeconds = 240,
            FalseRatio = 0.3,
        };
        var made = await Simulate.RunAsync(
            new SimulateRequest(line, new DisturbanceOptions(), new ReportOptions(), Instant.FromUtc(2026, 3, 2, 0, 0), scenario),
            new Progress<ReplayProgress>(),
            Cancel
        );
        string In(string name) => Path.Combine(scenario, name);
        await Associate.RunAsync(
            new AssociateRequest(In("stations.csv"), In("picks.csv"), In("model.yaml"), In("events.csv"), In("assignments.csv"), 0),
            new Progress<ReplayProgress>(),
            Cancel
        );
        var (truths, found) = await ScoreFiles.ReadAsync(
            new ScoreRequest(In("truth.csv"), In("events.csv"), In("assignments.csv")),
            Cancel
        );
        truths.Count.ShouldBe((int)made.Events);
        var score = EventScorer.Score(new ScoreRules(), truths, found);
        score.ByPicks.ShouldNotBeNull().F1.ShouldBeGreaterThan(0.9);
        score.ByPlace.F1.ShouldBeGreaterThan(0.9);
        score.Errors.ShouldNotBeNull().MedianToBound.ShouldNotBeNull().ShouldBeInRange(0.4, 2.5);
        score.Errors.Ellipses.ShouldNotBeNull().Count.ShouldBe(score.ByPicks.Matched);
        score.Existence.ShouldNotBeNull().Count.ShouldBe(found.Count);
        score.Classes.ShouldNotBeNull();
        ScoreText.Of(score).ShouldContain("by picks: F1 ");
        ScorePage.Html(score).ShouldContain("<svg ");
    }

    [Fact]
    public async Task Places_are_compared_by_longitude_and_latitude_where_one_table_has_no_plane()
    {
        var (truths, found) = await ReadAsync(
            "event_id,time,longitude,latitude,pick_ids\ne1,100,30,50,a b\n",
            "event_id,time,east_m,north_m,longitude,latitude\n1,100,7,7,30.01,50\n"
        );
        found[0].EastMetres.ShouldBe(715, 2);
        truths[0].Picks.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_truth_with_a_plane_is_compared_by_longitude_and_latitude_with_events_that_have_none()
    {
        var (truths, found) = await ReadAsync(
            "event_id,time,east_m,north_m,longitude,latitude,pick_ids\ne1,100,90000,5000,30,50,a b\n",
            "event_id,time,longitude,latitude\n1,100,30.01,50\n"
        );
        (found[0].EastMetres - truths[0].EastMetres).ShouldBe(715, 2);
    }

    [Fact]
    public async Task Tables_of_another_associator_are_read_by_its_own_names()
    {
        var (_, found) = await ReadAsync("event_id,time,east_m,north_m\ne1,100,1500,2500\n", "idx,time,x,y,z,picks\n0,100.5,1.5,2.5,0,7\n");
        (found[0].Id, found[0].EastMetres, found[0].NorthMetres, found[0].TimeSeconds).ShouldBe(("0", 1_500, 2_500, 100.5));
    }

    [Theory]
    [InlineData("event_id,time,east_m,north_m\ne1,noon,0,0\n", "truth.csv:2:2", "'noon'")]
    [InlineData("event_id,time,east_m,north_m\ne1,1,0,zero\n", "truth.csv:2:4", "'zero'")]
    [InlineData("event_id,time,east_m,north_m\ne1,1,0,0\ne1,1,0,0\n", "truth.csv:3:1", "'e1' again")]
    [InlineData("event_id,tim,east_m,north_m\ne1,1,0,0\n", "truth.csv:1:1", "tim")]
    [InlineData("", "truth.csv:1:1", "Found nothing")]
    public async Task What_is_wrong_with_a_table_is_said_with_its_place(string truth, string place, string found)
    {
        var refused = await Should.ThrowAsync<FeedFormatException>(() => ReadAsync(truth, "event_id,time,east_m,north_m\n"));
        refused.Message.ShouldContain(place);
        refused.Message.ShouldContain(found);
    }

    [Fact]
    public async Task Picks_of_an_event_that_is_not_there_are_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "a.csv"), "event_id,pick_id\n9,p1\n", Cancel);
        var refused = await Should.ThrowAsync<FeedFormatException>(() =>
            ReadAsync("event_id,time,east_m,north_m\ne1,1,0,0\n", "event_id,time,east_m,north_m\n1,1,0,0\n", Path.Combine(folder, "a.csv"))
        );
        refused.Message.ShouldContain("'9'");
    }

    private async Task<(IReadOnlyList<TruthEvent> Truths, IReadOnlyList<FoundEvent> Found)> ReadAsync(
        string truth,
        string events,
        string? assignments = null
    )
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "truth.csv"), truth, Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "events.csv"), events, Cancel);
        return await ScoreFiles.ReadAsync(
            new ScoreRequest(Path.Combine(folder, "truth.csv"), Path.Combine(folder, "events.csv"), assignments),
            Cancel
        );
    }
}
