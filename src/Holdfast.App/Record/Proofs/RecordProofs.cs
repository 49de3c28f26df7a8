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

    private LogKey Signer => _key ??= LogKey.OpenOrCreate(LogKey.FolderFor(RecordPath), _origin ?? LogKey.NameFor(RecordPath));

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
    public byte[]? Tile(TilePath path)
    {
        var size = Latest?.Size ?? 0;
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
        var checkpoint = Checkpoint.Open(cosigned, Key);
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
