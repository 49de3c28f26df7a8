using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// Verifies a whole record offline, from its file as documented (docs/guide/record.md, docs/guide/proofs.md) and public keys alone. Shares no code with
/// what writes records but SHA-256. Reads in parallel and streams: memory is 8 bytes an entry up to <see cref="IdsAtOnce"/> entries, and bounded beyond.
/// </summary>
public sealed class RecordVerifier
{
    /// <summary>As many ids are compared with one another at once; of longer records several passes compare a part each.</summary>
    public const int IdsAtOnce = 1 << 24;

    private const int ApplicationId = 0x48465231;
    private readonly string _path;
    private readonly int _threads;
    private readonly IProgress<(long Done, long Entries)>? _progress;
    private readonly FaultLog _faults = new();
    private readonly TreeWitness _witness;
    private readonly List<string> _notes = [];
    private long _conflicts;
    private byte[] _lastRecorded = [];
    private long[] _sizes = [];
    private long _agreed;

    private RecordVerifier(string path, VerifyOptions options)
    {
        _path = path;
        _progress = options.Progress;
        _threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        _witness = new TreeWitness(options, _faults.Tell);
    }

    /// <summary>Verifies the record in a file. Throws <see cref="InvalidDataException"/> for a file that is no record at all.</summary>
    public static VerifyReport Verify(string path, VerifyOptions options, CancellationToken cancellation = default) =>
        new RecordVerifier(path, options).Run(cancellation);

    private VerifyReport Run(CancellationToken cancellation)
    {
        using var rows = new EntryRows(_path);
        if (rows.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new InvalidDataException($"{Path.GetFileName(_path)} is not a record.");
        }
        if (Encoding.ASCII.GetString(rows.Rows("PRAGMA encoding")[0][0]) != "UTF-8")
        {
            _faults.Tell(new VerifyFault("file", null, Path.GetFileName(_path), "its texts are not stored in UTF-8"));
        }
        var entries = rows.Number("SELECT coalesce(max(idx) + 1, 0) FROM entries");
        if (rows.Number("SELECT coalesce(min(idx), 0) FROM entries") < 0)
        {
            _faults.Tell(new VerifyFault("form", rows.Number("SELECT min(idx) FROM entries"), "idx", "is negative"));
        }
        StoredCheckpoints();
        var tree = new Frontier();
        var ids = new ulong[Math.Min(entries, IdsAtOnce)];
        Walk(entries, tree, ids, cancellation);
        _witness.Finish(entries);
        Twice(rows, entries, ids);
        var root = Convert.ToHexStringLower(tree.Root());
        return new VerifyReport("record", entries, root, _conflicts, _witness.Verdicts, _faults.Sorted(), _faults.Count, _notes)
        {
            Keys = [.. _witness.Keys.Select(k => k.ToString())],
        };
    }

    private string ProofsPath => Path.ChangeExtension(_path, ".proofs.db");

    /// <summary>The checkpoints beside the record. Whoever can change the record can change these too: they localise, and outside ones convict.</summary>
    private void StoredCheckpoints()
    {
        if (!File.Exists(ProofsPath))
        {
            _notes.Add("There are no stored checkpoints beside the record.");
            return;
        }
        using var rows = new EntryRows(ProofsPath);
        foreach (
            var row in rows.Rows(
                "SELECT size, made_at, note, timestamp, (SELECT group_concat(line, char(10)) FROM cosignatures c WHERE c.size = k.size) FROM checkpoints k ORDER BY size"
            )
        )
        {
            var (size, lines) = (Encoding.UTF8.GetString(row[0]), Encoding.UTF8.GetString(row[4]));
            var note = Encoding.UTF8.GetString(row[2]) + (lines.Length > 0 ? lines + "\n" : "");
            var source = "stored checkpoint " + size;
            var tree = _witness.Add(source, note, row[3].Length > 0 ? row[3] : null);
            if (tree is not null && tree.Size.ToString(CultureInfo.InvariantCulture) != size)
            {
                _faults.Tell(new VerifyFault("signature", null, source, $"it is kept for {size} entries and says {tree.Size}"));
            }
        }
    }

    /// <summary>Reads in waves of chunks: the chunks of a wave in parallel, then the tree over them in order.</summary>
    private void Walk(long entries, Frontier tree, ulong[] ids, CancellationToken cancellation)
    {
        var most = Math.Min(_threads * 8, entries / EntryChunk.Size + 1);
        var wave = Enumerable.Range(0, (int)most).Select(_ => new EntryChunk()).ToArray();
        var sizes = new Queue<long>(_sizes = [.. _witness.Sizes.Where(s => s <= entries)]);
        Reached(0, sizes, tree);
        var workers = new ConcurrentBag<Worker>();
        try
        {
            for (var from = 0L; from < entries; from += (long)wave.Length * EntryChunk.Size)
            {
                cancellation.ThrowIfCancellationRequested();
                _progress?.Report((from, entries));
                var start = from;
                var chunks = (int)Math.Min(wave.Length, (entries - start + EntryChunk.Size - 1) / EntryChunk.Size);
                Parallel.For(
                    0,
                    chunks,
                    new ParallelOptions { MaxDegreeOfParallelism = _threads },
                    i =>
                    {
                        var worker = workers.TryTake(out var idle) ? idle : new Worker(_path);
                        var (first, count) = Stretch(start, i, entries);
                        var mine = first < ids.Length ? ids.AsSpan((int)first, (int)Math.Min(count, ids.Length - first)) : default;
                        var hasher = IsCut(first, count) ? null : worker.Hasher;
                        wave[i].Read(worker.Rows, worker.Check, hasher, first, count, mine, _faults.Tell);
                        workers.Add(worker);
                    }
                );
                for (var i = 0; i < chunks; i++)
                {
                    Take(wave[i], Stretch(start, i, entries), tree, sizes);
                }
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Dispose();
            }
        }
    }

    private static (long First, int Count) Stretch(long start, int i, long entries)
    {
        var first = start + (long)i * EntryChunk.Size;
        return (first, (int)Math.Min(EntryChunk.Size, entries - first));
    }

    private void Take(EntryChunk chunk, (long First, int Count) at, Frontier tree, Queue<long> sizes)
    {
        _conflicts += chunk.Conflicts;
        if (chunk.FirstRecorded.AsSpan().SequenceCompareTo(_lastRecorded) < 0)
        {
            _faults.Tell(new VerifyFault("order", at.First, "recorded_at", "lies before that of the entry before it"));
        }
        _lastRecorded = chunk.LastRecorded;
        var end = at.First + at.Count;
        if (at.Count == EntryChunk.Size && !IsCut(at.First, at.Count))
        {
            tree.Add(EntryChunk.Level, chunk.Root);
            Reached(end, sizes, tree);
            return;
        }
        while (tree.Size < end)
        {
            var to = sizes.Count > 0 ? Math.Min(sizes.Peek(), end) : end;
            tree.Add(chunk.Leaves.AsSpan(32 * (int)(tree.Size - at.First), 32 * (int)(to - tree.Size)));
            Reached(to, sizes, tree);
        }
    }

    /// <summary>Whether a checkpoint ends within a stretch: then its leaves are needed singly.</summary>
    private bool IsCut(long first, int count)
    {
        var next = Array.BinarySearch(_sizes, first + 1);
        next = next < 0 ? ~next : next;
        return next < _sizes.Length && _sizes[next] < first + count;
    }

    private void Reached(long size, Queue<long> sizes, Frontier tree)
    {
        if (sizes.Count == 0 || sizes.Peek() != size)
        {
            return;
        }
        sizes.Dequeue();
        if (_witness.Compare(size, tree.Root()))
        {
            _agreed = size;
            return;
        }
        _notes.Add($"The change lies between entry {_agreed} and entry {size - 1}: what came before is as it was signed.");
        Locate(_agreed, size);
        _agreed = size;
    }

    /// <summary>Where a signed root disagrees: the entries that are not the ones that were once taken into the tree, as its tiles tell.</summary>
    private void Locate(long from, long to)
    {
        const int MostNamed = 20;
        if (!File.Exists(ProofsPath))
        {
            return;
        }
        using var tiles = new EntryRows(ProofsPath);
        using var rows = new EntryRows(_path);
        var check = new EntryCheck();
        var named = 0;
        for (var tile = from / 256; tile * 256 < to && named < MostNamed; tile++)
        {
            var number = tile.ToString(CultureInfo.InvariantCulture);
            var hashes = tiles.Rows($"SELECT hashes FROM tiles WHERE level = 0 AND n = {number}") is [var row] ? row[0] : [];
            var first = tile * 256;
            rows.Read(
                Math.Max(from, first),
                Math.Min(to, first + 256),
                (in EntryColumns entry) =>
                {
                    var leaf = new byte[32];
                    check.Check(entry, leaf, _ => { });
                    var at = (int)(entry.Index - first) * 32;
                    if (at + 32 <= hashes.Length && !hashes.AsSpan(at, 32).SequenceEqual(leaf) && named++ < MostNamed)
                    {
                        _faults.Tell(
                            new VerifyFault(
                                "root",
                                entry.Index,
                                "entry",
                                "is not the one that was taken into the signed tree at this place"
                            )
                        );
                    }
                }
            );
        }
    }

    /// <summary>Two entries under one (producer, message id). The file's own index is not trusted to have prevented it.</summary>
    private void Twice(EntryRows rows, long entries, ulong[] ids)
    {
        for (var from = 0L; from < entries; from += IdsAtOnce)
        {
            // The first part came with the walk. Of a longer record each part is held against all that follow it.
            var part = from == 0 ? ids : Fingerprints(rows, from, Math.Min(entries, from + IdsAtOnce));
            Array.Sort(part);
            var suspects = new HashSet<ulong>();
            for (var i = 1; i < part.Length && suspects.Count < FaultLog.Most; i++)
            {
                if (part[i] == part[i - 1] && part[i] != 0)
                {
                    suspects.Add(part[i]);
                }
            }
            if (from + part.Length < entries)
            {
                rows.ReadIds(
                    from + part.Length,
                    entries,
                    (in EntryColumns e) =>
                    {
                        var id = EntryChunk.Fingerprint(e.Producer, e.MessageId);
                        if (suspects.Count < FaultLog.Most && Array.BinarySearch(part, id) >= 0)
                        {
                            suspects.Add(id);
                        }
                    }
                );
            }
            if (suspects.Count > 0)
            {
                Compare(rows, from, entries, suspects);
            }
        }
    }

    private static ulong[] Fingerprints(EntryRows rows, long from, long to)
    {
        var ids = new ulong[to - from];
        rows.ReadIds(from, to, (in EntryColumns e) => ids[e.Index - from] = EntryChunk.Fingerprint(e.Producer, e.MessageId));
        return ids;
    }

    private void Compare(EntryRows rows, long from, long to, HashSet<ulong> suspects)
    {
        var first = new Dictionary<(string Producer, string MessageId), long>();
        rows.ReadIds(
            from,
            to,
            (in EntryColumns e) =>
            {
                if (!suspects.Contains(EntryChunk.Fingerprint(e.Producer, e.MessageId)))
                {
                    return;
                }
                var id = (Encoding.UTF8.GetString(e.Producer), Encoding.UTF8.GetString(e.MessageId));
                if (!first.TryAdd(id, e.Index))
                {
                    _faults.Tell(
                        new VerifyFault("twice", e.Index, "message_id", $"entry {first[id]} stands under the same producer and message id")
                    );
                }
            }
        );
    }

    private sealed class Worker(string path) : IDisposable
    {
        public EntryRows Rows { get; } = new(path);
        public EntryCheck Check { get; } = new();
        public Frontier Hasher { get; } = new();

        public void Dispose()
        {
            Rows.Dispose();
        }
    }
}
