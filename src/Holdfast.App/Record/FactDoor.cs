using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>The answer of the fact door: exactly one of a receipt and diagnostics is there.</summary>
public sealed record FactAnswer(Receipt? Receipt, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// The one door through which facts enter the record, whoever asserts them: page, API, program or a mission's files. It checks every statement against the
/// facts that the mission's clauses declare.
/// </summary>
public sealed class FactDoor(IRecord record, ClauseSet clauses)
{
    /// <summary>Who may open the door: whoever may sign for what is so. The public may only read.</summary>
    private static readonly ImmutableArray<Role> MayState =
    [
        Role.WatchOfficer,
        Role.Analyst,
        Role.Commissioner,
        Role.Secretary,
        Role.LegalOfficer,
        Role.Administrator,
    ];

    /// <summary>
    /// Records a statement. Stating the same thing again while it is the last word of that authority on it is a no-op that returns the first
    /// receipt; after a retraction it is a new statement.
    /// </summary>
    /// <param name="author">Who enters it; their name becomes the entry's author.</param>
    /// <param name="statement">Its known time is not looked at: the record gives it.</param>
    public async ValueTask<FactAnswer> AssertAsync(
        Reader author,
        FactStatement statement,
        Label label,
        Mode mode,
        CancellationToken cancellation = default
    )
    {
        var diagnostics = Check(author, statement);
        if (diagnostics.Length > 0)
        {
            return new FactAnswer(null, diagnostics);
        }
        var (last, receipt) = await LastWordAsync(author, statement, mode, cancellation);
        if (last is not null && Same(last, statement))
        {
            return new FactAnswer(receipt, []);
        }
        var draft = FactEntries.Draft(statement, $"door:{author.Name}", "", author.Name, label, mode);
        var digest = Convert.ToHexStringLower(SHA256.HashData(draft.Body.Span))[..32];
        var after = receipt is { } r ? $"after {r.Index}" : "first";
        var receipts = await record.AppendAsync([draft with { MessageId = $"fact {digest} {Words.Of(mode)} {after}" }], cancellation);
        return new FactAnswer(receipts[0], []);
    }

    /// <summary>Takes back what an authority stated over the valid time; what it had stated stays in the record.</summary>
    public ValueTask<FactAnswer> RetractAsync(
        Reader author,
        FactStatement statement,
        Label label,
        Mode mode,
        CancellationToken cancellation = default
    ) => AssertAsync(author, statement with { Value = null }, label, mode, cancellation);

    /// <summary>All statements of one mode that the reader may read, as known at an instant (null for now), in order of recording.</summary>
    public async ValueTask<ImmutableArray<FactStatement>> ReadFactsAsync(
        Reader reader,
        Instant? knownUntil,
        Mode mode,
        CancellationToken cancellation = default
    )
    {
        var facts = ImmutableArray.CreateBuilder<FactStatement>();
        var query = new RecordQuery(Kinds: [FactBody.Kind], Mode: mode, KnownUntil: knownUntil);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            facts.Add(FactEntries.Decode(entry));
        }
        return facts.ToImmutable();
    }

    /// <summary>What is wrong with a statement, with the nearest right word; empty when it may be recorded.</summary>
    public ImmutableArray<Diagnostic> Check(Reader author, FactStatement statement)
    {
        var errors = ImmutableArray.CreateBuilder<Diagnostic>();
        void Complain(string code, string message, string? suggestion = null) =>
            errors.Add(Diagnostic.Error("fact", 1, 1, code, message, suggestion));

        if (!MayState.Any(author.IsIn))
        {
            Complain("not-permitted", $"'{author.Name}' may read facts, not state them.");
        }
        if (clauses.Facts.FirstOrDefault(f => f.Name == statement.Name) is not { } declared)
        {
            var nearest = NearestWord.To(statement.Name, clauses.Facts.Select(f => f.Name));
            Complain("unknown-fact", $"The mission's clauses declare no fact '{statement.Name}'.", nearest);
        }
        else if (declared.Parameters.Length != statement.Arguments.Length)
        {
            var expected = declared.Parameters.Length == 0 ? "no argument" : string.Join(", ", declared.Parameters);
            Complain("wrong-arguments", $"'{statement.Name}' takes {expected}; {statement.Arguments.Length} given.");
        }
        if (statement.ValidFrom is { } from && statement.ValidTo is { } to && to <= from)
        {
            Complain("empty-interval", $"The valid time ends ({Iso.Format(to)}) before it begins ({Iso.Format(from)}).");
        }
        if (string.IsNullOrWhiteSpace(statement.Authority))
        {
            Complain("no-authority", "Say who states it (the authority).");
        }
        if (string.IsNullOrWhiteSpace(statement.Source))
        {
            Complain("no-source", "Say where it can be read (the source).");
        }
        return errors.ToImmutable();
    }

    /// <summary>
    /// The latest statement of the same authority about the same fact, whatever its source and valid time: only if that is the very same statement has
    /// nothing been said since that could have taken it back.
    /// </summary>
    private async ValueTask<(FactStatement? Statement, Receipt? Receipt)> LastWordAsync(
        Reader author,
        FactStatement statement,
        Mode mode,
        CancellationToken cancellation
    )
    {
        (FactStatement?, Receipt?) last = (null, null);
        await foreach (var entry in record.ReadAsync(author, new RecordQuery(Kinds: [FactBody.Kind], Mode: mode), cancellation))
        {
            var earlier = FactEntries.Decode(entry);
            if (
                earlier.Name == statement.Name
                && earlier.Authority == statement.Authority
                && earlier.Arguments.SequenceEqual(statement.Arguments)
            )
            {
                last = (earlier, new Receipt(ReceiptKind.Duplicate, entry.Index, entry.RecordedAt, entry.LeafHash));
            }
        }
        return last;
    }

    private static bool Same(FactStatement a, FactStatement b) =>
        a with { Arguments = [], KnownAt = default } == b with { Arguments = [], KnownAt = default }
        && a.Arguments.SequenceEqual(b.Arguments);
}
