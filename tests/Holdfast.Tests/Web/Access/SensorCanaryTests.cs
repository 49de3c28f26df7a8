using System.Text;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// Where sensors stand, what they are called and that they reported leaves the room of those cleared for them by no page, API, event, export or line of the log: not for
/// the watch room without the category, nor with the category outside of the watch room.
/// </summary>
public sealed class SensorCanaryTests
{
    private const string Name = "front";

    private const string Main = """
        title: "A front"
        summary: "For the tests of what sensors tell."
        exposure: live
        mode: actual
        zone: Europe/Kyiv
        period: {from: 2026-03-01, until: 2026-04-01}
        parties:
          - {id: A, name: "First party"}
          - {id: B, name: "Second party"}
        references:
          - {id: Made, title: "Made up", publisher: "Tests", date: 2026-01-01}
        sources:
          - {id: ears, title: "Sensors", group: ears, affiliation: mission, reliability: A}
        sectors: [sector]
        """;

    private const string Sensing = """
        source: ears
        kind: explosion
        regions:
          - id: line
            box: {west: 37, south: 47.7, east: 38.5, north: 48.7}
            model: acoustic
            air: [{temperature-c: 8, wind-east: 3, wind-north: 0}]
            detection: {loudness: [{half-range-km: 8, share: 1}]}
        """;

    private const string Zones = """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"sector","kind":"area","title":"Sector","caption":"Made up.","standing":"illustrative","source":"illustrative"},
        "geometry":{"type":"Polygon","coordinates":[[[37,47.7],[38.5,47.7],[38.5,48.7],[37,48.7],[37,47.7]]]}}]}
        """;

    /// <summary>Six sensors close together, so that something can be heard; their names and the last digits of their places occur nowhere else: eight digits, since four turn up by chance in times, hashes and tokens.</summary>
    private static string Table =>
        "id,longitude,latitude,owner,kind,standing\n"
        + string.Concat(Enumerable.Range(1, 6).Select(i => $"Zqear{i},37.8{i}75318462,48.2{i}79132645,mission,acoustic,illustrative\n"));

    private static readonly string[] Canaries = ["Zqear", "75318462", "79132645", "Zqnote"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_sensor_is_told_to_whoever_is_not_cleared_and_all_are_to_whoever_is()
    {
        await using var desk = await Desk.OpenAsync();
        var workspace = await WorkspaceAsync(desk);
        await using var host = await AccessHost.StartAsync(desk, null, workspace);
        var leaks = new List<string>();
        foreach (var (name, client, cleared) in await ReadersAsync(host))
        {
            var seen = false;
            foreach (var path in Paths())
            {
                var said = await ReadAsync(client, path);
                var told = Canaries.Where(c => said.Contains(c, StringComparison.Ordinal)).ToList();
                seen |= told.Count > 0;
                if (told.Count > 0 && !cleared)
                {
                    leaks.Add($"{path} tells {name} {string.Join(" and ", told)}");
                }
            }
            leaks.ShouldBeEmpty();
            seen.ShouldBe(cleared, name);
        }
        // Names stand in the log, since they were asked for by address.
        Canaries.Where(c => c != "Zqear" && host.Log.Text.Contains(c, StringComparison.Ordinal)).ShouldBeEmpty("the log tells");
    }

    [Fact]
    public async Task The_record_tells_nobody_outside_where_sensors_stand_and_the_mission_can_still_be_rebuilt_by_those_inside()
    {
        await using var desk = await Desk.OpenAsync();
        await using var workspace = await WorkspaceAsync(desk);
        foreach (var reader in (Reader[])[Reader.Anyone, Reader.LocalOperator with { Categories = [] }])
        {
            await foreach (var entry in workspace.Record.ReadAsync(reader, new RecordQuery(), Stop))
            {
                var body = Encoding.UTF8.GetString(entry.Body.Span);
                Canaries
                    .Where(c => body.Contains(c, StringComparison.Ordinal))
                    .ShouldBeEmpty($"entry {entry.Index} of {entry.Kind} for {reader.Name}");
            }
        }
        var kept = new List<string>();
        var query = new RecordQuery(Kinds: [MissionRevisionBody.FileKind]);
        await foreach (var entry in workspace.Record.ReadAsync(Reader.LocalOperator, query, Stop))
        {
            kept.Add(Encoding.UTF8.GetString(entry.Body.Span));
        }
        kept.ShouldHaveSingleItem().ShouldContain("Zqear6");
    }

    [Fact]
    public async Task Coverage_is_computed_for_all_and_exact_only_for_those_who_may_know()
    {
        await using var desk = await Desk.OpenAsync();
        await using var workspace = await WorkspaceAsync(desk);
        var day = new LocalDate(2026, 3, 2);
        var cleared = Reader.LocalOperator;
        var exact = (await workspace.Watch.CoverageAsync(cleared, day, day, null, null, Stop)).ShouldHaveSingleItem();
        exact.CoveredShare.ShouldBeGreaterThan(0);
        exact.Basis.ShouldContain("computed from what acoustic sensors could have heard");
        var room = cleared with { Categories = [] };
        var rounded = (await workspace.Watch.CoverageAsync(room, day, day, null, null, Stop)).ShouldHaveSingleItem();
        rounded.CoveredShare.ShouldBe(Math.Round(exact.CoveredShare, 1), 1e-9);
        var before = (
            await workspace.Watch.CoverageAsync(cleared, day.PlusDays(-9), day.PlusDays(-9), null, null, Stop)
        ).ShouldHaveSingleItem();
        before.CoveredShare.ShouldBe(0);
        before.Basis.ShouldContain("Nothing could be seen");
    }

    private static async Task<Workspace> WorkspaceAsync(Desk desk)
    {
        var folder = Directory.CreateDirectory(Path.Combine(desk.Var, "missions", Name));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "zones"));
        foreach (
            var (file, text) in new[]
            {
                ("mission.yaml", Main),
                ("sensing.yaml", Sensing),
                ("sensors.csv", Table),
                ("zones/sector.geojson", Zones),
            }
        )
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text, Stop);
        }
        var workspace = await WorkspaceOpener.OpenAsync(folder.FullName, Path.Combine(desk.Var, "work"), desk.Clock, Stop);
        await workspace.Record.AppendAsync([.. Entries()], Stop);
        return workspace;
    }

    private static IEnumerable<EntryDraft> Entries()
    {
        var at = Instant.FromUtc(2026, 3, 2, 9, 0);
        for (var sensor = 1; sensor <= 6; sensor++)
        {
            for (var hour = 0; hour < 6; hour++)
            {
                var arrival = new ArrivalObservation
                {
                    Id = new ObservationId("ears", $"Zqear{sensor}-{hour}"),
                    SourceId = "ears",
                    Sensor = $"Zqear{sensor}",
                    SigmaSeconds = 0.03,
                    When = TimeRange.At(at + Duration.FromHours(hour) + Duration.FromSeconds(7 * sensor)),
                    Label = SensorAccess.DefaultLabel,
                };
                yield return ObservationCodec.Draft(arrival);
            }
        }
        var status = new SensorStatus
        {
            Sensor = "Zqear1",
            At = at,
            Note = "Zqnote",
        };
        yield return new EntryDraft(
            "technician",
            "1",
            "technician",
            Standing.Recorded,
            SensorAccess.DefaultLabel,
            Mode.Actual,
            SensorCodec.StatusKind,
            SensorCodec.Valid(status),
            SensorCodec.Write(status)
        );
    }

    private static IEnumerable<string> Paths() =>
        RouteTable
            .Rows.Where(r => r.Path is not null && !r.Route.Contains("/audit", StringComparison.Ordinal))
            .Select(r => RouteMatrixTests.Filled(r.Path ?? "", Name, "0000000000000001", "2026-0001"))
            .Append($"/m/{Name}/sensors/Zqear1")
            .Append($"/api/v1/missions/{Name}/sensors/Zqear1")
            .Append($"/m/{Name}/gaps?count=3")
            .Append($"/m/{Name}/coverage?from=2026-03-01&to=2026-03-03")
            .Append("/audit?record=" + Name);

    private static async Task<List<(string Name, HttpClient Client, bool Cleared)>> ReadersAsync(AccessHost host)
    {
        var readers = new List<(string, HttpClient, bool)> { ("anyone", host.Program(), false) };
        (string Name, Role Role, string Clearance, string[] Categories, bool Cleared)[] all =
        [
            ("watch", Role.WatchOfficer, "confidential", [], false),
            ("ears", Role.Analyst, "restricted", ["SENSORS"], true),
            ("low", Role.Analyst, "public", ["SENSORS"], false),
            ("liaison", Role.NationalLiaison, "confidential", ["SENSORS"], false),
            ("judge", Role.Commissioner, "confidential", ["SENSORS"], false),
            ("root", Role.Administrator, "confidential", [], false),
            ("aud", Role.Auditor, "confidential", [], false),
        ];
        foreach (var r in all)
        {
            await host.Desk.EnlistAsync(
                r.Name,
                new Grant([r.Role], AccessWords.Parse<Classification>(r.Clearance), [.. r.Categories], null, [])
            );
            readers.Add((r.Name, host.Program(session: (await host.Desk.SignInAsync(r.Name)).Session), r.Cleared));
        }
        readers.Add(("operator", host.Program(AccessHost.InstallationToken), true));
        return readers;
    }

    private static async Task<string> ReadAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            return headers + await stream.ReadLineAsync(Stop) + await stream.ReadLineAsync(Stop);
        }
        var body = await answer.Content.ReadAsStringAsync(Stop);
        // A refused address comes back in the refusal: that tells nothing that was not asked. Pages of refused addresses link to themselves.
        return headers + (path.Contains("Zqear", StringComparison.Ordinal) && (int)answer.StatusCode == 404 ? "" : body);
    }
}
