using Holdfast.App.Record;
using Holdfast.App.Record.Export;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>Two persons lower a label, one raises it; later reads go by it, and the record stays what it was.</summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private static readonly Reader Anna = new("Anna", [Role.LegalOfficer], Classification.Confidential, ["COMMISSION"], "FR");
    private static readonly Reader Boris = Anna with { Name = "Boris" };
    private static readonly Label Held = new(Classification.Confidential, ["COMMISSION"], []);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-release-");
    private SqliteRecord? _record;

    private SqliteRecord Record => _record ?? throw new InvalidOperationException("The record is not open yet.");
    private string FilePath => Path.Combine(_folder.FullName, "record.db");
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>0 and 2 are held back, 1 is public, 3 sealed, 4 an observation, 5 a statement.</summary>
    public async ValueTask InitializeAsync()
    {
        _record = await SqliteRecord.OpenAsync(FilePath, cancellation: Cancel);
        var seal = new Label(Classification.Confidential, ["COMMISSION", "SEAL.2026-0001"], []);
        EntryDraft[] drafts =
        [
            Draft(0, "case.hypothesis/1", Held),
            Draft(1, "test.thing/1", Label.Public),
            Draft(2, "case.hypothesis/1", Held),
            Draft(3, "case.vote/1", seal),
            Draft(4, "observation.fix/1", Label.Restricted),
            Draft(5, "case.statement/1", Held),
        ];
        await Record.AppendAsync(drafts, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Nothing_changes_before_a_second_person_confirms_and_everything_after()
    {
        var door = new ReleaseDoor(Record);
        var proposed = await door.ProposeAsync(Anna, 0, Label.Public, "agreed", Cancel);
        proposed.Done.ShouldBeTrue(proposed.Message);
        (await SeenAsync(Reader.Anyone)).ShouldBe([1]);
        var mark = await Record.ReleasesAsync(Reader.Anyone, Cancel);
        (await door.ConfirmAsync(Boris, proposed.Act ?? 0, Cancel)).Done.ShouldBeTrue();
        (await SeenAsync(Reader.Anyone)).ShouldBe([0, 1]);
        (await Record.ReleasesAsync(Reader.Anyone, Cancel)).ShouldNotBe(mark, "views of this reader are folded anew");
        var entry = (await Record.FindAsync(Reader.Anyone, "p", "m0", Cancel)).ShouldNotBeNull();
        entry.Label.ShouldBe(Label.Public);
        entry.RecordedLabel.ShouldBe(Held);
        LeafHash.Verify(entry).ShouldBeTrue();
        System.Text.Encoding.UTF8.GetString(EntryLine.Write(entry)).ShouldNotContain("salt");
        new Disclosure(Reader.Anyone, true).Allows(entry).ShouldBeFalse("its proof shows the recorded label");
        new Disclosure(Anna, true).Allows(entry).ShouldBeTrue();
    }

    [Fact]
    public async Task A_withdrawn_release_counts_for_later_reads()
    {
        var door = new ReleaseDoor(Record);
        var act = (await door.ProposeAsync(Anna, 0, Label.Public, "agreed", Cancel)).Act ?? 0;
        await door.ConfirmAsync(Boris, act, Cancel);
        var before = await Record.ReleasesAsync(Reader.Anyone, Cancel);
        (await door.WithdrawAsync(Anna, act, "too early", Cancel)).Done.ShouldBeTrue();
        (await SeenAsync(Reader.Anyone)).ShouldBe([1]);
        (await Record.ReleasesAsync(Reader.Anyone, Cancel)).ShouldNotBe(before);
        (await door.ListAsync(Anna, Cancel)).ShouldHaveSingleItem().State.ShouldBe(ReleaseState.Withdrawn);
        (await door.ListAsync(Reader.Anyone, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_person_raises_a_label_and_cannot_take_that_back_alone()
    {
        var door = new ReleaseDoor(Record);
        var raised = await door.ProposeAsync(Anna, 1, Label.Restricted, "a mistake", Cancel);
        raised.Done.ShouldBeTrue(raised.Message);
        (await SeenAsync(Reader.Anyone)).ShouldBeEmpty();
        (await door.WithdrawAsync(Anna, raised.Act ?? 0, "", Cancel)).Done.ShouldBeFalse();
        var back = (await door.ProposeAsync(Anna, 1, Label.Public, "it was none", Cancel)).Act ?? 0;
        (await SeenAsync(Reader.Anyone)).ShouldBeEmpty();
        (await door.ConfirmAsync(Boris, back, Cancel)).Done.ShouldBeTrue();
        (await SeenAsync(Reader.Anyone)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_same_person_twice_is_refused_at_the_door_and_in_the_fold()
    {
        var door = new ReleaseDoor(Record);
        var act = (await door.ProposeAsync(Anna, 0, Label.Public, "agreed", Cancel)).Act ?? 0;
        (await door.ConfirmAsync(Anna, act, Cancel)).Message.ShouldContain("yourself");
        (await door.ConfirmAsync(Anna with { Name = " anna" }, act, Cancel)).Done.ShouldBeFalse();
        // Recorded past the door all the same: the fold goes by the same rules.
        var forged = Draft(9, ReleaseFold.ConfirmedKind, Held) with
        {
            Author = "Anna",
            Body = System.Text.Encoding.UTF8.GetBytes($$"""{"proposal":"{{act}}"}"""),
        };
        await Record.AppendAsync([forged], Cancel);
        (await SeenAsync(Reader.Anyone)).ShouldBe([1]);
    }

    [Theory]
    [InlineData(3, "seal")]
    [InlineData(4, "positions|places")]
    [InlineData(5, "people who spoke")]
    public async Task What_protects_people_is_not_released_by_anybody(long entry, string words)
    {
        var reader = Anna with { Categories = ["COMMISSION", "SEAL.2026-0001"] };
        var answer = await new ReleaseDoor(Record).ProposeAsync(reader, entry, Label.Public, "please", Cancel);
        answer.Done.ShouldBeFalse();
        words.Split('|').ShouldContain(w => answer.Message.Contains(w, StringComparison.Ordinal), answer.Message);
        // Past the door: void.
        var leaf = Convert.ToHexStringLower(Record.LeafHashAt(entry) ?? []);
        var from =
            entry == 3 ? "confidential cat:COMMISSION,SEAL.2026-0001"
            : entry == 4 ? "restricted"
            : Held.ToString();
        var body = $$"""{"entry":"{{entry}}","from":"{{from}}","leaf_hash":"{{leaf}}","reason":"x","to":"public"}""";
        var forged = Draft(20, ReleaseFold.ProposedKind, Held) with { Author = "Anna", Body = System.Text.Encoding.UTF8.GetBytes(body) };
        var act = (await Record.AppendAsync([forged], Cancel))[0].Index;
        var second = Draft(21, ReleaseFold.ConfirmedKind, Held) with
        {
            Author = "Boris",
            Body = System.Text.Encoding.UTF8.GetBytes($$"""{"proposal":"{{act}}"}"""),
        };
        await Record.AppendAsync([second], Cancel);
        (await SeenAsync(Reader.Anyone)).ShouldBe([1]);
        Record.Releases().At(act).ShouldNotBeNull().State.ShouldBe(ReleaseState.Void);
    }

    [Fact]
    public async Task An_unknown_entry_and_a_hidden_one_are_refused_in_the_same_words()
    {
        var door = new ReleaseDoor(Record);
        var outsider = Anna with { Categories = [] };
        var hidden = await door.ProposeAsync(outsider, 0, Label.Public, "x", Cancel);
        var unknown = await door.ProposeAsync(outsider, 9, Label.Public, "x", Cancel);
        hidden.Message.Replace("0", "9", StringComparison.Ordinal).ShouldBe(unknown.Message);
        var act = (await door.ProposeAsync(Anna, 0, Label.Public, "agreed", Cancel)).Act ?? 0;
        var confirm = await door.ConfirmAsync(outsider, act, Cancel);
        confirm.Message.ShouldBe((await door.ConfirmAsync(outsider, 99, Cancel)).Message.Replace("99", $"{act}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rights_are_asked_for()
    {
        var door = new ReleaseDoor(Record);
        (await door.ProposeAsync(Anna with { Roles = [Role.NationalLiaison] }, 0, Label.Public, "x", Cancel)).Message.ShouldContain(
            "right"
        );
        var act = (await door.ProposeAsync(Anna, 0, Label.Public, "x", Cancel)).Act ?? 0;
        (await door.ConfirmAsync(Boris with { Roles = [Role.Secretary] }, act, Cancel)).Message.ShouldContain("right");
        (await door.ProposeAsync(Anna, 0, Held, "x", Cancel)).Message.ShouldContain("already");
        (await door.ProposeAsync(Anna, 0, Label.Public, " ", Cancel)).Message.ShouldContain("reason");
    }

    [Fact]
    public async Task Another_process_that_opens_the_record_reads_the_same()
    {
        var door = new ReleaseDoor(Record);
        await using var other = await SqliteRecord.OpenReadOnlyAsync(FilePath, Cancel);
        (await SeenAsync(Reader.Anyone, other)).ShouldBe([1]);
        var act = (await door.ProposeAsync(Anna, 0, new Label(Classification.Public, [], ["GB"]), "agreed", Cancel)).Act ?? 0;
        await door.ConfirmAsync(Boris, act, Cancel);
        var gb = new Reader("gb", [Role.NationalLiaison], Classification.Public, [], "GB");
        (await SeenAsync(gb, other)).ShouldBe([0, 1]);
        (await SeenAsync(Reader.Anyone, other)).ShouldBe([1]);
        var kinds = new List<long>();
        await foreach (var entry in other.ReadAsync(gb, new RecordQuery(Kinds: ["case.hypothesis/1"]), Cancel))
        {
            kinds.Add(entry.Index);
        }
        kinds.ShouldBe([0]);
        (await other.LabelsAsync(gb, Cancel)).Select(l => l.ToString()).ShouldContain("public rel:GB");
    }

    [Fact]
    public void Stricter_labels_are_those_under_which_nobody_else_may_read()
    {
        var random = new Random(4);
        string[] words = ["A", "B"];
        Label Any()
        {
            string[] Some() => [.. words.Where(_ => random.Next(2) == 0)];
            var anyOf = Some();
            return new Label((Classification)random.Next(3), [.. Some()], [.. Some()]) { AnyOf = [.. anyOf] };
        }
        for (var round = 0; round < 3000; round++)
        {
            var (one, other) = (Any(), Any());
            if (!ReleaseLaw.IsAtLeastAsStrict(one, other))
            {
                continue;
            }
            for (var bits = 0; bits < 3 * 4 * 3; bits++)
            {
                var nation = (bits / 12) switch
                {
                    0 => null,
                    1 => "A",
                    _ => "B",
                };
                var reader = new Reader(
                    "r",
                    [],
                    (Classification)(bits % 3),
                    [.. words.Where((_, i) => ((bits / 3 % 4) >> i & 1) == 1)],
                    nation
                );
                if (ReadAccess.MayRead(reader, one))
                {
                    ReadAccess.MayRead(reader, other).ShouldBeTrue($"{one} is said to be stricter than {other}");
                }
            }
        }
    }

    private async Task<List<long>> SeenAsync(Reader reader, SqliteRecord? record = null)
    {
        var seen = new List<long>();
        await foreach (var entry in (record ?? Record).ReadAsync(reader, new RecordQuery(), Cancel))
        {
            ReadAccess.MayRead(reader, entry.Label).ShouldBeTrue();
            seen.Add(entry.Index);
        }
        return seen;
    }

    private static EntryDraft Draft(int i, string kind, Label label) =>
        new(
            "p",
            $"m{i}",
            "author",
            Standing.Illustrative,
            label,
            Mode.Test,
            kind,
            null,
            System.Text.Encoding.UTF8.GetBytes($$"""{"n":{{i}}}""")
        );
}
