using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What anybody may hand in, what they get for it, and what becomes of it.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    private const string Once = "0123456789abcdef";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-intake-");
    private SqliteRecord? _record;

    private SqliteRecord Record => _record.ShouldNotBeNull();
    private CaseDesk Desk => HeardCase.Desk(Record);
    private EvidenceStore Store => new(Path.Combine(_folder.FullName, "evidence"));
    private PersonVault Vault => new(Path.Combine(_folder.FullName, "keys"));
    private IntakeDesk Intake => new(Record, Desk, Store, Vault);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _folder.Delete(recursive: true);
    }

    private static IntakeForm Form(string text = "40 shells fell on the village", string? contact = null) =>
        new(text, ["RU"], "1 March, at dawn", "incident-1", contact);

    private async Task<string> Received(string person = "public", string once = Once, string text = "40 shells fell on the village") =>
        (await Intake.ReceiveAsync(person, Form(text), once, Stop)).Receipt.ShouldNotBeNull().Reference;

    [Fact]
    public async Task Whoever_hands_something_in_gets_a_reference_and_a_commitment_that_stands_in_the_record()
    {
        var receipt = (await Intake.ReceiveAsync("public", Form(), Once, Stop)).Receipt.ShouldNotBeNull();
        Convert.ToHexStringLower(Record.LeafHashAt(receipt.Index).ShouldNotBeNull()).ShouldBe(receipt.LeafHash);
        IntakeReference.Read(receipt.Reference.ToLowerInvariant().Replace("-", " ")).ShouldBe(receipt.Reference);
        receipt.Reference.ShouldNotContain("20");
        (await Intake.ReceiveAsync("public", Form(), Once, Stop)).Receipt.ShouldBe(receipt);
        (await Intake.ReceiveAsync("public", Form("Something else"), Once, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("used");
        (await Intake.ReceiptAsync("public", Once, Stop)).ShouldNotBeNull().Receipt.ShouldBe(receipt);
        (await Intake.ReceiptAsync("rep-ru", Once, Stop)).ShouldBeNull();
        (await Desk.Registry.CasesAsync("secretary", null, Stop)).ShouldBeEmpty();
        (await Record.HeadAsync(Stop)).Count.ShouldBe(3, "what came in, the refusal, and the auditor's note of it");
    }

    [Fact]
    public async Task What_is_handed_in_becomes_a_case_joins_one_or_is_set_aside_and_each_is_an_entry()
    {
        var (first, second, third) = (await Received(), await Received(once: Once + "1"), await Received("rep-ua", Once + "2"));
        var opened = await Intake.OpenAsync("secretary", first, "Shelling of a village", Stop);
        opened.Refusal.ShouldBeNull();
        (await Intake.LinkAsync("gb", second, opened.Id, Stop)).Refusal.ShouldBeNull();
        (await Intake.SetAsideAsync("secretary", third, "Outside of the area", Stop)).ShouldBeNull();
        var of = (await Desk.Registry.FindAsync("secretary", opened.Id, Stop)).ShouldNotBeNull();
        of.Allegations.Select(a => (a.Id, a.From, a.By, a.Reference))
            .ShouldBe([("A1", Core.Commission.Intake.Public, "public", first), ("A2", Core.Commission.Intake.Public, "public", second)]);
        of.Allegations.First().Text.ShouldBe("40 shells fell on the village\n\nWhen and where: 1 March, at dawn");
        (await Intake.ListAsync("inv", Stop)).Select(i => i.Fate.GetType().Name).ShouldBe(["Accepted", "Accepted", "SetAside"]);
        (await Intake.OpenAsync("secretary", first, "Again", Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("exists");
        (await Intake.SetAsideAsync("secretary", third, "Again", Stop)).ShouldNotBeNull().Code.ShouldBe("exists");
        // What was set aside may still be taken up.
        (await Intake.LinkAsync("secretary", third, opened.Id, Stop)).Refusal.ShouldBeNull();
        (await Intake.ReceiptAsync("rep-ua", Once + "2", Stop)).ShouldNotBeNull().Fate.ShouldBeOfType<IntakeFate.Accepted>();
        (await Desk.Registry.IrregularitiesAsync("secretary", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_secretariat_and_members_decide_and_refusals_are_recorded()
    {
        var reference = await Received();
        (await Intake.SetAsideAsync("inv", reference, "No", Stop)).ShouldNotBeNull().Code.ShouldBe("not-permitted");
        (await Intake.OpenAsync("inv", reference, "T", Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("not-permitted");
        (await Intake.OpenAsync("rep-ru", reference, "T", Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("unknown-reference");
        (await Intake.SetAsideAsync("secretary", reference, " ", Stop)).ShouldNotBeNull().Code.ShouldBe("empty");
        (await Intake.OpenAsync("secretary", "00000-00000", "T", Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("unknown-reference");
        (await Intake.ListAsync("rep-ru", Stop)).ShouldBeEmpty();
        (await Intake.ListAsync("public", Stop)).ShouldBeEmpty();
        (await Desk.Registry.RefusedAsync("secretary", Stop)).Length.ShouldBe(5);
        var direct = await Desk.OpenAsync(
            "public",
            "T",
            CommissionWorld.Allegation(from: Core.Commission.Intake.Public, by: "public"),
            Stop
        );
        direct.Refusal.ShouldNotBeNull().Code.ShouldBe("intake");
    }

    [Fact]
    public async Task A_case_says_what_was_handed_in_and_nothing_else_under_its_reference()
    {
        var reference = await Received();
        var item = (await Intake.ListAsync("secretary", Stop)).Single();
        var said = IntakeLaw.AsAllegation(item, "A1");
        foreach (
            var (wrong, code) in new[]
            {
                (said with { Text = "Other words" }, "other-text"),
                (said with { Against = [] }, "other-text"),
                (said with { Reference = "ZZZZZ-ZZZZZ" }, "unknown-reference"),
            }
        )
        {
            (await Desk.OpenAsync("secretary", "T", wrong, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        }
        (await Desk.OpenAsync("secretary", "T", said with { Term = "no_fire", Against = ["RU", "UA"] }, Stop)).Refusal.ShouldBeNull();
        reference.ShouldBe(item.Reference);
    }

    [Fact]
    public async Task A_contact_is_kept_apart_read_on_the_record_and_lost_with_its_key()
    {
        var receipt = (await Intake.ReceiveAsync("public", Form(contact: "A. Person, 3 Mill Lane"), Once, Stop)).Receipt.ShouldNotBeNull();
        (await Intake.ContactAsync("rep-ru", receipt.Reference, Stop)).Contact.ShouldBeNull();
        (await Intake.ContactAsync("secretary", receipt.Reference, Stop)).Contact.ShouldBe("A. Person, 3 Mill Lane");
        var clerk = Seal.ReaderOf("secretary", CommissionWorld.Usual, []);
        var reads = 0;
        await foreach (var entry in Record.ReadAsync(clerk, new RecordQuery(Kinds: [IntakeCodec.ContactReadKind]), Stop))
        {
            reads++;
            entry.Author.ShouldBe("secretary");
        }
        reads.ShouldBe(1);
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            await using var shared = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(shared, Encoding.Latin1);
            (await reader.ReadToEndAsync(Stop)).ShouldNotContain("Mill Lane");
        }
        var audit = await new EvidenceAudit(Record, Store, Vault, TimeProvider.System).RunAsync(cancellation: Stop);
        audit.Findings.ShouldBeEmpty();
        Vault.Destroy($"exercise intake/exercise public {Once}");
        var (text, reason) = await Intake.ContactAsync("secretary", receipt.Reference, Stop);
        text.ShouldBeNull();
        reason.ShouldContain("cannot be read any more");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    public async Task What_says_nothing_is_not_taken_in(string text, string code) =>
        (await Intake.ReceiveAsync("public", Form(text), Once, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe(code);

    [Fact]
    public async Task Every_text_has_its_bound()
    {
        async Task<string> Refused(IntakeForm form, string once = Once) =>
            (await Intake.ReceiveAsync("public", form, once, Stop)).Refusal.ShouldNotBeNull().Code;
        (await Refused(Form(new string('x', IntakeLaw.MaxTextCharacters + 1)))).ShouldBe("too-long");
        (await Refused(Form() with { WhenAndWhere = new string('x', IntakeLaw.MaxWhenAndWhereCharacters + 1) })).ShouldBe("too-long");
        (await Refused(Form(contact: new string('x', IntakeLaw.MaxContactCharacters + 1)))).ShouldBe("too-long");
        (await Refused(Form() with { Against = [.. Enumerable.Range(0, 11).Select(i => $"P{i}")] })).ShouldBe("too-many");
        (await Refused(Form() with { Against = ["<script>"] })).ShouldBe("bad-id");
        (await Refused(Form() with { Incident = "../../etc/passwd" })).ShouldBe("bad-id");
        (await Refused(Form(), "short")).ShouldBe("bad-id");
        (await Refused(Form(), "../../../../../etc")).ShouldBe("bad-id");
    }

    [Fact]
    public async Task The_queue_is_the_same_folded_anew_and_strangers_entries_change_nothing()
    {
        var reference = await Received();
        var label = new Label(Classification.Restricted, [Seal.Commission], []);
        EntryDraft Stranger(string kind, byte[] body, string author) =>
            new("intruder", kind + author, author, Standing.Recorded, label, Mode.Exercise, kind, null, body);
        await Record.AppendAsync(
            [
                Stranger(IntakeCodec.SetAsideKind, IntakeCodec.WriteSetAside(reference, "Away with it"), "rep-ru"),
                Stranger(IntakeCodec.ReceivedKind, "{}"u8.ToArray(), "public"),
            ],
            Stop
        );
        (await Intake.ListAsync("secretary", Stop)).Single().Fate.ShouldBeOfType<IntakeFate.Waiting>();
        await using var other = await SqliteRecord.OpenAsync(Record.Path, cancellation: Stop);
        var anew = await new IntakeDesk(other, HeardCase.Desk(other), null, null).ListAsync("secretary", Stop);
        anew.Select(i => (i.Reference, i.Index)).ShouldBe((await Intake.ListAsync("secretary", Stop)).Select(i => (i.Reference, i.Index)));
    }

    [Fact]
    public void A_reference_is_fifty_bits_of_the_commitment()
    {
        IntakeReference.Of(new byte[32]).ShouldBe("00000-00000");
        IntakeReference.Of([.. Enumerable.Repeat((byte)255, 32)]).ShouldBe("ZZZZZ-ZZZZZ");
        IntakeReference.Of([0x08, 0, 0, 0, 0, 0, 0x40, .. new byte[25]]).ShouldBe("10000-00001");
        IntakeReference.Read("i0ooo-oooo1").ShouldBe("10000-00001");
        IntakeReference.Read("10000-0000").ShouldBeNull();
        IntakeReference.Read("UUUUU-UUUUU").ShouldBeNull();
    }
}
