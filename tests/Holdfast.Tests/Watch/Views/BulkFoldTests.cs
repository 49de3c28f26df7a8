using Holdfast.App.Record;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Values;
using Microsoft.Data.Sqlite;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Views;

/// <summary>The first fold goes another way than later ones: whichever way, the tables are the same.</summary>
public sealed class BulkFoldTests : IDisposable
{
    private const string Terms = """
        term no_fire "No fire"
            cites illustrative
            standing illustrative
            binds UA, RU
            applies in zone from 2025-03-01T00:00:00Z
            forbids fire
            severity major when at least 2 of them within 24 h and 30 km
                     minor otherwise
        end
        """;

    private static readonly Atlas Atlas = new([Shapes.Area("zone", (36, 47), (38, 47), (38, 49), (36, 49))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-bulk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task In_order_out_of_order_and_piece_by_piece_every_table_is_the_same()
    {
        var world = World(2_600, days: 130);
        FixObservation[] ordered = [.. world.OrderBy(o => o.When.Earliest).ThenBy(o => o.Id)];
        FixObservation[] shuffled = [.. world];
        new Random(5).Shuffle(shuffled);

        var expected = await TablesAsync("ordered", [ordered]);
        expected.Count(row => row.StartsWith("incident ", StringComparison.Ordinal)).ShouldBeGreaterThan(2_000);
        expected.Count(row => row.StartsWith("verdict ", StringComparison.Ordinal)).ShouldBeGreaterThan(500);
        (await TablesAsync("shuffled", [shuffled])).ShouldBe(expected);
        (await TablesAsync("pieces", [ordered[..4_000], ordered[4_000..]])).ShouldBe(expected);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_first_fold_is_thrown_away()
    {
        var world = World(30, days: 10);
        var expected = await TablesAsync("whole", [world]);
        await TablesAsync("crashed", [world]);
        var cache = Directory.GetFiles(Path.Combine(_folder, "crashed"), "views-*.db").Single();
        Run(cache, $"DELETE FROM incident; PRAGMA user_version={BulkUnit.Unfinished};");
        (await TablesAsync("crashed", [])).ShouldBe(expected);
    }

    private static FixObservation[] World(int events, int days) =>
        [
            .. SmallWorld
                .Observations(3, events)
                .Select(
                    (o, i) =>
                        o with
                        {
                            When = new TimeRange(
                                o.When.Earliest + Duration.FromDays(i * days / (2.1 * events)),
                                o.When.Latest + Duration.FromDays(i * days / (2.1 * events))
                            ),
                        }
                ),
        ];

    private async Task<List<string>> TablesAsync(string name, IReadOnlyList<FixObservation[]> pieces)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var (terms, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("terms.clauses", Terms)],
            new ClauseVocabulary(Atlas, ["UA", "RU"], [])
        );
        var mission = SmallWorld.Mission() with { Atlas = Atlas, Clauses = terms.ShouldNotBeNull(string.Join('\n', diagnostics)) };
        var clock = new MutableClock();
        await using (
            var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock })
        )
        await using (var views = new WatchViews(mission, record, folder, clock))
        {
            foreach (var piece in pieces)
            {
                await record.AppendAsync([.. piece.Select(o => ObservationCodec.Draft(o))]);
                await views.CatchUpAsync(Reader.LocalOperator, null, null);
            }
            await views.CatchUpAsync(Reader.LocalOperator, null, null);
        }
        return Rows(Directory.GetFiles(folder, "views-*.db").Single());
    }

    private static List<string> Rows(string cache)
    {
        var rows = new List<string>();
        using var connection = Open(cache);
        foreach (
            var (table, sql) in new[]
            {
                (
                    "incident",
                    "SELECT id, mode, t0, t1, lat, lon, glat, glon, gt0, gt1, gkind, least, known, firing, releasable, a, b, az, kind, "
                        + "verification, outcome, severity, term, sector, gsector, sources, text, digest FROM incident ORDER BY id"
                ),
                ("verdict", "SELECT incident, term, mode, t0, outcome, severity, reasons FROM verdict ORDER BY incident, term"),
                (
                    "member",
                    "SELECT o.producer, o.message, m.incident FROM member m JOIN observation o ON o.idx=m.idx ORDER BY o.producer, o.message"
                ),
            }
        )
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            while (reader.Read())
            {
                reader.GetValues(values);
                rows.Add($"{table} {string.Join('|', values)}");
            }
        }
        return rows;
    }

    private static void Run(string cache, string sql)
    {
        using var connection = Open(cache);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string cache)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = cache, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
