using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Durable ingest: observation-like entries in batches of 500, each batch acknowledged after fsync, through the record and through bare prepared
/// inserts of the same columns and bytes into the same tables with the same settings (WAL, synchronous = FULL). What the record adds is canonical-form
/// checks, salts, two hashes for each entry, conflict detection and the receipts. Arguments: entries (100000), rounds (5).
/// </summary>
public static class IngestBench
{
    private const int Batch = 500;

    /// <summary>Entries per second of each lane, and of reading the record back without and with checking every leaf hash.</summary>
    private sealed record Round(double Record, double Adonet, double Bare, double Read, double Verified);

    public static async Task RunAsync(string[] args)
    {
        var entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        var drafts = Enumerable.Range(0, entries).Select(Draft).ToArray();
        Console.WriteLine(
            $"ingest: {entries} entries of {drafts.Average(d => d.Body.Length):F0} bytes of body, batches of {Batch}, {rounds} rounds"
        );
        await RoundAsync(drafts[..Math.Min(entries, 20 * Batch)]); // Warms up the compiler and the disk.
        var all = new List<Round>();
        for (var round = 0; round < rounds; round++)
        {
            all.Add(await RoundAsync(drafts));
            Console.WriteLine(Line($"round {round + 1}", all[^1]));
        }
        double Of(Func<Round, double> lane) => Median(all.Select(lane));
        Console.WriteLine(
            Line("median", new Round(Of(r => r.Record), Of(r => r.Adonet), Of(r => r.Bare), Of(r => r.Read), Of(r => r.Verified)))
        );
        Console.WriteLine(
            $"ratio of the record to raw inserts, median of rounds: {Median(all.Select(r => r.Record / r.Adonet)):F2} (ADO.NET), "
                + $"{Median(all.Select(r => r.Record / r.Bare)):F2} (SQLite's C interface); target 0.50"
        );
    }

    private static string Line(string what, Round r) =>
        $"{what, -8} record {r.Record, 9:F0}/s   raw ADO.NET {r.Adonet, 9:F0}/s   raw C interface {r.Bare, 9:F0}/s   "
        + $"read back {r.Read, 9:F0}/s   and verified {r.Verified, 9:F0}/s";

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The lanes take turns batch by batch, each into a file of its own, so that whatever else the machine does falls on all alike.</summary>
    private static async Task<Round> RoundAsync(EntryDraft[] drafts)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-ingest-");
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(folder.FullName, "record.db"));
        using var adonet = new AdonetLane(Path.Combine(folder.FullName, "adonet.db"));
        using var bare = new BareLane(Path.Combine(folder.FullName, "bare.db"));
        var seconds = new double[3];
        var turn = 0;
        foreach (var batch in drafts.Chunk(Batch))
        {
            var rows = batch.Select(RowOf).ToArray();
            turn++;
            for (var lane = 0; lane < 3; lane++)
            {
                var start = Stopwatch.GetTimestamp();
                switch ((lane + turn) % 3)
                {
                    case 0:
                        await record.AppendAsync(batch);
                        break;
                    case 1:
                        adonet.Insert(rows);
                        break;
                    default:
                        bare.Insert(rows);
                        break;
                }
                seconds[(lane + turn) % 3] += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }
        var (read, verified) = (await ReadAsync(record, verify: false), await ReadAsync(record, verify: true));
        folder.Delete(recursive: true);
        return new Round(drafts.Length / seconds[0], drafts.Length / seconds[1], drafts.Length / seconds[2], read, verified);
    }

    private static async Task<double> ReadAsync(SqliteRecord record, bool verify)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery()))
        {
            count++;
            if (verify && !LeafHash.Verify(entry))
            {
                throw new InvalidOperationException($"Entry {entry.Index} does not match its leaf hash.");
            }
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Everything a raw insert binds, made ready before the clock starts.</summary>
    private sealed record Row(EntryDraft Draft, string From, string To, string Body);

    private static Row RowOf(EntryDraft d)
    {
        var valid = d.Valid ?? default;
        return new Row(d, Iso.Format(valid.Earliest), Iso.Format(valid.Latest), Encoding.UTF8.GetString(d.Body.Span));
    }

    private const string InsertSql = "INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

    private const string Now = "2025-04-20T12:00:00.000000000Z";

    private static SqliteConnection Open(string path)
    {
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWriteCreate);
        SqliteSchema.Configure(connection, TimeSpan.FromSeconds(5), readOnly: false);
        SqliteSchema.Prepare(connection, path);
        return connection;
    }

    private sealed class AdonetLane : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _command;
        private readonly SqliteParameter[] _p;
        private long _index;

        public AdonetLane(string path)
        {
            _connection = Open(path);
            _command = _connection.CreateCommand();
            _command.CommandText = InsertSql;
            _p = [.. Enumerable.Range(1, 14).Select(i => _command.Parameters.Add($"?{i}", SqliteType.Text))];
            (_p[0].SqliteType, _p[12].SqliteType, _p[13].SqliteType) = (SqliteType.Integer, SqliteType.Blob, SqliteType.Blob);
            (_p[1].Value, _p[5].Value, _p[6].Value, _p[7].Value) = (Now, "attributed", "public", "actual");
            (_p[12].Value, _p[13].Value) = (new byte[16], new byte[32]);
            _command.Prepare();
        }

        public void Insert(Row[] rows)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _command.Transaction = transaction;
            foreach (var (d, from, to, body) in rows)
            {
                _p[0].Value = _index++;
                _p[2].Value = d.Producer;
                _p[3].Value = d.MessageId;
                _p[4].Value = d.Author;
                _p[8].Value = d.Kind;
                _p[9].Value = from;
                _p[10].Value = to;
                _p[11].Value = body;
                _command.ExecuteNonQuery();
            }
            transaction.Commit();
        }

        public void Dispose()
        {
            _command.Dispose();
            _connection.Dispose();
        }
    }

    private sealed class BareLane : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteStatement _statement;
        private long _index;

        public BareLane(string path)
        {
            _connection = Open(path);
            _statement = new SqliteStatement(_connection, InsertSql);
            _statement.BindText(2, Now);
            _statement.BindText(6, "attributed");
            _statement.BindText(7, "public");
            _statement.BindText(8, "actual");
            _statement.BindBlob(13, new byte[16]);
            _statement.BindBlob(14, new byte[32]);
        }

        public void Insert(Row[] rows)
        {
            SqliteSchema.Execute(_connection, "BEGIN IMMEDIATE");
            foreach (var (d, from, to, _) in rows)
            {
                _statement.Bind(1, _index++);
                _statement.BindText(3, d.Producer);
                _statement.BindText(4, d.MessageId);
                _statement.BindText(5, d.Author);
                _statement.BindText(9, d.Kind);
                _statement.BindText(10, from);
                _statement.BindText(11, to);
                _statement.BindText(12, d.Body.Span);
                _statement.Execute();
            }
            SqliteSchema.Execute(_connection, "COMMIT");
        }

        public void Dispose()
        {
            _statement.Dispose();
            _connection.Dispose();
        }
    }

    private static EntryDraft Draft(int i)
    {
        var random = new Random(i);
        var at = Instant.FromUtc(2025, 4, 19, 15, 0) + Duration.FromMilliseconds(1000L * i + random.Next(1000));
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        writer.String("citation", string.Create(CultureInfo.InvariantCulture, $"events.csv line {i + 2}"));
        writer.Number("credibility", 3);
        writer.String("description", "Explosions heard, undetermined origin, assessed as artillery fire north-east of the village.");
        writer.Name("kinds");
        writer.StartObject();
        writer.Number("artillery", 0.7);
        writer.Number("mortar", 0.3);
        writer.EndObject();
        writer.Instant("reported_at", at);
        writer.String("source", "exercise-feed");
        writer.Name("where");
        writer.StartObject();
        writer.Number("lat", 48 + random.NextDouble());
        writer.Number("lon", 37 + random.NextDouble());
        writer.Number("sigma_m", 250);
        writer.EndObject();
        writer.EndObject();
        var id = string.Create(CultureInfo.InvariantCulture, $"UKR{random.Next(100000, 999999)}-{i}");
        return new EntryDraft(
            "exercise-feed",
            id,
            "exercise-feed",
            Standing.Attributed,
            Label.Public,
            Mode.Actual,
            "observation.fix/1",
            TimeRange.At(at),
            writer.ToArray()
        );
    }
}
