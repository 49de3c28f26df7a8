using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Holdfast.Simulation.Commission;

namespace Holdfast.Bench;

/// <summary>
/// A large evidence file in and out of the real program, at the terminal and over HTTP, with its peak memory; beside it <c>sha256sum</c> and <c>cp</c> of the same file, synced.
/// Argument: GiB (5). Needs four times that on the disk of the temporary folder, and removes it.
/// </summary>
public static partial class EvidenceBench
{
    private const int Block = 1 << 20;
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");

    public static async Task RunAsync(string[] args)
    {
        var gibibytes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var bytes = (long)(gibibytes * (1L << 30));
        var folder = Directory.CreateTempSubdirectory("holdfast-evidence-");
        try
        {
            var free = new DriveInfo(folder.FullName).AvailableFreeSpace;
            if (free < 4 * bytes + (1L << 30))
            {
                Console.WriteLine($"{free >> 30} GiB are free; {(4 * bytes >> 30) + 1} are needed.");
                return;
            }
            await MeasureAsync(folder.FullName, bytes);
        }
        finally
        {
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            {
                file.Attributes = FileAttributes.Normal;
            }
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, long bytes)
    {
        var (file, mission, var) = (Path.Combine(folder, "file.bin"), Path.Combine(folder, "small"), Path.Combine(folder, "var"));
        await MakeAsync(file, bytes);
        Directory.CreateDirectory(Path.Combine(var, "small"));
        Directory.CreateDirectory(mission);
        await File.WriteAllTextAsync(Path.Combine(mission, "mission.yaml"), SmallCommission.Mission);
        await File.WriteAllTextAsync(Path.Combine(mission, "commission.yaml"), SmallCommission.Rules);
        string[] where = ["--mission", mission, "--record", Path.Combine(var, "small", "record.db"), "--as"];
        string[] Case(string by, params string[] words) => ["exec", Program, "case", .. words, .. where, by];
        var opened = await RunAsync("dotnet", Case("secretary", "open", "T", "--allegation", "x", "--by", "secretary"));
        var id = CaseId().Match(opened.Output).Value;
        await RunAsync("dotnet", Case("secretary", "move", id, "preliminary", "--reason", "x"));
        Console.WriteLine($"{bytes} bytes; load {(await File.ReadAllTextAsync("/proc/loadavg"))[..14]}");
        var hash = await RunAsync("sha256sum", [file]);
        Print("sha256sum", hash, null);
        var copy = await RunAsync("sh", ["-c", "cp \"$0\" \"$0.copy\" && sync \"$0.copy\" && rm \"$0.copy\"", file]);
        Print("cp and sync", copy, null);
        var peer = new Measured("", hash.Seconds + copy.Seconds, hash.Processor + copy.Processor, 0);
        string[] described = ["--title", "T", "--type", "application/octet-stream"];
        Print("case evidence add", await RunAsync("dotnet", Case("inv", ["evidence", "add", id, "E1", file, .. described])), peer);
        var work = Path.Combine(folder, "work.bin");
        Print("case evidence copy", await RunAsync("dotnet", Case("inv", "evidence", "copy", id, "E1", work)), peer);
        var back = (await RunAsync("sha256sum", [work])).Output[..64];
        Console.WriteLine(back == hash.Output[..64] ? "the working copy has the hash of the file" : "THE WORKING COPY DIFFERS");
        File.Delete(work);
        Print("case evidence check", await RunAsync("dotnet", Case("inv", "evidence", "check")), peer);
        await HttpAsync(var, mission, id, file, hash.Output[..64], peer);
    }

    /// <summary>The same file again as E2 through the form of the case's page, and out as a download.</summary>
    private static async Task HttpAsync(string var, string mission, string id, string file, string sha256, Measured peer)
    {
        using var server = Start("dotnet", ["exec", Program, "serve", "--mission", mission, "--var", var, "--port", "0"]);
        var address = "";
        while (address.Length == 0 && await server.StandardOutput.ReadLineAsync() is { } line)
        {
            address = ServerAddress().Match(line).Value;
        }
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(address),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await File.ReadAllTextAsync(Path.Combine(var, "api-token"))).Trim()
        );
        var memory = new PeakMemory(server);
        await using var content = File.OpenRead(file);
        using var part = new StreamContent(content, Block);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("evidence"), "form" },
            { new StringContent("E2"), "id" },
            { new StringContent("T"), "title" },
            { new StringContent("F"), "source" },
            { new StringContent("cannot_be_judged"), "credibility" },
            { part, "file", "file.bin" },
        };
        var (start, before) = (Stopwatch.GetTimestamp(), server.TotalProcessorTime);
        using var answer = await http.PostAsync($"/m/small/commission/cases/{id}/acts/evidence?as=inv", form);
        Print($"HTTP upload ({(int)answer.StatusCode})", Since(server, start, before, memory), peer);
        (start, before) = (Stopwatch.GetTimestamp(), server.TotalProcessorTime);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/m/small/commission/cases/{id}/evidence/E2/copy?as=inv");
        using var download = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var got = Convert.ToHexStringLower(
            await System.Security.Cryptography.SHA256.HashDataAsync(await download.Content.ReadAsStreamAsync())
        );
        Print($"HTTP download ({(int)download.StatusCode})", Since(server, start, before, memory), peer);
        Console.WriteLine(got == sha256 ? "the download has the hash of the file" : "THE DOWNLOAD DIFFERS");
        server.Kill();
        await server.WaitForExitAsync();
    }

    private static Measured Since(Process server, long start, TimeSpan before, PeakMemory memory)
    {
        server.Refresh();
        return new Measured(
            "",
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            (server.TotalProcessorTime - before).TotalSeconds,
            memory.Bytes()
        );
    }

    private static void Print(string what, Measured measured, Measured? peer)
    {
        var ratio = peer is null
            ? ""
            : FormattableString.Invariant(
                $"; {measured.Seconds / peer.Seconds:0.00} x the time, {measured.Processor / peer.Processor:0.00} x the processor time of sha256sum and cp"
            );
        var memory = measured.PeakBytes == 0 ? "" : $", peak {measured.PeakBytes >> 20} MiB";
        Console.WriteLine(
            FormattableString.Invariant($"{what, -22} {measured.Seconds, 7:0.0} s, processor {measured.Processor, 6:0.0} s{memory}{ratio}")
        );
    }

    private static async Task MakeAsync(string file, long bytes)
    {
        var block = new byte[Block];
        new Random(5).NextBytes(block);
        await using var to = File.Create(file);
        for (var at = 0L; at < bytes; at += Block)
        {
            BitConverter.TryWriteBytes(block, at);
            await to.WriteAsync(block.AsMemory(0, (int)Math.Min(Block, bytes - at)));
        }
    }

    private static async Task<Measured> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var run = Start(program, arguments);
        var memory = new PeakMemory(run);
        var output = run.StandardOutput.ReadToEndAsync();
        while (!run.HasExited)
        {
            memory.Bytes();
            await Task.WhenAny(run.WaitForExitAsync(), Task.Delay(50));
        }
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}.");
        }
        return new Measured(await output, Stopwatch.GetElapsedTime(start).TotalSeconds, memory.Processor.TotalSeconds, memory.Bytes());
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
        ?? throw new InvalidOperationException($"{program} did not start.");

    private sealed record Measured(string Output, double Seconds, double Processor, long PeakBytes);

    /// <summary>The system's own mark of how much memory a process had at most (VmHWM), as long as it lives.</summary>
    private sealed class PeakMemory(Process process)
    {
        private long _peak;

        /// <summary>As last seen: nothing tells of a process that has ended.</summary>
        public TimeSpan Processor { get; private set; }

        public long Bytes()
        {
            try
            {
                process.Refresh();
                Processor = process.TotalProcessorTime;
                var line = File.ReadLines($"/proc/{process.Id}/status")
                    .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
                _peak = line is null ? _peak : 1024 * long.Parse(line[6..^3].Trim(), CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // It has just ended.
            }
            return _peak;
        }
    }

    [GeneratedRegex(@"\d{4}-\d{4}")]
    private static partial Regex CaseId();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex ServerAddress();
}
