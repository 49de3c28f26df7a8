using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Simulation.Record;

/// <summary>
/// The program appends entries and is killed (SIGKILL) at fifty seeded moments, each time in the middle of work, and started again. Whatever it had
/// acknowledged must be there, once and unharmed. This proves that nothing acknowledged was still in the program's memory; what a power cut does is up
/// to fsync, which a test of this kind cannot see.
/// </summary>
public sealed class KillTests
{
    private const int Kills = 50;
    private const int Batch = 20;
    private const int Seed = 20250419;
    private const double LongestRunMilliseconds = 120;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_fifty_kills()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-kill-");
        try
        {
            var path = Path.Combine(folder.FullName, "record.db");
            var random = new Random(Seed);
            var acknowledged = new SortedDictionary<long, string>();
            for (var kill = 0; kill < Kills; kill++)
            {
                // A resumed producer sends again what it is not sure of, and a little of what it is.
                var resume = Math.Max(0, acknowledged.Count - Batch / 2);
                await RunUntilKilledAsync(path, resume, random, acknowledged);
            }
            acknowledged.Count.ShouldBeGreaterThan(Kills * Batch, "the kills were to fall into the middle of work");
            await VerifyAsync(path, acknowledged);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts the program, waits for its first answer, kills it a random moment later while entries keep coming, and notes its answers.</summary>
    private static async Task RunUntilKilledAsync(string path, int resume, Random random, SortedDictionary<long, string> acknowledged)
    {
        using var program = Start(path);
        var feeding = Task.Run(() => FeedAsync(program.StandardInput.BaseStream, resume), Cancel);
        Note(await program.StandardOutput.ReadLineAsync(Cancel), acknowledged);
        var moment = TimeSpan.FromMilliseconds(LongestRunMilliseconds * random.NextDouble());
        var killing = Task.Run(
            async () =>
            {
                await Task.Delay(moment, Cancel);
                program.Kill();
            },
            Cancel
        );
        while (await program.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            Note(line, acknowledged);
        }
        await killing;
        await program.WaitForExitAsync(Cancel);
        await feeding;
        program.ExitCode.ShouldNotBe(0, "the program was to be killed, not to end by itself");
    }

    /// <summary>Feeds entries without end until the pipe breaks because the program is gone.</summary>
    private static async Task FeedAsync(Stream input, int from)
    {
        try
        {
            for (var i = from; ; i++)
            {
                await input.WriteAsync(Encoding.UTF8.GetBytes(Line(i)), Cancel);
            }
        }
        catch (IOException)
        {
            // The program was killed, as planned.
        }
    }

    private static string Line(int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"author":"a","body":{"n":{{i}}},"kind":"note/1","label":"public","message_id":"m{{i}}","mode":"test","producer":"p","standing":"illustrative"}"""
        ) + "\n";

    /// <summary>An answer is <c>INDEX WORD MESSAGE_ID</c> with its end of line; the kill may have cut the last one, which then answers nothing.</summary>
    private static void Note(string? line, SortedDictionary<long, string> acknowledged)
    {
        if (line?.Split(' ') is not [var number, var word, var id])
        {
            return;
        }
        var index = long.Parse(number, CultureInfo.InvariantCulture);
        word.ShouldBeOneOf("appended", "duplicate");
        if (id == $"m{index}")
        {
            acknowledged[index] = id;
        }
    }

    private static async Task VerifyAsync(string path, SortedDictionary<long, string> acknowledged)
    {
        await using var record = await SqliteRecord.OpenAsync(path, cancellation: Cancel);
        var next = 0L;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(), Cancel))
        {
            entry.Index.ShouldBe(next++);
            entry.Kind.ShouldBe("note/1", "sending again must never look like a conflict");
            ids.Add(entry.MessageId).ShouldBeTrue($"{entry.MessageId} stands twice");
            LeafHash.Verify(entry).ShouldBeTrue($"entry {entry.Index} does not match its hash");
            entry.MessageId.ShouldBe($"m{entry.Index}", "entries came in this order");
            acknowledged.Remove(entry.Index);
        }
        acknowledged.ShouldBeEmpty("these were acknowledged and are lost");
    }

    private static Process Start(string path)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "holdfast.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec",
                program,
                "record",
                "append",
                "--record",
                path,
                "--batch",
                Batch.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }
}
