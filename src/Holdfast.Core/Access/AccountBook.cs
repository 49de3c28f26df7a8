using System.Collections.Immutable;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>An entry that no lawful event could have made: kept, shown to the auditor, and without effect.</summary>
public sealed record UnlawfulEvent(long Index, string Account, string By, string Message);

/// <summary>
/// All accounts, folded from the installation's own record: a pure function of its entries in their order. What is unlawful where it stands changes nothing and is
/// listed.
/// </summary>
public sealed record AccountBook(ImmutableSortedDictionary<string, Account> Accounts, ImmutableArray<UnlawfulEvent> Unlawful, long Upto)
{
    /// <summary>Most unlawful entries that are listed, the latest; the record keeps all.</summary>
    private const int MostListed = 1_000;

    /// <summary>Sessions of one account that are kept at once; the oldest gives way.</summary>
    public const int MostSessions = 20;

    public static readonly AccountBook Empty = new(ImmutableSortedDictionary.Create<string, Account>(StringComparer.Ordinal), [], 0);

    /// <summary>The label of every entry of the installation's own record.</summary>
    public static Label Label { get; } =
        new(Classification.Restricted, [Grant.AuditCategory], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <param name="entries">Entries of the installation's own record, in its order; kinds that are no account's are passed over.</param>
    public static AccountBook Fold(IEnumerable<Entry> entries) => entries.Aggregate(Empty, (book, e) => book.With(e));

    /// <summary>The book after one more entry.</summary>
    public AccountBook With(Entry entry)
    {
        var here = this with { Upto = entry.Index + 1 };
        if (!AccountCodec.Kinds.Contains(entry.Kind))
        {
            return here;
        }
        try
        {
            var happened = AccountCodec.Read(entry.Kind, entry.Body.Span);
            var refusal =
                entry.Label == Label
                    ? AccountLaw.Check(this, happened, entry.Author, entry.RecordedAt)
                    : new AccountRefusal(RefusalCode.NotPermitted, $"Its label is '{entry.Label}', not '{Label}'.");
            return refusal is null
                ? here.Apply(happened, entry.Author, entry.RecordedAt)
                : here.Counted(happened.Account).Irregular(entry, happened.Account, refusal.Message);
        }
        catch (FormatException e)
        {
            return here.Irregular(entry, "", e.Message);
        }
    }

    /// <summary>There is no such account; the nearest name is told only to who may manage accounts.</summary>
    public AccountRefusal Unknown(string name) =>
        new(
            RefusalCode.NoSuchAccount,
            $"There is no account '{AccountName.Printable(name)}'.",
            NearestWord.To(AccountName.Printable(name), Accounts.Keys)
        );

    private AccountBook Apply(AccountEvent happened, string by, Instant at)
    {
        if (happened is AccountCreated created)
        {
            var made = new Account(created.Account, created.Grant.Canonical(), at, by, 1);
            return this with { Accounts = Accounts.Add(created.Account, made) };
        }
        var before = Accounts[happened.Account];
        var after = AccountFold.Step(before, happened, by, at);
        // Sessions come and go without changing what an administrator's act builds on.
        var version = happened is SessionBegun or SessionEnded ? before.Version : before.Version + 1;
        return this with { Accounts = Accounts.SetItem(before.Name, after with { Version = version }) };
    }

    private AccountBook Counted(string account) =>
        Accounts.TryGetValue(account, out var of)
            ? this with
            {
                Accounts = Accounts.SetItem(account, of with { Version = of.Version + 1 }),
            }
            : this;

    private AccountBook Irregular(Entry entry, string account, string message)
    {
        var listed = Unlawful.Length < MostListed ? Unlawful : Unlawful.RemoveAt(0);
        return this with { Unlawful = listed.Add(new UnlawfulEvent(entry.Index, account, entry.Author, message)) };
    }
}
