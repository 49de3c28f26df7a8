using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class FactVerbTests : IDisposable
{
    private static readonly string Mission = Path.Combine(Repository.Root, "missions", "minsk-2015");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-fact-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_fact_is_asserted_listed_and_taken_back()
    {
        (await Run("assert", "ordered", "--authority", "OSCE", "--source", "s", "--valid-from", "2020-07-27")).Output.ShouldStartWith(
            "appended: entry 0"
        );
        (await Run("assert", "ordered", "--authority", "OSCE", "--source", "s", "--valid-from", "2020-07-27")).Output.ShouldStartWith(
            "duplicate: entry 0"
        );
        var retracted = await Run("retract", "ordered", "--authority", "OSCE", "--source", "s", "--format", "json");
        using var receipt = JsonDocument.Parse(retracted.Output);
        receipt.RootElement.GetProperty("receipt").GetString().ShouldBe("appended");

        var (code, output, _) = await Run("list", "--format", "json");
        code.ShouldBe(0);
        using var list = JsonDocument.Parse(output);
        var facts = list.RootElement.GetProperty("facts");
        facts.GetArrayLength().ShouldBe(2);
        facts[0].GetProperty("valid_from").GetString().ShouldBe("2020-07-27T00:00:00.000000000Z");
        facts[0].GetProperty("declared").GetBoolean().ShouldBeTrue();
        facts[1].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Run("list", "--at", "2020-01-01")).Output.ShouldContain("1 statements.");
        (await Run("list", "--known", "2020-01-01")).Output.ShouldContain("0 statements.");
    }

    [Fact]
    public async Task An_undeclared_fact_is_refused_with_the_nearest_word()
    {
        var (code, _, error) = await Run("assert", "orderd", "--authority", "OSCE", "--source", "s");
        code.ShouldBe(1);
        error.ShouldContain("Did you mean 'ordered'?");
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] all = ["fact", .. args, "--mission", Mission, "--record", Path.Combine(_folder.FullName, "r.db")];
        var code = await Program
            .Root()
            .Parse(all)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
