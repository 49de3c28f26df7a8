using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>The verbs of the force as a user calls them, on a small mission in a folder.</summary>
public sealed class ForceVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-forces");

    public ForceVerbTests()
    {
        foreach (var file in ForceWorldFiles.Files())
        {
            var path = Path.Combine(_folder.FullName, "test", file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
            File.WriteAllText(path, file.Text);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<(int Code, string Output, string Error)> Raw(CancellationToken cancellation, params string[] all)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellation);
        return (code, output.ToString(), error.ToString());
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => Run(TestContext.Current.CancellationToken, args);

    private Task<(int Code, string Output, string Error)> Run(CancellationToken cancellation, params string[] args) =>
        Raw(cancellation, ["forces", .. args, "--mission", At("test"), "--start", "2026-03-02", "--months", "6"]);

    [Fact]
    public async Task Check_counts_the_force()
    {
        var (code, output, error) = await Raw(TestContext.Current.CancellationToken, "check", At("test"));
        code.ShouldBe(0, error);
        output.ShouldContain("a force: 1 size with 4 lines, 3 offers of 2 nations, 0 other duties, 1 scenario");
    }

    [Fact]
    public async Task Check_names_what_is_wrong_in_an_offer_with_file_line_column_and_the_nearest_word()
    {
        File.WriteAllText(
            At("test/forces/offers/FR.yaml"),
            ForceWorldFiles.France.Replace("capability: infantry", "capability: infantri", StringComparison.Ordinal)
        );
        var (code, output, error) = await Raw(TestContext.Current.CancellationToken, "check", At("test"));
        code.ShouldNotBe(0);
        (output + error).ShouldContain("forces/offers/FR.yaml:3:");
        (output + error).ShouldContain("Did you mean 'infantry'?");
    }

    [Fact]
    public async Task Compare_sets_worlds_side_by_side_in_a_table_and_says_what_it_asks_on_standard_error()
    {
        Solvers.Needed();
        var (code, output, error) = await Run("compare", "--scenarios", "peace", "--sets", "small", "--assume", "vote(FR.Parliament)");
        code.ShouldBe(0, error);
        var lines = output.Split('\n').Select(l => l.TrimEnd()).ToArray();
        lines.ShouldContain("A small force (small)");
        lines.ShouldContain(l => l.Contains("backstop", StringComparison.Ordinal) && l.Contains("without", StringComparison.Ordinal));
        var filled = lines
            .Single(l => l.StartsWith("  filled", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Four of 23 units and months are asked for in the first month, when nobody is ready; the mission has no backstop, so that both are the same.
        filled[1].ShouldBe(filled[2]);
        filled[1].ShouldEndWith("%");
        lines.ShouldContain(l => l.StartsWith("  infantry", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("proven", StringComparison.Ordinal));

        var json = JsonDocument.Parse((await Run("compare", "--scenarios", "peace", "--format", "json")).Output).RootElement;
        json.EnumerateArray().Select(r => r.GetProperty("backstop").GetString()).ShouldBe(["without", "with"]);
        json[0]
            .GetProperty("by_capability")
            .EnumerateArray()
            .Select(c => c.GetProperty("capability").GetString())
            .ShouldBe(["infantry", "mines"]);
    }

    [Fact]
    public async Task Solve_prints_lines_shortfalls_places_and_tasks_and_writes_every_figure()
    {
        Solvers.Needed();
        var folder = At("figures");
        var (code, output, error) = await Run(
            "solve",
            "--set",
            "small",
            "--scenario",
            "peace",
            "--assume",
            "vote(FR.Parliament)",
            "--figures",
            folder,
            "--lp",
            At("plan.lp")
        );
        code.ShouldBe(0, error);
        output.ShouldContain("the fill is proven to be the best there is");
        output.ShouldContain("Tasks by oblast in the last month:");
        output.ShouldContain("field, guard: protected, 3 of 3 units; reinforced by");
        output.ShouldContain("Town (field): protected");
        File.ReadAllText(At("plan.lp")).ShouldStartWith("Minimize");
        Directory
            .EnumerateFiles(folder)
            .Select(f => Path.GetFileName(f))
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "burden.csv",
                "curve.csv",
                "days.csv",
                "fill.csv",
                "places.csv",
                "serving.csv",
                "shortfalls.csv",
                "tasks.csv",
                "weakened.csv",
            ]);
        File.ReadAllLines(Path.Combine(folder, "tasks.csv"))
            .ShouldContain(l => l.StartsWith("field,guard,Fully,3,3,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curve_is_told_by_month_and_by_day()
    {
        Solvers.Needed();
        var months = JsonDocument.Parse((await Run("curve", "--scenario", "peace", "--format", "json")).Output).RootElement;
        months.GetArrayLength().ShouldBe(6);
        // With one German battalion the others are French, and wait for the vote.
        File.WriteAllText(
            At("test/forces/offers/DE.yaml"),
            ForceWorldFiles.Germany.Replace("quantity: 4", "quantity: 1", StringComparison.Ordinal)
        );
        string[] byDay = ["curve", "--scenario", "peace", "--by", "day", "--days", "90"];
        var days = JsonDocument.Parse((await Run([.. byDay, "--format", "json"])).Output).RootElement;
        days.GetArrayLength().ShouldBe(91);
        // The vote takes 10 to 40 days and readiness 20: on day 45 some draws have it and some have not.
        var quantiles = days[45].GetProperty("quantiles").EnumerateArray().Select(q => q.GetInt64()).ToArray();
        quantiles[0].ShouldBeLessThan(quantiles[4]);
        (await Run(byDay)).Output.ShouldContain("day      asked  planned");
        var (code, _, error) = await Run("curve", "--by", "day", "--days", "0");
        (code, error.Contains("--days lies between 1 and 730", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    [Fact]
    public async Task Sustain_and_unlock_answer_in_words_and_in_json_and_refuse_what_is_wrong()
    {
        Solvers.Needed();
        var sustain = await Run("sustain", "--scenario", "peace", "--assume", "vote(FR.Parliament)");
        sustain.Output.ShouldContain("1 year: ");
        sustain.Output.ShouldContain("10 years: ");
        var json = JsonDocument.Parse((await Run("sustain", "--scenario", "peace", "--years", "3", "--format", "json")).Output).RootElement;
        json[0].GetProperty("months").GetInt32().ShouldBe(36);

        var unlock = await Run("unlock", "--scenario", "peace", "--caveats", "--cost", "vote(*)=4", "--csv", At("unlock.csv"));
        unlock.Code.ShouldBe(0, unlock.Error);
        unlock.Output.ShouldContain("vote(FR.Parliament)");
        unlock.Output.ShouldContain("cost 4");
        File.ReadAllLines(At("unlock.csv"))[0].ShouldStartWith("set,decision,title,now,by,cost,set_cost,");
        File.ReadAllText(At("unlock.csv")).ShouldContain("1,vote(FR.Parliament),it agrees,");

        (await Run("unlock", "--cost", "vot(FR.Parliament)=2")).Error.ShouldContain("vote");
        (await Run("unlock", "--cost", "peace=0")).Error.ShouldContain("is not FACT=NUMBER");
        (await Run("offers", "--lift", "FR: not asked(combatt)")).Error.ShouldContain("FR: not asked(combat)");
        (await Run("solve", "--set", "smal")).Error.ShouldContain("did you mean 'small'?");
    }

    [Theory]
    [InlineData("solve")]
    [InlineData("curve")]
    [InlineData("compare")]
    [InlineData("withdraw")]
    [InlineData("sustain")]
    [InlineData("unlock")]
    public async Task What_is_interrupted_ends_at_once_with_what_is_found_so_far(string verb)
    {
        Solvers.Needed();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var (code, _, error) = await Run(stop.Token, verb, "--scenario", "peace", "--set", "small", "--seconds", "600");
        code.ShouldBe(130, error);
        error.ShouldContain("Cancelled");
    }

    [Fact]
    public async Task A_solve_that_is_interrupted_prints_the_best_plan_so_far()
    {
        Solvers.Needed();
        // The largest size over five years takes much longer than it is given here.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        string[] args =
        [
            "forces",
            "solve",
            "--set",
            "size-150k",
            "--scenario",
            "decided",
            "--start",
            "2026-03-02",
            "--months",
            "60",
            "--seconds",
            "600",
        ];
        var (code, output, error) = await Raw(
            stop.Token,
            [.. args, "--mission", Path.Combine(House.Repository.Root, "missions", "ukraine")]
        );
        code.ShouldBe(130, error);
        (output + error).ShouldContain("Cancelled");
    }
}
