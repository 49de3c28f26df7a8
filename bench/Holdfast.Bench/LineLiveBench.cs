using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using NodaTime.Extensions;

namespace Holdfast.Bench;

/// <summary>
/// A live demonstration: <c>live --demo line [--length 1200] [--rate 10] [--minutes 10] [--seed 1] [--false 1] [--list FILE] [--program ./holdfast]</c>. The program serves a simulated mission in a process of its own;
/// the simulator sends it arrivals over HTTP as they happen, as <c>holdfast simulate --live</c> does; a reader asks the API twice a second what there is and opens <i>Situation</i> every two. Prints how
/// long after its fifth true pick each event is on the pages, and the server's memory.
/// </summary>
internal sealed class LineLiveBench : IDisposable
{
    /// <summary>What is this near to an event is that event (PEERS: 2 s and 1 km).</summary>
    private const double SameSeconds = 2;
    private const double SameMetres = 1_000;
    private const double MetresPerDegree = 111_320;
    private const double LookBackSeconds = 260;

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly LiveSightings sightings = new();
    private readonly List<double> situations = [];
    private readonly List<double> answers = [];
    private readonly List<(double Minutes, double Megabytes)> memory = [];
    private readonly List<(double Minutes, double Megabytes)> own = [];

    public void Dispose() => http.Dispose();

    public static async Task RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-line-").FullName;
        try
        {
            using var bench = new LineLiveBench();
            await bench.RunAsync(args, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync(string[] args, string folder)
    {
        var line = new LineOptions
        {
            LengthKm = Number(args, "--length", 1_200),
            Rate = Number(args, "--rate", 10),
            DurationSeconds = 60 * Number(args, "--minutes", 10),
            FalseRatio = Number(args, "--false", 1),
            Seed = (int)Number(args, "--seed", 1),
        };
        var request = new LiveRequest(line, new DisturbanceOptions(), new ReportOptions(), 1);
        var before = Path.Combine(folder, "before");
        await WriteAsync(request, TimeProvider.System.GetUtcNow().ToInstant(), before);
        var mission = Path.Combine(before, "mission");
        var watermark = (await MissionFolder.LoadAsync(mission)).OrThrow().Sensing?.Watermark.TotalSeconds ?? 0;
        using var server = Served(args, mission, Path.Combine(folder, "var"));
        try
        {
            var address = await AddressAsync(server);
            var token = (await File.ReadAllTextAsync(Path.Combine(folder, "var", "api-token"))).Trim();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var stop = new CancellationTokenSource();
            Task[] watching =
            [
                PollAsync(address, Path.Combine(folder, "var"), stop.Token),
                OpenAsync(address, stop.Token),
                WeighAsync(server, stop.Token),
            ];
            var used = server.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var truth = Path.Combine(folder, "sent");
            var shifted = 0.0;
            using var sending = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
            var sender = new ObservationSender(sending, new Uri(address, "/api/v1/m/mission/observations"), token, TimeProvider.System);
            var result = await SimulateLive.RunAsync(
                request,
                (lines, cancellation) => sender.SendAsync("simulate", lines, null, 0, _ => { }, cancellation),
                start =>
                {
                    // What is due then leaves now: by so much is everything sent before or after its time.
                    shifted = (TimeProvider.System.GetUtcNow().ToInstant() - start).TotalSeconds;
                    return Task.CompletedTask;
                },
                TimeProvider.System,
                CancellationToken.None
            );
            // What was heard last may still be found.
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(120, watermark)));
            await stop.CancelAsync();
            await Task.WhenAll(watching);
            server.Refresh();
            var processors = (server.TotalProcessorTime - used) / clock.Elapsed;
            Print(line, result, watermark, processors);
            await WriteAsync(request, result.Start, truth);
            sightings.Print(Path.Combine(truth, "truth.csv"), shifted, watermark, ReplayBench.Option(args, "--list"));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private static async Task WriteAsync(LiveRequest request, Instant start, string folder) =>
        await Simulate.RunAsync(
            new SimulateRequest(request.Line, request.Disturbed, request.Reports, start, folder),
            new Progress<ReplayProgress>(),
            CancellationToken.None
        );

    private static Process Served(string[] args, string mission, string var)
    {
        var start = new ProcessStartInfo(ReplayBench.Option(args, "--program") ?? "./holdfast") { RedirectStandardOutput = true };
        foreach (var word in new[] { "serve", "--mission", mission, "--var", var, "--port", "0" })
        {
            start.ArgumentList.Add(word);
        }
        return Process.Start(start) ?? throw new InvalidOperationException("The program does not start.");
    }

    private static async Task<Uri> AddressAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } said)
        {
            var at = said.IndexOf("http://", StringComparison.Ordinal);
            if (said.StartsWith("Holdfast serves", StringComparison.Ordinal) && at >= 0)
            {
                _ = server.StandardOutput.ReadToEndAsync();
                return new Uri(said[at..].Trim());
            }
        }
        throw new InvalidOperationException("The program ended without having served.");
    }

    private async Task PollAsync(Uri address, string tables, CancellationToken stop)
    {
        using var served = new ServedPlaces(tables);
        while (!stop.IsCancellationRequested)
        {
            var from = TimeProvider.System.GetUtcNow().ToInstant() - Duration.FromSeconds(LookBackSeconds);
            var places = served.Since(from);
            string? cursor = null;
            do
            {
                var asked = Stopwatch.StartNew();
                var path = $"/api/v1/missions/mission/incidents?from={Iso.Format(from)}&sort=-time&limit=1000&cursor={cursor}";
                using var json = JsonDocument.Parse(await http.GetStringAsync(new Uri(address, path), CancellationToken.None));
                answers.Add(asked.Elapsed.TotalMilliseconds);
                cursor = sightings.Take(json.RootElement, TimeProvider.System.GetUtcNow().ToInstant(), places);
            } while (cursor is not null);
            await Task.Delay(400, CancellationToken.None);
        }
    }

    private async Task OpenAsync(Uri address, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.StartNew();
            await http.GetStringAsync(new Uri(address, "/m/mission"), CancellationToken.None);
            situations.Add(asked.Elapsed.TotalMilliseconds);
            await Task.Delay(2_000, CancellationToken.None);
        }
    }

    private async Task WeighAsync(Process server, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var told = -1.0;
        while (!stop.IsCancellationRequested)
        {
            server.Refresh();
            var now = clock.Elapsed.TotalMinutes;
            memory.Add((now, server.WorkingSet64 / 1048576.0));
            own.Add((now, OwnOf(server)));
            if (now - told >= 0.5)
            {
                told = now;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {now:F1} min: {memory[^1].Megabytes:F0} MiB, {own[^1].Megabytes:F0} of it its own and the rest files; {sightings.Count} incidents seen so far"
                    )
                );
            }
            await Task.Delay(5_000, CancellationToken.None);
        }
    }

    private void Print(LineOptions line, LiveResult result, double watermark, double processors)
    {
        var (pages, api) = (situations.Order().ToArray(), answers.Order().ToArray());
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {line.LengthKm} km, R = {line.Rate}, {line.DurationSeconds} s, seed {line.Seed}, watermark {watermark} s: {result.Sent.Lines} lines sent, {result.Sent.Appended} taken, {result.Sent.Waits} waits, the latest {result.MostLateSeconds:F1} s late
                server: {processors:F2} processors; memory most {memory.Max(m => m.Megabytes):F0} MiB, at the end {memory[
                    ^1
                ].Megabytes:F0} MiB, in the last half {Slope(memory):F1} MiB a minute; its own at the end {own[^1].Megabytes:F0} MiB, in the last half {Slope(own):F1} MiB a minute
                Situation: {pages.Length} times, median {LiveSightings.At(pages, 0.5):F0} ms, p99 {LiveSightings.At(
                    pages,
                    0.99
                ):F0} ms; the API's incidents: {api.Length} times, median {LiveSightings.At(api, 0.5):F0} ms, p99 {LiveSightings.At(
                    api,
                    0.99
                ):F0} ms
                """
            )
        );
    }

    private static double Slope(List<(double Minutes, double Megabytes)> weighed)
    {
        var half = weighed.Where(m => m.Minutes >= weighed[^1].Minutes / 2).ToArray();
        var (x, y) = (half.Average(m => m.Minutes), half.Average(m => m.Megabytes));
        return half.Sum(m => (m.Minutes - x) * (m.Megabytes - y)) / Math.Max(1e-9, half.Sum(m => (m.Minutes - x) * (m.Minutes - x)));
    }

    /// <summary>Without pages of mapped files, which the system takes back when it needs them; where the system does not tell, all.</summary>
    private static double OwnOf(Process server)
    {
        var status = $"/proc/{server.Id}/status";
        var said = File.Exists(status)
            ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal))
            : null;
        return said is null
            ? server.WorkingSet64 / 1048576.0
            : double.Parse(said.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static double Number(string[] args, string name, double otherwise) =>
        ReplayBench.Option(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Whether two places and times are one event.</summary>
    public static bool IsSame((double Seconds, double Longitude, double Latitude) a, (double Seconds, double Longitude, double Latitude) b)
    {
        var north = (a.Latitude - b.Latitude) * MetresPerDegree;
        var east = (a.Longitude - b.Longitude) * MetresPerDegree * Math.Cos(a.Latitude * Math.PI / 180);
        return Math.Abs(a.Seconds - b.Seconds) <= SameSeconds && Math.Sqrt((north * north) + (east * east)) <= SameMetres;
    }
}
