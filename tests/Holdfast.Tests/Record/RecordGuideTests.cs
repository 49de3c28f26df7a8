using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using Microsoft.Data.Sqlite;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>Runs what docs/guide/record.md shows.</summary>
public sealed class RecordGuideTests : IAsyncLifetime
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "record.md"));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-guide-");

    private string Database => Path.Combine(_folder.FullName, "r.db");
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_example_of_an_envelope_has_the_leaf_hash_that_the_guide_gives()
    {
        var envelope = Guide.Split('\n').Single(line => line.StartsWith("{\"author\":\"NASA\"", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(envelope);
        var recordedAt = Iso.Parse(json.RootElement.GetProperty("recorded_at").GetString() ?? "");
        var draft = EntryLine.Parse(Encoding.UTF8.GetBytes(envelope));
        Encoding.UTF8.GetString(LeafHash.Envelope(draft, recordedAt)).ShouldBe(envelope);
        var hash = Convert.ToHexStringLower(LeafHash.Of(draft, recordedAt, [.. Enumerable.Range(0, 16).Select(i => (byte)i)]));
        Guide.Split('\n').ShouldContain(hash);
    }

    [Fact]
    public void The_example_of_a_fact_is_canonical_and_reads_back()
    {
        var body = Guide.Split('\n').Single(line => line.StartsWith("{\"args\":", StringComparison.Ordinal));
        var fact = FactBody.Read(Encoding.UTF8.GetBytes(body), Standing.Illustrative, default);
        Encoding.UTF8.GetString(FactBody.Write(fact)).ShouldBe(body);
    }

    [Fact]
    public async Task The_columns_are_those_that_the_guide_lists()
    {
        await FillAsync();
        using var connection = SqliteRecord.Connect(Database, SqliteOpenMode.ReadOnly);
        using var columns = new SqliteStatement(connection, "SELECT name FROM pragma_table_info('entries')");
        while (columns.Step())
        {
            Guide.ShouldContain($"`{columns.Text(0)}`");
        }
        SqliteSchema.Number(connection, "PRAGMA application_id").ShouldBe(0x48465231);
        SqliteSchema.Number(connection, "PRAGMA user_version").ShouldBe(1);
    }

    [Fact]
    public async Task The_query_by_both_times_runs_and_finds_what_the_record_finds()
    {
        await FillAsync();
        using var connection = SqliteRecord.Connect(Database, SqliteOpenMode.ReadOnly);
        using var query = new SqliteStatement(connection, Block("sql"));
        query.Step().ShouldBeTrue();
        query.Int64(0).ShouldBe(1);
        query.Text(2).ShouldBe("ceasefire.in_effect");
        query.Step().ShouldBeFalse();
    }

    [Fact]
    public async Task The_checker_accepts_a_record_and_finds_a_changed_one()
    {
        await FillAsync();
        var (code, output) = await CheckAsync();
        output.ShouldContain("3 entries, wrong: []");
        code.ShouldBe(0);
        using (var connection = SqliteRecord.Connect(Database, SqliteOpenMode.ReadWrite))
        {
            SqliteSchema.Execute(connection, "UPDATE entries SET author = 'somebody else' WHERE idx = 1");
        }
        (await CheckAsync()).ShouldBe((1, "3 entries, wrong: [1]"));
    }

    private static string Block(string language)
    {
        var start = Guide.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Guide[start..Guide.IndexOf("```", start, StringComparison.Ordinal)];
    }

    /// <summary>Texts that need escapes, a fact with both times, and a fact that became known too late for the guide's query.</summary>
    private async Task FillAsync()
    {
        var clock = new StoppedClock(Instant.FromUtc(2025, 4, 19, 20, 0));
        await using var record = await SqliteRecord.OpenAsync(Database, clock, Cancel);
        var start = Instant.FromUtc(2025, 4, 19, 15, 0);
        var fact = new FactStatement("ceasefire.in_effect", [], "true", start, null, "RU", "s", Standing.Attributed, default);
        var note = FactEntries.Draft(fact, "p \u00e9\ud83d\ude00", "id \"1\"", "a\\b", Label.Public, Mode.Test) with
        {
            Kind = "note/1",
            Valid = null,
            Body = CanonicalJson.Canonicalize("""{"text":"line\n\u0001\u007f \u2028 é 😀"}"""u8),
        };
        await record.AppendAsync([note, FactEntries.Draft(fact, "p", "2", "a", Label.Public, Mode.Test)], Cancel);
        clock.Now += Duration.FromDays(1);
        await record.AppendAsync([FactEntries.Draft(fact with { Authority = "UA" }, "p", "3", "a", Label.Public, Mode.Test)], Cancel);
    }

    private async Task<(int Code, string Output)> CheckAsync()
    {
        var script = Path.Combine(_folder.FullName, "check.py");
        await File.WriteAllTextAsync(script, Block("python"), Cancel);
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, ArgumentList = { script, Database } };
        try
        {
            using var python = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
            var output = await python.StandardOutput.ReadToEndAsync(Cancel);
            await python.WaitForExitAsync(Cancel);
            return (python.ExitCode, output.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed here; the guide's checker needs it.");
            return default;
        }
    }

    private sealed class StoppedClock(Instant now) : TimeProvider
    {
        public Instant Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }
}
