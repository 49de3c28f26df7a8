using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>A call to a party, as the API and the command line give it. Times are instants in UTC.</summary>
public sealed record CallItem(
    string Id,
    string Label,
    string Party,
    string Office,
    string At,
    string Channel,
    string Request,
    string Text,
    string? ReplyBy,
    ImmutableArray<string> Incidents,
    string Status,
    string? Reply,
    string? RepliedAt,
    string? Effect,
    ImmutableArray<FailedItem> Failed,
    ImmutableArray<long> Entries
);

/// <summary>A time in which the coordination had failed.</summary>
public sealed record FailedItem(string From, string? Until, string Why, ImmutableArray<long> Entries);

/// <summary>A quiet window or a guarantee for a repair.</summary>
public sealed record WindowItem(
    string Id,
    string Label,
    string Window,
    string Object,
    string Area,
    string From,
    string Until,
    ImmutableArray<string> Parties,
    ImmutableArray<string> AgreedBy,
    string Status,
    ImmutableArray<string> BrokenBy,
    ImmutableArray<long> Entries
);

/// <summary>A meeting that was called here.</summary>
public sealed record MeetingItem(
    string Id,
    string Label,
    string Format,
    string Title,
    string From,
    string Until,
    string Place,
    ImmutableArray<string> Agenda,
    ImmutableArray<string> Invited,
    string Status,
    MeetingHeld? Record,
    ImmutableArray<long> Entries
);

/// <summary>A nation's place in a decision.</summary>
/// <param name="InEffect">true, false, or null where its approval is not known to hold.</param>
public sealed record NationItem(
    string Nation,
    string Position,
    string Since,
    string Text,
    string? When,
    bool? InEffect,
    string Why,
    ImmutableArray<string> Missing,
    long? Entry
);

/// <summary>A decision of the willing.</summary>
public sealed record DecisionItem(
    string Id,
    string Label,
    string Title,
    string Text,
    string By,
    string Procedure,
    string? Deadline,
    string DeadlineText,
    string? EffectFrom,
    string? Undertaking,
    ImmutableArray<string> Facts,
    ImmutableArray<string> About,
    string Status,
    string? SilenceBrokenBy,
    bool Whole,
    ImmutableArray<NationItem> Nations,
    ImmutableArray<long> Entries
);

/// <summary>A task or a request for information.</summary>
public sealed record TaskItem(
    string Id,
    string Label,
    string Sort,
    string Title,
    string Text,
    string Owner,
    string With,
    string AskedBy,
    string? Due,
    string Status,
    int Escalations,
    string? NextAt,
    string Answer,
    ImmutableArray<string> About,
    ImmutableArray<long> Entries
);

/// <summary>A line of the watch log.</summary>
public sealed record LogItem(
    string Id,
    string Label,
    string At,
    string By,
    string What,
    string Text,
    string? Corrects,
    string? CorrectedBy,
    string? From,
    string? To,
    ImmutableArray<string> Open,
    long Entry
);

/// <summary>States of the cell as items.</summary>
public static class CellItems
{
    public static CallItem Of(CallState c) =>
        new(
            c.Id,
            c.Label.ToString(),
            c.Call.Party,
            c.Call.Office,
            Iso.Format(c.Call.At),
            c.Call.Channel,
            CellWords.Of(c.Call.Request),
            c.Call.Text,
            Text(c.Call.ReplyBy),
            c.Call.Incidents,
            CellWords.Of(c.Status),
            c.Reply?.Text,
            Text(c.Reply?.At),
            c.Effect is { } e ? CellWords.Of(e.Effect) : null,
            [.. c.Failed.Select(f => new FailedItem(Iso.Format(f.From), Text(f.Until), f.Why, f.Entries))],
            Entries(c.Subject)
        );

    public static WindowItem Of(WindowState w) =>
        new(
            w.Id,
            w.Label.ToString(),
            CellWords.Of(w.Window.Window),
            w.Window.Object,
            w.Window.Area,
            Iso.Format(w.Window.From),
            Iso.Format(w.Window.Until),
            w.Window.Parties,
            w.AgreedBy,
            CellWords.Of(w.Status),
            w.Judgement is { Outcome: WindowOutcome.Broken } j ? j.Incidents : [],
            Entries(w.Subject)
        );

    public static MeetingItem Of(MeetingState m) =>
        new(
            m.Id,
            m.Label.ToString(),
            m.Meeting.Format,
            m.Meeting.Title,
            Iso.Format(m.From),
            Iso.Format(m.Until),
            m.Place,
            m.Meeting.Agenda,
            m.Meeting.Invited,
            CellWords.Of(m.Status),
            m.Record,
            Entries(m.Subject)
        );

    public static DecisionItem Of(DecisionState d, ImmutableArray<NationEffect> effects) =>
        new(
            d.Id,
            d.Label.ToString(),
            d.Proposal.Title,
            d.Proposal.Text,
            d.Proposal.By,
            CellWords.Of(d.Proposal.Procedure),
            Text(d.Proposal.Deadline),
            d.Proposal.DeadlineText,
            Text(d.Proposal.EffectFrom),
            d.Proposal.Undertaking,
            d.Proposal.Facts,
            d.Proposal.About,
            CellWords.Of(d.Status),
            d.Broken?.Nation,
            d.Whole,
            [.. effects.Select(Of)],
            Entries(d.Subject)
        );

    public static TaskItem Of(TaskState t) =>
        new(
            t.Id,
            t.Label.ToString(),
            CellWords.Of(t.Task.Sort),
            t.Task.Title,
            t.Task.Text,
            t.Owner,
            t.With,
            t.Task.From,
            Text(t.Due),
            CellWords.Of(t.Status),
            t.Escalations,
            Text(t.NextAt),
            t.Answer,
            t.Task.About,
            Entries(t.Subject)
        );

    public static LogItem Of(LogLine l)
    {
        var over = l.Act as WatchHandedOver;
        return new LogItem(
            l.Id,
            l.Label.ToString(),
            Iso.Format(l.Deed.At),
            l.Deed.Author,
            over is null ? "note" : "handover",
            l.Text,
            (l.Act as NoteWritten)?.Corrects,
            l.CorrectedBy,
            over?.From,
            over?.To,
            over?.Open ?? [],
            l.Deed.Entry
        );
    }

    private static NationItem Of(NationEffect e) =>
        new(
            e.Nation.Nation,
            CellWords.Of(e.Nation.Position),
            Iso.Format(e.Nation.Since),
            e.Nation.Text,
            e.Nation.When,
            e.InEffect.IsUnknown ? null : e.InEffect.IsTrue,
            e.Why,
            e.Missing,
            e.Nation.Entry
        );

    private static string? Text(Instant? at) => at is { } instant ? Iso.Format(instant) : null;

    private static ImmutableArray<long> Entries(CellSubject subject) => [.. subject.Deeds.Select(d => d.Entry)];
}
