using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Scoring;
using Holdfast.App.Watch.Simulation;
using Holdfast.Cli;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using Microsoft.Data.Sqlite;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Scoring;

/// <summary>What a replayed record of a simulated line holds, against the simulation's truth.</summary>
public sealed class ScoreRecordTests : IDisposable
{
    private static readonly LineOptions Line = new()
    {
        Seed = 5,
        LengthKm = 40,
        Rate = 4,
        DurationSeconds = 150,
        FalseRatio = 0.3,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("score-record").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string MissionFolder => Path.Combine(folder, "mission");
    private string Record => Path.Combine(folder, "var", "record.db");

    [Fact]
    public async Task A_replayed_record_is_scored_from_its_kept_tables_and_nothing_is_written_to_it()
    {
        await ReplayAsync();
        var before = await File.ReadAllBytesAsync(Record, Cancel);
        var (code, output, error) = await Run("score", "--mission", MissionFolder, "--record", Record, "--format", "json");
        code.ShouldBe(0, error);
        using var json = JsonDocument.Parse(output);
        var score = json.RootElement.GetProperty("score");
        score.GetProperty("origins").GetProperty("by_picks").GetProperty("f1").GetDouble().ShouldBeGreaterThan(0.85);
        var incidents = score.GetProperty("incidents");
        incidents.GetProperty("events").GetProperty("by_picks").GetProperty("f1").GetDouble().ShouldBeGreaterThan(0.7);
        incidents.GetProperty("pairs").GetProperty("there").GetInt64().ShouldBeGreaterThan(0);
        score.GetProperty("kinds").GetProperty("bands").GetArrayLength().ShouldBeGreaterThan(0);
        score.GetProperty("origins").GetProperty("errors").GetProperty("ellipses").GetProperty("levels").GetArrayLength().ShouldBe(11);
        json.RootElement.GetProperty("latency").GetString().ShouldNotBeNull().ShouldContain("fifth true pick");
        (await File.ReadAllBytesAsync(Record, Cancel)).ShouldBe(before);

        var text = await Run("score", "--mission", MissionFolder, "--record", Record);
        text.Output.ShouldContain("Origins\n");
        text.Output.ShouldContain("the record was filled afterwards");
        text.Output.ShouldContain("  verified ");
    }

    [Fact]
    public async Task Kept_tables_are_taken_as_they_are_while_somebody_has_them_open()
    {
        await ReplayAsync();
        var kept = Directory.GetFiles(Record + ".views", "views-*.db").Single();
        await using var other = new SqliteConnection($"Data Source={kept};Pooling=False");
        await other.OpenAsync(Cancel);
        await using var forget = other.CreateCommand();
        forget.CommandText = "DELETE FROM incident";
        await forget.ExecuteNonQueryAsync(Cancel);
        await using var beside = await BesideWorkspace.OpenAsync(MissionFolder, Record, writes: false, TimeProvider.System, Cancel);
        // What only the kept tables could say: nothing is left in them, and nothing was folded anew.
        (await beside.Workspace.Watch.CountsAsync(Reader.LocalOperator, new IncidentFilter(), Cancel)).Incidents.ShouldBe(0);
    }

    [Fact]
    public async Task Tables_that_cannot_be_read_are_folded_anew()
    {
        await ReplayAsync();
        var kept = Directory.GetFiles(Record + ".views", "views-*.db").Single();
        await File.WriteAllTextAsync(kept, new string('x', 8_192), Cancel);
        await using var beside = await BesideWorkspace.OpenAsync(MissionFolder, Record, writes: false, TimeProvider.System, Cancel);
        (await beside.Workspace.Watch.CountsAsync(Reader.LocalOperator, new IncidentFilter(), Cancel)).Incidents.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_record_that_does_not_know_the_mission_or_is_not_there_is_refused_with_words()
    {
        await ReplayAsync();
        await File.AppendAllTextAsync(Path.Combine(MissionFolder, "mission.yaml"), "# another revision\n", Cancel);
        var request = new ScoreRecordRequest(MissionFolder, Record, ScoreRecord.TruthBeside(MissionFolder));
        var unknown = await Should.ThrowAsync<InvalidDataException>(() =>
            ScoreRecord.RunAsync(request, new ScoreRules(), TimeProvider.System, Cancel)
        );
        unknown.Message.ShouldContain("does not know this revision");
        var nowhere = request with { Record = Record + "x" };
        (
            await Should.ThrowAsync<FileNotFoundException>(() => ScoreRecord.RunAsync(nowhere, new(), TimeProvider.System, Cancel))
        ).Message.ShouldContain("There is no record");
        var untold = request with { Truth = "none.csv" };
        (
            await Should.ThrowAsync<FileNotFoundException>(() => ScoreRecord.RunAsync(untold, new(), TimeProvider.System, Cancel))
        ).Message.ShouldContain("--truth");
    }

    private async Task ReplayAsync()
    {
        await Simulate.RunAsync(
            new SimulateRequest(
                Line,
                new DisturbanceOptions(),
                new ReportOptions { Classes = true, Reports = true },
                Instant.FromUtc(2026, 3, 2, 0, 0),
                folder
            ),
            new Progress<ReplayProgress>(),
            Cancel
        );
        var feed = new FeedSource("jsonl", Path.Combine(folder, "observations.jsonl"), "line-sensors", null, null);
        await new Replay(TimeProvider.System).RunAsync(
            new ReplayRequest(MissionFolder, [feed], Record, null, new Disorder(null, false, 1)),
            new Progress<ReplayProgress>(),
            Cancel
        );
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program.Root().Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Cancel);
        return (code, output.ToString(), error.ToString());
    }
}
