using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Verify;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Verifying a whole record with its checkpoints, and proving single entries. Arguments: entries (1000000), rounds (5), a folder where the record is kept
/// between runs (made new without it).
/// </summary>
public static class ProofsBench
{
    private const int Batch = 20_000;

    public static async Task RunAsync(string[] args)
    {
        var entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var kept = args.Length > 2;
        var folder = kept ? Directory.CreateDirectory(args[2]) : Directory.CreateTempSubdirectory("holdfast-proofs-");
        var path = Path.Combine(folder.FullName, "record.db");
        if (!File.Exists(path))
        {
            await FillAsync(path, entries);
        }
        using (var proofs = RecordProofs.Open(path, TimeProvider.System))
        {
            var start = Stopwatch.GetTimestamp();
            var size = proofs.MakeCheckpoint().Size;
            Console.WriteLine(
                $"tree of {size} entries brought up to date and signed in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s"
            );
        }
        var key = TrustedKey.Parse(await File.ReadAllTextAsync(LogKey.PublicPath(LogKey.FolderFor(path))));
        for (var threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            Verify($"verify with {threads} threads", rounds, () => RecordVerifier.Verify(path, new([key], [], Threads: threads)).Root);
        }
        Verify("the peer, one thread, hashes and tree alone", Math.Min(rounds, 3), () => NaiveVerifier.Root(path));
        Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB (the peer's included)");
        Prove(path);
        if (!kept)
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Verify(string what, int rounds, Func<string> verify)
    {
        var (clock, processor) = (new List<double>(), new List<double>());
        var root = "";
        for (var round = 0; round < rounds; round++)
        {
            var (start, before) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            root = verify();
            clock.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        Console.WriteLine(
            $"{what}: root {root[..8]}, median {Median(clock):F2} s by the clock (target 2 s for 1,000,000), {Median(processor):F2} s of processor time, least {clock.Min():F2} and {processor.Min():F2}"
        );
    }

    private static void Prove(string path)
    {
        using var proofs = RecordProofs.Open(path, TimeProvider.System);
        var latest = proofs.Latest ?? throw new InvalidOperationException("There is no checkpoint.");
        var random = new Random(5);
        var times = new List<double>();
        for (var i = 0; i < 2000; i++)
        {
            var start = Stopwatch.GetTimestamp();
            proofs.Prove(random.NextInt64(latest.Size), latest);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        var consistency = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var start = Stopwatch.GetTimestamp();
            proofs.Consistency(1 + random.NextInt64(latest.Size), latest.Size);
            consistency.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine(
            $"inclusion proof: median {Median(times):F3} ms, 99th percentile {times[times.Count * 99 / 100]:F3} ms (target 1 ms); consistency: median {Median(consistency):F3} ms"
        );
    }

    private static async Task FillAsync(string path, int entries)
    {
        await using var record = await SqliteRecord.OpenAsync(path);
        for (var from = 0; from < entries; from += Batch)
        {
            await record.AppendAsync([.. Enumerable.Range(from, Math.Min(Batch, entries - from)).Select(Draft)]);
        }
    }

    private static EntryDraft Draft(int i)
    {
        var start = Instant.FromUnixTimeSeconds(1_745_000_000 + i);
        var body = new CanonicalJsonWriter();
        body.StartObject();
        body.Number("confidence", 50 + i % 50);
        body.Number("frp", 12.5 + i % 1000 / 8.0);
        body.Number("latitude", 48.00001 + i % 99991 * 0.00001);
        body.Number("longitude", 37.00001 + i % 99989 * 0.00001);
        body.String("note", "a line of text as feeds have it, número " + i.ToString(CultureInfo.InvariantCulture));
        body.String("satellite", i % 2 == 0 ? "N20" : "N21");
        body.String("source", "firms");
        body.EndObject();
        return new EntryDraft(
            "firms",
            $"row {i} of file",
            "NASA",
            Standing.Recorded,
            Label.Public,
            Mode.Actual,
            "observation.fix/1",
            new TimeRange(start, start.Plus(Duration.FromSeconds(59))),
            body.ToArray()
        );
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
