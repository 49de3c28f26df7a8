using Holdfast.Core.Access;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Access;

/// <summary>A second factor as it is kept.</summary>
internal sealed record Factor(byte[] Secret, long LastStep, bool Proven);

/// <summary>What an attempt to sign in meets: how often it failed before, and whether it comes in a time of rest.</summary>
/// <param name="LocksUntil">The rest that begins if this attempt fails too; null for none.</param>
internal sealed record Attempt(int FailedBefore, bool Locked, Instant? LocksUntil);

/// <summary>The rows of the file of secrets, within one transaction. Times are seconds since 1970.</summary>
internal sealed class SecretRows(SqliteConnection connection)
{
    /// <summary>How long what has expired is still known as such.</summary>
    private static readonly Duration Kept = Duration.FromDays(7);

    public PasswordHash? Password(string account) =>
        One(
            "SELECT rounds, salt, hash FROM passwords WHERE account = $a",
            r => new PasswordHash(r.GetInt32(0), (byte[])r[1], (byte[])r[2]),
            ("$a", account)
        );

    public void PutPassword(string account, PasswordHash hash) =>
        Run(
            "INSERT OR REPLACE INTO passwords VALUES ($a, $r, $s, $h)",
            ("$a", account),
            ("$r", hash.Rounds),
            ("$s", hash.Salt),
            ("$h", hash.Hash)
        );

    public StoredSealKey? SealKey(string account) =>
        One(
            "SELECT public, rounds, salt, wrapped FROM seal_keys WHERE account = $a",
            r => new StoredSealKey(r.GetString(0), r.GetInt32(1), (byte[])r[2], (byte[])r[3]),
            ("$a", account)
        );

    public void PutSealKey(string account, StoredSealKey key) =>
        Run(
            "INSERT OR REPLACE INTO seal_keys VALUES ($a, $p, $r, $s, $w)",
            ("$a", account),
            ("$p", key.Public),
            ("$r", key.Rounds),
            ("$s", key.Salt),
            ("$w", key.Wrapped)
        );

    public void DropSealKey(string account) => Run("DELETE FROM seal_keys WHERE account = $a", ("$a", account));

    /// <summary>The account's private key, wrapped under the secret of a session or token that this is the hash of.</summary>
    public (string Account, byte[] Wrapped)? SealWrap(byte[] hash) =>
        One(
            "SELECT account, wrapped FROM seal_wraps WHERE hash = $h",
            r => ((string, byte[])?)(r.GetString(0), (byte[])r[1]),
            ("$h", hash)
        );

    public void PutSealWrap(byte[] hash, string account, byte[] wrapped) =>
        Run("INSERT OR REPLACE INTO seal_wraps VALUES ($h, $a, $w)", ("$h", hash), ("$a", account), ("$w", wrapped));

    // A wrap goes with the session or token whose secret opens it.
    private void Unwrapped() =>
        Run("DELETE FROM seal_wraps WHERE hash NOT IN (SELECT hash FROM sessions) AND hash NOT IN (SELECT hash FROM tokens)");

    public Factor? Factor(string account) =>
        One(
            "SELECT secret, last_step, proven FROM factors WHERE account = $a",
            r => new Factor((byte[])r[0], r.GetInt64(1), r.GetBoolean(2)),
            ("$a", account)
        );

    public void PutFactor(string account, byte[] secret) =>
        Run("INSERT OR REPLACE INTO factors VALUES ($a, $s, -1, 0)", ("$a", account), ("$s", secret));

    /// <summary>Uses a step up; false when it, or a later one, was used before.</summary>
    public bool UseStep(string account, long step) =>
        Run("UPDATE factors SET last_step = $n WHERE account = $a AND last_step < $n", ("$a", account), ("$n", step)) == 1;

    public void Prove(string account) => Run("UPDATE factors SET proven = 1 WHERE account = $a", ("$a", account));

    public void PutLink(string account, byte[] hash, Instant until) =>
        Run("INSERT OR REPLACE INTO links VALUES ($a, $h, $u)", ("$a", account), ("$h", hash), ("$u", Seconds(until)));

    /// <summary>The account that a link is for, where it has not expired.</summary>
    public string? AccountOfLink(byte[] hash, Instant at) =>
        One("SELECT account FROM links WHERE hash = $h AND until > $t", r => r.GetString(0), ("$h", hash), ("$t", Seconds(at)));

    /// <summary>Uses a link up; false when somebody was faster.</summary>
    public bool UseLink(byte[] hash) => Run("DELETE FROM links WHERE hash = $h", ("$h", hash)) == 1;

    public void PutTicket(string account, byte[] hash, Instant until, int tries) =>
        Run("INSERT OR REPLACE INTO tickets VALUES ($a, $h, $u, $n)", ("$a", account), ("$h", hash), ("$u", Seconds(until)), ("$n", tries));

    /// <summary>Takes one of a ticket's tries; null when it is unknown, expired or used up.</summary>
    public string? TryTicket(byte[] hash, Instant at) =>
        One(
            "UPDATE tickets SET tries = tries - 1 WHERE hash = $h AND until > $t AND tries > 0 RETURNING account",
            r => r.GetString(0),
            ("$h", hash),
            ("$t", Seconds(at))
        );

    public void DropTicket(string account) => Run("DELETE FROM tickets WHERE account = $a", ("$a", account));

    /// <summary>
    /// Charges an attempt as if it failed, before its password is looked at: many at once cannot outrun the counter. In a time of rest nothing is charged.
    /// </summary>
    public Attempt Charge(string key, Instant at)
    {
        var (failures, locked, last) =
            One(
                "SELECT failures, locked_until, last FROM attempts WHERE key = $k",
                r => ((int, long, long)?)(r.GetInt32(0), r.GetInt64(1), r.GetInt64(2)),
                ("$k", key)
            ) ?? (0, 0, 0);
        if (Seconds(at) - last > (long)Lockout.Forgotten.TotalSeconds)
        {
            failures = 0;
        }
        var rests = Seconds(at) < locked;
        var delay = Lockout.After(failures + 1);
        Instant? until = rests || delay == Duration.Zero ? null : at + delay;
        Run(
            "INSERT OR REPLACE INTO attempts VALUES ($k, $f, $l, $t)",
            ("$k", key),
            ("$f", rests ? failures : Math.Min(failures + 1, 1_000_000)),
            ("$l", until is { } u ? Seconds(u) : locked),
            ("$t", rests ? last : Seconds(at))
        );
        return new Attempt(failures, rests, until);
    }

    public void Forgive(string key) => Run("DELETE FROM attempts WHERE key = $k", ("$k", key));

    public void PutSession(byte[] hash, string account, Instant seen, Instant until) =>
        Run("INSERT INTO sessions VALUES ($h, $a, $s, $u)", ("$h", hash), ("$a", account), ("$s", Seconds(seen)), ("$u", Seconds(until)));

    public (string Account, Instant Seen, Instant Until)? Session(byte[] hash) =>
        One(
            "SELECT account, seen, until FROM sessions WHERE hash = $h",
            r => ((string, Instant, Instant)?)(r.GetString(0), At(r.GetInt64(1)), At(r.GetInt64(2))),
            ("$h", hash)
        );

    public void Touch(byte[] hash, Instant seen) =>
        Run("UPDATE sessions SET seen = max(seen, $s) WHERE hash = $h", ("$h", hash), ("$s", Seconds(seen)));

    public void DropSession(byte[] hash)
    {
        Run("DELETE FROM sessions WHERE hash = $h", ("$h", hash));
        Unwrapped();
    }

    /// <summary>Sessions that stand: hash, account, and when each was last used.</summary>
    public List<(byte[] Hash, string Account, Instant Seen)> Sessions(string account) =>
        All(
            "SELECT hash, account, seen FROM sessions WHERE account = $a ORDER BY seen",
            r => ((byte[])r[0], r.GetString(1), At(r.GetInt64(2))),
            ("$a", account)
        );

    public void PutToken(byte[] hash, string account, Instant until) =>
        Run("INSERT INTO tokens VALUES ($h, $a, $u)", ("$h", hash), ("$a", account), ("$u", Seconds(until)));

    public (string Account, Instant Until)? Token(byte[] hash) =>
        One(
            "SELECT account, until FROM tokens WHERE hash = $h",
            r => ((string, Instant)?)(r.GetString(0), At(r.GetInt64(1))),
            ("$h", hash)
        );

    /// <summary>Closes everything an account had open, but one session.</summary>
    public void Close(string account, byte[]? butSession, bool tokens)
    {
        Run("DELETE FROM sessions WHERE account = $a AND hash <> $h", ("$a", account), ("$h", butSession ?? []));
        if (tokens)
        {
            Run("DELETE FROM tokens WHERE account = $a", ("$a", account));
        }
        Unwrapped();
    }

    public void DropToken(string account, string id)
    {
        Run("DELETE FROM tokens WHERE account = $a AND lower(substr(hex(hash), 1, 12)) = $i", ("$a", account), ("$i", id));
        Unwrapped();
    }

    public void DropSession(string account, string id)
    {
        Run("DELETE FROM sessions WHERE account = $a AND lower(substr(hex(hash), 1, 12)) = $i", ("$a", account), ("$i", id));
        Unwrapped();
    }

    /// <summary>Forgets what nobody has been able to use for long.</summary>
    public void Sweep(Instant at)
    {
        foreach (var table in (string[])["links", "tickets", "sessions", "tokens"])
        {
            Run($"DELETE FROM {table} WHERE until <= $t", ("$t", Seconds(at - Kept)));
        }
        Unwrapped();
    }

    private static long Seconds(Instant at) => at.ToUnixTimeSeconds();

    private static Instant At(long seconds) => Instant.FromUnixTimeSeconds(seconds);

    private SqliteCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }

    private int Run(string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private T? One<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values) =>
        All(sql, read, values).FirstOrDefault();

    private List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            found.Add(read(reader));
        }
        return found;
    }
}
