using System.Globalization;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Access;

/// <summary>
/// The book of accounts on the installation's own record: reads what any process appended before each answer, and appends events that the law allows. What was
/// appended counts only as the fold takes it.
/// </summary>
internal sealed class AccountLedger(IRecord record, TimeProvider time) : IDisposable
{
    private const string Producer = "access";
    private const int Tries = 8;

    private static readonly Reader Desk = new("access", [Role.Auditor], Classification.Restricted, [Grant.AuditCategory], null);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private AccountBook _book = AccountBook.Empty;

    public IRecord Record => record;

    public Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>The book as it stands now, whoever wrote last.</summary>
    public async ValueTask<AccountBook> BookAsync(CancellationToken cancellation = default)
    {
        var head = await record.HeadAsync(cancellation);
        var book = Volatile.Read(ref _book);
        if (head.Count <= book.Upto)
        {
            return book;
        }
        await _gate.WaitAsync(cancellation);
        try
        {
            book = _book;
            head = await record.HeadAsync(cancellation);
            var query = new RecordQuery(book.Upto, head.Count, AccountCodec.Kinds);
            await foreach (var entry in record.ReadAsync(Desk, query, cancellation))
            {
                book = book.With(entry);
            }
            // Entries of other kinds are passed over without being read.
            book = book with
            {
                Upto = Math.Max(book.Upto, head.Count),
            };
            Volatile.Write(ref _book, book);
            return book;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Records an event if the law allows it and the fold takes it; otherwise says why not.</summary>
    public async ValueTask<AccountAnswer> AppendAsync(AccountEvent happened, string by, CancellationToken cancellation = default)
    {
        var (stuck, seen) = (0, "");
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var book = await BookAsync(cancellation);
            if (AccountLaw.Check(book, happened, by, Now()) is { } refusal)
            {
                return new AccountAnswer(happened.Account, null, refusal);
            }
            var id = MessageOf(book, happened);
            (stuck, seen) = (id == seen ? stuck + 1 : 0, id);
            var message = stuck == 0 ? id : $"{id}.{stuck.ToString(CultureInfo.InvariantCulture)}";
            var draft = Draft(AccountCodec.KindOf(happened), message, by, AccountCodec.Write(happened));
            var receipt = (await record.AppendAsync([draft], cancellation))[0];
            if (receipt.Kind == ReceiptKind.Appended)
            {
                var after = await BookAsync(cancellation);
                return after.Unlawful.FirstOrDefault(u => u.Index == receipt.Index) is { } overtaken
                    ? new AccountAnswer(happened.Account, receipt, new AccountRefusal(RefusalCode.Overtaken, overtaken.Message))
                    : new AccountAnswer(happened.Account, receipt, null);
            }
        }
        return new AccountAnswer(
            happened.Account,
            null,
            new AccountRefusal(RefusalCode.Overtaken, "Others are changing this account at the same moment; look again and repeat.")
        );
    }

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(EntryDraft draft, CancellationToken cancellation) =>
        record.AppendAsync([draft], cancellation);

    public static EntryDraft Draft(string kind, string messageId, string by, byte[] body) =>
        new(Producer, messageId, by, Standing.Recorded, AccountBook.Label, Mode.Actual, kind, null, body);

    public void Dispose() => _gate.Dispose();

    // Two who build on the same version meet in the same id: the second finds out. A session or token names itself.
    private static string MessageOf(AccountBook book, AccountEvent happened) =>
        happened switch
        {
            SessionBegun e => $"session {e.Session} begun",
            SessionEnded e => $"session {e.Session} ended",
            _ =>
                $"account {happened.Account} {(book.Accounts.GetValueOrDefault(happened.Account)?.Version ?? 0).ToString(CultureInfo.InvariantCulture)}",
        };
}
