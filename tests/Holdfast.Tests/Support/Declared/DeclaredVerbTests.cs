using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

/// <summary>The verbs over the reference mission, at an instant of their own.</summary>
public sealed class DeclaredVerbTests
{
    private static readonly string Mission = Path.Combine(Repository.Root, "missions", "ukraine");
    private static readonly string[] Open = ["--assume", "depot.access(*)", "--assume", "transit.open(*)"];

    private static async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse([.. args, "--mission", Mission, "--var", "nowhere", "--at", "2026-03-02", "--known", "2026-12-31"])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        var (code, output, error) = await RunAsync([.. args, "--format", "json"]);
        code.ShouldBe(0, error);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    [Fact]
    public async Task Depots_reach_tells_what_arrives_which_depots_and_which_facts_are_missing()
    {
        var (code, output, _) = await RunAsync("depots", "reach", "--hours", "72");
        code.ShouldBe(0);
        output.ShouldContain("UA.west (Western oblasts), as of 2026-03-02");
        output.ShouldContain("missing: depot.access(CZ)");
        output.ShouldContain("illustrative");
        var reach = (await JsonAsync(["depots", "reach", "--hours", "72", .. Open])).GetProperty("reach");
        var shells = reach.GetProperty("classes").EnumerateArray().Single(c => c.GetProperty("class").GetString() == "shells.155");
        var cell = shells.GetProperty("reach").EnumerateArray().Single();
        cell.GetProperty("hours").GetDecimal().ShouldBe(72);
        cell.GetProperty("sure")
            .GetProperty("low")
            .GetDecimal()
            .ShouldBeInRange(1, cell.GetProperty("sure").GetProperty("high").GetDecimal());
        shells.GetProperty("standing").GetString().ShouldBe("illustrative");
    }

    [Fact]
    public async Task A_requirement_is_covered_to_a_fraction_with_the_cause_of_what_is_short()
    {
        var (code, output, error) = await RunAsync(["depots", "reach", "--need", "three-brigades", .. Open]);
        code.ShouldBe(0, error);
        output.ShouldContain("Three brigades");
        output.ShouldContain("later than that");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            "requirements:\n  - { id: mine, title: Mine, to: UA.west, standing: illustrative, cites: illustrative, lines: [{ class: medical, once: 10 }] }\n",
            TestContext.Current.CancellationToken
        );
        var json = await JsonAsync(["depots", "reach", "--need", file, "--hours", "24", .. Open]);
        var covered = json.GetProperty("coverage").EnumerateArray().Single().GetProperty("lines").EnumerateArray().Single();
        covered.GetProperty("reach").EnumerateArray().Single().GetProperty("covered").GetProperty("low").GetDecimal().ShouldBe(1);
        File.Delete(file);
    }

    [Theory]
    [InlineData("UA.wets", "'UA.west'", "--to", "UA.wets")]
    [InlineData("hours out of range", "720", "--hours", "800")]
    [InlineData("no number", "found 'soon'", "--hours", "soon")]
    [InlineData("unknown requirement", "'three-brigades'", "--need", "three-brigade")]
    [InlineData("unknown scenario", "'decided'", "--scenario", "decidid")]
    [InlineData("faulty assumption", "depot.acces", "--assume", "depot.acces(PL)")]
    public async Task A_faulty_question_about_depots_is_refused_with_the_nearest_right_word(string why, string says, params string[] args)
    {
        var (code, output, error) = await RunAsync(["depots", "reach", .. args]);
        code.ShouldBe(1, why);
        output.ShouldBeEmpty();
        error.ShouldContain(says);
    }

    [Fact]
    public async Task Financing_tells_years_gaps_and_missing_rates()
    {
        var (code, output, _) = await RunAsync("support", "financing");
        code.ShouldBe(0);
        output.ShouldContain("135.7 EUR are needed; gap at most 135.7 EUR, 45.7 if what is conditional comes");
        output.ShouldContain("No rate is stated for GBP in 2026");
        var json = await JsonAsync("support", "financing", "--assume", "funds.adopted(EU.loan)");
        var row = json.GetProperty("periods").EnumerateArray().Single(p => p.GetProperty("period").GetString() == "2026/2027");
        row.GetProperty("assured").GetProperty("euro").GetProperty("low").GetDecimal().ShouldBe(90_000_000_000m);
        row.GetProperty("guarantees").GetProperty("euro").GetProperty("low").GetDecimal().ShouldBe(90_000_000_000m);
    }

    [Fact]
    public async Task Sanctions_tell_what_lapses_when_nobody_acts_and_what_undertakings_lose_by_it()
    {
        var (code, output, _) = await RunAsync("support", "sanctions");
        code.ShouldBe(0);
        output.ShouldContain("lapses on 2026-08-01 when nobody acts, in 152 days");
        output.ShouldContain("then EU.sanctions: in force -> not known to be in force");
        output.ShouldContain("any one member can let it lapse");
        var json = await JsonAsync("support", "sanctions");
        json.GetProperty("measures").EnumerateArray().First().GetProperty("id").GetString().ShouldBe("US.EO14024");
    }

    [Fact]
    public async Task Industry_training_and_works_tell_their_months_and_states()
    {
        (await RunAsync("support", "industry", "--from", "2027-01", "--months", "12")).Out.ShouldContain("powder");
        (await RunAsync("support", "training", "--months", "3")).Out.ShouldContain("2026-05");
        (await RunAsync("support", "works")).Out.ShouldContain("Technical help of the coalition");
        (await JsonAsync("support", "industry", "--months", "2")).GetProperty("projects").GetArrayLength().ShouldBe(4);
        (await JsonAsync("support", "training", "--months", "2")).GetProperty("sure").GetArrayLength().ShouldBe(2);
        (await JsonAsync("support", "works")).GetProperty("segments").GetArrayLength().ShouldBe(6);
        (await RunAsync("support", "training", "--months", "0")).Error.ShouldContain("between 1 and 120");
        (await RunAsync("support", "industry", "--from", "soon")).Error.ShouldContain("found 'soon'");
    }

    [Fact]
    public async Task A_mission_that_declares_no_support_says_so()
    {
        var error = new StringWriter();
        var code = await Program
            .Root()
            .Parse(["support", "works", "--mission", Path.Combine(Repository.Root, "missions", "minsk-2015"), "--var", "nowhere"])
            .InvokeAsync(new InvocationConfiguration { Output = new StringWriter(), Error = error }, TestContext.Current.CancellationToken);
        code.ShouldBe(1);
        error.ToString().ShouldContain("support/works.yaml");
    }
}
