using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli;
using Holdfast.Core.Missions;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support;

/// <summary>The verbs as a person types them, on a small mission.</summary>
public sealed class SupportVerbTests : IDisposable
{
    private const string Months =
        "\"country\",\"iso\",\"year\",\"month\",\"total\",\"financial\",\"humanitarian\",\"military\",\"commitments\",\"to_be_allocated\",\"gdp\",\"pct_gdp\"\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-support-");

    public SupportVerbTests()
    {
        foreach (var file in SupportWorld.Files())
        {
            Write(Path.Combine("mission", file.Path), file.Text);
        }
        Write("kiel/2026-07-16_a/data_explorer.csv", Months + Row(4, "0.25") + Row(5, "0.5"));
        Write("kiel/2026-07-21_b/data_explorer.csv", Months + Row(4, "0.3"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Row(int month, string military) =>
        $"\"Germany\",\"DEU\",2026,{month},{military},0,0,{military},{military},0,4000,{decimal.Parse(military, System.Globalization.CultureInfo.InvariantCulture) / 40}\n";

    private string In(string path) => Path.Combine(_folder.FullName, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path)) ?? ".");
        File.WriteAllText(In(path), text);
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] own = args[0] == "check-iati" ? [] : ["--mission", In("mission"), "--var", In("var")];
        var code = await Program
            .Root()
            .Parse(["support", .. args, .. own])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task Editions_are_imported_compared_and_asked_about_as_known_on_a_day()
    {
        var (code, output, _) = await Run("import", "kiel", In("kiel"));
        code.ShouldBe(0, output);
        output.ShouldContain("kiel/2026-07-16_a");
        (await Run("import", "kiel", In("kiel"))).Output.ShouldContain("0 new entries");
        (await Run("editions")).Output.ShouldContain("known on 2026-07-21");

        using var before = JsonDocument.Parse(
            (await Run("report", "--by", "donor", "--series", "kiel.months", "--known", "2026-07-20", "--format", "json")).Output
        );
        Sum(before, "allocation").ShouldBe("750000000");
        using var now = JsonDocument.Parse((await Run("report", "--by", "donor", "--series", "kiel.months", "--format", "json")).Output);
        Sum(now, "allocation").ShouldBe("300000000");

        var diff = (await Run("diff", "2026-07-16", "2026-07-21")).Output;
        diff.ShouldContain("ends with 2026-05, the later with 2026-04");
        using var json = JsonDocument.Parse((await Run("diff", "2026-07-16", "2026-07-21", "--rows", "--format", "json")).Output);
        var group = json.RootElement.GetProperty("groups").EnumerateArray().First(g => g.GetProperty("stage").GetString() == "allocation");
        (
            group.GetProperty("dropped").GetInt32(),
            group.GetProperty("beyond_period").GetInt32(),
            group.GetProperty("change").GetString()
        ).ShouldBe((0, 1, "50000000"));
        (await Run("diff", "2026-07-16", "2026-07-22")).Error.ShouldContain("Did you mean 'kiel/2026-07-21_b'?");
    }

    private static string? Sum(JsonDocument report, string stage) =>
        report
            .RootElement.GetProperty("groups")
            .EnumerateArray()
            .Single(g => g.GetProperty("key")[1].GetString() == stage)
            .GetProperty("money")[0]
            .GetProperty("amount")
            .GetString();

    [Fact]
    public async Task Promises_are_set_against_deeds()
    {
        var (code, output, _) = await Run("promises", "--format", "json");
        code.ShouldBe(0);
        using var json = JsonDocument.Parse(output);
        json.RootElement.ToString().ShouldContain("\"DE\"");
        (await Run("promises")).Output.ShouldContain("promised 100, came 40, open 60 EUR");
    }

    [Fact]
    public async Task A_ledger_is_exported_as_csv_and_imported_into_another_record_as_the_same_items()
    {
        var (code, output, _) = await Run("export", "csv", "--out", In("out.csv"));
        (code, output).ShouldBe((0, "2 items" + Environment.NewLine));
        Write("mission/support/items.csv", SupportWorld.ItemsHeader + "\n");
        (await Run("import", "ledger", In("out.csv"))).Output.ShouldContain("2 items, 0 lines in quarantine");
        (await Run("export", "csv", "--out", In("again.csv"))).Code.ShouldBe(0);
        // The day on which a row is known is the only thing that an import adds, and it was given none.
        (await File.ReadAllTextAsync(In("again.csv"), TestContext.Current.CancellationToken)).ShouldBe(
            string.Join('\n', Sorted(await File.ReadAllTextAsync(In("out.csv"), TestContext.Current.CancellationToken)))
        );
    }

    // The record's own items stand by account and id.
    private static IEnumerable<string> Sorted(string csv)
    {
        var lines = csv.TrimEnd('\n').Split('\n');
        return [lines[0], .. lines[1..].Order(StringComparer.Ordinal), ""];
    }

    [Fact]
    public async Task A_ledger_is_exported_as_iati_checked_and_what_has_no_place_is_told()
    {
        Write("mission/support/items.csv", SupportWorld.Items + "n1,,equipment,need,2025-01-01,,,20,piece,,,,attributed,Doc,,UA\n");
        var (code, output, error) = await Run("export", "iati", "--out", In("out.xml"));
        (code, error).ShouldBe((0, ""));
        output.ShouldContain("Outgoing Pledge (12): 100 EUR");
        output.ShouldContain("Left out: 1 of the stage 'need' (no-transaction)");
        output.ShouldContain("in no register");
        output.ShouldContain("Not validated against the official schema");
        var check = await Run("check-iati", In("out.xml"));
        (check.Code, check.Error).ShouldBe((0, ""));
        check.Output.ShouldContain("Found nothing wrong by the rules.");

        Directory.CreateDirectory(In("xsd"));
        IatiStructure.Write(In("xsd"));
        (await Run("check-iati", In("out.xml"), "--schema", In("xsd"))).Output.ShouldContain("Found nothing wrong by the schema.");
        using var json = JsonDocument.Parse(
            (await Run("export", "iati", "--out", In("out.xml"), "--schema", In("xsd"), "--format", "json")).Output
        );
        json.RootElement.GetProperty("left_out")[0].GetProperty("id").GetString().ShouldBe("n1");
        json.RootElement.GetProperty("schema").GetArrayLength().ShouldBe(0);

        var text = await File.ReadAllTextAsync(In("out.xml"), TestContext.Current.CancellationToken);
        Write("bad.xml", text.Replace("currency=\"EUR\"", "currency=\"EURO\"", StringComparison.Ordinal));
        var bad = await Run("check-iati", In("bad.xml"));
        bad.Code.ShouldBe(1);
        bad.Output.ShouldContain("Did you mean 'EUR'?");
        (await Run("export", "iati", "--schema", In("kiel"))).Error.ShouldContain("iati-activities-schema.xsd");
    }

    [Fact]
    public async Task Standard_output_carries_the_file_and_standard_error_the_summary()
    {
        var (code, output, error) = await Run("export", "json");
        code.ShouldBe(0);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("items").GetArrayLength().ShouldBe(2);
        error.ShouldContain("2 items");
        System.Xml.Linq.XDocument.Parse((await Run("export", "iati")).Output).Root?.Name.LocalName.ShouldBe("iati-activities");
    }

    [Fact]
    public async Task Several_accounts_are_not_one_file_of_iati_and_an_unknown_one_is_told_with_the_nearest()
    {
        await Run("import", "kiel", In("kiel"));
        (await Run("export", "iati")).Error.ShouldContain("kiel.months, ledger");
        (await Run("export", "iati", "--series", "kiel.month")).Error.ShouldContain("Did you mean 'kiel.months'?");
        (await Run("export", "iati", "--series", "kiel.months", "--out", In("k.xml"))).Code.ShouldBe(0);
        (await Run("report", "--series", "ledgr")).Error.ShouldContain("Did you mean 'ledger'?");
        (await Run("report", "--by", "dona")).Error.ShouldContain("Did you mean 'donor'?");
    }

    [Fact]
    public async Task Bad_rows_of_a_table_are_shown_with_their_place_and_kept()
    {
        Write("l.csv", "id,donor,kind,stage,amount,currency\na,FR,financial,pledge,\"1,5\",EUR\nb,FR,financial,pledge,1.5,EUR\n");
        var (code, output, _) = await Run("import", "ledger", In("l.csv"));
        code.ShouldBe(0);
        output.ShouldContain("l.csv: 1 items, 1 lines in quarantine");
        output.ShouldContain("l.csv:2  amount  not-a-number");
        Write("h.csv", "id,donor,kind,stag\n");
        (await Run("import", "ledger", In("h.csv"))).Code.ShouldBe(1);
    }
}
