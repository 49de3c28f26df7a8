using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.App.Commission;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Cli;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Holdfast.Tests.Web;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The terminal and the API over one and the same record: what a seat is given by one, it is given by the other, to the last member.</summary>
public sealed class SameViewTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-sameview-");
    private string _signIn = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private string RecordFile => Path.Combine(_folder.FullName, "r.db");
    private string Home => Path.Combine(_folder.FullName, "small");

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<Mission> MissionAsync()
    {
        Directory.CreateDirectory(Home);
        File.Copy(Path.Combine(Repository.Root, "missions", "ukraine", "commission.yaml"), Path.Combine(Home, "commission.yaml"));
        await File.WriteAllTextAsync(Path.Combine(Home, "facts.clauses"), "fact armed_attack(actor)", Stop);
        await File.WriteAllTextAsync(
            Path.Combine(Home, "mission.yaml"),
            """
            title: T
            summary: S
            exposure: historical
            mode: exercise
            zone: Europe/Kyiv
            period: {from: 2025-01-01, until: 2025-02-01}
            parties: [{id: UA, name: Ukraine}, {id: RU, name: Russia}]
            """,
            Stop
        );
        return (await MissionFolder.LoadAsync(Home, Stop)).OrThrow();
    }

    private async Task<WebApplication> ServeAsync(Mission mission, IRecord record)
    {
        var workspace = new Workspace(mission, Home, record, new FakeViews(WebWorld.Incidents(0)));
        var app = HoldfastWeb.Build(
            new Workspaces([workspace]),
            new HoldfastWebOptions
            {
                OnSignInPath = path => _signIn = path,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Logging.SetMinimumLevel(LogLevel.Error);
                },
            }
        );
        await app.StartAsync(Stop);
        return app;
    }

    private async Task<JsonNode?> TerminalAsync(string seat, params string[] verb)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] all = ["case", .. verb, "--mission", Home, "--record", RecordFile, "--as", seat, "--format", "json"];
        var code = await Program.Root().Parse(all).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Stop);
        code.ShouldBe(0, $"{seat}: {error}");
        return JsonNode.Parse(output.ToString());
    }

    [Fact]
    public async Task Each_seat_is_given_the_same_by_the_terminal_and_by_the_API()
    {
        var mission = await MissionAsync();
        await using var record = await SqliteRecord.OpenAsync(RecordFile, cancellation: Stop);
        var desk = new CaseDesk(record, mission.Commission.ShouldNotBeNull(), mission.Clauses, Mode.Exercise, TimeProvider.System);
        await HeardCase.EnterAsync(desk, inquirer: "investigator-1");
        await using var app = await ServeAsync(mission, record);
        using var client = new HttpClient(new CookieHandler(app.GetTestServer().CreateHandler()))
        {
            BaseAddress = new Uri("http://localhost"),
        };
        await client.GetAsync(_signIn, Stop);
        var rules = mission.Commission;
        foreach (var seat in rules.Members.Select(m => m.Id).Concat(rules.Officers.Select(o => o.Id)).Append("public"))
        {
            foreach (var (path, verb) in new[] { ("", "list"), ("/latency", "latency") })
            {
                var api = JsonNode.Parse(
                    await client.GetStringAsync($"/api/v1/m/small/commission{path}{(seat == "public" ? "" : $"?as={seat}")}", Stop)
                );
                JsonNode.DeepEquals(api, await TerminalAsync(seat, verb)).ShouldBeTrue($"{verb} for {seat}");
            }
        }
        JsonNode
            .DeepEquals(
                JsonNode.Parse(await client.GetStringAsync("/api/v1/m/small/commission/stall?as=fr", Stop)),
                await TerminalAsync("fr", "stall")
            )
            .ShouldBeTrue();
        JsonNode
            .DeepEquals(
                JsonNode.Parse(await client.GetStringAsync("/api/v1/m/small/commission/intake?as=secretary", Stop)),
                await TerminalAsync("secretary", "intake", "list")
            )
            .ShouldBeTrue();
    }
}
