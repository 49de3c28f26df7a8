using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>
/// What follows from the log of calls, as facts through the one fact door: <c>coordination_failed</c> over the times in which a call that asked to stop had failed. Stated only where the mission's
/// clauses declare such a fact without arguments and let the cell (<see cref="CellModel.Cell"/>) determine it; taken back where the log no longer says so. A call that finds everything stated writes
/// nothing. Calls under a label with categories or nations are not read: no fact rests on them.
/// </summary>
public sealed class CellFacts(Mission mission, IRecord record, TimeProvider time)
{
    public const string CoordinationFailed = "coordination_failed";

    /// <summary>What these facts name as their source, followed by calls and entries.</summary>
    public const string SourcePrefix = "cell log, ";

    private static readonly Reader Author = new("coordination cell", [Role.LegalOfficer], Classification.Confidential, [], null);

    /// <summary>Whether the mission's clauses ask the cell.</summary>
    public bool AreAsked =>
        mission.Clauses.Fact(CoordinationFailed) is { Parameters.IsEmpty: true } fact
        && (fact.DeterminedBy is not { } who || who.Names.Contains(CellModel.Cell));

    /// <summary>When a call that waits for a reply fails next, if nothing comes: then <see cref="StateAsync"/> has something to say. Null for never.</summary>
    public async ValueTask<Instant?> NextAsync(Mode mode, CancellationToken cancellation = default)
    {
        if (!AreAsked)
        {
            return null;
        }
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var view = (await new CellDesk(mission, record, time).BookAsync(Author, mode, null, cancellation)).At(now);
        return view.Calls.Where(c => c.Status == CallStatus.Waiting && c.Call.ReplyBy > now).Min(c => c.Call.ReplyBy);
    }

    /// <summary>How many statements and retractions were new.</summary>
    public async Task<int> StateAsync(Mode mode, CancellationToken cancellation = default)
    {
        if (!AreAsked)
        {
            return 0;
        }
        var book = await new CellDesk(mission, record, time).BookAsync(Author, mode, null, cancellation);
        var facts = Of(book, Instant.FromDateTimeOffset(time.GetUtcNow()));
        var door = new FactDoor(record, mission.Clauses);
        var said = Standing(await door.ReadFactsAsync(Author, null, mode, cancellation));
        if (facts.Length == said.Length && facts.All(f => said.Any(s => IsSame(f.Statement, s))))
        {
            return 0;
        }
        var before = (await record.HeadAsync(cancellation)).Count;
        // A retraction takes back whatever the cell had said over its time, so all is taken back and what still holds is said again.
        var labels = book.Subjects.Values.ToDictionary(s => s.Opening.Entry, s => s.Label);
        foreach (var old in said)
        {
            await door.RetractAsync(Author, old, LabelOf(old, labels), mode, cancellation);
        }
        foreach (var (statement, label) in facts)
        {
            await door.AssertAsync(Author, statement, label, mode, cancellation);
        }
        return (int)((await record.HeadAsync(cancellation)).Count - before);
    }

    /// <summary>The facts that a book gives at an instant, each with the label of the calls that it rests on. Pure.</summary>
    public static ImmutableArray<(FactStatement Statement, Label Label)> Of(CellBook book, Instant at) =>
        [
            .. book.At(at)
                .Calls.SelectMany(c => c.Failed.Select(f => (Call: c, Span: f)))
                .OrderBy(f => f.Span.From)
                .ThenBy(f => f.Span.Call, StringComparer.Ordinal)
                .Select(f => (Statement(f.Call, f.Span), f.Call.Label)),
        ];

    private static FactStatement Statement(CallState call, FailedSpan span)
    {
        var entries = string.Join(", ", span.Entries.Select(e => e.ToString(CultureInfo.InvariantCulture)));
        var standing = call.Subject.Deeds.Where(d => span.Entries.Contains(d.Entry)).Max(d => d.Standing);
        return new FactStatement(
            CoordinationFailed,
            [],
            "true",
            span.From,
            span.Until,
            CellModel.Cell,
            $"{SourcePrefix}{span.Call}: {span.Why} (entries {entries})",
            standing,
            default
        );
    }

    // What was said and not taken back in the same words.
    private static ImmutableArray<FactStatement> Standing(ImmutableArray<FactStatement> facts)
    {
        var said = new List<FactStatement>();
        foreach (var fact in facts.Where(f => f.Name == CoordinationFailed && f.Source.StartsWith(SourcePrefix, StringComparison.Ordinal)))
        {
            if (fact.Value is null)
            {
                said.RemoveAll(s => IsSame(s, fact));
            }
            else
            {
                said.Add(fact);
            }
        }
        return [.. said];
    }

    // The label of the call that it rested on; where that cannot be read any more, nobody outside need know.
    private static Label LabelOf(FactStatement statement, Dictionary<long, Label> openings)
    {
        var text = statement.Source[(statement.Source.LastIndexOf("(entries ", StringComparison.Ordinal) + "(entries ".Length)..];
        return
            long.TryParse(text.Split(',', ')')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            && openings.TryGetValue(entry, out var label)
            ? label
            : Label.Restricted;
    }

    private static bool IsSame(FactStatement a, FactStatement b) =>
        a.Source == b.Source && a.ValidFrom == b.ValidFrom && a.ValidTo == b.ValidTo && a.Authority == b.Authority;
}
