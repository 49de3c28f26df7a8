using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Record;

namespace Holdfast.App.Access;

/// <summary>Something that was refused, for the auditor. Nothing that the caller typed is part of it, but the name of an account that exists.</summary>
/// <param name="What">What was asked for: a route's pattern or a word such as <c>sign-in</c>.</param>
/// <param name="From">From where, as the host saw it.</param>
/// <param name="Why">The reason's stable name.</param>
/// <param name="Account">The account concerned or acting, where one is known.</param>
public sealed record AuditNote(string What, string From, string Why, string? Account);

/// <summary>
/// Writes refusals into the installation's own record, bounded: the first of a kind from one caller in a minute at once, the others of that minute as one entry that
/// counts them, and of callers too many to tell apart only how many refusals there were.
/// </summary>
internal sealed class AuditNotes(AccountLedger ledger)
{
    public const string Kind = "access.refused/1";
    private const int MostCallers = 64;
    private const int MostAccounts = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<AuditNote, Tally> _open = [];
    private long _minute = -1;

    private sealed class Tally
    {
        public int More;
        public SortedSet<string> Accounts = new(StringComparer.Ordinal);
    }

    public async ValueTask NoteAsync(AuditNote note, CancellationToken cancellation)
    {
        var minute = ledger.Now().ToUnixTimeSeconds() / 60;
        List<EntryDraft> drafts;
        lock (_gate)
        {
            drafts = minute == _minute ? [] : Ended();
            _minute = minute;
            // Sign-ins of one caller count together, whichever names were tried: known and unknown ones cost the same.
            var key = note with
            {
                Account = null,
            };
            if (!_open.TryGetValue(key, out var tally))
            {
                key = _open.Count < MostCallers ? key : new AuditNote("anything", "others", "too-many-callers", null);
                if (!_open.TryGetValue(key, out tally))
                {
                    tally = new Tally();
                    _open.Add(key, tally);
                    drafts.Add(Draft(key, note.Account is { } first ? [first] : [], 1, "first"));
                    tally.More--;
                }
            }
            tally.More++;
            if (note.Account is { } account && tally.Accounts.Count < MostAccounts)
            {
                tally.Accounts.Add(account);
            }
        }
        await AppendAsync(drafts, cancellation);
    }

    /// <summary>Writes a note by itself, for what is bounded already.</summary>
    public ValueTask WriteAsync(AuditNote note, CancellationToken cancellation) =>
        AppendAsync([Draft(note, note.Account is { } account ? [account] : [], 1, "alone")], cancellation);

    /// <summary>Writes what has been counted so far.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        List<EntryDraft> drafts;
        lock (_gate)
        {
            drafts = Ended();
        }
        await AppendAsync(drafts, cancellation);
    }

    private async ValueTask AppendAsync(List<EntryDraft> drafts, CancellationToken cancellation)
    {
        foreach (var draft in drafts)
        {
            await ledger.AppendAsync(draft, cancellation);
        }
    }

    private List<EntryDraft> Ended()
    {
        var counted = _open.Where(o => o.Value.More > 0).Select(o => Draft(o.Key, o.Value.Accounts, o.Value.More, "more")).ToList();
        _open.Clear();
        return counted;
    }

    private EntryDraft Draft(AuditNote note, IEnumerable<string> accounts, int count, string which)
    {
        var body = new JsonObject
        {
            ["accounts"] = new JsonArray([.. accounts.Select(a => (JsonNode)a)]),
            ["count"] = count.ToString(CultureInfo.InvariantCulture),
            ["from"] = Core.Access.AccountName.Printable(note.From),
            ["what"] = Core.Access.AccountName.Printable(note.What),
            ["why"] = Core.Access.AccountName.Printable(note.Why),
        };
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body));
        // Several processes note in the same minute: what tells their entries apart is random.
        var id =
            $"refused {_minute.ToString(CultureInfo.InvariantCulture)} {which} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        return AccountLedger.Draft(Kind, id, Core.Access.AccountLaw.System, bytes);
    }
}
