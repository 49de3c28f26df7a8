using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.App.Support;
using Holdfast.Core.Support.Ledger;
using Microsoft.Data.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// A ledger of a million items from a table on disk, aggregated by donor, month and kind (stages and accounts always apart), against SQLite doing the same in the same run: the same file
/// read field by field, prepared inserts in one transaction, one GROUP BY. Both sum exactly (SQLite over whole cents); the results are compared group by group. Arguments: rows (1000000), runs (3).
/// </summary>
public static class SupportBench
{
    private const string Header = "id,donor,kind,stage,date,amount,currency,title,package,cites";
    private static readonly string[] Donors =
        "AT BE BG CA CH CZ DE DK EE ES EU FI FR GB GR HR IE IS IT JP KR LT LU LV NL NO PL PT RO SE SI SK US".Split(' ');
    private static readonly string[] Currencies = ["EUR", "EUR", "EUR", "USD", "GBP", "SEK", "NOK", "DKK", "PLN"];

    public static async Task RunAsync(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("holdfast-support-");
        try
        {
            var path = Path.Combine(folder.FullName, "ledger.csv");
            Generate(path, rows);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows:N0} rows, {new FileInfo(path).Length / 1e6:F0} MB, {Environment.ProcessorCount} cores"
                )
            );
            var (ours, peer, alone) = (new List<Taken>(), new List<Taken>(), new List<Taken>());
            for (var run = 0; run < runs; run++)
            {
                SortedDictionary<string, string> mine = [];
                ours.Add(await MeasureAsync(async () => mine = await OursAsync(path)));
                var database = Path.Combine(folder.FullName, $"peer{run}.db");
                await using var connection = Open(database);
                peer.Add(await MeasureAsync(() => LoadAsync(connection, path)));
                SortedDictionary<string, string> theirs = [];
                alone.Add(
                    await MeasureAsync(() =>
                    {
                        theirs = Group(connection);
                        return Task.CompletedTask;
                    })
                );
                Console.WriteLine(
                    $"run {run + 1}: ours {ours[^1]}; SQLite load {peer[^1]}, group {alone[^1]}; {mine.Count:N0} groups, {(mine.SequenceEqual(theirs) ? "equal to the last digit" : "DIFFERENT")}"
                );
            }
            Tell("ours, load and aggregate", ours);
            Tell("SQLite, load", peer);
            Tell("SQLite, aggregate alone", alone);
            var (us, all) = (Median(ours, t => t.Wall), Median(peer, t => t.Wall) + Median(alone, t => t.Wall));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ours / SQLite (load and aggregate): {us / all:F2} by the clock, {Median(ours, t => t.Processor) / (Median(peer, t => t.Processor) + Median(alone, t => t.Processor)):F2} by processor time; target < 2 s: {(us < 2 ? "met" : "missed")}"
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SortedDictionary<string, string>> OursAsync(string path)
    {
        await using var file = File.OpenRead(path);
        var (reading, totals) = await LedgerLoad.TotalsAsync(
            "ledger.csv",
            file,
            DeclaredLedger.Series,
            "",
            [LedgerField.Donor, LedgerField.Month, LedgerField.Kind],
            null,
            default
        );
        if (reading.Quarantined.Length > 0)
        {
            throw new InvalidOperationException(reading.Quarantined[0].Reason);
        }
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in totals.Groups())
        {
            foreach (var (currency, sum) in group.Totals.Money)
            {
                sums.Add(string.Join('/', group.Key.Skip(1)) + "/" + currency, sum.ToString());
            }
        }
        return sums;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE item(id TEXT PRIMARY KEY, donor TEXT, kind TEXT, stage TEXT, date TEXT, cents INTEGER, currency TEXT, title TEXT, package TEXT, cites TEXT) WITHOUT ROWID;";
        command.ExecuteNonQuery();
        return connection;
    }

    private static Task LoadAsync(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO item VALUES($0,$1,$2,$3,$4,$5,$6,$7,$8,$9)";
        SqliteParameter[] fields =
        [
            .. Enumerable.Range(0, 10).Select(i => insert.Parameters.Add("$" + i, i == 5 ? SqliteType.Integer : SqliteType.Text)),
        ];
        insert.Prepare();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            // The generated table has no quotes; this is the fastest splitting there is.
            var cells = line.Split(',');
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i].Value = i == 5 ? Cents(cells[i]) : cells[i];
            }
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
        return Task.CompletedTask;
    }

    private static SortedDictionary<string, string> Group(SqliteConnection connection)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT stage, donor, substr(date, 1, 7), kind, currency, sum(cents) FROM item GROUP BY 1, 2, 3, 4, 5";
        using var reader = query.ExecuteReader();
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var key = string.Join('/', Enumerable.Range(0, 5).Select(reader.GetString));
            sums.Add(key, new ExactSum([reader.GetInt64(5) / 100m]).ToString());
        }
        return sums;
    }

    private static long Cents(string amount) => (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);

    private static void Generate(string path, int rows)
    {
        var random = new Random(20260301);
        using var text = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        text.Write(Header + "\n");
        string[] stages = ["commitment", "delivery"];
        for (var i = 0; i < rows; i++)
        {
            var (day, month, year) = (1 + random.Next(28), 1 + random.Next(12), 2022 + random.Next(5));
            // A donor pays in its own currency.
            var donor = random.Next(Donors.Length);
            var kind = SupportWords.Kinds[random.Next(SupportWords.Kinds.Length)];
            text.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"item-{i},{Donors[donor]},{kind},{stages[random.Next(stages.Length)]},{year}-{month:00}-{day:00},{random.Next(50_000_000)}.{random.Next(100):00},{Currencies[donor % Currencies.Length]},A made-up item {random.Next(5_000)},P{random.Next(400)},made up\n"
                )
            );
        }
    }

    private readonly record struct Taken(double Wall, double Processor, double Megabytes)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Wall:F2} s ({Processor:F2} s of processor time, {Megabytes:F0} MB allocated)");
    }

    private static async Task<Taken> MeasureAsync(Func<Task> work)
    {
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var (processor, bytes, clock) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.StartNew());
        await work();
        clock.Stop();
        self.Refresh();
        return new Taken(
            clock.Elapsed.TotalSeconds,
            (self.TotalProcessorTime - processor).TotalSeconds,
            (GC.GetTotalAllocatedBytes(true) - bytes) / 1e6
        );
    }

    private static double Median(List<Taken> taken, Func<Taken, double> of) => taken.Select(of).Order().ElementAt(taken.Count / 2);

    private static void Tell(string what, List<Taken> taken) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -28} median {Median(taken, t => t.Wall):F2} s, {Median(taken, t => t.Processor):F2} s of processor time, {Median(taken, t => t.Megabytes):F0} MB allocated"
            )
        );
}
