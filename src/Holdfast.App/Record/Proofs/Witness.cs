using Holdfast.Core.Record.Proofs;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Proofs;

/// <summary>A witness's answer: the reason, and the checkpoint with its cosignature where it gives one.</summary>
public sealed record WitnessVerdict(WitnessAnswer Answer, string Reason, SignedNote? Cosigned);

/// <summary>
/// A witness: remembers of every log the largest tree that it cosigned, and cosigns only what continues it. Its memory is a small SQLite file, so that it is on
/// the disk before the cosignature is given away, also where two witnesses run over one file.
/// </summary>
public sealed class Witness : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly LogKey _key;
    private readonly TimeProvider _clock;

    private Witness(SqliteConnection connection, LogKey key, TimeProvider clock) => (_connection, _key, _clock) = (connection, key, clock);

    public NoteKey Key => _key.Public;

    /// <summary>Opens a witness in its folder; makes its key and its memory on first use.</summary>
    public static Witness Open(string folder, string name, TimeProvider clock)
    {
        var key = LogKey.OpenOrCreate(folder, name, NoteKeyUse.Witness);
        var connection = SqliteRecord.Connect(Path.Combine(folder, "seen.db"), SqliteOpenMode.ReadWriteCreate);
        SqliteSchema.Configure(connection, TimeSpan.FromSeconds(20), readOnly: false);
        SqliteSchema.Execute(
            connection,
            "CREATE TABLE IF NOT EXISTS seen (origin TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL, PRIMARY KEY (origin, key)) WITHOUT ROWID"
        );
        return new Witness(connection, key, clock);
    }

    /// <summary>
    /// Looks at a checkpoint: checks the log's signature, asks for the proof that it continues what was cosigned before, remembers it, and cosigns. Throws
    /// <see cref="FormatException"/> where the log has not signed it.
    /// </summary>
    /// <param name="prove">Gives the consistency proof between two sizes.</param>
    public WitnessVerdict Look(SignedNote note, NoteKey log, Func<long, long, IReadOnlyList<TreeHash>> prove)
    {
        var checkpoint = Checkpoint.Open(note, log);
        SqliteSchema.Execute(_connection, "BEGIN IMMEDIATE");
        var done = false;
        try
        {
            var state = Seen(log);
            var proof = state.Size > 0 && state.Size < checkpoint.Size ? prove(state.Size, checkpoint.Size) : [];
            var answer = WitnessRule.Decide(state, checkpoint, [.. proof]);
            if (answer == WitnessAnswer.Cosign)
            {
                Remember(log, checkpoint);
            }
            SqliteSchema.Execute(_connection, "COMMIT");
            done = true;
            var cosigned = note with { Signatures = [.. note.Signatures, _key.Cosign(note, _clock.GetUtcNow().ToUnixTimeSeconds())] };
            return new WitnessVerdict(
                answer,
                WitnessRule.Explain(answer, state, checkpoint),
                answer == WitnessAnswer.Cosign ? cosigned : null
            );
        }
        finally
        {
            if (!done)
            {
                SqliteSchema.Execute(_connection, "ROLLBACK");
            }
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _connection.Dispose();
    }

    private WitnessState Seen(NoteKey log)
    {
        using var read = new SqliteStatement(_connection, "SELECT size, root FROM seen WHERE origin = ?1 ORDER BY size DESC LIMIT 1");
        read.BindText(1, log.Name); // Under whichever key: a new key does not let a log forget what it showed.
        if (!read.Step())
        {
            return WitnessState.None(log.Name);
        }
        return TreeHash.TryParseHex(read.Text(1), out var root)
            ? new WitnessState(log.Name, read.Int64(0), root)
            : throw new RecordException(RecordFault.Damaged, $"What the witness remembers of {log.Name} is damaged.");
    }

    private void Remember(NoteKey log, Checkpoint checkpoint)
    {
        using var write = new SqliteStatement(
            _connection,
            "INSERT INTO seen (origin, key, size, root) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root"
        );
        write.BindText(1, log.Name);
        write.BindText(2, log.Fingerprint);
        write.Bind(3, checkpoint.Size);
        write.BindText(4, checkpoint.Root.ToHex());
        write.Execute();
    }
}
