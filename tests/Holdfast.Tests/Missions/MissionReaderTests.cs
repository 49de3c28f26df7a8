using Holdfast.App.Missions;
using Holdfast.Cli.Missions;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

public sealed class MissionReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<MissionFile[]> Shipped(string name) =>
        [.. (await MissionFolder.LoadAsync(Path.Combine(Repository.Root, "missions", name), Cancellation)).OrThrow().Files];

    [Fact]
    public async Task A_damaged_text_gives_errors_and_never_an_exception()
    {
        var files = await Shipped("minsk-2015");
        var random = new Random(20250412);
        string[] splinters = ["[", "{", "\"", "'", "- ", ": ", "\t", "&a ", "*a", "!!x ", "\u0000", "]", "9e999", "|", "---\n", "\r"];
        var broken = 0;
        for (var i = 0; i < 150; i++)
        {
            var at = random.Next(files.Length);
            var text = files[at].Text;
            var cut = random.Next(text.Length + 1);
            text = i % 3 == 0 ? text[..cut] : text.Insert(cut, splinters[random.Next(splinters.Length)]);
            var damaged = files.Select((f, n) => n == at ? f with { Text = text } : f).ToArray();
            var (mission, diagnostics) = MissionReader.Read("minsk-2015", damaged);
            var hasErrors = diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
            (mission is null).ShouldBe(hasErrors);
            diagnostics.ShouldAllBe(d => d.Line >= 1 && d.Column >= 1);
            broken += hasErrors ? 1 : 0;
        }
        broken.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task Diagnostics_do_not_depend_on_the_order_of_the_files()
    {
        var files = await Shipped("easter-truce-2025");
        var faulty = files
            .Select(f => f with { Text = f.Text.Replace("standing: attributed", "standing: atributed", StringComparison.Ordinal) })
            .ToArray();
        var (_, forwards) = MissionReader.Read("easter-truce-2025", faulty);
        var (_, backwards) = MissionReader.Read("easter-truce-2025", [.. faulty.Reverse()]);
        forwards.ShouldNotBeEmpty();
        backwards.ShouldBe(forwards);
    }

    [Fact]
    public async Task Anchors_and_tags_are_refused_so_that_no_alias_can_grow()
    {
        var files = await Shipped("minsk-2015");
        var bomb = files.Select(f => f.Path == "facts.yaml" ? f with { Text = "facts: &a\n  - *a\n  - !!binary x\n" } : f).ToArray();
        var codes = MissionReader.Read("minsk-2015", bomb).Diagnostics.Select(d => d.Code).ToArray();
        codes.ShouldContain("yaml-anchor");
        codes.ShouldContain("yaml-tag");
    }

    [Fact]
    public async Task A_folder_with_too_large_a_file_is_refused_with_the_bound()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-large-");
        try
        {
            await using (var file = File.Create(Path.Combine(folder.FullName, "mission.yaml")))
            {
                file.SetLength(MissionFolder.MaximumFileBytes + 1);
            }
            var load = await MissionFolder.LoadAsync(folder.FullName, Cancellation);
            load.Mission.ShouldBeNull();
            load.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("8 MiB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Check_says_clean_and_broken_in_json_and_by_its_exit_code()
    {
        var output = new StringWriter();
        var clean = Path.Combine(Repository.Root, "missions", "minsk-2015");
        (await CheckVerb.RunAsync([clean], json: true, output, output, Cancellation)).ShouldBe(0);
        output.ToString().ShouldContain("\"clean\": true");
        var broken = Path.Combine(Repository.Root, "tests", "Holdfast.Tests", "Missions", "broken", "unknown-standing");
        output = new StringWriter();
        (await CheckVerb.RunAsync([broken], json: true, output, output, Cancellation)).ShouldBe(1);
        output.ToString().ShouldContain("\"suggestion\": \"recorded\"");
        var error = new StringWriter();
        (await CheckVerb.RunAsync([clean + "x"], json: false, output, error, Cancellation)).ShouldBe(2);
        error.ToString().ShouldContain("Did you mean 'minsk-2015'?");
    }
}
