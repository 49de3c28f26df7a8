using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.Core.Access;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>The answer of the fact door. The receipt is null exactly when some diagnostic is an error; a warning comes with the receipt.</summary>
public sealed record FactAnswer(Receipt? Receipt, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// The one door through which facts enter the record, whoever asserts them: page, API, program or a mission's files. It checks every statement against the
/// facts that the mission's clauses declare.
/// </summary>
public sealed class FactDoor(IRecord record, ClauseSet clauses)
{
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
        if (diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return new FactAnswer(null, diagnostics);
        }
        var (last, receipt) = await LastWordAsync(author, statement, mode, cancellation);
        if (last is not null && Same(last, statement))
        {
            return new FactAnswer(receipt, diagnostics);
        }
        var draft = FactEntries.Draft(statement, $"door:{author.Name}", "", author.Name, label, mode);
        var digest = Convert.ToHexStringLower(SHA256.HashData(draft.Body.Span))[..32];
        var after = receipt is { } r ? $"after {r.Index}" : "first";
        var receipts = await record.AppendAsync([draft with { MessageId = $"fact {digest} {Words.Of(mode)} {after}" }], cancellation);
        return new FactAnswer(receipts[0], diagnostics);
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

    /// <summary>What is wrong with a statement, with the nearest right word; warnings do not keep it out.</summary>
    public ImmutableArray<Diagnostic> Check(Reader author, FactStatement statement)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Complain(string code, string message) => found.Add(Diagnostic.Error("fact", 1, 1, code, message));

        if (!Rights.Allows(author, Right.StateFacts))
        {
            Complain("not-permitted", $"'{author.Name}' may read facts, not state them.");
        }
        if (string.IsNullOrWhiteSpace(statement.Authority))
        {
            Complain("no-authority", "Say who states it (the authority).");
        }
        if (string.IsNullOrWhiteSpace(statement.Source))
        {
            Complain("no-source", "Say where it can be read (the source).");
        }
        if (new[] { statement.ValidFrom, statement.ValidTo }.Any(bound => bound is { } at && !InstantText.IsWritable(at)))
        {
            Complain("out-of-range", "The valid time lies outside the years 1 to 9999.");
        }
        found.AddRange(clauses.Check(statement, "fact", 1, 1));
        return found.ToImmutable();
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
        a with { Arguments = [], KnownAt = default, Entry = null } == b with { Arguments = [], KnownAt = default, Entry = null }
        && a.Arguments.SequenceEqual(b.Arguments);
}
