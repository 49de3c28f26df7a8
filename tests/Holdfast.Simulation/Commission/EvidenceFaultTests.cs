using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Holdfast.App.Commission;
using Holdfast.Core.Commission.Acts;
using Shouldly;

namespace Holdfast.Simulation.Commission;

/// <summary>
/// Every write, sync, rename, link, removal and making of a folder that the program does to evidence, keys and record is made to fail, or the program is killed in it, one at a time
/// (strace injects it into the real program). Afterwards an error was said or all is well, nothing acknowledged is lost, and doing it again succeeds. What strace cannot do is
/// lie about a power cut: that a sync which succeeded was one is up to the disk.
/// </summary>
public sealed partial class EvidenceFaultTests : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("holdfast-fault-");
    private FaultScene? _scene;
    private int _copies;

    private FaultScene Scene => _scene.ShouldNotBeNull();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var missing = await Strace.MissingAsync(Stop);
        Assert.SkipUnless(missing is null, $"Faults are not injected: {missing}.");
        _scene = await FaultScene.MakeAsync(_root);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var file in _root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_file_that_was_acknowledged_is_there_whatever_failed() =>
        EachFaultAsync(
            ["evidence", "add", Scene.Id, "E2", "{}/new.bin", "--title", "New", "--type", "application/octet-stream"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var item = (await Scene.CaseAsync(room)).Evidence.FirstOrDefault(e => e.Id == "E2");
                        item?.Sha256.ShouldBe(FaultScene.ContentHash);
                        (item is not null || !run.Acknowledged).ShouldBeTrue("an acknowledged item is lost");
                    },
                    async room =>
                    {
                        (await Scene.AddAsync(room, "E2", FaultScene.Content)).Refusal?.Code.ShouldBe("exists");
                        (await Scene.CaseAsync(room)).Evidence.Single(e => e.Id == "E2").Sha256.ShouldBe(FaultScene.ContentHash);
                    }
                ),
            record: true
        );

    [Fact]
    public Task A_statement_that_was_acknowledged_can_be_read_whatever_failed() =>
        EachFaultAsync(
            [
                .. new[] { "statement", "add", Scene.Id, "S2", "{}/said.txt", "{}/who.txt", "--pseudonym", "Crane", "--language", "uk" },
                .. new[] { "--consent", "members", "--risk", "low" },
            ],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var taken = (await Scene.CaseAsync(room)).Statements.Any(s => s.Id == "S2");
                        (taken || !run.Acknowledged).ShouldBeTrue("an acknowledged statement is lost");
                    },
                    async room =>
                    {
                        (await Scene.TakeAsync(room, "S2")).Refusal?.Code.ShouldBe("exists");
                        foreach (var statement in new[] { "S1", "S2" })
                        {
                            (await room.Files.ReadStatementAsync(Scene.Id, "inv", statement, Stop)).Text.ShouldBe(FaultScene.Statement);
                        }
                    }
                )
        );

    [Fact]
    public Task A_key_whose_destruction_was_acknowledged_is_gone_whatever_failed() =>
        EachFaultAsync(
            ["statement", "destroy-key", Scene.Id, "S1"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var gone = !Directory.EnumerateFiles(Path.Combine(folder, "keys"), "*.key").Any();
                        (gone || !run.Acknowledged).ShouldBeTrue("a key that was said to be destroyed is there");
                        var recorded = (await Scene.CaseAsync(room)).Of<KeyDestroyed>().Any();
                        (recorded || (!gone && !run.Acknowledged)).ShouldBeTrue("a key is gone that nobody recorded as destroyed");
                        // Once it stands in the record nobody reads the words, even where the key outlived it.
                        var (text, _) = await room.Files.ReadStatementAsync(Scene.Id, "inv", "S1", Stop);
                        text.ShouldBe(recorded ? null : FaultScene.Statement);
                    },
                    async room =>
                    {
                        (await room.Files.DestroyKeyAsync(Scene.Id, "inv", "S1", Stop)).Refusal.ShouldBeNull();
                        Directory.EnumerateFiles(Path.Combine(folder, "keys"), "*.key").ShouldBeEmpty();
                    },
                    EvidenceFault.KeyNotDestroyed
                )
        );

    [Fact]
    public Task A_working_copy_that_was_acknowledged_is_whole_whatever_failed() =>
        EachFaultAsync(
            ["evidence", "copy", Scene.Id, "E1", "{run}/work.bin"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var copy = Path.Combine(folder, "work.bin");
                        var recorded = (await Scene.CaseAsync(room)).Of<CustodyRecorded>().Any(c => c.Event == CustodyEvent.Copied);
                        File.Exists(copy).ShouldBe(run.Acknowledged || (run.Killed && File.Exists(copy)));
                        (recorded || !File.Exists(copy)).ShouldBeTrue("a copy that nobody recorded");
                        File.Delete(copy);
                    },
                    async room =>
                        (
                            await room.Files.CopyOutAsync(Scene.Id, "inv", "E1", Path.Combine(folder, "work.bin"), Stop)
                        ).Refusal.ShouldBeNull()
                )
        );

    /// <summary>Runs the verb once to see what it calls, then once for each of these calls and each way in which it may fail.</summary>
    private async Task EachFaultAsync(string[] words, Func<Run, string, Task> holds, bool record = false)
    {
        var (wanted, other) = (await CalmAsync(words, record), await CalmAsync(words, record));
        var known = wanted.Select(c => c.Path).Intersect(other.Select(c => c.Path)).ToHashSet(StringComparer.Ordinal);
        wanted.RemoveAll(c => c.Call == "openat" && !known.Contains(c.Path));
        var hit = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var numbers = new ConcurrentDictionary<string, ConcurrentBag<int>>(StringComparer.Ordinal);
        var failed = new ConcurrentQueue<string>();
        async ValueTask TryAsync(Fault fault)
        {
            var folder = Scene.Copy(Interlocked.Increment(ref _copies));
            var run = await Strace.RunAsync(folder, Scene.Verb(folder, words), fault, Stop);
            run.Calls.Where(_ => fault.Path is null).ToList().ForEach(c => numbers.GetOrAdd(Place(c), _ => []).Add(c.Nth));
            var injected = run.Calls.Where(c => c.Injected && Matters(c, record)).Select(Place).ToList();
            injected.ForEach(place => hit.AddOrUpdate(place, 1, (_, n) => n + 1));
            try
            {
                (run.Acknowledged || run.Killed || run.Error.Length > 0).ShouldBeTrue("it failed without a word");
                await holds(run, folder);
            }
            catch (Exception e) when (e is ShouldAssertException or IOException or InvalidDataException)
            {
                failed.Enqueue($"{fault} on {string.Join(", ", injected)}: {e.Message}\n{run.Error}");
            }
        }
        var faults = wanted.SelectMany(c => Faults(c, known.Contains(c.Path))).Distinct().ToList();
        await Parallel.ForEachAsync(faults, Many, (fault, _) => TryAsync(fault));
        // Strace counts calls by thread, and which thread goes on after a wait is chance: what was missed is tried under the numbers that it had in other runs.
        foreach (var missed in wanted.Where(c => !hit.ContainsKey(Place(c))).DistinctBy(Place))
        {
            for (var attempt = 0; attempt < 8 && !hit.ContainsKey(Place(missed)); attempt++)
            {
                var had = numbers.GetValueOrDefault(Place(missed)) ?? [missed.Nth];
                var usual = had.GroupBy(n => n).OrderByDescending(n => n.Count()).Select(n => n.Key).Take(4).ToList();
                var again = missed with { Nth = usual[attempt % usual.Count], NthOnPath = 1 + (attempt % 4) };
                await TryAsync(Faults(again, known.Contains(missed.Path)).First());
            }
        }
        var hits = string.Join(", ", hit.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Value} x {h.Key}"));
        TestContext.Current.SendDiagnosticMessage($"{words[0]} {words[1]}: {faults.Count} faults; {hits}");
        failed.ShouldBeEmpty();
        var places = wanted.Select(Place).Distinct().ToList();
        wanted.Where(c => known.Contains(c.Path)).Select(Place).Except(hit.Keys).ShouldBeEmpty("these were never made to fail");
        places.Count(hit.ContainsKey).ShouldBeGreaterThanOrEqualTo((places.Count * 3 + 3) / 4, "most places were to be hit");
    }

    private static ParallelOptions Many => new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Stop };

    // The record's own files once; SQLite's shared memory never, since it is made anew from the log whenever it is not to be had.
    private static bool Matters(SeenCall call, bool record) =>
        !call.Path.EndsWith("-shm", StringComparison.Ordinal) && (record || !call.Path.StartsWith("record.db", StringComparison.Ordinal));

    private static IEnumerable<Fault> Faults(SeenCall call, bool known)
    {
        string[] actions = call.Call switch
        {
            "openat" => ["error=EIO"],
            "pwrite64" or "write" or "ftruncate" or "mkdir" => ["error=ENOSPC", "signal=KILL"],
            _ => ["error=EIO", "signal=KILL"],
        };
        return actions.Select(a => new Fault(call.Call, a, known ? call.NthOnPath : call.Nth, known ? call.Path : null));
    }

    /// <summary>What the verb calls when nothing goes wrong.</summary>
    private async Task<List<SeenCall>> CalmAsync(string[] words, bool record)
    {
        var folder = Scene.Copy(Interlocked.Increment(ref _copies));
        var run = await Strace.RunAsync(folder, Scene.Verb(folder, words), null, Stop);
        run.Code.ShouldBe(0, run.Error);
        return [.. run.Calls.Where(c => Matters(c, record))];
    }

    /// <summary>The call and the kind of path it was on, without hashes and random names.</summary>
    private static string Place(SeenCall call) => $"{call.Call} {RandomName().Replace(call.Path, "*")}";

    [GeneratedRegex(@"(?<=/)([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{2}|[a-z0-9]{8}\.[a-z0-9]{3})(?=$|/|\.)")]
    private static partial Regex RandomName();
}
