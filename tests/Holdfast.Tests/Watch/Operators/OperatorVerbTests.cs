using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Cli;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Operators;

/// <summary>Deciding about incidents from the command line.</summary>
public sealed class OperatorVerbTests : IDisposable
{
    private static readonly string Mission = Path.Combine(Repository.Root, "missions", "easter-truce-2025");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-operator-test-");

    private string File => Path.Combine(_folder.FullName, "record.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Two_incidents_are_merged_kept_together_against_a_split_and_given_back_by_a_withdrawal()
    {
        var ids = await IncidentsAsync();
        var merged = await Run("merge", ids[0].Id, ids[1].Id, "--reason", "one report of both", "--format", "json");
        merged.Code.ShouldBe(0, merged.Error);
        using var act = JsonDocument.Parse(merged.Output);
        var entry = act.RootElement.GetProperty("entry").GetRawText();

        var apart = await Run("cannot-link", ids[0].Observation, ids[1].Observation, "--incident", ids[0].Id, "--reason", "two");
        apart.Code.ShouldBe(1);
        apart.Error.ShouldContain($"entry {entry}");
        apart.Error.ShouldContain("[contradicts]");

        (await Run("withdraw", entry, "--reason", "a slip")).Output.ShouldStartWith("Done: withdraw is entry");
        var journal = await Run("journal", "--format", "json");
        using var lines = JsonDocument.Parse(journal.Output);
        var acts = lines.RootElement.GetProperty("acts");
        acts.GetArrayLength().ShouldBe(2);
        acts[0].GetProperty("binds").GetBoolean().ShouldBeFalse();
        acts[0].GetProperty("body").GetProperty("observations").GetArrayLength().ShouldBe(2);
        (await Run("journal")).Output.ShouldContain("2 acts, 0 bind.");
    }

    [Fact]
    public async Task The_record_and_tables_of_a_server_are_found_by_their_folder()
    {
        var ids = await IncidentsAsync();
        var served = Path.Combine(_folder.FullName, "var", "easter-truce-2025");
        Directory.CreateDirectory(served);
        foreach (var file in Directory.GetFiles(_folder.FullName))
        {
            System.IO.File.Move(file, Path.Combine(served, Path.GetFileName(file)));
        }
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse([
                "operator",
                "confirm",
                ids[0].Id,
                "--mission",
                Mission,
                "--var",
                Path.Combine(_folder.FullName, "var"),
                "--reason",
                "seen",
            ])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        code.ShouldBe(0, error.ToString());
        output.ToString().ShouldStartWith("Done: confirm is entry");
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_with_exit_code_one_and_the_nearest_name()
    {
        var ids = await IncidentsAsync();
        (await Run("confirm", "0123456789abcdef", "--reason", "seen")).ShouldBe(
            (
                1,
                "",
                "Not done; nothing was recorded. There is no incident '0123456789abcdef' that 'local operator' may read. [unknown-incident]\n"
            )
        );
        var near = await Run("split", ids[0].Id, "--part", ids[0].Observation + "x", "--reason", "two");
        near.Error.ShouldContain($"The nearest is '{ids[0].Observation}'");
        var number = await Run("fix", ids[0].Id, "--latitude", "north", "--longitude", "37", "--sigma", "5", "--reason", "r");
        number.Error.ShouldContain("latitude is 'north'");
        (await Run("journal")).Output.ShouldBe("0 acts, 0 bind.\n");
    }

    [Fact]
    public async Task A_rejected_incident_is_opened_without_a_verdict_and_confirmed_after_all()
    {
        var ids = await IncidentsAsync();
        (await Run("reject", ids[0].Id, "--reason", "a drill")).Code.ShouldBe(0);
        var stop = TestContext.Current.CancellationToken;
        await using (var workspace = await WorkspaceOpener.OpenAsync(Mission, File, _folder.FullName, TimeProvider.System, stop))
        {
            var detail = (await workspace.Watch.IncidentAsync(Reader.LocalOperator, ids[0].Id, stop)).ShouldNotBeNull();
            detail.Row.Incident.Status.ShouldBe(Holdfast.Core.Watch.IncidentStatus.Rejected);
            detail.Assessments.ShouldBeEmpty();
        }
        (await Run("confirm", ids[0].Id, "--reason", "none was held there that day")).Code.ShouldBe(0);
    }

    private async Task<(string Id, string Observation)[]> IncidentsAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var workspace = await WorkspaceOpener.OpenAsync(Mission, File, _folder.FullName, TimeProvider.System, stop);
        await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, stop);
        var page = await workspace.Watch.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), "time", null, 2, stop);
        return [.. page.Items.Select(row => (row.Incident.Id.Value, row.Incident.Observations[0].ToString()))];
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program
            .Root()
            .Parse(["operator", .. args, "--mission", Mission, "--record", File])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
