using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Shouldly;

namespace Holdfast.Simulation.Faults;

/// <summary>
/// Runs the program once to see what it calls, then once for each of these calls and each way in which it may fail. Every place has to be hit: strace counts calls by thread, and though nearly all
/// are made by one, a place that was missed is tried again under the number that its thread gave it in the run before.
/// </summary>
/// <param name="copy">Makes a fresh copy of the scene and gives its folder.</param>
/// <param name="words">The program's arguments on a copy.</param>
internal sealed class EachFault(Func<string> copy, Func<string, string[]> words)
{
    private const int Attempts = 60;
    private const string Kill = "signal=KILL";
    private readonly ConcurrentQueue<string> _failed = new();
    private readonly ConcurrentQueue<(SeenCall Call, string Action)> _missed = new();
    private int _runs;
    private int _folderSyncs;
    private ImmutableHashSet<Place> _closing = [];
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Whether a place is also to be killed in; where not it only fails.</summary>
    public Func<Place, bool> Kills { get; init; } = _ => true;

    /// <summary>
    /// How many syncs of the record's own folder, from the first on, are the program's and have to succeed before anything is acknowledged. The others are SQLite's, for the
    /// names of its logs, which it makes and does not look at; null where all but the last one are the program's.
    /// </summary>
    public int? OwnFolderSyncs { get; init; }

    /// <summary>Makes every place fail in turn and asks afterwards whether all still <paramref name="holds"/>.</summary>
    public async Task RunAsync(string name, Func<Run, string, Task> holds)
    {
        var (calm, other) = (await CalmAsync(), await CalmAsync());
        var known = calm.Select(c => c.Path).Intersect(other.Select(c => c.Path)).ToHashSet(StringComparer.Ordinal);
        _folderSyncs = OwnFolderSyncs ?? Math.Max(0, calm.Count(c => c is { Call: "fsync", Path: "" }) - 1);
        _closing = Closing(calm);
        var wanted = calm.SelectMany(c => Actions(c.Place).Select(action => (Call: c, Action: action))).ToList();
        var many = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Stop };
        await Parallel.ForEachAsync(wanted, many, async (w, _) => await PlaceAsync(w.Call, w.Action, known.Contains(w.Call.Path), holds));
        await OnceMoreAsync(known, holds);
        var places = string.Join(", ", calm.Select(c => c.Place.ToString()).Order(StringComparer.Ordinal));
        TestContext.Current.SendDiagnosticMessage(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {calm.Length} places, {wanted.Count} faults, {_runs} runs; {places}")
        );
        _failed.ShouldBeEmpty();
        _missed.Select(m => $"{m.Call.Place}, {m.Action}").ShouldBeEmpty("these were never made to fail");
    }

    /// <summary>On a machine that did much else threads may have counted otherwise all along: what was missed is counted anew and tried again, one at a time.</summary>
    private async Task OnceMoreAsync(HashSet<string> known, Func<Run, string, Task> holds)
    {
        var missed = _missed.ToArray();
        _missed.Clear();
        foreach (var (call, action) in missed)
        {
            var again = (await CalmAsync()).FirstOrDefault(c => c.Place == call.Place) ?? call;
            await PlaceAsync(again, action, known.Contains(again.Path), holds);
        }
    }

    private async Task PlaceAsync(SeenCall call, string action, bool known, Func<Run, string, Task> holds)
    {
        var paths = PathsOf(call, known);
        var counted = call;
        var tried = new HashSet<int>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var nth = paths.IsEmpty ? counted.Nth : counted.NthOnPath;
            // The same number again is worth a try; twice in vain it is not.
            nth = tried.Add(nth) || attempt % 2 == 1 ? nth : 1 + (attempt % Math.Max(2, call.Place.Nth + 1));
            var run = await TryAsync(new Fault(call.Call, action, nth, paths), holds);
            if (run.Calls.Any(c => c.Injected && c.Place == call.Place))
            {
                return;
            }
            counted = run.Calls.FirstOrDefault(c => c.Place == call.Place) ?? counted;
        }
        _missed.Enqueue((call, action));
    }

    private async Task<Run> TryAsync(Fault fault, Func<Run, string, Task> holds)
    {
        Interlocked.Increment(ref _runs);
        var folder = copy();
        var run = await Strace.RunAsync(folder, words(folder), fault, Stop);
        try
        {
            (run.Acknowledged || run.Killed || run.Error.Length + run.Output.Length > 0).ShouldBeTrue("it failed without a word");
            // What .NET's own flush does with a failed fsync: it would be acknowledged, and nothing of it seen until the power fails.
            var swallowed = run.Calls.Where(c => c.Injected && !MayFailUnsaid(c.Place)).Select(c => c.Place);
            (run.Acknowledged ? swallowed : []).ShouldBeEmpty("a call failed, and it was acknowledged all the same");
            await holds(run, folder);
        }
        catch (Exception e) when (e is ShouldAssertException or IOException or InvalidDataException)
        {
            var where = string.Join(", ", run.Calls.Where(c => c.Injected).Select(c => c.Place));
            _failed.Enqueue($"{fault.Action} at {where}: {e.Message}\n{run.Error}");
        }
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToList()
            .ForEach(f => File.SetAttributes(f, FileAttributes.Normal));
        Directory.Delete(folder, recursive: true);
        return run;
    }

    private bool MayFailUnsaid(Place place) =>
        place.MayFailUnsaid || _closing.Contains(place) || (place.Kind.Length == 0 && place.Nth > _folderSyncs);

    /// <summary>The last sync of a database's log that is removed afterwards: it was durable with every commit, and this one is of the closing.</summary>
    private static ImmutableHashSet<Place> Closing(ImmutableArray<SeenCall> calm) =>
        [
            .. calm.Where(c => c.Call == "unlink" && c.Path.EndsWith("-wal", StringComparison.Ordinal))
                .Select(c => calm.Last(s => s.Call == "fsync" && s.Path == c.Path).Place),
        ];

    /// <summary>What the program calls when nothing goes wrong. SQLite's shared memory is left out, since it is made anew from the log whenever it is not to be had.</summary>
    private async Task<ImmutableArray<SeenCall>> CalmAsync()
    {
        var folder = copy();
        var run = await Strace.RunAsync(folder, words(folder), null, Stop);
        run.Code.ShouldBe(0, run.Error);
        return [.. run.Calls.Where(c => !c.Path.EndsWith("-shm", StringComparison.Ordinal))];
    }

    private IEnumerable<string> Actions(Place place) =>
        place.Call switch
        {
            "openat" => ["error=EIO"],
            "pwrite64" or "pwritev" or "write" or "ftruncate" or "mkdir" => Kills(place) ? ["error=ENOSPC", Kill] : ["error=ENOSPC"],
            _ => Kills(place) ? ["error=EIO", Kill] : ["error=EIO"],
        };

    /// <summary>The paths on which calls are counted: the one, or all 256 folders of hashes, or for a random name none, which counts every call.</summary>
    private static ImmutableArray<string> PathsOf(SeenCall call, bool known) =>
        call.Place.Kind == "evidence/*"
            ? [.. Enumerable.Range(0, 256).Select(i => "evidence/" + i.ToString("x2", CultureInfo.InvariantCulture))]
        : known ? [call.Path]
        : [];
}
