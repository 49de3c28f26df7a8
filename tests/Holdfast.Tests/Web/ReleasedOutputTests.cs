using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Holdfast.Tests.House;
using Holdfast.Tests.Watch.Views;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>
/// The exercise of the reference mission, served as if it were live: whatever somebody outside the watch room asks for, in every format, no exact place of a
/// sensor, a patrol, a witness or an event comes out.
/// </summary>
public sealed partial class ReleasedOutputTests : IAsyncLifetime
{
    private static readonly string[] Paths =
    [
        "/m/ukraine",
        "/m/ukraine/map.json",
        "/m/ukraine/density.json",
        "/m/ukraine/incidents?limit=500",
        "/m/ukraine/incidents.csv",
        "/m/ukraine/incidents.json",
        "/m/ukraine/incidents.geojson",
        "/m/ukraine/violations.csv",
        "/m/ukraine/violations.json",
        "/m/ukraine/violations.geojson",
        "/m/ukraine/coverage?from=2026-03-02&to=2026-03-05",
        "/m/ukraine/sources",
        "/m/ukraine/daily?date=2026-03-03",
        "/m/ukraine/daily.json?date=2026-03-03",
        "/m/ukraine/daily.md?date=2026-03-04",
        "/api/v1/missions/ukraine/incidents?limit=1000",
        "/api/v1/missions/ukraine/violations?limit=1000",
        "/api/v1/missions/ukraine/coverage?from=2026-03-02&to=2026-03-05",
        "/api/v1/missions/ukraine/sources",
        "/api/v1/missions/ukraine/quarantine",
        "/api/v1/missions/ukraine/claims",
        "/api/v1/missions/ukraine/counts",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-release-").FullName;
    private readonly MutableClock _clock = new();
    private Workspace? _workspace;
    private WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        // Recorded while it happened, so that only the passing of time releases it.
        _clock.Advance(TimeSpan.FromDays(63));
        _workspace = await WorkspaceOpener.OpenAsync(Path.Combine(Repository.Root, "missions", "ukraine"), _folder, _clock);
        await WorkspaceOpener.ImportMissionFeedsAsync(_workspace, _clock, null);
        _app = HoldfastWeb.Build(
            new Workspaces([_workspace]),
            new HoldfastWebOptions
            {
                Clock = _clock,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Logging.SetMinimumLevel(LogLevel.Error);
                },
            }
        );
        await _app.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
        if (_workspace is not null)
        {
            await _workspace.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_format_gives_an_exact_place_of_anybody_or_anything()
    {
        _clock.Advance(TimeSpan.FromDays(30));
        var observations = await Workspace.Watch.ObservationsAsync(Reader.LocalOperator, Workspace.Mission.Period);
        (string, string)[] canaries = [.. observations.SelectMany(Places).Select(Texts).Distinct()];
        canaries.Length.ShouldBeGreaterThan(100);
        foreach (var path in Paths)
        {
            var body = await GetAsync(path);
            var numbers = Number().Matches(body).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
            canaries
                .Where(place => numbers.Contains(place.Item1) && numbers.Contains(place.Item2))
                .ShouldBeEmpty($"{path} tells where somebody stood or something happened.");
        }
    }

    [Fact]
    public async Task What_is_drawn_outside_is_the_released_place_of_each_event()
    {
        _clock.Advance(TimeSpan.FromDays(30));
        var exact = await Workspace.Watch.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 1_000);
        var byId = exact.Items.ToDictionary(row => row.Incident.Id.Value, row => row.Incident);
        using var map = JsonDocument.Parse(await GetAsync("/m/ukraine/map.json"));
        var ids = map.RootElement.GetProperty("ids");
        ids.GetArrayLength().ShouldBeGreaterThan(50);
        for (var i = 0; i < ids.GetArrayLength(); i++)
        {
            var cell = ReleasePolicy.Blurred(byId[ids[i].GetString() ?? ""]).Where.Centre;
            map.RootElement.GetProperty("lat")[i].GetDouble().ShouldBe(cell.Latitude, 1e-4);
            map.RootElement.GetProperty("lon")[i].GetDouble().ShouldBe(cell.Longitude, 1e-4);
        }
        map.RootElement.TryGetProperty("a", out _).ShouldBeFalse("An ellipse would undo the grid.");
    }

    [Fact]
    public async Task Nothing_comes_out_before_its_day_has_passed()
    {
        using var fresh = JsonDocument.Parse(await GetAsync("/m/ukraine/map.json"));
        fresh.RootElement.GetProperty("ids").GetArrayLength().ShouldBe(0);
        _clock.Advance(TimeSpan.FromDays(30));
        using var later = JsonDocument.Parse(await GetAsync("/m/ukraine/map.json"));
        later.RootElement.GetProperty("ids").GetArrayLength().ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_narrow_box_around_an_exact_place_finds_nothing_unless_the_cell_lies_in_it()
    {
        _clock.Advance(TimeSpan.FromDays(30));
        var exact = await Workspace.Watch.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 1_000);
        var asked = 0;
        foreach (var incident in exact.Items.Select(row => row.Incident).Take(40))
        {
            var at = incident.Where.Centre;
            var cell = ReleasePolicy.Blurred(incident).Where.Centre;
            if (Math.Abs(at.Latitude - cell.Latitude) < 0.01 && Math.Abs(at.Longitude - cell.Longitude) < 0.01)
            {
                continue;
            }
            asked++;
            var box = new BoundingBox(at.Longitude - 0.005, at.Latitude - 0.005, at.Longitude + 0.005, at.Latitude + 0.005);
            (await Workspace.Watch.CountsAsync(Reader.Anyone, new IncidentFilter(Box: box))).Incidents.ShouldBe(0);
        }
        asked.ShouldBeGreaterThan(20);
    }

    private Workspace Workspace => _workspace ?? throw new InvalidOperationException("The mission is not open.");

    private async Task<string> GetAsync(string path)
    {
        var client = (_app ?? throw new InvalidOperationException("The server is not up.")).GetTestClient();
        var answer = await client.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode} {body[..Math.Min(300, body.Length)]}");
        return body;
    }

    private static IEnumerable<GeoPoint> Places(Observation observation) =>
        observation switch
        {
            FixObservation fix => [fix.Where.Centre],
            NullObservation look => [look.Where.Centre],
            _ => [],
        };

    private static (string, string) Texts(GeoPoint point) =>
        (point.Latitude.ToString("0.####", CultureInfo.InvariantCulture), point.Longitude.ToString("0.####", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<![\d.])\d+\.\d+(?![\d.])")]
    private static partial Regex Number();
}
