using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Commission.Sealing;
using Holdfast.Core.Access;
using NodaTime;

namespace Holdfast.App.Access;

/// <summary>
/// Where people prove who they are. The record is written first and the secrets after it: a crash between the two leaves an entry about something that nobody can use, and
/// never something usable that the record does not tell of.
/// </summary>
internal sealed class SignInDesk(AccountLedger ledger, SecretStore secrets, AuditNotes notes, AccountsOptions options) : IDisposable
{
    private const int MostTries = 5;

    /// <summary>Names that nobody has share so many counters: trying them fills no table, and looks like trying any other.</summary>
    private const int StrangersCounters = 1_024;

    private readonly Passwords _passwords = new(options.PasswordRounds);
    private readonly SealKeyChest _chest = new(ledger, secrets, new Passwords(options.PasswordRounds));

    public SealKeyChest Chest => _chest;

    /// <summary>Hashing takes a processor for a while; more at once would only keep the pages waiting.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async ValueTask<SignInAnswer> SignInAsync(string name, string password, string code, string from, CancellationToken cancellation)
    {
        var proof = await ProveAsync(name, password, code, from, cancellation);
        if (proof is not { } failedBefore)
        {
            return new SignInAnswer.WrongOrLocked();
        }
        using var key = await SealKeyAsync(name, password, cancellation);
        return await BeginAsync(name, from, failedBefore, key, cancellation);
    }

    /// <summary>The pair to seals of deliberations of whoever proved to be the holder; null for accounts that have none.</summary>
    public ValueTask<SeatKey?> SealKeyAsync(string name, string password, CancellationToken cancellation) =>
        InTurnAsync(() => _chest.OpenOrMakeAsync(name, password, cancellation), cancellation);

    /// <summary>Whether this is the holder, without beginning a session: for changing a password and other acts that ask again.</summary>
    public async ValueTask<bool> IsHolderAsync(string name, string password, string code, string from, CancellationToken cancellation) =>
        await ProveAsync(name, password, code, from, cancellation) is not null;

    /// <summary>How often others failed before, where this is the holder; null where not. The same work for every name.</summary>
    private async ValueTask<int?> ProveAsync(string name, string password, string code, string from, CancellationToken cancellation)
    {
        var now = ledger.Now();
        var account = (await ledger.BookAsync(cancellation)).Accounts.GetValueOrDefault(name);
        var key = account is null ? StrangersKey(name) : name;
        var (attempt, kept, factor) = secrets.Change(rows => (rows.Charge(key, now), rows.Password(key), rows.Factor(key)));
        var right = await InTurnAsync(() => _passwords.Check(password, kept), cancellation);
        var step = Totp.Match(factor?.Secret ?? new byte[Totp.SecretBytes], code, now, factor?.LastStep ?? -1);
        // Two at once with the same code: one uses its step up, the other finds it used.
        if (
            account is null
            || kept is null
            || attempt.Locked
            || !right
            || step is not { } used
            || factor is not { Proven: true }
            || AccountLaw.Entrance(account, now) is not null
            || !secrets.Change(rows => Accept(rows, key, used))
        )
        {
            await RefuseAsync(account, attempt, from, cancellation);
            return null;
        }
        if (_passwords.IsOutdated(kept))
        {
            var fresh = await InTurnAsync(() => _passwords.Hash(password), cancellation);
            secrets.Change(rows => rows.PutPassword(key, fresh));
        }
        return attempt.FailedBefore;
    }

    public async ValueTask<RedeemAnswer> RedeemAsync(string link, string password, string from, CancellationToken cancellation)
    {
        var now = ledger.Now();
        var hash = Secret.HashOf(link);
        var account = secrets.Read(rows => rows.AccountOfLink(hash, now));
        if (account is null)
        {
            await notes.NoteAsync(new AuditNote("first-link", from, "dead-link", null), cancellation);
            return new RedeemAnswer(null, Dead());
        }
        if (PasswordRules.Fault(password, account) is { } weak)
        {
            return new RedeemAnswer(null, weak);
        }
        var recorded = await ledger.AppendAsync(new LinkRedeemed(account, Secret.IdOf(hash)), account, cancellation);
        // Cut off between record and secrets: the record says redeemed, and the same link finishes what it began.
        var book = await ledger.BookAsync(cancellation);
        if (recorded.Refusal is { } refusal && !IsHalfDone(book.Accounts.GetValueOrDefault(account)))
        {
            return new RedeemAnswer(null, refusal);
        }
        var (ticket, secret) = (Secret.New(), RandomNumberGenerator.GetBytes(Totp.SecretBytes));
        var hashed = await InTurnAsync(() => _passwords.Hash(password), cancellation);
        var first = secrets.Change(rows =>
        {
            if (!rows.UseLink(hash))
            {
                return false;
            }
            rows.PutPassword(account, hashed);
            rows.PutFactor(account, secret);
            rows.PutTicket(account, Secret.HashOf(ticket), now + options.EnrolmentLasts, MostTries);
            rows.DropSealKey(account);
            rows.Close(account, null, tokens: true);
            rows.Forgive(account);
            return true;
        });
        if (first)
        {
            (await SealKeyAsync(account, password, cancellation))?.Dispose();
        }
        return first
            ? new RedeemAnswer(
                new Enrolment(account, ticket, Totp.Base32(secret), Totp.Address(options.Installation, account, secret)),
                null
            )
            : new RedeemAnswer(null, Dead());
    }

    public async ValueTask<AccountAnswer> EnrolAsync(string ticket, string code, CancellationToken cancellation)
    {
        var now = ledger.Now();
        var (account, factor) = secrets.Change(rows =>
            rows.TryTicket(Secret.HashOf(ticket), now) is { } name ? (name, rows.Factor(name)) : (null, null)
        );
        if (account is null || factor is null)
        {
            return new AccountAnswer("", null, Dead());
        }
        if (Totp.Match(factor.Secret, code, now, factor.LastStep) is not { } step)
        {
            return new AccountAnswer(
                account,
                null,
                new AccountRefusal(
                    RefusalCode.WrongCode,
                    "This is not the code of this moment. Check that the device's clock is right, and type the six digits it shows."
                )
            );
        }
        var answer = await ledger.AppendAsync(new SecondFactorEnrolled(account), account, cancellation);
        if (answer.Done)
        {
            secrets.Change(rows =>
            {
                rows.UseStep(account, step);
                rows.Prove(account);
                rows.DropTicket(account);
            });
        }
        return answer;
    }

    public async ValueTask<AccountAnswer> ChangePasswordAsync(
        string name,
        string password,
        string code,
        string next,
        CancellationToken cancellation
    )
    {
        if (PasswordRules.Fault(next, name) is { } weak)
        {
            return new AccountAnswer(name, null, weak);
        }
        if (!await IsHolderAsync(name, password, code, "", cancellation))
        {
            return new AccountAnswer(name, null, new AccountRefusal(RefusalCode.NotPermitted, SignInAnswer.WrongOrLocked.Message));
        }
        var answer = await ledger.AppendAsync(new PasswordChanged(name), name, cancellation);
        if (answer.Done)
        {
            var hash = await InTurnAsync(() => _passwords.Hash(next), cancellation);
            var rewrapped = await InTurnAsync(() => _chest.Rewrapped(name, password, next), cancellation);
            secrets.Change(rows =>
            {
                rows.PutPassword(name, hash);
                if (rewrapped is not null)
                {
                    rows.PutSealKey(name, rewrapped);
                }
                rows.Close(name, null, tokens: false);
            });
        }
        return answer;
    }

    public void Dispose() => _hashing.Dispose();

    private async ValueTask<SignInAnswer> BeginAsync(
        string name,
        string from,
        int failedBefore,
        SeatKey? key,
        CancellationToken cancellation
    )
    {
        var session = Secret.New();
        var hash = Secret.HashOf(session);
        var now = ledger.Now();
        var until = now + options.SessionLongest;
        var begun = await ledger.AppendAsync(
            new SessionBegun(name, Secret.IdOf(hash), AccountName.Printable(from), until),
            name,
            cancellation
        );
        if (!begun.Done)
        {
            return new SignInAnswer.WrongOrLocked();
        }
        secrets.Change(rows =>
        {
            rows.Sweep(now);
            rows.PutSession(hash, name, now, until);
            if (key is not null)
            {
                rows.PutSealWrap(hash, name, SealKeyChest.Under(name, session, hash, key));
            }
        });
        var principal = (await ledger.BookAsync(cancellation)).Accounts[name].Principal();
        return new SignInAnswer.Granted(session, principal, failedBefore);
    }

    private async ValueTask RefuseAsync(Account? account, Attempt attempt, string from, CancellationToken cancellation)
    {
        await notes.NoteAsync(new AuditNote("sign-in", from, "wrong-or-locked", account?.Name), cancellation);
        if (attempt is not { Locked: false, LocksUntil: { } until } || until <= ledger.Now())
        {
            return;
        }
        if (account is not null)
        {
            await ledger.AppendAsync(new AccountLocked(account.Name, attempt.FailedBefore + 1, until), AccountLaw.System, cancellation);
        }
        else
        {
            // An entry here as there: how long the answer takes does not tell whether there is such an account.
            await notes.WriteAsync(new AuditNote("sign-in", from, "rests", null), cancellation);
        }
    }

    private static bool Accept(SecretRows rows, string name, long step)
    {
        if (!rows.UseStep(name, step))
        {
            return false;
        }
        rows.Forgive(name);
        return true;
    }

    private async ValueTask<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _hashing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> work, CancellationToken cancellation)
    {
        await _hashing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(async () => await work(), cancellation);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private static bool IsHalfDone(Account? account) => account is { HasPassword: true, Enrolled: false, Disabled: false, Link: null };

    private static string StrangersKey(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name.Length > 256 ? "" : name));
        return "stranger " + (BitConverter.ToUInt16(hash) % StrangersCounters).ToString(CultureInfo.InvariantCulture);
    }

    private static AccountRefusal Dead() =>
        new(
            RefusalCode.DeadLink,
            "This link does not work any more: it was used, replaced, or is too old. Ask an administrator for another."
        );
}
