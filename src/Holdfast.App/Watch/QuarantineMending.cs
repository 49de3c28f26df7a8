using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>A quarantined line as the record has it, with its mending where there is one.</summary>
public sealed record QuarantineState(long EntryIndex, Instant RecordedAt, QuarantinedLine Line, Mending? Mended);

/// <summary>What became of a mending: observations and the receipt of the mending, or what is still wrong. Exactly one of receipt and fault is set.</summary>
/// <param name="Fault">One or two sentences for a person; empty when the line was mended.</param>
/// <param name="Column">The column at fault, where one is.</param>
public sealed record MendAnswer(ImmutableArray<Observation> Observations, Receipt? Receipt, string Fault, string Column = "")
{
    public static MendAnswer Refuse(string fault, string column = "") => new([], null, fault, column);
}

/// <summary>
/// Mends quarantined lines: the mended text is read by the same feed, for the same source, under the header that was kept. What it gives is appended
/// together with the mending, so that the record tells who changed what; the line itself stays as it was.
/// </summary>
public sealed class QuarantineMending(Mission mission, IRecord record, TimeProvider time)
{
    /// <summary>The longest mended text, in UTF-16 units.</summary>
    public const int MostCharacters = 16_384;

    /// <summary>Every quarantined line that the reader may read, in order of recording.</summary>
    public async IAsyncEnumerable<QuarantineState> ListAsync(
        Reader reader,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var mended = new Dictionary<long, Mending>();
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(Kinds: [MendedBody.Kind]), cancellation))
        {
            var mending = MendedBody.Decode(entry.Body.Span);
            mended.TryAdd(mending.Entry, mending);
        }
        await foreach (var entry in record.ReadAsync(reader, new RecordQuery(Kinds: [QuarantineBody.Kind]), cancellation))
        {
            var line = QuarantineBody.Decode(entry.Body.Span);
            yield return new QuarantineState(entry.Index, entry.RecordedAt, line, mended.GetValueOrDefault(entry.Index));
        }
    }

    /// <summary>Reads the mended text and records what it gives. Nothing is recorded where something is still wrong.</summary>
    /// <param name="entry">The index of the entry that keeps the line aside.</param>
    public async ValueTask<MendAnswer> MendAsync(Reader author, long entry, string mended, CancellationToken cancellation = default)
    {
        if (!Rights.Allows(author, Right.MendQuarantine))
        {
            return MendAnswer.Refuse($"'{author.Name}' may read the quarantine, not mend it.");
        }
        // A form sends line ends as CR LF; a lone half of a character would not be valid Unicode.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(mended.ReplaceLineEndings("\n").TrimEnd('\n')));
        if (text.Trim().Length == 0 || text.Length > MostCharacters)
        {
            return MendAnswer.Refuse($"The mended line has {text.Length:N0} characters; expected 1 to {MostCharacters:N0}.");
        }
        if (await FindAsync(author, entry, cancellation) is not { } kept)
        {
            return MendAnswer.Refuse($"Entry {entry} is no quarantined line that you may read.");
        }
        if (await record.FindAsync(author, MendedBody.Producer, MendedBody.MessageId(entry), cancellation) is { } earlier)
        {
            return MendAnswer.Refuse($"Entry {entry} was mended before, by {earlier.Author}: entry {earlier.Index}.");
        }
        var line = QuarantineBody.Decode(kept.Body.Span);
        var (observations, refusal) = await ReadAsync(kept, line, text, cancellation);
        refusal ??= await ContradictionAsync(author, observations, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }
        var mending = MendedBody.Draft(new Mending(entry, author.Name, line.Raw, text), kept);
        var receipts = await record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o)), mending], cancellation);
        return new MendAnswer(observations, receipts[^1], "");
    }

    private async ValueTask<Entry?> FindAsync(Reader reader, long index, CancellationToken cancellation)
    {
        if (index is < 0 or long.MaxValue)
        {
            return null;
        }
        var query = new RecordQuery(FromIndex: index, BeforeIndex: index + 1, Kinds: [QuarantineBody.Kind]);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            return entry.Index == index ? entry : null;
        }
        return null;
    }

    private async ValueTask<(ImmutableArray<Observation> Observations, MendAnswer? Refusal)> ReadAsync(
        Entry kept,
        QuarantinedLine line,
        string text,
        CancellationToken cancellation
    )
    {
        var observations = ImmutableArray.CreateBuilder<Observation>();
        long? row = null;
        try
        {
            await foreach (var item in MendedLine.ReadAsync(FeedRegistry.Find(line.Feed), Input(kept, line), line, text, cancellation))
            {
                if (item.Quarantined is { } still)
                {
                    return ([], MendAnswer.Refuse(still.Reason, still.Column));
                }
                if (row is { } first && first != item.Line)
                {
                    return ([], MendAnswer.Refuse("The mended text holds more than one row; mend one line, and feed others in as a file."));
                }
                row = item.Line;
                if (item.Observation is { } observation)
                {
                    observations.Add(observation);
                }
            }
        }
        catch (FeedFormatException e)
        {
            return ([], MendAnswer.Refuse(e.Diagnostic.Message));
        }
        return observations.Count == 0
            ? ([], MendAnswer.Refuse($"The feed {line.Feed} found no row in the mended text."))
            : (observations.ToImmutable(), null);
    }

    private FeedInput Input(Entry kept, QuarantinedLine line) =>
        new(
            line.File,
            Stream.Null,
            mission.Sources.FirstOrDefault(s => s.Id == kept.Producer)
                ?? new Source(
                    kept.Producer,
                    $"{kept.Producer} (not declared by the mission)",
                    kept.Producer,
                    Affiliation.Public,
                    "",
                    Reliability.F
                ),
            kept.Mode,
            kept.Standing,
            kept.Label,
            mission.Zone,
            mission.Atlas,
            Instant.FromDateTimeOffset(time.GetUtcNow())
        )
        {
            ArrivalLabel = mission.SensorLabel,
            OldestArrival = ArrivalCheck.Oldest(mission),
        };

    /// <summary>The record keeps the first content under an id: a mended line that says otherwise would be shut out by it.</summary>
    private async ValueTask<MendAnswer?> ContradictionAsync(
        Reader author,
        ImmutableArray<Observation> observations,
        CancellationToken cancellation
    )
    {
        foreach (var draft in observations.Select(o => ObservationCodec.Draft(o)))
        {
            var standing = await record.FindAsync(author, draft.Producer, draft.MessageId, cancellation);
            if (standing is not null && !standing.Body.Span.SequenceEqual(draft.Body.Span))
            {
                return MendAnswer.Refuse(
                    $"The record holds an observation '{draft.MessageId}' of {draft.Producer} with other content (entry {standing.Index}); correct the id."
                );
            }
        }
        return null;
    }
}
