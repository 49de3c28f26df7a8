using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// From an observation to a visible violation: <c>live [--rate 5000] [--seconds 60] [--folder DIR]</c>. A server with its record on disk follows it; located observations, each a breach of
/// one term, are sent to it over HTTP at the rate, with the present as their time. Meanwhile a reader asks the API for the newest violation, again and again: an observation
/// is visible when an answer has it or a later one. Prints the times, the answers' own times, memory and what settling did.
/// </summary>
/// <remarks>With <c>--demo line</c>: <see cref="LineLiveBench"/>; with <c>--settle</c>: <see cref="FollowBench"/>.</remarks>
internal static class LiveBench
{
    private const string Token = "live";
    private const string Terms = """
        term no_fire "No fire"
            cites illustrative
            standing illustrative
            binds UA, RU
            applies in zone from 2020-01-01T00:00:00Z
            forbids fire
            severity minor otherwise
        end
        """;

    public static async Task RunAsync(string[] args)
    {
        if (ReplayBench.Option(args, "--demo") == "line")
        {
            await LineLiveBench.RunAsync(args);
            return;
        }
        if (ReplayBench.Option(args, "--settle") is not null)
        {
            await FollowBench.RunAsync(args);
            return;
        }
        var rate = int.Parse(ReplayBench.Option(args, "--rate") ?? "5000", CultureInfo.InvariantCulture);
        var seconds = int.Parse(ReplayBench.Option(args, "--seconds") ?? "60", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("holdfast-live-").FullName;
        try
        {
            await MeasureAsync(folder, rate, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, int rate, int seconds)
    {
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions());
        var mission = World();
        await using var views = new WatchViews(mission, record, folder, TimeProvider.System);
        var workspace = new Workspace(mission, folder, record, views);
        await using var app = HoldfastWeb.Build(
            new Workspaces([workspace]),
            new HoldfastWebOptions { ApiToken = Token, FollowsRecords = true }
        );
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var stop = new CancellationTokenSource();
        var sightings = new List<(double Seen, double Newest, double Took)>();
        var looking = LookAsync(http, sightings, stop.Token);
        var started = Environment.CpuUsage.TotalTime;
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 16 << 20, resumeWriterThreshold: 8 << 20));
        var writing = WriteAsync(pipe.Writer, rate, seconds);
        var sender = new ObservationSender(http, new Uri(address, "/api/v1/m/live/observations"), Token, TimeProvider.System);
        var result = await sender.SendAsync("live", pipe.Reader.AsStream(), "s", 0, _ => { }, CancellationToken.None);
        var made = await writing;
        await Task.Delay(2_000);
        await stop.CancelAsync();
        await looking;
        var used = (Environment.CpuUsage.TotalTime - started).TotalSeconds;
        Print(rate, seconds, result, made, sightings, used);
        var settling = Stopwatch.StartNew();
        await views.SettleAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"settling what was left: {settling.Elapsed.TotalSeconds:F1} s"));
        await app.StopAsync();
    }

    /// <summary>Lines with the present as their time, as many as are due; returns the instants, in seconds.</summary>
    private static async Task<List<double>> WriteAsync(PipeWriter writer, int rate, int seconds)
    {
        await Task.Yield();
        var made = new List<double>(rate * seconds);
        var clock = Stopwatch.StartNew();
        var random = new Random(1);
        while (made.Count < rate * seconds)
        {
            var due = Math.Min(rate * seconds, (int)(clock.Elapsed.TotalSeconds * rate));
            for (var number = made.Count; number < due; number++)
            {
                var now = Now();
                made.Add(now);
                writer.Write(Encoding.UTF8.GetBytes(Line(number, now, random)));
            }
            await writer.FlushAsync();
            await Task.Delay(5);
        }
        await writer.CompleteAsync();
        return made;
    }

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static string Line(int number, double now, Random random)
    {
        var fix = new FixObservation
        {
            Id = new ObservationId("s", number.ToString(CultureInfo.InvariantCulture)),
            SourceId = "s",
            When = TimeRange.At(Instant.FromUnixTimeTicks((long)(now * 1e7))),
            Where = new PointPlace(new GeoPoint(47 + random.NextDouble(), 36 + random.NextDouble()), ErrorEllipse.Circle(300)),
            Kinds = [new KindWeight("shelling", 1)],
        };
        return "{\"kind\":\"observation.fix/1\"," + Encoding.UTF8.GetString(ObservationCodec.Encode(fix).Span)[1..] + "\n";
    }

    private static async Task LookAsync(HttpClient http, List<(double, double, double)> sightings, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.StartNew();
            var text = await http.GetStringAsync(
                new Uri("/api/v1/missions/live/violations?limit=1&sort=-time", UriKind.Relative),
                CancellationToken.None
            );
            var seen = Now();
            using var json = JsonDocument.Parse(text);
            var items = json.RootElement.GetProperty("items");
            if (items.GetArrayLength() > 0)
            {
                var newest = Iso.Parse(items[0].GetProperty("earliest").GetString() ?? "");
                sightings.Add((seen, newest.ToUnixTimeTicks() / 1e7, asked.Elapsed.TotalMilliseconds));
            }
            await Task.Delay(40, CancellationToken.None);
        }
    }

    private static void Print(
        int rate,
        int seconds,
        SendResult result,
        List<double> made,
        List<(double Seen, double Newest, double Took)> sightings,
        double used
    )
    {
        var late = new List<double>(made.Count);
        var next = 0;
        foreach (var (seen, newest, _) in sightings)
        {
            for (; next < made.Count && made[next] <= newest + 1e-6; next++)
            {
                late.Add(seen - made[next]);
            }
        }
        late.Sort();
        double[] took = [.. sightings.Select(s => s.Took).Order()];
        double At(IReadOnlyList<double> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[(int)((sorted.Count - 1) * part)];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rate} observations/s wanted for {seconds} s: {result.Appended} durable and answered, {made.Count / (made[^1] - made[0]):F0}/s made, {result.Waits} waits; {used / seconds:F2} processors used"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"observation to visible violation: median {At(late, 0.5):F2} s, p95 {At(late, 0.95):F2} s, p99 {At(late, 0.99):F2} s, most {At(late, 1):F2} s; {late.Count} of {made.Count} seen"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the question itself: {took.Length} times, median {At(took, 0.5):F0} ms, p95 {At(took, 0.95):F0} ms; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, now {Environment.WorkingSet >> 20}"
            )
        );
    }

    private static Mission World()
    {
        var ring = new LinearRing([new(35, 46), new(38, 46), new(38, 49), new(35, 49), new(35, 46)]);
        var zone = new NamedShape("zone", ShapeKind.Area, new Polygon(ring), Standing.Illustrative, "zone", "", "made up");
        var atlas = new Atlas([zone]);
        var (terms, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("terms.clauses", Terms)],
            new ClauseVocabulary(atlas, ["UA", "RU"], [])
        );
        return new Mission
        {
            Name = "live",
            Title = "Made up",
            Summary = "",
            Exposure = Exposure.Historical,
            Mode = Mode.Exercise,
            Parties = [],
            Zone = DateTimeZone.Utc,
            Period = new TimeRange(Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2040, 1, 1, 0, 0)),
            References = [],
            Sources = [new Source("s", "S", "s", Affiliation.Mission, "", Reliability.A)],
            Atlas = atlas,
            Sectors = [],
            Clauses = terms ?? throw new InvalidOperationException(string.Join('\n', diagnostics)),
            Facts = [],
            Fusion = FusionParameters.Default,
            Thresholds = Thresholds.Default,
            Feeds = [],
            Chronology = [],
            Files = [],
            Revision = "0000000000000000",
        };
    }
}
