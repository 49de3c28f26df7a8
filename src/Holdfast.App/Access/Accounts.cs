using System.Collections.Immutable;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using NodaTime;

namespace Holdfast.App.Access;

/// <summary>
/// The accounts of an installation: who may come in, as what, and what they did about it. Kept in <c>var/access/</c>: a record of its own, in which everything that
/// happens to accounts is an entry, and a file of secrets apart from it. Several processes may use it at once; each sees at once what another did.
/// </summary>
public sealed class Accounts : IAsyncDisposable
{
    /// <summary>The kind of entries that count refusals.</summary>
    public const string RefusedKind = AuditNotes.Kind;

    private readonly SqliteRecord _record;
    private readonly SecretStore _secrets;
    private readonly AccountLedger _ledger;
    private readonly AuditNotes _notes;
    private readonly SignInDesk _desk;
    private readonly AccountsOptions _options;

    private Accounts(string folder, SqliteRecord record, SecretStore secrets, TimeProvider time, AccountsOptions options)
    {
        Folder = folder;
        _record = record;
        _secrets = secrets;
        _options = options;
        _ledger = new AccountLedger(record, time);
        _notes = new AuditNotes(_ledger);
        _desk = new SignInDesk(_ledger, secrets, _notes, options);
    }

    /// <summary>
    /// Opens the folder <c>access/</c> of an installation, made where there is none. Throws <see cref="RecordException"/>, and <see cref="InvalidDataException"/> with all
    /// complaints about an <c>issuers.yaml</c> that is wrong: who is let in is never guessed.
    /// </summary>
    public static async ValueTask<Accounts> OpenAsync(
        string varDirectory,
        TimeProvider time,
        CancellationToken cancellation = default,
        AccountsOptions? options = null
    )
    {
        var folder = AccessFolder.Of(varDirectory);
        AccessFolder.Make(folder);
        var issuers = AccessFolder.ReadIssuers(folder);
        AccessFolder.Guard(AccessFolder.Record(folder));
        var record = await SqliteRecord.OpenAsync(AccessFolder.Record(folder), time, cancellation);
        try
        {
            var secrets = SecretStore.Open(AccessFolder.Secrets(folder));
            return new Accounts(folder, record, secrets, time, options ?? new AccountsOptions()) { Issuers = issuers };
        }
        catch (RecordException)
        {
            await record.DisposeAsync();
            throw;
        }
    }

    /// <summary>Outside issuers that may vouch for people, as <c>issuers.yaml</c> in the folder says; none where there is no such file.</summary>
    public Issuers Issuers { get; private init; } = Issuers.None;

    /// <summary>The folder <c>access/</c>, where <c>issuers.yaml</c> and its files of keys lie.</summary>
    public string Folder { get; }

    /// <summary>The installation's own record, for proofs and checks; entries carry the label <see cref="AccountBook.Label"/>.</summary>
    public IRecord Record => _record;

    public string RecordPath => _record.Path;

    /// <summary>Whether there is any account.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken cancellation = default) => !(await BookAsync(cancellation)).Accounts.IsEmpty;

    /// <summary>All accounts as they stand now. Whoever shows them checks <see cref="Right.ManageAccounts"/> or <see cref="Right.ReadAudit"/>.</summary>
    public ValueTask<AccountBook> BookAsync(CancellationToken cancellation = default) => _ledger.BookAsync(cancellation);

    /// <summary>Makes an account and its first link; the link's token is the answer's secret, shown once.</summary>
    public async ValueTask<AccountAnswer> CreateAsync(Principal by, string name, Grant grant, CancellationToken cancellation = default)
    {
        var made = await ActAsync(by, new AccountCreated(name, grant.Canonical()), cancellation);
        return made.Done ? await IssueLinkAsync(by, name, cancellation) : made;
    }

    /// <summary>Gives an account another grant, as a whole.</summary>
    public ValueTask<AccountAnswer> ChangeAsync(Principal by, string name, Grant grant, CancellationToken cancellation = default) =>
        ActAsync(by, new AccountChanged(name, grant.Canonical()), cancellation);

    /// <summary>Makes a new link for the holder to set password and second factor anew. A member's seat then waits for confirmation again.</summary>
    public async ValueTask<AccountAnswer> IssueLinkAsync(Principal by, string name, CancellationToken cancellation = default)
    {
        var link = Secret.New();
        var hash = Secret.HashOf(link);
        var until = _ledger.Now() + _options.LinkLasts;
        var answer = await ActAsync(by, new LinkIssued(name, Secret.IdOf(hash), until), cancellation);
        if (!answer.Done)
        {
            return answer;
        }
        _secrets.Change(rows => rows.PutLink(name, hash, until));
        return answer with { Secret = link };
    }

    public ValueTask<AccountAnswer> DisableAsync(Principal by, string name, string reason, CancellationToken cancellation = default) =>
        ActAsync(by, new AccountDisabled(name, AccountName.Printable(reason)), cancellation);

    public ValueTask<AccountAnswer> EnableAsync(Principal by, string name, CancellationToken cancellation = default) =>
        ActAsync(by, new AccountEnabled(name), cancellation);

    /// <summary>Ends a time of rest after failed attempts.</summary>
    public async ValueTask<AccountAnswer> UnlockAsync(Principal by, string name, CancellationToken cancellation = default)
    {
        var answer = await ActAsync(by, new AccountUnlocked(name), cancellation);
        if (answer.Done)
        {
            _secrets.Change(rows => rows.Forgive(name));
        }
        return answer;
    }

    /// <summary>Gives a seat in a mission's commission. A member's has effect once somebody else confirmed it.</summary>
    /// <param name="person">The id in the mission's <c>commission.yaml</c>; the caller has checked that it stands there as that kind.</param>
    public ValueTask<AccountAnswer> SeatAsync(
        Principal by,
        string name,
        string mission,
        string person,
        SeatKind kind,
        CancellationToken cancellation = default
    ) => ActAsync(by, new SeatGiven(name, mission, person, kind), cancellation);

    /// <summary>The second of two people confirms a member's seat.</summary>
    public ValueTask<AccountAnswer> ConfirmSeatAsync(
        Principal by,
        string name,
        string mission,
        string person,
        CancellationToken cancellation = default
    ) => ActAsync(by, new SeatConfirmed(name, mission, person), cancellation);

    public ValueTask<AccountAnswer> UnseatAsync(Principal by, string name, string mission, CancellationToken cancellation = default) =>
        ActAsync(by, new SeatTaken(name, mission), cancellation);

    /// <summary>Opens a first link: sets the password, gives the second factor's secret and a ticket for <see cref="EnrolTotpAsync"/>.</summary>
    public ValueTask<RedeemAnswer> RedeemFirstLinkAsync(
        string link,
        string password,
        string from = "",
        CancellationToken cancellation = default
    ) => _desk.RedeemAsync(link, password, from, cancellation);

    /// <summary>Proves the second factor with its first code; from then on the account can sign in.</summary>
    public ValueTask<AccountAnswer> EnrolTotpAsync(string ticket, string code, CancellationToken cancellation = default) =>
        _desk.EnrolAsync(ticket, code, cancellation);

    public ValueTask<SignInAnswer> SignInAsync(
        string name,
        string password,
        string code,
        string from,
        CancellationToken cancellation = default
    ) => _desk.SignInAsync(name, password, code, from, cancellation);

    /// <summary>Who this is, without beginning a session: for a terminal, and for acts that ask again. Null for whoever is not let in.</summary>
    public async ValueTask<Principal?> AuthenticateAsync(
        string name,
        string password,
        string code,
        string from,
        CancellationToken cancellation = default
    ) =>
        await _desk.IsHolderAsync(name, password, code, from, cancellation)
            ? (await BookAsync(cancellation)).Accounts[name].Principal()
            : null;

    /// <summary>Like <see cref="AuthenticateAsync"/>, with the holder's pair to seals of deliberations where the account has one; the caller disposes it.</summary>
    public async ValueTask<(Principal? Principal, SeatKey? Key)> AuthenticateWithKeyAsync(
        string name,
        string password,
        string code,
        string from,
        CancellationToken cancellation = default
    ) =>
        await AuthenticateAsync(name, password, code, from, cancellation) is { } principal
            ? (principal, await _desk.SealKeyAsync(name, password, cancellation))
            : (null, null);

    /// <summary>The pair to seals that a session or a token carries, whoever has looked whether it still lets in; null for one that carries none. The caller disposes it.</summary>
    public ValueTask<SeatKey?> SealKeyOfAsync(string secret, CancellationToken cancellation = default) =>
        _desk.Chest.OfSecretAsync(secret, cancellation);

    /// <summary>The holder sets another password; all sessions end.</summary>
    public ValueTask<AccountAnswer> ChangePasswordAsync(
        string name,
        string password,
        string code,
        string next,
        CancellationToken cancellation = default
    ) => _desk.ChangePasswordAsync(name, password, code, next, cancellation);

    /// <summary>Whom a session lets in.</summary>
    /// <param name="touch">Whether this counts as use; a live stream that looks whether its session still stands does not.</param>
    public async ValueTask<Admission> PrincipalOfSessionAsync(string session, bool touch = true, CancellationToken cancellation = default)
    {
        var hash = Secret.HashOf(session);
        if (_secrets.Read(rows => rows.Session(hash)) is not { } row)
        {
            return Admission.No(AdmissionFault.Unknown);
        }
        var now = _ledger.Now();
        var id = Secret.IdOf(hash);
        if (now >= row.Until || now - row.Seen >= _options.SessionIdle)
        {
            await EndAsync(AccountLaw.System, row.Account, id, cancellation);
            return Admission.No(AdmissionFault.Expired, row.Account);
        }
        var book = await BookAsync(cancellation);
        if (!book.Accounts.TryGetValue(row.Account, out var account) || account.Disabled || !account.Enrolled)
        {
            return Admission.No(AdmissionFault.Disabled, row.Account);
        }
        if (!account.Sessions.ContainsKey(id))
        {
            _secrets.Change(rows => rows.DropSession(hash));
            return Admission.No(AdmissionFault.Expired, row.Account);
        }
        if (touch && now - row.Seen >= Duration.FromMinutes(1))
        {
            _secrets.Change(rows => rows.Touch(hash, now));
        }
        return Admission.Of(account.Principal());
    }

    /// <summary>Ends the session that a browser holds (signing out).</summary>
    public async ValueTask SignOutAsync(string session, CancellationToken cancellation = default)
    {
        var hash = Secret.HashOf(session);
        if (_secrets.Read(rows => rows.Session(hash)) is { } row)
        {
            await EndAsync(row.Account, row.Account, Secret.IdOf(hash), cancellation);
        }
    }

    /// <summary>Ends one session by its public id: the holder's own, or an administrator another's.</summary>
    public async ValueTask<AccountAnswer> EndSessionAsync(Principal by, string name, string id, CancellationToken cancellation = default)
    {
        var answer = await ActAsync(by, new SessionEnded(name, id), cancellation);
        if (answer.Done)
        {
            _secrets.Change(rows => rows.DropSession(name, id));
        }
        return answer;
    }

    /// <summary>Sessions of an account that can still be used, with when each was last used.</summary>
    public async ValueTask<ImmutableArray<OpenSession>> SessionsAsync(string name, CancellationToken cancellation = default)
    {
        var now = _ledger.Now();
        var book = await BookAsync(cancellation);
        if (!book.Accounts.TryGetValue(name, out var account))
        {
            return [];
        }
        var rows = _secrets.Read(r => r.Sessions(name)).Select(r => (Id: Secret.IdOf(r.Hash), r.Seen));
        return
        [
            .. rows.Where(r => now - r.Seen < _options.SessionIdle)
                .Select(r => (r.Seen, Begun: account.Sessions.GetValueOrDefault(r.Id)))
                .Where(r => r.Begun is { } b && now < b.Until)
                .Select(r => new OpenSession(r.Begun?.Session ?? "", r.Begun?.From ?? "", r.Seen, r.Begun?.Until ?? now)),
        ];
    }

    /// <summary>Makes a token for programs; the text is the answer's secret, shown once.</summary>
    /// <param name="name">The account whose token it is. A token that somebody else made for it carries no member's seat.</param>
    /// <param name="called">What the token is for, in words.</param>
    /// <param name="scopes">Words of the rights it is made for.</param>
    /// <param name="key">The holder's own pair to seals, which the token is to carry; null for none.</param>
    public async ValueTask<AccountAnswer> IssueTokenAsync(
        Principal by,
        string name,
        string called,
        IEnumerable<string> scopes,
        Instant expires,
        CancellationToken cancellation = default,
        SeatKey? key = null
    )
    {
        var token = Secret.New(ApiToken.Prefix);
        var hash = Secret.HashOf(token);
        var sorted = scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var answer = await ActAsync(by, new TokenIssued(name, Secret.IdOf(hash), called, [.. sorted], expires), cancellation);
        if (!answer.Done)
        {
            return answer;
        }
        _secrets.Change(rows =>
        {
            rows.PutToken(hash, name, expires);
            if (key is not null && by.Account == name)
            {
                rows.PutSealWrap(hash, name, SealKeyChest.Under(name, token, hash, key));
            }
        });
        return answer with { Secret = token };
    }

    public async ValueTask<AccountAnswer> RevokeTokenAsync(Principal by, string name, string id, CancellationToken cancellation = default)
    {
        var answer = await ActAsync(by, new TokenRevoked(name, id), cancellation);
        if (answer.Done)
        {
            _secrets.Change(rows => rows.DropToken(name, id));
        }
        return answer;
    }

    /// <summary>Whom a token lets in, no further than its scopes.</summary>
    public async ValueTask<Admission> PrincipalOfTokenAsync(string token, CancellationToken cancellation = default)
    {
        var hash = Secret.HashOf(token);
        var book = await BookAsync(cancellation);
        return _secrets.Read(rows => rows.Token(hash)) is { } row
            ? ApiToken.Admit(book, row.Account, Secret.IdOf(hash), _ledger.Now())
            : Admission.No(AdmissionFault.Unknown);
    }

    /// <summary>Whom the claims of an outside issuer's token let in; the caller has checked its signature and its times.</summary>
    public async ValueTask<ClaimAnswer> PrincipalOfClaimsAsync(
        string issuer,
        IReadOnlyCollection<string> audiences,
        IReadOnlyCollection<(string Type, string Value)> claims,
        CancellationToken cancellation = default
    ) => Issuers.Admit(await BookAsync(cancellation), issuer, audiences, claims);

    /// <summary>Notes a refusal for the auditor; bounded, so that nobody fills the record by being refused.</summary>
    public ValueTask NoteAsync(AuditNote note, CancellationToken cancellation = default) => _notes.NoteAsync(note, cancellation);

    /// <summary>Records that the machine's owner, who has no account, came in or went out. Throws <see cref="RecordException"/> where that cannot be recorded.</summary>
    /// <param name="kind">One of the kinds of <see cref="OperatorSessions"/>.</param>
    public async ValueTask RecordOperatorAsync(string kind, string secret, string from, CancellationToken cancellation = default) =>
        await _ledger.AppendAsync(OperatorSessions.Draft(kind, secret, from), cancellation);

    /// <summary>Entries of the installation's own record, for who may read the audit; null for others.</summary>
    public async ValueTask<IAsyncEnumerable<Entry>?> AuditAsync(Principal by, RecordQuery query, CancellationToken cancellation = default)
    {
        if (!by.May(Right.ReadAudit))
        {
            await NoteAsync(new AuditNote("audit", "", "not-permitted", by.Account), cancellation);
            return null;
        }
        await _notes.FlushAsync(cancellation);
        // The right opens this record, whatever the clearance for what missions hold.
        var reader = Grant.Auditing(by.Reader) with
        {
            Clearance = by.Reader.Clearance < AccountBook.Label.Classification ? AccountBook.Label.Classification : by.Reader.Clearance,
        };
        return _record.ReadAsync(reader, query, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _notes.FlushAsync(CancellationToken.None);
        await _record.DisposeAsync();
        _secrets.Dispose();
        _desk.Dispose();
        _ledger.Dispose();
    }

    /// <summary>Does an act for somebody: the token in use must have been made for it, the law must allow it, and a refusal is noted.</summary>
    private async ValueTask<AccountAnswer> ActAsync(Principal by, AccountEvent happened, CancellationToken cancellation)
    {
        var answer =
            by.Scopes is not null || !by.SignedIn
                ? new AccountAnswer(
                    happened.Account,
                    null,
                    new AccountRefusal(RefusalCode.NotPermitted, "Accounts are for people who signed in, not for tokens.")
                )
                : await _ledger.AppendAsync(happened, by.Account, cancellation);
        if (answer.Refusal is { Code: RefusalCode.NotPermitted or RefusalCode.OwnAccount or RefusalCode.SamePerson } refusal)
        {
            await NoteAsync(new AuditNote(AccountCodec.KindOf(happened), "", AccessWords.Of(refusal.Code), by.Account), cancellation);
        }
        return answer;
    }

    private async ValueTask EndAsync(string by, string account, string id, CancellationToken cancellation)
    {
        await _ledger.AppendAsync(new SessionEnded(account, id), by, cancellation);
        _secrets.Change(rows => rows.DropSession(account, id));
    }
}
