using System.Collections.Immutable;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Tests.Watch.Feeds;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Fusion;

public sealed class MergeTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 1, 0, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("merge").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Windows_reproduce_the_published_reference_on_simulated_car_crashes()
    {
        var data = Path.GetDirectoryName(SharedData.Require("meltt-crashMD/crash_data1.csv")) ?? "";
        var taxonomies = new List<MergeTaxonomy>();
        foreach (var column in new[] { "model_tax", "color_tax", "damage_tax" })
        {
            taxonomies.Add(
                await MergeTaxonomy.ReadAsync(Path.Combine(data, $"taxonomy_{column}.csv"), column, TestContext.Current.CancellationToken)
            );
        }
        var files = Enumerable.Range(1, 3).Select(i => Path.Combine(data, $"crash_data{i}.csv"));
        var result = await RunAsync([.. files], 4, 2, MergeMethod.Windows, [.. taxonomies]);
        (result.Rows.Length, result.Unique, result.Matches, result.Duplicates).ShouldBe((195, 140, 34, 55));
        result.Borderline.Count(b => !b.Joined).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Rows_of_two_files_are_linked_with_a_probability()
    {
        var a = Write("a.csv", "id,lat,lon,date,type\n1,48.0,37.5,2024-05-01,shelling\n2,49.0,36.2,2024-05-03,drone\n");
        var b = Write("b.csv", "id,lat,lon,date,type\nx,48.005,37.51,2024-05-01,shelling\ny,47.1,35.9,2024-05-09,mine\n");
        var result = await RunAsync([a, b], 3, 1, MergeMethod.Likelihood, []);
        (result.Unique, result.Duplicates).ShouldBe((3, 1));
        var link = result.Links[0];
        link.Partners.ShouldBe([2]);
        link.Probability.ShouldBeInRange(0.8, 1);
        result.Links.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Windows_are_hard_for_the_engine_too()
    {
        var a = Write("a.csv", "lat,lon,date\n48.0,37.5,2024-05-01\n");
        var b = Write("b.csv", "lat,lon,date\n48.0,37.5,2024-05-03\n");
        (await RunAsync([a, b], 3, 1, MergeMethod.Likelihood, [])).Unique.ShouldBe(2);
    }

    [Fact]
    public async Task A_bad_line_is_quarantined_and_the_rest_is_merged()
    {
        var a = Write("a.csv", "lat,lon,date\n48.0,37.5,2024-05-01\n148.0,37.5,2024-05-01\n");
        var b = Write("b.csv", "lat,lon,date\n48.0,37.5,2024-05-01\n");
        var result = await RunAsync([a, b], 3, 1, MergeMethod.Likelihood, []);
        result.Unique.ShouldBe(1);
        result.Quarantined.ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Fact]
    public async Task Table_names_every_row_and_its_partners()
    {
        var a = Write("a.csv", "lat,lon,date,note\n48.0,37.5,2024-05-01,=1+1\n");
        var b = Write("b.csv", "lat,lon,date,note\n48.0,37.5,2024-05-01,\"x, y\"\n");
        var result = await RunAsync([a, b], 3, 1, MergeMethod.Likelihood, []);
        using var writer = new StringWriter();
        await MergeTable.WriteAsync(result, writer);
        var lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(3);
        lines[1].ShouldContain("b.csv:2");
        lines[1].ShouldNotContain(",=1+1");
    }

    [Fact]
    public void Mapping_is_read_from_yaml_for_all_files_or_for_each()
    {
        var one = MergeMappings.Parse(
            "map.yaml",
            "latitude: breite\nlongitude: laenge\ndate: tag\ndecimalComma: true\n",
            ["a.csv", "b.csv"]
        );
        one["b.csv"].Latitude.ShouldBe("breite");
        one["a.csv"].DecimalComma.ShouldBeTrue();
        var each = MergeMappings.Parse("map.yaml", "files:\n  a.csv:\n    latitude: y\n    defaultSigmaMetres: 250\n", ["a.csv", "b.csv"]);
        each.Keys.ShouldBe(["a.csv"]);
        each["a.csv"].DefaultSigmaMetres.ShouldBe(250);
    }

    [Theory]
    [InlineData("latitud: y\n", "latitud")]
    [InlineData("files:\n  c.csv:\n    latitude: y\n", "c.csv")]
    [InlineData("latitude: [\n", "map.yaml")]
    [InlineData("just words\n", "map.yaml")]
    public void Wrong_mapping_says_what_is_wrong(string yaml, string named) =>
        Should.Throw<FeedFormatException>(() => MergeMappings.Parse("map.yaml", yaml, ["a.csv"])).Message.ShouldContain(named);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<MergeResult> RunAsync(
        ImmutableArray<string> files,
        double km,
        int days,
        MergeMethod method,
        ImmutableArray<MergeTaxonomy> taxonomies
    ) =>
        Merge.RunAsync(
            new MergeRequest(files, km, days, method, ImmutableDictionary<string, ColumnMapping>.Empty, taxonomies),
            Now,
            TestContext.Current.CancellationToken
        );
}
