using System.Text;
using Holdfast.App.Access;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>What of accounts is in the record (everything that happened) and what never is (secrets); and what a crash or a forger leaves behind.</summary>
public sealed class AccountRecordTests
{
    private static readonly Principal Local = Principal.LocalOperator;
    private static readonly Reader Auditor = new("auditor", [Role.Auditor], Classification.Restricted, [Grant.AuditCategory], null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_an_entry_and_no_secret_is_in_any()
    {
        await using var desk = await Desk.OpenAsync();
        var secrets = await EverythingAsync(desk);
        var entries = await EntriesAsync(desk);
        entries.Select(e => e.Kind).Distinct().Order(StringComparer.Ordinal).ShouldBe([Accounts.RefusedKind, .. AccountCodec.Kinds]);
        entries.ShouldAllBe(e => e.Label.Equals(AccountBook.Label) && LeafHash.Verify(e));
        entries.ShouldAllBe(e => !ReadAccess.MayRead(Reader.LocalOperator, e.Label));

        var told = string.Join('\n', entries.Select(e => Encoding.UTF8.GetString(EntryLine.Write(e))));
        foreach (var secret in secrets)
        {
            secret.Length.ShouldBeGreaterThanOrEqualTo(6);
            told.ShouldNotContain(secret);
            told.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        }
        // Nor do the files hold what opens something: of these there are only hashes. (The second factor's secret lies in the file of secrets.)
        await desk.Accounts.DisposeAsync();
        var files = Directory
            .GetFiles(Path.Combine(desk.Var, "access"))
            .Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f)))
            .ToList();
        files.Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var secret in secrets.Where(s => s.Length > 6))
        {
            files.ShouldAllBe(f => !f.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_answer_and_no_exception_tells_a_secret()
    {
        await using var desk = await Desk.OpenAsync();
        var said = new StringBuilder();
        var made = await desk.Accounts.CreateAsync(Local, "olena", Desk.Give(Role.Analyst), Stop);
        said.Append(made);
        Cut(desk, "passwords");
        said.Append(
            await Should.ThrowAsync<RecordException>(async () => await desk.Accounts.RedeemFirstLinkAsync(made.Secret ?? "", Desk.Password))
        );
        Mend(desk, "passwords");
        var redeemed = await desk.Accounts.RedeemFirstLinkAsync(made.Secret ?? "", Desk.Password, cancellation: Stop);
        said.Append(redeemed);
        var enrolment = redeemed.Enrolment.ShouldNotBeNull();
        said.Append(await desk.Accounts.EnrolTotpAsync(enrolment.Ticket, "123456", Stop));
        var code = Totp.Code(Totp.FromBase32(enrolment.Secret), Totp.StepAt(desk.Clock.Now));
        said.Append(await desk.Accounts.EnrolTotpAsync(enrolment.Ticket, code, Stop));
        desk.Clock.Advance(Duration.FromSeconds(30));
        var next = Totp.Code(Totp.FromBase32(enrolment.Secret), Totp.StepAt(desk.Clock.Now));
        Cut(desk, "sessions");
        said.Append(await Should.ThrowAsync<RecordException>(async () => await desk.TryAsync("olena", code: next)));
        Mend(desk, "sessions");
        said.Append(await desk.Accounts.RedeemFirstLinkAsync("canary-link", "canary password", cancellation: Stop));
        said.Append(PasswordRules.Fault("canary", "olena")).Append(PasswordRules.Fault("canary canary canary \u0000", "olena"));
        foreach (var secret in new[] { made.Secret, Desk.Password, enrolment.Secret, enrolment.Ticket, code, next, "canary" })
        {
            said.ToString().ShouldNotContain(secret ?? "", Case.Sensitive);
        }
    }

    [Fact]
    public async Task The_book_is_the_fold_of_the_entries_and_nothing_else()
    {
        await using var desk = await Desk.OpenAsync();
        await EverythingAsync(desk);
        var book = await desk.Accounts.BookAsync(Stop);
        var folded = AccountBook.Fold(await EntriesAsync(desk));
        Told(folded).ShouldBe(Told(book));
        folded.Unlawful.ShouldBeEmpty();
        await using var other = await desk.AnotherAsync();
        Told(await other.BookAsync(Stop)).ShouldBe(Told(book));
    }

    [Fact]
    public async Task Entries_that_came_by_another_way_have_no_effect_and_are_listed()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Commissioner));
        await SeatTests.Seat(desk, "olena", "fr", SeatKind.Member);
        var before = Told(await desk.Accounts.BookAsync(Stop));
        var all = Desk.Give(Role.Administrator);
        var until = desk.Clock.Now + Duration.FromHours(1);
        EntryDraft[] forged =
        [
            Forged("olena", new AccountChanged("olena", all)),
            Forged("olena", new AccountCreated("friend", all)),
            Forged("nobody", new AccountCreated("friend", all)),
            Forged("access", new AccountCreated("friend", all)),
            Forged("local operator", new AccountChanged("olena", all with { Categories = ["SEAL.2026-0001"] })),
            Forged("local operator", new SeatConfirmed("olena", "ukraine", "fr")),
            Forged("local operator", new SessionBegun("olena", "0123456789ab", "", until)),
            Forged("olena", new SessionBegun("olena", "0123456789ab", "", desk.Clock.Now + Duration.FromDays(365))),
            Forged("local operator", new AccountDisabled("olena", "")) with
            {
                Label = Label.Public,
            },
            Forged("local operator", new AccountDisabled("nobody", "")),
            Forged("local operator", new AccountDisabled("olena", "")) with
            {
                Body = Encoding.UTF8.GetBytes("{\"account\":\"olena\"}"),
            },
            Forged("local operator", new AccountDisabled("olena", "")) with
            {
                Body = Encoding.UTF8.GetBytes("{}"),
            },
        ];
        await desk.Accounts.Record.AppendAsync(forged, Stop);
        var book = await desk.Accounts.BookAsync(Stop);
        Told(book).ShouldBe(before);
        book.Unlawful.Length.ShouldBe(forged.Length);
        // And they are not in the way.
        (await desk.Accounts.DisableAsync(Local, "olena", "", Stop)).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("links")]
    [InlineData("passwords")]
    [InlineData("sessions")]
    [InlineData("tokens")]
    public async Task Cut_off_between_record_and_secrets_nobody_gets_in_and_it_can_be_finished(string table)
    {
        await using var desk = await Desk.OpenAsync();
        if (table is "sessions" or "tokens")
        {
            await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        }
        var link =
            table == "passwords" ? (await desk.Accounts.CreateAsync(Local, "olena", Desk.Give(Role.Analyst), Stop)).Secret ?? "" : "";
        Cut(desk, table);
        await Should.ThrowAsync<RecordException>(async () => await StepAsync(desk, table, link));
        // Whoever starts anew finds a whole book, and no way in that the record does not tell of.
        await using var other = await desk.AnotherAsync();
        var book = await other.BookAsync(Stop);
        book.Accounts.Keys.ShouldBe(["olena"]);
        book.Unlawful.ShouldBeEmpty();
        (await other.SessionsAsync("olena", Stop)).ShouldBeEmpty();
        Mend(desk, table);
        desk.Clock.Advance(Duration.FromSeconds(30));
        await FinishAsync(desk, table, link);
    }

    [Fact]
    public async Task The_files_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var folder = Path.Combine(desk.Var, "access");
        File.GetUnixFileMode(folder).ShouldBe(owner | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.GetUnixFileMode(file).ShouldBe(owner, file);
        }
        File.SetUnixFileMode(Path.Combine(folder, "secrets.db"), owner | UnixFileMode.OtherRead);
        (await Should.ThrowAsync<RecordException>(async () => await desk.AnotherAsync())).Message.ShouldContain("600");
    }

    private static async Task StepAsync(Desk desk, string table, string link)
    {
        switch (table)
        {
            case "links":
                await desk.Accounts.CreateAsync(Local, "olena", Desk.Give(Role.Analyst), Stop);
                break;
            case "passwords":
                await desk.Accounts.RedeemFirstLinkAsync(link, Desk.Password, "", Stop);
                break;
            case "sessions":
                await desk.TryAsync("olena");
                break;
            default:
                await desk.Accounts.IssueTokenAsync(Local, "olena", "x", ["watch-room"], desk.Clock.Now + Duration.FromDays(1), Stop);
                break;
        }
    }

    private static async Task FinishAsync(Desk desk, string table, string link)
    {
        switch (table)
        {
            case "links":
                await desk.SignUpAsync("olena", (await desk.Accounts.IssueLinkAsync(Local, "olena", Stop)).Secret ?? "");
                break;
            case "passwords":
                await desk.SignUpAsync("olena", link);
                break;
        }
        await desk.SignInAsync("olena");
    }

    /// <summary>From now on nothing can be written into a table of secrets, as if the process had ended just before.</summary>
    private static void Cut(Desk desk, string table) =>
        Sql(desk, $"CREATE TRIGGER cut_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'cut off'); END");

    private static void Mend(Desk desk, string table) => Sql(desk, $"DROP TRIGGER cut_{table}");

    private static void Sql(Desk desk, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(desk.Var, "access", "secrets.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static int _forged;

    private static EntryDraft Forged(string by, AccountEvent happened) =>
        new(
            "forger",
            $"m{Interlocked.Increment(ref _forged)}",
            by,
            Standing.Recorded,
            AccountBook.Label,
            Mode.Actual,
            AccountCodec.KindOf(happened),
            null,
            AccountCodec.Write(happened)
        );

    private static async Task<List<Entry>> EntriesAsync(Desk desk)
    {
        var audit = await desk.Accounts.AuditAsync(Local, new RecordQuery(), Stop);
        return await audit.ShouldNotBeNull().ToListAsync(Stop);
    }

    private static string Told(AccountBook book) =>
        string.Join(
            '\n',
            book.Accounts.Values.Select(a =>
                $"{a.Name} {string.Join(',', a.Grant.Roles)} {a.Grant.Clearance} {string.Join(',', a.Grant.Categories)} {a.Disabled} {a.Enrolled} {a.HasPassword} "
                + $"{a.LockedUntil} {a.Link?.Link} {a.LinkedBy} {string.Join(',', a.Seats.Values)} {string.Join(',', a.Sessions.Keys)} {string.Join(',', a.Tokens.Keys)}"
            )
        );

    /// <summary>Does everything that there is to do, and gives all secrets that came up.</summary>
    private static async Task<List<string>> EverythingAsync(Desk desk)
    {
        const string canary = "canary yellow birds in the shaft";
        var secrets = new List<string> { Desk.Password, canary, "a password that is a canary" };
        var made = await desk.Accounts.CreateAsync(Local, "olena", Desk.Give(Role.Commissioner), Stop);
        secrets.Add(made.Secret ?? "");
        await desk.SignUpAsync("olena", made.Secret ?? "");
        secrets.Add(desk.SecretOf("olena"));
        await desk.EnlistAsync("auditor-a", Desk.Give(Role.Auditor));
        await SeatTests.Seat(desk, "olena", "fr", SeatKind.Member);
        var auditor = await desk.SignInAsync("auditor-a");
        await desk.Accounts.ConfirmSeatAsync(auditor.Principal, "olena", "ukraine", "fr", Stop);
        secrets.Add(auditor.Session);
        secrets.Add(desk.Code("olena"));
        var session = await desk.SignInAsync("olena");
        secrets.Add(session.Session);
        var token = await desk.Accounts.IssueTokenAsync(Local, "olena", "x", ["state-facts"], desk.Clock.Now + Duration.FromDays(1), Stop);
        secrets.Add(token.Secret ?? "");
        var id = (await desk.Accounts.BookAsync(Stop)).Accounts["olena"].Tokens.Keys.Single();
        await desk.Accounts.RevokeTokenAsync(Local, "olena", id, Stop);
        desk.Clock.Advance(Duration.FromSeconds(30));
        (await desk.Accounts.ChangePasswordAsync("olena", Desk.Password, desk.Code("olena"), canary, Stop)).Refusal.ShouldBeNull();
        await desk.Accounts.SignOutAsync(auditor.Session, Stop);
        for (var i = 0; i < Lockout.Patience; i++)
        {
            await desk.TryAsync("olena", "a password that is a canary");
        }
        await desk.TryAsync("a password that is a canary", "x", "123456");
        await desk.Accounts.UnlockAsync(Local, "olena", Stop);
        await desk.Accounts.UnseatAsync(Local, "olena", "ukraine", Stop);
        await desk.Accounts.ChangeAsync(Local, "olena", Desk.Give(Role.Analyst), Stop);
        await desk.Accounts.DisableAsync(Local, "olena", "left", Stop);
        await desk.Accounts.EnableAsync(Local, "olena", Stop);
        return secrets;
    }
}
