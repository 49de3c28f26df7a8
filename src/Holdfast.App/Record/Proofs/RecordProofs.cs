using System.Collections.Immutable;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Record.Proofs;

/// <summary>That one leaf is in the tree of one checkpoint.</summary>
public sealed record InclusionProof(long Index, TreeHash Leaf, ImmutableArray<TreeHash> Path, StoredCheckpoint Checkpoint);

/// <summary>
/// The proofs of one record: its tree, kept beside it, and its signed checkpoints. Several calls and processes may use it at once.
/// </summary>
public sealed class RecordProofs : IDisposable
{
    /// <summary>Extension lines of the checkpoint by which a log is handed over from one key to another; each ends with a verifier key.</summary>
    public const string HandoverFrom = "handover-from ";

    /// <inheritdoc cref="HandoverFrom"/>
    public const string HandoverTo = "handover-to ";

    private readonly ProofStore _store;
    private readonly TileNodes _nodes;
    private readonly TimeProvider _clock;
    private readonly string? _origin;
    private readonly Lock _gate = new();
    private LogKey? _key;

    private RecordProofs(string recordPath, ProofStore store, TimeProvider clock, string? origin)
    {
        (RecordPath, _store, _clock, _origin) = (recordPath, store, clock, origin);
        _nodes = new TileNodes(_store.Tile);
    }

    public string RecordPath { get; }

    /// <summary>Opens the proofs of an existing record; makes their side file on first use. Throws <see cref="RecordException"/>.</summary>
    /// <param name="origin">The log's name where its key is still to be made; null takes <see cref="LogKey.NameFor"/>.</param>
    public static RecordProofs Open(string recordPath, TimeProvider clock, string? origin = null)
    {
        if (!File.Exists(recordPath))
        {
            throw new RecordException(RecordFault.Missing, $"There is no record {recordPath}.");
        }
        return new RecordProofs(recordPath, ProofStore.Open(recordPath), clock, origin);
    }

    /// <summary>The key that signs this record's checkpoints; made on first use.</summary>
    public NoteKey Key => Locked(() => Signer.Public);

    private LogKey Signer => _key ??= OpenSigner();

    private string KeyFolder => LogKey.FolderFor(RecordPath);

    /// <summary>The key that the last handover names. A retired one signs nothing more, also where its file came back from a copy.</summary>
    private LogKey OpenSigner()
    {
        var key = LogKey.OpenOrCreate(KeyFolder, _origin ?? LogKey.NameFor(RecordPath));
        if (_store.Handovers() is not [.., var last] || HandoverKey(last, HandoverTo) is not { } heir || heir.KeyId == key.Public.KeyId)
        {
            return key;
        }
        key.Dispose();
        var next = Path.Combine(KeyFolder, "next.pub");
        if (!File.Exists(next) || LogKey.ReadPublic(next).KeyId != heir.KeyId)
        {
            throw new RecordException(
                RecordFault.Failed,
                $"The log was handed over to the key {heir.KeyId:x8} at {last.Size} entries, and the key here is another: nothing is signed with it."
            );
        }
        KeyFiles.Promote(KeyFolder);
        return LogKey.OpenOrCreate(KeyFolder, heir.Name);
    }

    /// <summary>Another process may have handed the log over while this one had its key in memory.</summary>
    private void ForgetRetiredKey()
    {
        if (_key is { } key && _store.Handovers() is [.., var last] && HandoverKey(last, HandoverTo)?.KeyId != key.Public.KeyId)
        {
            key.Dispose();
            _key = null;
        }
    }

    private static NoteKey? HandoverKey(StoredCheckpoint handover, string line) =>
        Checkpoint.Parse(handover.Note.Text).Extensions.FirstOrDefault(e => e.StartsWith(line, StringComparison.Ordinal)) is { } text
        && NoteKey.TryParse(text[line.Length..], out var key, out _)
            ? key
            : null;

    /// <summary>The checkpoints by which the log was handed over to another key, oldest first.</summary>
    public IReadOnlyList<StoredCheckpoint> Handovers => Locked(_store.Handovers);

    /// <summary>The log's keys, oldest first, the one in use last.</summary>
    public IReadOnlyList<KeyState> Keys =>
        Locked(() =>
        {
            var keys = new List<KeyState>();
            var from = 0L;
            foreach (var handover in _store.Handovers())
            {
                if (HandoverKey(handover, HandoverFrom) is { } key)
                {
                    var here = File.Exists(KeyFiles.Retired(KeyFolder, key.KeyId, ".pem"));
                    keys.Add(new KeyState(key, from, handover.Size, here));
                }
                from = handover.Size;
            }
            keys.Add(new KeyState(Signer.Public, from, null, true));
            return keys;
        });

    /// <summary>
    /// Hands the log over to a new key: a checkpoint of everything so far that names both keys and that both sign. From then on the old key signs nothing more. Throws
    /// <see cref="FormatException"/> where nothing was recorded since the last checkpoint, since one of that size stands already.
    /// </summary>
    public StoredCheckpoint Rotate() =>
        Locked(() =>
        {
            _store.Begin();
            ForgetRetiredKey();
            using var next = LogKey.OpenOrCreateNext(KeyFolder, Signer.Public.Name);
            var size = new TileBuilder(_store).CatchUp(RecordPath);
            if (_store.Checkpoints(long.MaxValue, 1) is [var last] && last.Size == size)
            {
                throw new FormatException($"There is a checkpoint of these {size} entries already; the handover needs one more entry.");
            }
            var now = Iso.Format(Instant.FromDateTimeOffset(_clock.GetUtcNow()));
            string[] lines = ["time " + now, HandoverFrom + Signer.Public.ToVerifierKey(), HandoverTo + next.Public.ToVerifierKey()];
            var checkpoint = new Checkpoint(Signer.Public.Name, size, ProofBuilder.Root(_nodes, size), [.. lines]);
            var made = new StoredCheckpoint(size, now, next.SignToo(Signer.Sign(checkpoint)), null);
            _store.Put(made);
            _store.Commit();
            Signer.Dispose();
            _key = null;
            KeyFiles.Promote(KeyFolder);
            return made;
        });

    /// <summary>Destroys the private half of a key that was handed over. Throws <see cref="FormatException"/> for the key in use and for unknown ones.</summary>
    public void Retire(string keyId)
    {
        var known = Keys;
        if (known[^1].Key.KeyId.ToString("x8", System.Globalization.CultureInfo.InvariantCulture) == keyId)
        {
            throw new FormatException($"{keyId} is the key in use; 'holdfast record key rotate' hands the log over to another first.");
        }
        var key =
            known.FirstOrDefault(k => k.Key.KeyId.ToString("x8", System.Globalization.CultureInfo.InvariantCulture) == keyId)
            ?? throw new FormatException($"This log had no key {keyId}; 'holdfast record key list' names those it had.");
        File.Delete(KeyFiles.Retired(KeyFolder, key.Key.KeyId, ".pem"));
    }

    /// <summary>How many entries are leaves of the stored tree now.</summary>
    public long TreeSize => Locked(_store.Size);

    /// <summary>How many entries the record has now, whether or not they are in the tree yet.</summary>
    public long RecordSize
    {
        get
        {
            try
            {
                using var connection = SqliteRecord.Connect(RecordPath, SqliteOpenMode.ReadOnly);
                return SqliteSchema.Number(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entries");
            }
            catch (SqliteException e)
            {
                throw SqliteFaults.Explain(e, RecordPath);
            }
        }
    }

    /// <summary>
    /// Takes new entries into the tree and signs a checkpoint of it. Where nothing was appended since the last, that one is returned. Throws
    /// <see cref="RecordException"/> where the record's past has changed: nothing is signed then.
    /// </summary>
    public StoredCheckpoint MakeCheckpoint() =>
        Locked(() =>
        {
            _store.Begin();
            ForgetRetiredKey();
            var size = new TileBuilder(_store).CatchUp(RecordPath);
            if (_store.Checkpoints(long.MaxValue, 1) is [var last] && last.Size == size)
            {
                _store.Commit();
                return last;
            }
            var now = Iso.Format(Instant.FromDateTimeOffset(_clock.GetUtcNow()));
            var checkpoint = new Checkpoint(Signer.Public.Name, size, ProofBuilder.Root(_nodes, size), ["time " + now]);
            var made = new StoredCheckpoint(size, now, Signer.Sign(checkpoint), null);
            _store.Put(made);
            _store.Commit();
            return made;
        });

    /// <summary>The newest checkpoint, or null when none was made.</summary>
    public StoredCheckpoint? Latest => Checkpoints(1) is [var last] ? last : null;

    /// <summary>The newest checkpoint that was made before an instant, or null.</summary>
    public StoredCheckpoint? LatestBefore(Instant instant) => Locked(() => _store.CheckpointBefore(Iso.Format(instant)));

    /// <summary>The newest checkpoints, newest first.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints(int limit) => Locked(() => _store.Checkpoints(long.MaxValue, limit));

    /// <summary>Proves an entry under a checkpoint. Throws <see cref="FormatException"/> where the checkpoint does not cover it.</summary>
    public InclusionProof Prove(long index, StoredCheckpoint checkpoint)
    {
        if (index < 0 || index >= checkpoint.Size)
        {
            throw new FormatException(
                $"The checkpoint covers {checkpoint.Size} entries, from 0; entry {index} is not among them. 'holdfast record checkpoint' makes a new one."
            );
        }
        return Locked(() =>
            new InclusionProof(index, _nodes.At(0, index), ProofBuilder.Inclusion(_nodes, index, checkpoint.Size), checkpoint)
        );
    }

    /// <summary>The proof that the record at <paramref name="first"/> entries is a prefix of the record at <paramref name="second"/>.</summary>
    public ImmutableArray<TreeHash> Consistency(long first, long second)
    {
        var size = TreeSize;
        if (first < 0 || first > second || second > size)
        {
            throw new FormatException($"There is no proof from {first} to {second} entries: the tree has {size}.");
        }
        return Locked(() => ProofBuilder.Consistency(_nodes, first, second));
    }

    /// <summary>The bytes of a tile, or null where the last checkpoint's tree has no such tile.</summary>
    public byte[]? Tile(TilePath path) => Tile(path, Latest?.Size ?? 0);

    /// <summary>The same of the tree as far as an earlier size.</summary>
    public byte[]? Tile(TilePath path, long size)
    {
        var hashes = size >> (path.Level * TilePath.Height);
        if (path.Index > hashes / TilePath.FullWidth || path.Index * TilePath.FullWidth + path.Width > hashes)
        {
            return null;
        }
        var stored = Locked(() => _store.Tile(path.Level, path.Index));
        return stored.Length < path.Width * TreeHash.Bytes ? null : stored[..(path.Width * TreeHash.Bytes)];
    }

    /// <summary>Adds a witness's cosignature to the checkpoint that it is on. Throws <see cref="FormatException"/> where it does not verify.</summary>
    public StoredCheckpoint AddCosignature(SignedNote cosigned, NoteKey witness)
    {
        var signers = Keys.Select(k => k.Key).ToList();
        var checkpoint = Checkpoint.Open(cosigned, signers.Find(k => cosigned.Signatures.Any(s => s.IsBy(k))) ?? signers[^1]);
        var stored = Locked(() => _store.Checkpoints(checkpoint.Size, 1))
            .Find(c => c.Size == checkpoint.Size && c.Note.Text == cosigned.Text);
        if (stored is null)
        {
            throw new FormatException($"This record made no such checkpoint of {checkpoint.Size} entries.");
        }
        if (Cosignature.TimeOf(cosigned, witness) is null)
        {
            throw new FormatException($"The checkpoint carries no valid cosignature of {witness.Name} (key {witness.KeyId:x8}).");
        }
        var line = cosigned.Signatures.First(s => s.IsBy(witness)).ToLine();
        return Locked(() =>
        {
            _store.PutCosignature(checkpoint.Size, line);
            return _store.Checkpoints(checkpoint.Size, 1)[0];
        });
    }

    /// <summary>Asks an authority to timestamp a checkpoint (RFC 3161), and keeps the answer beside it.</summary>
    public async Task<StoredCheckpoint> TimestampAsync(
        StoredCheckpoint checkpoint,
        TimestampAuthority authority,
        CancellationToken cancellation = default
    )
    {
        var token = await authority.StampAsync(checkpoint.Note.TextBytes(), cancellation).ConfigureAwait(false);
        Locked(() =>
        {
            _store.PutTimestamp(checkpoint.Size, token);
            return 0;
        });
        return checkpoint with { Timestamp = token };
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _key?.Dispose();
            _store.Dispose();
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            var done = false;
            try
            {
                var result = work();
                done = true;
                return result;
            }
            catch (SqliteException e)
            {
                throw SqliteFaults.Explain(e, ProofStore.PathFor(RecordPath));
            }
            finally
            {
                if (!done)
                {
                    _store.Rollback();
                }
            }
        }
    }
}
