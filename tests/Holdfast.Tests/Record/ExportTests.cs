using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Export;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>An export tells its reader what that reader may know, commits to the rest, and can be verified and taken back in.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private static readonly Reader Everything = new("all", [Role.Analyst], Classification.Confidential, [], "FR");
    private static readonly Reader Liaison = new("gb", [Role.NationalLiaison], Classification.Restricted, [], "GB");
    private ProvenRecord? _made;

    private ProvenRecord Record => _made ?? throw new InvalidOperationException("The record is not made yet.");

    /// <summary>More than one stretch of the writer's.</summary>
    public async ValueTask InitializeAsync() => _made = await ProvenRecord.MakeAsync(100, 4500);

    public ValueTask DisposeAsync()
    {
        _made?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_whole_export_verifies_and_comes_back_as_the_same_record()
    {
        var path = await ExportAsync(Everything, new RecordQuery());
        var report = AnyVerifier.Verify(path, new VerifyOptions([Record.Key], []), ProvenRecord.Cancel);
        report.Faults.ShouldBeEmpty();
        report.What.ShouldBe("export");
        report.Root.ShouldBe(Record.Verify().Root);
        var copy = Path.Combine(Record.Folder, "copy.db");
        (await RecordImport.RunAsync(path, copy, ProvenRecord.Cancel)).ShouldBe(4500);
        RecordVerifier.Verify(copy, VerifyOptions.None, ProvenRecord.Cancel).Root.ShouldBe(report.Root);
        (await Should.ThrowAsync<RecordException>(RecordImport.RunAsync(path, copy, ProvenRecord.Cancel))).Message.ShouldContain("already");
    }

    [Fact]
    public async Task What_its_reader_may_not_read_or_did_not_ask_for_are_commitments_alone_and_look_alike()
    {
        var path = await ExportAsync(Liaison, new RecordQuery(FromIndex: 10, BeforeIndex: 4000));
        var lines = await File.ReadAllLinesAsync(path, ProvenRecord.Cancel);
        lines.Length.ShouldBe(4501);
        for (var i = 0; i < 4500; i++)
        {
            // Every third is for France; outside the range nothing was asked for.
            var disclosed = i % 3 != 2 && i is >= 10 and < 4000;
            lines[i + 1].Contains("\"body\"", StringComparison.Ordinal).ShouldBe(disclosed, $"entry {i}");
            if (!disclosed)
            {
                lines[i + 1].Length.ShouldBe($"{{\"index\":{i},\"leaf_hash\":\"\"}}".Length + 64);
            }
        }
        AnyVerifier.Verify(path, new VerifyOptions([Record.Key], []), ProvenRecord.Cancel).Faults.ShouldBeEmpty();
        (
            await Should.ThrowAsync<FormatException>(RecordImport.RunAsync(path, Path.Combine(Record.Folder, "c.db"), ProvenRecord.Cancel))
        ).Message.ShouldContain("Line 2: entry 0 is withheld");
        Directory.EnumerateFiles(Record.Folder, "c.db*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Observations_of_a_live_mission_leave_the_watch_room_as_commitments_alone()
    {
        using var live = await ProvenRecord.MakeAsync(1);
        await using (var record = await SqliteRecord.OpenAsync(live.Path, cancellation: ProvenRecord.Cancel))
        {
            var seen = ProvenRecord.Draft(9) with { Kind = "observation.fix/1", Label = Label.Public };
            await record.AppendAsync([seen], ProvenRecord.Cancel);
        }
        async Task<string> Text(Reader reader, bool open)
        {
            await using var record = await SqliteRecord.OpenReadOnlyAsync(live.Path, ProvenRecord.Cancel);
            using var proofs = RecordProofs.Open(live.Path, TimeProvider.System);
            using var output = new MemoryStream();
            await new RecordExport(record, proofs, new Disclosure(reader, open)).WriteAsync(output, new RecordQuery(), ProvenRecord.Cancel);
            return Encoding.UTF8.GetString(output.ToArray());
        }
        (await Text(Liaison, open: false)).ShouldNotContain("observation.fix");
        (await Text(Liaison, open: true)).ShouldContain("observation.fix");
        (await Text(Everything, open: false)).ShouldContain("observation.fix");
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.9)]
    public async Task An_export_that_was_cut_off_is_taken_up_again_and_ends_the_same(double share)
    {
        var path = await ExportAsync(Liaison, new RecordQuery());
        var whole = await File.ReadAllBytesAsync(path, ProvenRecord.Cancel);
        await File.WriteAllBytesAsync(path, whole[..(int)(whole.Length * share)], ProvenRecord.Cancel);
        AnyVerifier.Verify(path, new VerifyOptions([Record.Key], []), ProvenRecord.Cancel).Faults.ShouldContain(f => f.Rule == "truncated");
        // New entries in between do not matter: it goes on under the checkpoint that it has.
        await Record.AppendAsync(4500, 4510);
        Record.Checkpoint();
        await ResumeAsync(path, Liaison, new RecordQuery());
        (await File.ReadAllBytesAsync(path, ProvenRecord.Cancel)).ShouldBe(whole);
        (await Should.ThrowAsync<FormatException>(ResumeAsync(path, Everything, new RecordQuery()))).Message.ShouldContain("another");
    }

    [Fact]
    public async Task Every_changed_line_is_found()
    {
        var path = await ExportAsync(Everything, new RecordQuery(BeforeIndex: 300));
        var whole = await File.ReadAllLinesAsync(path, ProvenRecord.Cancel);
        var random = new Random(8);
        for (var round = 0; round < 60; round++)
        {
            var lines = whole.ToList();
            var at = 1 + random.Next(lines.Count - 1);
            switch (round % 4)
            {
                case 0:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    (lines[at], lines[1 + at % (lines.Count - 2)]) = (lines[1 + at % (lines.Count - 2)], lines[at]);
                    break;
                case 2:
                    lines.Insert(at, lines[at]);
                    break;
                default:
                    var chars = lines[at].ToCharArray();
                    chars[random.Next(chars.Length)] ^= (char)1;
                    lines[at] = new string(chars);
                    break;
            }
            if (lines.SequenceEqual(whole))
            {
                continue;
            }
            await File.WriteAllTextAsync(path, string.Join('\n', lines) + "\n", ProvenRecord.Cancel);
            AnyVerifier
                .Verify(path, new VerifyOptions([Record.Key], []), ProvenRecord.Cancel)
                .IsGood.ShouldBeFalse($"round {round}, line {at}");
        }
    }

    private async Task<string> ExportAsync(Reader reader, RecordQuery query)
    {
        var path = Path.Combine(Record.Folder, "export.jsonl");
        await using var record = await SqliteRecord.OpenReadOnlyAsync(Record.Path, ProvenRecord.Cancel);
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        await using var output = File.Create(path);
        await new RecordExport(record, proofs, new Disclosure(reader, false)).WriteAsync(output, query, ProvenRecord.Cancel);
        return path;
    }

    private async Task ResumeAsync(string path, Reader reader, RecordQuery query)
    {
        await using var record = await SqliteRecord.OpenReadOnlyAsync(Record.Path, ProvenRecord.Cancel);
        using var proofs = RecordProofs.Open(Record.Path, TimeProvider.System);
        await using var file = new FileStream(path, FileMode.Open);
        await new RecordExport(record, proofs, new Disclosure(reader, false)).ResumeAsync(file, query, ProvenRecord.Cancel);
    }
}
