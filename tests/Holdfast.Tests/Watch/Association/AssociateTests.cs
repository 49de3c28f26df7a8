using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Association;
using Holdfast.App.Watch.Feeds;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class AssociateTests : IDisposable
{
    private const string Sound = """
        model: acoustic
        air:
          - {from-east-km: 0, temperature-c: 10, wind-east: 3, wind-north: -2, temperature-sigma: 0.5, wind-sigma: 0.5}
        detection:
          loudness:
            - {half-range-km: 6, share: 0.6}
            - {half-range-km: 9, share: 0.4}
        engine: {window-s: 60, margin-s: 45}
        """;

    private const string Rock = """
        model: seismic
        layers:
          - {top-km: 0, p: 6.0, s: 3.5}
        depth-km: {least: 0, greatest: 25}
        engine: {minimum-arrivals: 6}
        detection:
          loudness:
            - {half-range-km: 20, share: 0.5}
            - {half-range-km: 45, share: 0.5}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("associate").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Picks_in_any_order_become_a_table_of_events_and_one_of_assignments()
    {
        var field = new Field(6);
        field.Shoot(100, 3_100, 5_400);
        field.Shoot(300, 5_000, 2_400);
        field.AddFalse(40, 400);
        var result = await RunAsync(
            Sound,
            "id,east_m,north_m\n"
                + string.Join('\n', field.Sensors.Select(s => FormattableString.Invariant($"{s.Id},{s.EastMetres},{s.NorthMetres}"))),
            "pick_id,station,time\n"
                + string.Join('\n', field.Shuffled(3).Select(a => FormattableString.Invariant($"{a.Id},{a.Sensor},{a.TimeSeconds:R}")))
        );
        result.Origins.ShouldBe(2);
        result.Rows.ShouldBe(field.Arrivals.Count);
        var events = await File.ReadAllLinesAsync(Path.Combine(folder, "events.csv"), Cancel);
        events.Length.ShouldBe(3);
        Number(events[1], 1).ShouldBe(100, 0.2);
        Number(events[1], 3).ShouldBe(3_100, 200);
        Number(events[1], 4).ShouldBe(5_400, 200);
        var assignments = await File.ReadAllLinesAsync(Path.Combine(folder, "assignments.csv"), Cancel);
        assignments.Length.ShouldBe((int)result.Associated + 1);
        assignments[1].Split(',')[0].ShouldBe(events[1].Split(',')[0]);
    }

    [Fact]
    public async Task Columns_of_GaMMA_and_dates_are_read_and_what_is_wrong_is_said_with_its_line()
    {
        var result = await RunAsync(
            Rock,
            "id,longitude,latitude,elevation_m\nA,13.1,42.7,500\nB,13.2,42.8,0\nC,13.3,42.7,0\nD,13.2,42.6,0\n",
            """
            id,timestamp,type,prob
            A,2016-10-14T00:00:02.0,p,0.9
            A,2016-10-14T00:00:03.5,s,0.9
            B,2016-10-14T00:00:02.0,p,0.9
            B,2016-10-14T00:00:03.4,s,0.9
            C,2016-10-14T00:00:02.0,p,0.9
            C,2016-10-14T00:00:03.4,s,0.9
            D,2016-10-14T00:00:02.0,p,0.9
            D,2016-10-14T00:00:03.4,s,0.1
            AA,2016-10-14T00:00:03.4,s,0.9
            D,14 October,s,0.9
            D,2016-10-14T00:00:03.4,x,0.9
            D,1e15,s,0.9
            """,
            leastProbability: 0.3
        );
        result.Refused.Values.Sum().ShouldBe(4);
        result.BelowProbability.ShouldBe(1);
        result.FirstRefused.ShouldContain(line => line.StartsWith("picks.csv:10:", StringComparison.Ordinal) && line.Contains("'A'"));
        result.FirstRefused.ShouldContain(line =>
            line.StartsWith("picks.csv:11:", StringComparison.Ordinal) && line.Contains("14 October")
        );
        result.Origins.ShouldBe(1);
        var events = await File.ReadAllLinesAsync(Path.Combine(folder, "events.csv"), Cancel);
        var time = NodaTime.Text.InstantPattern.ExtendedIso.Parse(events[1].Split(',')[1]).Value;
        (time - NodaTime.Instant.FromUtc(2016, 10, 14, 0, 0)).TotalSeconds.ShouldBe(0, 0.5);
        Number(events[1], 5).ShouldBe(13.2, 0.05);
        Number(events[1], 6).ShouldBe(42.7, 0.05);
    }

    [Theory]
    [InlineData("model: acustic", 1, "acoustic")]
    [InlineData("model: acoustic\nairs: []", 2, "air")]
    [InlineData("model: acoustic\nair:\n  - {temperature-c: hot}", 3, "expected a number")]
    [InlineData(
        "model: seismic\nlayers:\n  - {top-km: 0, p: 3, s: 6}\ndetection: {loudness: [{half-range-km: 3, share: 1}]}",
        1,
        "not rock"
    )]
    [InlineData("model: seismic\nlayers:\n  - {p: 6, s: 3}\ndetection:\n  loudness:\n    - {half-range-km: 3, share: 0.4}", 6, "sum to 1")]
    public async Task A_model_that_is_wrong_is_refused_with_line_and_what_was_expected(string model, int line, string says)
    {
        var refused = await Should.ThrowAsync<FeedFormatException>(() =>
            RunAsync(model, "id,east_m,north_m\na,0,0\n", "station,time\na,1\n")
        );
        refused.Diagnostic.Line.ShouldBe(line);
        refused.Diagnostic.File.ShouldBe("model.yaml");
        refused.Message.ShouldContain(says);
        File.Exists(Path.Combine(folder, "events.csv")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("id,east_m,north_m\na,0,0\na,1,1\n", 3)]
    [InlineData("id,east_m,north_m\na,0,north\n", 2)]
    [InlineData("id,longitude,latitude\na,10,95\n", 2)]
    [InlineData("id,east_m\na,0\n", 1)]
    public async Task Stations_that_are_wrong_are_refused_with_the_line(string stations, int line)
    {
        var refused = await Should.ThrowAsync<FeedFormatException>(() => RunAsync(Sound, stations, "station,time\na,1\n"));
        refused.Diagnostic.Line.ShouldBe(line);
        refused.Diagnostic.File.ShouldBe("stations.csv");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static double Number(string row, int column) => double.Parse(row.Split(',')[column], CultureInfo.InvariantCulture);

    private async Task<AssociateResult> RunAsync(string model, string stations, string picks, double leastProbability = 0)
    {
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllTextAsync(At("model.yaml"), model, Cancel);
        await File.WriteAllTextAsync(At("stations.csv"), stations, Cancel);
        await File.WriteAllTextAsync(At("picks.csv"), picks, Cancel);
        var request = new AssociateRequest(
            At("stations.csv"),
            At("picks.csv"),
            At("model.yaml"),
            At("events.csv"),
            At("assignments.csv"),
            leastProbability
        );
        return await Associate.RunAsync(request, new Progress<ReplayProgress>(), Cancel);
    }
}
