using System.Text;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Watch.Feeds;
using Holdfast.Tests.Watch.Origins;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Intake;

/// <summary>What sensors send that cannot be, by HTTP, by MQTT's payloads and from files: kept aside with its line, its field, what was found and what was expected.</summary>
public sealed class BadArrivalTests : IAsyncDisposable
{
    private const string Good =
        """{"kind":"observation.arrival/1","id":"p0","sensor":"s00","earliest":"2026-03-01T04:00:00Z","sigmaSeconds":0.03}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-bad-arrivals-").FullName;
    private SqliteRecord? _record;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_record is not null)
        {
            await _record.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":NaN", "sigmaSeconds", "NaN", "finite")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":-Infinity", "sigmaSeconds", "-Infinity", "finite")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":1e999", "sigmaSeconds", "1e999", "finite")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":\"NaN\"", "sigmaSeconds", "NaN", "finite")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":-0.03", "sigmaSeconds", "-0.03", "above 0")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":0", "sigmaSeconds", "0", "above 0")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":75", "sigmaSeconds", "75", "below 60")]
    [InlineData("\"sigmaSeconds\":0.03", "\"sigmaSeconds\":0.03,\"amplitude\":-1", "amplitude", "-1", "0 or more")]
    [InlineData(
        "\"sigmaSeconds\":0.03",
        "\"sigmaSeconds\":0.03,\"azimuth\":{\"degrees\":4000,\"sigmaDegrees\":3}",
        "degrees",
        "4000",
        "below 360"
    )]
    [InlineData(
        "\"sigmaSeconds\":0.03",
        "\"sigmaSeconds\":0.03,\"azimuth\":{\"degrees\":-1,\"sigmaDegrees\":3}",
        "degrees",
        "-1",
        "below 360"
    )]
    [InlineData(
        "\"sigmaSeconds\":0.03",
        "\"sigmaSeconds\":0.03,\"azimuth\":{\"degrees\":10,\"sigmaDegrees\":0}",
        "sigmaDegrees",
        "0",
        "above 0"
    )]
    [InlineData("\"2026-03-01T04:00:00Z\"", "1772337600000000000", "earliest", "1772337600000000000", "nanoseconds")]
    [InlineData("\"2026-03-01T04:00:00Z\"", "2026", "earliest", "2026", "year")]
    [InlineData("2026-03-01T04:00:00Z", "1926-03-01T04:00:00Z", "earliest", "1926-03-01", "last 10 years")]
    [InlineData("2026-03-01T04:00:00Z", "2926-03-01T04:00:00Z", "earliest", "2926-03-01", "future")]
    public async Task An_arrival_that_cannot_be_is_kept_aside_and_the_lines_about_it_are_taken(
        string right,
        string wrong,
        string column,
        string found,
        string expected
    )
    {
        var bad = Good.Replace(right, wrong, StringComparison.Ordinal).Replace("p0", "p1", StringComparison.Ordinal);
        bad.ShouldNotBe(Good.Replace("p0", "p1", StringComparison.Ordinal));
        var mission = new ListeningWorld(1).Mission() with { Exposure = Exposure.Live };
        var answers = await SendAsync(mission, $"{Good}\n{bad}\n{Good.Replace("p0", "p2", StringComparison.Ordinal)}\n", null);
        answers.Select(a => a.Status).ShouldBe(["appended", "quarantined", "appended"]);
        (answers[1].Line, answers[1].Column).ShouldBe((2, column));
        var reason = answers[1].Reason.ShouldNotBeNull();
        reason.ShouldContain(found);
        reason.ShouldContain(expected);
        var kept = (await EntriesAsync(QuarantineBody.Kind)).ShouldHaveSingleItem();
        kept.Label.ShouldBe(mission.SensorLabel, "a bad line of a sensor names the sensor as a good one does");
        QuarantineBody.Decode(kept.Body.Span).Line.ShouldBe(2);
        (await EntriesAsync(ObservationCodec.ArrivalKind)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("\"sigma\":NaN", "sigma", "NaN")]
    [InlineData("\"sigma\":\"Infinity\"", "sigma", "Infinity")]
    [InlineData("\"sigma\":-0.1", "sigma", "-0.1")]
    [InlineData("\"sigma\":0", "sigma", "0")]
    [InlineData("\"azimuth\":4000", "azimuth", "4000")]
    [InlineData("\"azimuth\":NaN", "azimuth", "NaN")]
    [InlineData("\"azimuth\":10,\"azimuthSigma\":-3", "azimuthSigma", "-3")]
    [InlineData("\"phase\":\"Q\"", "phase", "Q")]
    public async Task A_message_of_a_broker_that_cannot_be_costs_itself_alone(string parameter, string column, string found)
    {
        const string Good =
            """{"phenomenonTime":"2024-03-05T10:00:00Z","result":0.5,"parameters":{"sensor":"S1","property":"detection"}}""";
        var bad = Good.Replace("\"sensor\"", parameter + ",\"sensor\"", StringComparison.Ordinal);
        var page = $"{{\"value\":[{Good},{bad},{Good.Replace("10:00:00", "10:00:05", StringComparison.Ordinal)}]}}";
        var reading = await Reading.OfAsync("sensorthings", page);
        reading.Observations.Count.ShouldBe(2);
        var kept = reading.Quarantined.ShouldHaveSingleItem();
        kept.Column.ShouldBe(column);
        kept.Reason.ShouldContain(found);
        kept.Reason.ShouldContain("xpected");
    }

    [Fact]
    public async Task Times_that_a_file_of_a_live_mission_cannot_hold_are_kept_aside_and_a_past_is_read_as_it_was()
    {
        const string Rows = "station,time,phase,sigma_s\nA1,2025-03-01T12:00:00Z,P,0.05\nA1,1916-10-14T00:00:08Z,P,0.05\n";
        var input = Reading.Input(new MemoryStream(Encoding.UTF8.GetBytes(Rows)));
        (await Reading.OfAsync(FeedRegistry.Find("picks"), input)).Observations.Count.ShouldBe(2);
        var live = Reading.Input(new MemoryStream(Encoding.UTF8.GetBytes(Rows))) with { OldestArrival = Duration.FromDays(3_653) };
        var kept = (await Reading.OfAsync(FeedRegistry.Find("picks"), live)).Quarantined.ShouldHaveSingleItem();
        (kept.Line, kept.Column, kept.Code).ShouldBe((3, "time", "bad-time"));
        kept.Reason.ShouldContain("1916-10-14");
    }

    [Fact]
    public async Task Whatever_bytes_a_sensor_sends_each_line_is_answered_and_nothing_breaks()
    {
        var mission = new ListeningWorld(1).Mission() with { Exposure = Exposure.Live };
        var random = new Random(7);
        string[] values =
        [
            "NaN",
            "1e308",
            "-1e308",
            "1e-320",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "99999999999999999999",
            "-0",
            "\"\\ud800\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"0001-01-01T00:00:00Z\"",
        ];
        string[] members =
        [
            "id",
            "sensor",
            "earliest",
            "latest",
            "sigmaSeconds",
            "amplitude",
            "azimuth",
            "kinds",
            "phase",
            "label",
            "mode",
            "credibility",
            "standing",
        ];
        var lines = Enumerable
            .Range(0, 400)
            .Select(i =>
            {
                var line = Good.Replace("p0", $"q{i}", StringComparison.Ordinal)[..^1];
                return $"{line},\"{members[random.Next(members.Length)]}\":{values[random.Next(values.Length)]}}}";
            })
            .ToArray();
        var answers = await SendAsync(mission, string.Join('\n', lines) + "\n", null);
        answers.Count.ShouldBe(lines.Length);
        answers.ShouldAllBe(a => a.Status == "quarantined" || a.Status == "appended" || a.Status == "duplicate" || a.Status == "conflict");
        answers.Count(a => a.Status == "quarantined").ShouldBeGreaterThan(200);
        answers.Where(a => a.Status == "quarantined").ShouldAllBe(a => a.Reason!.Length > 0 && a.Code!.Length > 0);
    }

    [Fact]
    public async Task A_station_that_nobody_registered_is_named_with_the_nearest_to_those_who_may_know_and_listed_in_quarantine()
    {
        var mission = new ListeningWorld(1).Mission();
        var strange = Good.Replace("s00", "s00x", StringComparison.Ordinal);
        var answers = await SendAsync(mission, $"{strange}\n{Good.Replace("p0", "p1", StringComparison.Ordinal)}\n", mission.Sensors);
        answers.Select(a => a.Status).ShouldBe(["appended", "appended"]);
        (answers[0].Code, answers[0].Column).ShouldBe(("unknown-station", "sensor"));
        answers[0].Reason.ShouldNotBeNull().ShouldContain("Did you mean 's00'?");
        answers[1].Code.ShouldBeNull();
        var desk = new SensorDesk(mission, _record!);
        var station = (await desk.StrangersAsync(Reader.LocalOperator, null, Stop)).ShouldHaveSingleItem();
        (station.Name, station.Arrivals, station.Nearest).ShouldBe(("s00x", 1, "s00"));
        (await desk.StrangersAsync(Reader.Anyone, null, Stop)).ShouldBeEmpty();
        (await desk.RegistryAsync(Reader.Anyone, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task What_an_unknown_station_told_is_taken_up_when_the_registry_names_it()
    {
        var world = ListeningWorld.Usual(6);
        var whole = world.Mission();
        using var known = await OriginHarness.HearAsync(whole, world.Arrivals);
        var one = whole.Sensors.All.First(s => s.Id == "s14");
        var without = whole with { Sensors = new SensorRegistry(whole.Sensors.All.Where(s => s.Id != one.Id)) };
        using var heard = await OriginHarness.HearAsync(without, world.Arrivals);
        (await heard.BytesAsync()).ShouldNotBe(await known.BytesAsync());
        var desk = new SensorDesk(heard.Mission, heard.Record);
        (await desk.StrangersAsync(Reader.LocalOperator, null, Stop)).ShouldHaveSingleItem().Name.ShouldBe(one.Id);
        await heard.AddAsync(
            new SensorRegistered
            {
                Sensor = one.Id,
                Kind = one.Kind,
                Site = one.Sites[0],
            },
            "named at last"
        );
        (await heard.BytesAsync()).ShouldBe(await known.BytesAsync());
        (await desk.StrangersAsync(Reader.LocalOperator, null, Stop)).ShouldBeEmpty();
    }

    private async Task<List<IntakeAnswer>> SendAsync(Mission mission, string text, SensorRegistry? registry)
    {
        var clock = new MutableClock();
        clock.Advance(TimeSpan.FromDays(90));
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "record.db"), new SqliteRecordOptions { Clock = clock }, Stop);
        var intake = new ObservationIntake(_record, clock);
        var input = new IntakeInput(
            "a.jsonl",
            new MemoryStream(Encoding.UTF8.GetBytes(text)),
            false,
            mission.Sources[0],
            Mode.Actual,
            Label.Public,
            0
        )
        {
            Registry = registry is null ? null : _ => ValueTask.FromResult<SensorRegistry?>(registry),
        };
        var answers = new List<IntakeAnswer>();
        await intake.RunAsync(
            input,
            mission,
            some =>
            {
                answers.AddRange(some);
                return ValueTask.CompletedTask;
            },
            Stop
        );
        return answers;
    }

    private async Task<List<Entry>> EntriesAsync(string kind)
    {
        var entries = new List<Entry>();
        await foreach (var entry in _record!.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: [kind]), Stop))
        {
            entries.Add(entry);
        }
        return entries;
    }
}
