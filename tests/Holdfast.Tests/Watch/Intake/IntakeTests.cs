using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Watch.Views;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Intake;

/// <summary>Observations sent over HTTP: answered line by line when they are durable, once however often they are sent.</summary>
public sealed class IntakeTests : IAsyncDisposable
{
    private const string Token = "hf-test-token";
    private const string Route = "/api/v1/m/small/observations";

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-intake-").FullName;
    private SqliteRecord? _record;
    private WebApplication? _app;
    private Workspace? _workspace;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
    public async Task What_was_sent_to_a_followed_record_is_on_the_pages_at_once_and_marked_as_preliminary()
    {
        using var client = await StartAsync();
        await PostAsync(client, Lines(1, 1));
        var views = (WatchViews)_workspace!.Watch;
        await views.CatchUpAsync(Reader.LocalOperator, null, null);
        views.Scopes.IsFollowed = true;
        await PostAsync(client, Lines(2, 1));
        (await client.GetStringAsync("/m/small/incidents", Stop)).ShouldContain("not yet fused with other reports\">preliminary<");
        var list = await client.GetStringAsync("/api/v1/missions/small/incidents", Stop);
        list.ShouldContain("\"status\":\"preliminary\"");
        await views.SettleAsync(Stop);
        (await client.GetStringAsync("/m/small/incidents", Stop)).ShouldNotContain("not yet fused with other reports\">preliminary<");
    }

    [Fact]
    public async Task Each_line_is_answered_and_a_line_sent_again_is_the_same_entry()
    {
        using var client = await StartAsync();
        var first = await PostAsync(client, Lines(1, 3));
        first.Select(Status).ShouldBe(["appended", "appended", "appended"]);
        first.Select(a => a.GetProperty("line").GetInt64()).ShouldBe([1, 2, 3]);
        var again = await PostAsync(client, Lines(2, 3), "?linesBefore=1");
        again.Select(Status).ShouldBe(["duplicate", "duplicate", "appended"]);
        again[0].GetProperty("index").GetInt64().ShouldBe(first[1].GetProperty("index").GetInt64());
        again.Select(a => a.GetProperty("line").GetInt64()).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task A_station_that_nobody_registered_stands_on_the_quarantine_page_and_in_its_answer()
    {
        using var client = await StartAsync();
        const string Arrival =
            """{"kind":"observation.arrival/1","id":"p0","sensor":"Q7","earliest":"2026-03-01T04:00:00Z","sigmaSeconds":0.03}""";
        var answer = (await PostAsync(client, Arrival + "\n")).Single();
        (Status(answer), answer.GetProperty("code").GetString()).ShouldBe(("appended", "unknown-station"));
        var page = await client.GetStringAsync("/m/small/sources", Stop);
        page.ShouldContain("Stations that nobody registered");
        page.ShouldContain("Q7");
        using var list = JsonDocument.Parse(await client.GetStringAsync("/api/v1/missions/small/quarantine", Stop));
        list.RootElement.GetProperty("stations")[0].GetProperty("name").GetString().ShouldBe("Q7");
    }

    [Fact]
    public async Task Other_content_under_a_known_id_is_a_recorded_conflict_and_the_first_stands()
    {
        using var client = await StartAsync();
        await PostAsync(client, Lines(1, 1));
        var other = Line(1).Replace("shelling", "artillery", StringComparison.Ordinal);
        Status((await PostAsync(client, other + "\n")).Single()).ShouldBe("conflict");
        (await EntriesAsync(ObservationCodec.FixKind)).Count.ShouldBe(1);
        (await EntriesAsync(EntryRules.ConflictKind)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_line_goes_into_the_quarantine_with_its_number_and_the_rest_is_taken()
    {
        using var client = await StartAsync();
        var future = Line(9).Replace("2025-03-01", "2125-03-01", StringComparison.Ordinal);
        var text = $"{Line(1)}\n{{\"kind\": \"observation.fx/1\"}}\nnot json\n\n{future}\n{Line(2)}\n";
        var answers = await PostAsync(client, text, "?file=sensors.jsonl&linesBefore=100");
        answers.Select(Status).ShouldBe(["appended", "quarantined", "quarantined", "quarantined", "appended"]);
        answers.Select(a => a.GetProperty("line").GetInt64()).ShouldBe([101, 102, 103, 105, 106]);
        answers[1].GetProperty("code").GetString().ShouldBe("unknown-kind");
        answers[3].GetProperty("code").GetString().ShouldBe("future-date");
        var kept = (await EntriesAsync(App.Watch.Feeds.QuarantineBody.Kind)).Select(e =>
            App.Watch.Feeds.QuarantineBody.Decode(e.Body.Span)
        );
        kept.Select(k => (k.File, k.Line)).ShouldBe([("sensors.jsonl", 102), ("sensors.jsonl", 103), ("sensors.jsonl", 105)]);
    }

    [Fact]
    public async Task Compressed_lines_are_read_and_what_is_cut_off_is_said_after_what_was_taken()
    {
        using var client = await StartAsync();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Lines(1, 500)), Stop);
        }
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        (await AnswersAsync(await client.PostAsync(Route, content, Stop))).Count.ShouldBe(500);

        var cut = new ByteArrayContent(packed.ToArray()[..(int)(packed.Length / 2)]);
        cut.Headers.ContentEncoding.Add("gzip");
        var answer = await client.PostAsync(Route, cut, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("cut off");
    }

    [Fact]
    public async Task A_full_queue_says_when_to_come_back_and_takes_nothing()
    {
        using var client = await StartAsync();
        var places = new List<IDisposable>();
        while (_workspace!.Intake.TryEnter() is { } place)
        {
            places.Add(place);
        }
        var answer = await client.PostAsync(Route, new StringContent(Lines(1, 1)), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        (await EntriesAsync(ObservationCodec.FixKind)).ShouldBeEmpty();
        places.ForEach(p => p.Dispose());
        (await PostAsync(client, Lines(1, 1))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_is_still_open_is_answered_as_it_goes()
    {
        using var client = await StartAsync();
        var pipe = new System.IO.Pipelines.Pipe();
        var request = new HttpRequestMessage(HttpMethod.Post, Route) { Content = new StreamContent(pipe.Reader.AsStream()) };
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines(1, 2)), Stop);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        (await reader.ReadLineAsync(Stop)).ShouldNotBeNull().ShouldContain("appended");
        (await EntriesAsync(ObservationCodec.FixKind)).Count.ShouldBe(2);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Lines(3, 1)), Stop);
        await pipe.Writer.CompleteAsync();
        var rest = await reader.ReadToEndAsync(Stop);
        rest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Too_many_lines_are_refused_with_a_limit_after_what_was_taken()
    {
        using var client = await StartAsync();
        var intake = new ObservationIntake(_record!, TimeProvider.System, IntakeLimits.Default with { Lines = 5, Batch = 2 });
        var text = new MemoryStream(Encoding.UTF8.GetBytes(Lines(1, 9)));
        var source = SmallWorld.Mission().Sources[0];
        var input = new IntakeInput("x", text, false, source, Mode.Actual, Label.Public, 0);
        var answers = new List<IntakeAnswer>();
        var ended = await Should.ThrowAsync<IntakeEndedException>(() =>
            intake.RunAsync(
                input,
                SmallWorld.Mission(),
                some =>
                {
                    answers.AddRange(some);
                    return ValueTask.CompletedTask;
                },
                Stop
            )
        );
        ended.Code.ShouldBe("too-many-lines");
        answers.Count.ShouldBe((await EntriesAsync(ObservationCodec.FixKind)).Count);
        answers.Count.ShouldBeInRange(2, 5);
    }

    [Fact]
    public async Task Nobody_sends_without_the_right_and_an_unknown_source_is_named_with_the_nearest()
    {
        using var client = await StartAsync();
        var wrong = await client.PostAsync(Route + "?source=aa", new StringContent(Lines(1, 1)), Stop);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Stop)).ShouldContain("no source of this mission");
        client.DefaultRequestHeaders.Authorization = null;
        (await client.PostAsync(Route, new StringContent(Lines(1, 1)), Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await EntriesAsync(ObservationCodec.FixKind)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sender_waits_where_the_server_is_full_and_loses_and_doubles_nothing_where_answers_are_lost()
    {
        using var direct = await StartAsync();
        var troubled = new TroubledChannel(_app!.GetTestServer().CreateHandler());
        using var http = new HttpClient(troubled) { BaseAddress = new Uri("http://localhost") };
        var sender = new ObservationSender(http, new Uri("http://localhost" + Route), Token, new HurriedClock());
        var text = Encoding.UTF8.GetBytes(Lines(1, 5_000));
        var result = await sender.SendAsync("a.jsonl", new MemoryStream(text), null, 0, _ => { }, Stop);
        result.Lines.ShouldBe(5_000);
        (result.Appended + result.Duplicates).ShouldBe(5_000);
        result.Duplicates.ShouldBe(2_000, "one piece was taken, but its answer was lost");
        result.Waits.ShouldBe(2);
        (await EntriesAsync(ObservationCodec.FixKind)).Count.ShouldBe(5_000);

        var rest = await new ObservationSender(http, new Uri("http://localhost" + Route), Token, new HurriedClock()).SendAsync(
            "a.jsonl",
            new MemoryStream(text),
            null,
            4_990,
            _ => { },
            Stop
        );
        (rest.Lines, rest.Duplicates).ShouldBe((5_000, 10));
    }

    /// <summary>Full at first; then takes a piece and loses its answer; then well.</summary>
    private sealed class TroubledChannel(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var number = ++_requests;
            if (number == 1)
            {
                var full = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
                full.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(2));
                return full;
            }
            var answer = await base.SendAsync(request, cancellationToken);
            if (number == 2)
            {
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                throw new HttpRequestException("cut off");
            }
            return answer;
        }
    }

    /// <summary>Waits take no time.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }

    private async Task<HttpClient> StartAsync()
    {
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "record.db"), new SqliteRecordOptions());
        var mission = SmallWorld.Mission();
        _workspace = new Workspace(mission, _folder, _record, new WatchViews(mission, _record, _folder, TimeProvider.System));
        _app = HoldfastWeb.Build(
            new Workspaces([_workspace]),
            new HoldfastWebOptions { ApiToken = Token, Configure = builder => builder.WebHost.UseTestServer() }
        );
        await _app.StartAsync(Stop);
        var client = _app.GetTestClient();
        client.BaseAddress = new Uri("http://localhost");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    private static async Task<List<JsonElement>> PostAsync(HttpClient client, string text, string query = "") =>
        await AnswersAsync(await client.PostAsync(Route + query, new StringContent(text), Stop));

    private static async Task<List<JsonElement>> AnswersAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string? Status(JsonElement answer) => answer.GetProperty("status").GetString();

    private async Task<List<Entry>> EntriesAsync(string kind)
    {
        var entries = new List<Entry>();
        await foreach (var entry in _record!.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: [kind]), Stop))
        {
            entries.Add(entry);
        }
        return entries;
    }

    private static string Lines(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => Line(i) + "\n"));

    private static string Line(int number)
    {
        var fix = SmallWorld.TwoReportsOfOneEvent().First with { Id = new ObservationId("a", $"m{number}") };
        return "{\"kind\":\"observation.fix/1\"," + Encoding.UTF8.GetString(ObservationCodec.Encode(fix).Span)[1..];
    }
}
