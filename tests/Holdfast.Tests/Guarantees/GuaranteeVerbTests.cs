using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Guarantees;

/// <summary>The verbs on the reference mission, as a person types them.</summary>
public sealed class GuaranteeVerbTests
{
    private static readonly string Mission = Path.Combine(Repository.Root, "missions", "ukraine");

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] all = args[0] == "diff" ? args : [.. args, "--mission", Mission, "--at", "2026-03-01"];
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Whatif_lists_what_comes_into_force_and_what_is_missing_by_nation()
    {
        var (code, output, _) = await Run("whatif", "--assume", "ceasefire.in_effect", "--assume", "backstop(*)", "--format", "json");
        code.ShouldBe(0);
        using var answer = JsonDocument.Parse(output);
        var root = answer.RootElement;
        root.GetProperty("assumed").GetArrayLength().ShouldBe(6);
        root.GetProperty("comes_into_force").GetArrayLength().ShouldBeGreaterThan(0);
        var britain = root.GetProperty("missing_by_nation").EnumerateArray().Single(n => n.GetProperty("nation").GetString() == "GB");
        britain
            .GetProperty("facts")
            .EnumerateArray()
            .Select(f => f.GetProperty("fact").GetProperty("fact").GetString())
            .ShouldContain("vote(GB.Commons)");
    }

    [Fact]
    public async Task Without_assumptions_nothing_that_hangs_on_a_ceasefire_is_in_force_and_the_reason_says_so()
    {
        var (_, output, _) = await Run("whatif", "--format", "json");
        using var answer = JsonDocument.Parse(output);
        var undertakings = answer.RootElement.GetProperty("undertakings").EnumerateArray().ToList();
        var hanging = undertakings
            .Where(u => u.GetProperty("missing").EnumerateArray().Any(m => m.GetProperty("fact").GetString() == "ceasefire.in_effect"))
            .ToList();
        hanging.Count.ShouldBeGreaterThan(10);
        hanging.ShouldAllBe(u => u.GetProperty("in_force_after").GetString() != "true");
        answer.RootElement.GetProperty("comes_into_force").GetArrayLength().ShouldBe(0);
        (await Run("explain", "GB.presence")).Output.ShouldContain("'ceasefire.in_effect' does not hold (nobody has stated it)");
    }

    [Fact]
    public async Task Unlock_names_the_essential_facts_and_counts_the_ways()
    {
        var (code, output, _) = await Run("unlock", "at least 6 of { *.presence }", "--format", "json");
        code.ShouldBe(0);
        using var answer = JsonDocument.Parse(output);
        var root = answer.RootElement;
        root.GetProperty("essential").EnumerateArray().Select(c => c.GetProperty("fact").GetString()).ShouldBe(["ceasefire.in_effect"]);
        int.Parse(root.GetProperty("count").GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(100);
        // The set that it names is enough: assumed, the question is answered.
        var smallest = root.GetProperty("smallest")[0].GetProperty("changes").EnumerateArray();
        var assume = smallest.SelectMany(c =>
            new[] { "--assume", $"{c.GetProperty("fact").GetString()}={c.GetProperty("wanted").GetString()}" }
        );
        (await Run(["unlock", "at least 6 of { *.presence }", .. assume])).Output.ShouldContain("It is true now");
    }

    [Fact]
    public async Task Time_to_effect_says_which_procedure_sets_the_time()
    {
        var (code, output, _) = await Run(
            "time-to-effect",
            "GB.presence",
            "--assume",
            "ceasefire.in_effect",
            "--assume",
            "backstop(*)",
            "--assume",
            "us.consulted(GB)",
            "--draws",
            "2000",
            "--format",
            "json"
        );
        code.ShouldBe(0);
        using var answer = JsonDocument.Parse(output);
        var time = answer.RootElement.GetProperty("time");
        time.GetProperty("share_that_ends").GetDouble().ShouldBe(1);
        time.GetProperty("sets_the_time")[0].GetProperty("fact").GetString().ShouldBe("vote(GB.Commons)");
    }

    [Fact]
    public async Task The_board_shows_every_undertaking_once()
    {
        var (code, output, _) = await Run("guarantees", "--format", "json", "--assume", "ceasefire.in_effect");
        code.ShouldBe(0);
        using var answer = JsonDocument.Parse(output);
        var names = answer
            .RootElement.GetProperty("undertakings")
            .EnumerateArray()
            .Select(u => u.GetProperty("undertaking").GetString())
            .ToList();
        names.Count.ShouldBeGreaterThan(30);
        names.ShouldBeUnique();
        string[] rest = ["ceasefire.in_effect", "settlement.offered", "vote(US.Congress)", "vote(UA.Rada)", "document.ready(US)"];
        var circle = (await Run(["guarantees", .. rest.SelectMany(f => new[] { "--assume", f })])).Output;
        circle.ShouldContain("Deadlocks");
        circle.ShouldContain("UA.settlement and US.guarantee have to take effect together");
    }

    [Theory]
    [InlineData(new[] { "explain", "GB.presense" }, "Did you mean 'GB.presence'?")]
    [InlineData(new[] { "whatif", "--assume", "ceasefire.in_efect" }, "Did you mean 'ceasefire.in_effect'?")]
    [InlineData(new[] { "unlock", "at leest 2 of { GB.presence }" }, "1:4: Found 'leest'")]
    [InlineData(new[] { "lock", "*.presense" }, "No undertaking ends in '.presense'")]
    [InlineData(new[] { "time-to-effect", "GB.presence", "--draws", "0" }, "1 to 1000000")]
    public async Task What_cannot_be_understood_is_a_message_with_the_nearest_right_word(string[] args, string expected)
    {
        var (code, _, error) = await Run(args);
        code.ShouldBe(1);
        error.ShouldContain(expected);
    }

    [Fact]
    public async Task A_comparison_names_the_obligation_lost_with_facts_under_which_the_texts_differ()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-diff-");
        try
        {
            static string Text(string word) =>
                $"""
                    body UA "Ukraine"
                    body GB "United Kingdom"
                    fact attack determined by UA
                    undertaking help
                        cites illustrative
                        by GB to UA
                        triggered when attack
                        {word} sanctions "adopt further sanctions"
                    end
                    """;
            var (draft, final) = (Path.Combine(folder.FullName, "a.clauses"), Path.Combine(folder.FullName, "b.clauses"));
            await File.WriteAllTextAsync(draft, Text("shall"), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(final, Text("may"), TestContext.Current.CancellationToken);
            var (code, output, error) = await Run("diff", draft, final);
            error.ShouldBeEmpty();
            code.ShouldBe(0);
            output.ShouldContain("The duty 'sanctions' is lost: 'shall' became 'may'. Example: when attack is true");
            (await Run("diff", draft, draft)).Output.ShouldContain("Both texts mean the same.");
            (await Run("diff", draft, final, "--undertaking", "halp")).Error.ShouldContain("Did you mean 'help'?");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
