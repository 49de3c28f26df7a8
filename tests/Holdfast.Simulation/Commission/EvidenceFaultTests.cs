using Holdfast.App.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Simulation.Faults;
using Shouldly;

namespace Holdfast.Simulation.Commission;

/// <summary>
/// Every write, sync, rename, link, removal and making of a folder that the program does to evidence, keys and record is made to fail, or the program is killed in it, one at a time
/// (strace injects it into the real program). Afterwards an error was said or all is well, nothing acknowledged is lost, and doing it again succeeds. What strace cannot do is
/// lie about a power cut: that a sync which succeeded was one is up to the disk.
/// </summary>
public sealed class EvidenceFaultTests : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("holdfast-fault-");
    private FaultScene? _scene;
    private int _copies;

    private FaultScene Scene => _scene.ShouldNotBeNull();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var missing = await Strace.MissingAsync(Stop);
        Assert.SkipUnless(missing is null, $"Faults are not injected: {missing}.");
        _scene = await FaultScene.MakeAsync(_root);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var file in _root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_file_that_was_acknowledged_is_there_whatever_failed() =>
        EachFaultAsync(
            ["evidence", "add", Scene.Id, "E2", "{}/new.bin", "--title", "New", "--type", "application/octet-stream"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var item = (await Scene.CaseAsync(room)).Evidence.FirstOrDefault(e => e.Id == "E2");
                        item?.Sha256.ShouldBe(FaultScene.ContentHash);
                        (item is not null || !run.Acknowledged).ShouldBeTrue("an acknowledged item is lost");
                    },
                    async room =>
                    {
                        (await Scene.AddAsync(room, "E2", FaultScene.Content)).Refusal?.Code.ShouldBe("exists");
                        (await Scene.CaseAsync(room)).Evidence.Single(e => e.Id == "E2").Sha256.ShouldBe(FaultScene.ContentHash);
                    }
                ),
            record: true
        );

    [Fact]
    public Task A_statement_that_was_acknowledged_can_be_read_whatever_failed() =>
        EachFaultAsync(
            [
                .. new[] { "statement", "add", Scene.Id, "S2", "{}/said.txt", "{}/who.txt", "--pseudonym", "Crane", "--language", "uk" },
                .. new[] { "--consent", "members", "--risk", "low" },
            ],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var taken = (await Scene.CaseAsync(room)).Statements.Any(s => s.Id == "S2");
                        (taken || !run.Acknowledged).ShouldBeTrue("an acknowledged statement is lost");
                    },
                    async room =>
                    {
                        (await Scene.TakeAsync(room, "S2")).Refusal?.Code.ShouldBe("exists");
                        foreach (var statement in new[] { "S1", "S2" })
                        {
                            (await room.Files.ReadStatementAsync(Scene.Id, "inv", statement, Stop)).Text.ShouldBe(FaultScene.Statement);
                        }
                    }
                )
        );

    [Fact]
    public Task A_key_whose_destruction_was_acknowledged_is_gone_whatever_failed() =>
        EachFaultAsync(
            ["statement", "destroy-key", Scene.Id, "S1"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var gone = !Directory.EnumerateFiles(Path.Combine(folder, "keys"), "*.key").Any();
                        (gone || !run.Acknowledged).ShouldBeTrue("a key that was said to be destroyed is there");
                        var recorded = (await Scene.CaseAsync(room)).Of<KeyDestroyed>().Any();
                        (recorded || (!gone && !run.Acknowledged)).ShouldBeTrue("a key is gone that nobody recorded as destroyed");
                        // Once it stands in the record nobody reads the words, even where the key outlived it.
                        var (text, _) = await room.Files.ReadStatementAsync(Scene.Id, "inv", "S1", Stop);
                        text.ShouldBe(recorded ? null : FaultScene.Statement);
                    },
                    async room =>
                    {
                        (await room.Files.DestroyKeyAsync(Scene.Id, "inv", "S1", Stop)).Refusal.ShouldBeNull();
                        Directory.EnumerateFiles(Path.Combine(folder, "keys"), "*.key").ShouldBeEmpty();
                    },
                    EvidenceFault.KeyNotDestroyed
                )
        );

    [Fact]
    public Task A_working_copy_that_was_acknowledged_is_whole_whatever_failed() =>
        EachFaultAsync(
            ["evidence", "copy", Scene.Id, "E1", "{run}/work.bin"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async room =>
                    {
                        var copy = Path.Combine(folder, "work.bin");
                        var recorded = (await Scene.CaseAsync(room)).Of<CustodyRecorded>().Any(c => c.Event == CustodyEvent.Copied);
                        File.Exists(copy).ShouldBe(run.Acknowledged || (run.Killed && File.Exists(copy)));
                        (recorded || !File.Exists(copy)).ShouldBeTrue("a copy that nobody recorded");
                        File.Delete(copy);
                    },
                    async room =>
                        (
                            await room.Files.CopyOutAsync(Scene.Id, "inv", "E1", Path.Combine(folder, "work.bin"), Stop)
                        ).Refusal.ShouldBeNull()
                )
        );

    [Fact]
    public Task A_sweep_removes_what_nothing_cites_and_nothing_else_whatever_failed() =>
        EachFaultAsync(
            ["evidence", "check", "--sweep"],
            async (run, folder) =>
                await Scene.HoldsAsync(
                    folder,
                    async _ =>
                    {
                        var left = FaultScene.Orphans(folder).Count(File.Exists);
                        (left == 0 || !run.Acknowledged).ShouldBeTrue("an orphan that was said to be swept is there");
                        var swept = (await FaultScene.EntriesAsync(folder, EvidenceAudit.SweptKind)).Count;
                        (left == 3 || swept > 0).ShouldBeTrue("something was removed that no entry tells of");
                    },
                    async room =>
                    {
                        // A key whose removal failed was written over before, and is swept on another day.
                        FaultScene.Age(folder);
                        await room.Audit.SweepAsync("secretary", Core.Values.Mode.Test, Stop);
                        FaultScene.Orphans(folder).ShouldAllBe(f => !File.Exists(f));
                    }
                ),
            orphans: true
        );

    /// <summary>Every place, the record's own files included; killed in those once, in the first scenario, since the writing is the same.</summary>
    private async Task EachFaultAsync(string[] words, Func<Run, string, Task> holds, bool record = false, bool orphans = false)
    {
        var each = new EachFault(() => Scene.Copy(Interlocked.Increment(ref _copies), orphans), folder => Scene.Verb(folder, words))
        {
            Kills = place => record || !place.Kind.StartsWith("record.", StringComparison.Ordinal),
        };
        await each.RunAsync($"{words[0]} {words[1]}", holds);
    }
}
