using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Commission.Sealing;

/// <summary>What was changed, moved or forged does not open, and says why; what was sealed tells nothing by its length.</summary>
public sealed class SealCipherTests
{
    private const string Case = CommissionWorld.Id;
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_wrapped_key_opens_for_its_recipient_and_for_nobody_else_nor_anything_that_was_changed()
    {
        using SeatKey fr = SeatKey.New(),
            gb = SeatKey.New(),
            stranger = SeatKey.New();
        var key = RandomNumberGenerator.GetBytes(SealCipher.KeyBytes);
        var wrap = SealCipher.Wrap(key, "gb", gb.Public, fr, Mode.Actual, Case, "fr").ShouldNotBeNull();
        (byte[]? Key, SealFault Fault) Open(
            SealWrap w,
            SeatKey? own = null,
            string? from = null,
            Mode mode = Mode.Actual,
            string of = Case,
            string by = "fr"
        ) => SealCipher.Unwrap(w, own ?? gb, from ?? fr.Public, mode, of, by);

        Open(wrap).Key.ShouldBe(key);
        Open(wrap, own: stranger).Fault.ShouldBe(SealFault.NotForYou);
        Open(wrap, from: stranger.Public).Fault.ShouldBe(SealFault.Tampered, "another sender");
        Open(wrap, of: "2026-0002").Fault.ShouldBe(SealFault.Tampered, "another case");
        Open(wrap, by: "pl").Fault.ShouldBe(SealFault.Tampered, "another author");
        Open(wrap, mode: Mode.Exercise).Fault.ShouldBe(SealFault.Tampered, "another mode");
        Open(wrap with { Person = "pl" }).Fault.ShouldBe(SealFault.Tampered, "another seat");
        Open(wrap with { Key = new string('0', 32) }).Fault.ShouldBe(SealFault.Tampered, "another seal");
        Open(wrap with { Ephemeral = stranger.Public }).Fault.ShouldBe(SealFault.Tampered);
        Open(wrap with { Ephemeral = Base64Url.EncodeToString(new byte[65]) }).Fault.ShouldBe(SealFault.Tampered, "no point of the curve");
        foreach (var text in Flipped(wrap.Text))
        {
            Open(wrap with { Text = text }).Fault.ShouldBe(SealFault.Tampered);
        }
        // Whoever has only public keys cannot make one that a member takes for a member's.
        var forged = SealCipher.Wrap(key, "gb", gb.Public, stranger, Mode.Actual, Case, "fr").ShouldNotBeNull();
        Open(forged).Fault.ShouldBe(SealFault.Tampered);
    }

    [Fact]
    public void An_act_opens_where_it_was_sealed_and_nowhere_else()
    {
        var key = RandomNumberGenerator.GetBytes(SealCipher.KeyBytes);
        var id = SealCipher.IdOf(key);
        var act = new VoteCast("V1", "fr", VoteChoice.Against);
        byte[] Bound(string of = Case, int number = 7, string by = "fr", Mode mode = Mode.Actual) =>
            SealedForm.Bound(mode, of, number, by, id);
        var made = SealCipher.Seal(key, SealedForm.Write(act), Bound());
        SealedForm.Read(SealCipher.Decrypt(key, made.Nonce, made.Text, Bound()).ShouldNotBeNull()).ShouldBe(act);
        foreach (var bound in new[] { Bound(of: "2026-0002"), Bound(number: 8), Bound(by: "gb"), Bound(mode: Mode.Exercise) })
        {
            SealCipher.Decrypt(key, made.Nonce, made.Text, bound).ShouldBeNull();
        }
        foreach (var text in Flipped(made.Text))
        {
            SealCipher.Decrypt(key, made.Nonce, text, Bound()).ShouldBeNull();
        }
        foreach (var nonce in Flipped(made.Nonce))
        {
            SealCipher.Decrypt(key, nonce, made.Text, Bound()).ShouldBeNull();
        }
        SealCipher.Seal(key, SealedForm.Write(act), Bound()).Text.ShouldNotBe(made.Text, "the same vote again is another ciphertext");
    }

    [Fact]
    public void Votes_short_notes_and_opinions_have_one_length_and_longer_texts_powers_of_two()
    {
        CaseAct[] acts =
        [
            new VoteCast("V1", "fr", VoteChoice.For),
            new VoteCast("V1", "gb", VoteChoice.Against),
            new VoteCast("V1", "gb", VoteChoice.Abstain),
            new VoteFailed("V1"),
            new NoteMade("No."),
            new NoteMade(new string('x', 700)),
            new DissentFiled("V1", "pl", "One crater does not suffice.", Publish: true),
        ];
        acts.Select(a => SealedForm.Write(a).Length).Distinct().ShouldBe([1024]);
        foreach (var act in acts)
        {
            SealedForm.Read(SealedForm.Write(act)).ShouldBe(act);
        }
        SealedForm.Write(new NoteMade(new string('x', 3000))).Length.ShouldBe(4096);
        var longest = new NoteMade(new string('Я', CaseCodec.MaxTextCharacters));
        SealedForm.Read(SealedForm.Write(longest)).ShouldBe(longest);
    }

    [Fact]
    public void What_does_not_belong_under_a_seal_is_not_read_from_it_and_the_message_holds_nothing_of_it()
    {
        foreach (
            var text in new[] { "{}", "Zqwords", """{"act":{"draft":"Zqwords"},"kind":"case.note/1"}""", Encoding.UTF8.GetString(Plan()) }
        )
        {
            Should.Throw<FormatException>(() => SealedForm.Read(Encoding.UTF8.GetBytes(text))).ToString().ShouldNotContain("Zqwords");
        }
        static byte[] Plan() => Encoding.UTF8.GetBytes("""{"act":{"plan":"Zqwords"},"kind":"case.plan/1"}""");
    }

    [Fact]
    public async Task Ciphertext_under_another_authors_name_and_a_vote_in_the_clear_change_nothing_and_are_listed()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr");
        var entries = await house.EntriesAsync(id);
        var vote = entries.Last(e => e.Kind == "case.sealed/1" && e.Author == "fr");
        var (_, _, act) = CaseCodec.Read(vote.Kind, vote.Body.Span);
        var of = await house.SeenAsync(id, "gb");
        await house.Record.AppendAsync(
            [Entry("us", of.Deeds.Length, act), Entry("pl", of.Deeds.Length + 1, new VoteCast("V1", "pl", VoteChoice.For))],
            Stop
        );

        var seen = await house.SeenAsync(id, "gb");
        seen.VotesIn("V1").Select(v => v.Member).ShouldBe(["fr"]);
        var told = (await house.DeskOf("gb").Registry.IrregularitiesAsync("gb", Stop)).Select(i => i.Message).ToList();
        told.Count.ShouldBe(2);
        told.ShouldContain(m => m.Contains("not what was sealed", StringComparison.Ordinal));
        told.ShouldContain(m => m.Contains("no plain entry", StringComparison.Ordinal));
        // The deliberation goes on.
        await house.DoAsync(id, "us", new VoteCast("V1", "us", VoteChoice.For));

        EntryDraft Entry(string by, int number, CaseAct what) =>
            new(
                "forger",
                $"forged {number}",
                by,
                Standing.Recorded,
                Seal.Deliberation(id),
                Mode.Actual,
                CaseCodec.KindOf(what),
                null,
                CaseCodec.Write(id, number, what)
            );
    }

    [Fact]
    public async Task A_seal_that_the_owner_of_the_file_opened_in_a_members_name_is_written_under_by_nobody()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        var book = await house.Accounts.Accounts.BookAsync(Stop);
        using var owners = SeatKey.New();
        var key = RandomNumberGenerator.GetBytes(SealCipher.KeyBytes);
        var wraps = new[] { "fr", "gb", "us" }
            .Select(m => SealCipher.Wrap(key, m, book.Accounts[SealedHouse.AccountOf(m)].SealKey ?? "", owners, Mode.Actual, id, "fr"))
            .OfType<SealWrap>();
        var number = (await house.SeenAsync(id, "gb")).Deeds.Length;
        // With the public key that is really fr's: only the private one is missing.
        var forged = new SealOpened(SealCipher.IdOf(key), book.Accounts["fr-a"].SealKey ?? "", [.. wraps]);
        var body = CaseCodec.Write(id, number, forged);
        await house.Record.AppendAsync(
            [
                new EntryDraft(
                    "forger",
                    "forged",
                    "fr",
                    Standing.Recorded,
                    Seal.Deliberation(id),
                    Mode.Actual,
                    CaseCodec.KindOf(forged),
                    null,
                    body
                ),
            ],
            Stop
        );
        await house.DoAsync(id, "gb", new VoteOpened("V1", SealedHouse.Proposal));
        var of = await house.SeenAsync(id, "fr");
        of.OpenVote.ShouldNotBeNull();
        of.Of<SealOpened>().Count().ShouldBe(2);
        of.Of<Sealed>().ShouldBeEmpty("all of it was opened");
        (await house.EntriesAsync(id)).Select(e => Encoding.UTF8.GetString(e.Body.Span)).Count(b => b.Contains(forged.Key)).ShouldBe(1);
        (await house.DeskOf("gb").Registry.IrregularitiesAsync("gb", Stop)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task In_an_exercise_the_seats_keys_lie_beside_the_record_and_say_so()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-seats-");
        try
        {
            var path = Path.Combine(folder.FullName, "r.db");
            await using var record = await SqliteRecord.OpenAsync(path, cancellation: Stop);
            var keys = LocalSeatKeys.Beside(record, Mode.Exercise);
            var first = await keys.PublicOfAsync("fr", Stop);
            (await LocalSeatKeys.Beside(record, Mode.Exercise).PublicOfAsync("fr", Stop)).ShouldBe(first);
            (await LocalSeatKeys.Beside(record, Mode.Test).PublicOfAsync("fr", Stop)).ShouldNotBe(first);
            (await keys.PublicOfAsync("gb", Stop)).ShouldNotBe(first);
            var file = path + ".exercise-seats";
            (await File.ReadAllTextAsync(file, Stop)).ShouldStartWith("Keys of the commission's seats for exercises");
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            Should.Throw<ArgumentException>(() => LocalSeatKeys.Beside(record, Mode.Actual));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Flipped(string text)
    {
        var bytes = Base64Url.DecodeFromChars(text);
        // Each byte of a short text, and every 31st of a long one.
        for (var i = 0; i < bytes.Length; i += bytes.Length > 100 ? 31 : 1)
        {
            var changed = bytes.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            yield return Base64Url.EncodeToString(changed);
        }
    }
}
