using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>Where a nation stands on a proposal.</summary>
public enum NationPosition
{
    /// <summary>Has said nothing, and may still.</summary>
    Waiting,

    /// <summary>Has said nothing by the deadline of an explicit decision, or of one whose silence was broken.</summary>
    Silent,
    Joined,

    /// <summary>Was silent until the deadline under the silence procedure.</summary>
    JoinedBySilence,
    Declined,
    Reserved,

    /// <summary>Had joined, and left.</summary>
    Withdrawn,
}

/// <summary>A time during which a nation had joined; <paramref name="Until"/> is exclusive, null while it lasts.</summary>
public sealed record JoinedSpan(Instant From, Instant? Until);

/// <summary>One nation's place in a decision at an instant.</summary>
/// <param name="Since">Since when it stands so; the proposal's time where it has said nothing.</param>
/// <param name="Text">Its reservation or reason; empty for none.</param>
/// <param name="When">Its approval still pending, as a condition; null for none.</param>
/// <param name="Entry">The entry that says so; null for silence.</param>
/// <param name="Spans">When it had joined, in order, from where the decision could take effect.</param>
public sealed record NationState(
    string Nation,
    NationPosition Position,
    Instant Since,
    string Text,
    string? When,
    long? Entry,
    ImmutableArray<JoinedSpan> Spans
)
{
    /// <summary>Whether it has joined, by word or by silence; effect takes the pending approval besides (<see cref="DecisionEffect"/>).</summary>
    public bool Joined => Position is NationPosition.Joined or NationPosition.JoinedBySilence;
}

/// <summary>How a decision stands as a whole.</summary>
public enum DecisionStatus
{
    /// <summary>Before its deadline, or without one and not answered by all.</summary>
    Open,

    /// <summary>Its deadline has passed, or everybody has answered.</summary>
    Closed,
    Ended,
}

/// <summary>A decision of the willing at an instant.</summary>
/// <param name="Broken">Who broke the silence, and when; null where nobody did.</param>
/// <param name="Whole">False where acts of it are not among what was read: then positions are what can be read, no more.</param>
public sealed record DecisionState(
    CellSubject Subject,
    DecisionProposed Proposal,
    DecisionStatus Status,
    (string Nation, Instant At, string Reason)? Broken,
    Instant? EndedAt,
    ImmutableArray<NationState> Nations,
    bool Whole
)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;

    /// <summary>Since when it has effect for somebody, conditions apart; null for not yet.</summary>
    public Instant? FirstJoined => Nations.SelectMany(n => n.Spans).Select(s => (Instant?)s.From).Min();

    /// <summary>Nations of one position, sorted.</summary>
    public ImmutableArray<string> In(params ReadOnlySpan<NationPosition> positions)
    {
        var wanted = positions.ToArray();
        return [.. Nations.Where(n => wanted.Contains(n.Position)).Select(n => n.Nation)];
    }

    /// <summary>A nation that it was put to.</summary>
    public NationState Of(string nation) => Nations.First(n => n.Nation == nation);

    public static DecisionState Of(CellSubject subject, Instant at)
    {
        var proposal = (DecisionProposed)subject.Opening.Act;
        var broken = subject
            .Of<SilenceBroken>(at)
            .Select(b => ((string, Instant, string)?)(b.Act.Nation, b.Deed.At, b.Act.Reason))
            .FirstOrDefault();
        Instant? ended = subject.Of<DecisionEnded>(at).Select(e => (Instant?)e.Deed.At).FirstOrDefault();
        var past = proposal.Deadline is { } deadline && at >= deadline;
        var nations = proposal
            .Among.Order(StringComparer.Ordinal)
            .Select(n => Stands(subject, proposal, n, past, broken is not null, ended, at))
            .ToImmutableArray();
        var status =
            ended is not null ? DecisionStatus.Ended
            : past || nations.All(n => n.Position != NationPosition.Waiting) ? DecisionStatus.Closed
            : DecisionStatus.Open;
        return new DecisionState(subject, proposal, status, broken, ended, nations, subject.Whole);
    }

    private static NationState Stands(
        CellSubject subject,
        DecisionProposed proposal,
        string nation,
        bool past,
        bool broken,
        Instant? ended,
        Instant at
    )
    {
        var deadline = proposal.Deadline;
        var spans = ImmutableArray.CreateBuilder<JoinedSpan>();
        var state = new NationState(nation, NationPosition.Waiting, subject.Opening.At, "", null, null, []);
        void Silence(Instant until)
        {
            if (state.Position == NationPosition.Waiting && deadline is { } end && until >= end)
            {
                var joins = proposal.Procedure == DecisionProcedure.Silence && !broken && !(ended < end);
                state = state with { Position = joins ? NationPosition.JoinedBySilence : NationPosition.Silent, Since = end };
                if (joins)
                {
                    spans.Add(new JoinedSpan(end, null));
                }
            }
        }
        foreach (var deed in subject.Deeds.Where(d => d.At <= at))
        {
            Silence(deed.At);
            switch (deed.Act)
            {
                case NationSpoke s when s.Nation == nation:
                    if (s.Stance == Stance.Joins && !state.Joined)
                    {
                        spans.Add(new JoinedSpan(deed.At, null));
                    }
                    var position = s.Stance switch
                    {
                        Stance.Joins => NationPosition.Joined,
                        Stance.Declines => NationPosition.Declined,
                        _ => NationPosition.Reserved,
                    };
                    state = new NationState(nation, position, deed.At, s.Text, s.When, deed.Entry, []);
                    break;
                case NationWithdrew w when w.Nation == nation && state.Joined:
                    spans[^1] = spans[^1] with { Until = deed.At };
                    state = new NationState(nation, NationPosition.Withdrawn, deed.At, w.Reason, null, deed.Entry, []);
                    break;
            }
        }
        Silence(at);
        return state with { Spans = Bounded(spans, proposal.EffectFrom, ended) };
    }

    // Nothing has effect before the proposal says so, or after the decision was ended.
    private static ImmutableArray<JoinedSpan> Bounded(ImmutableArray<JoinedSpan>.Builder spans, Instant? from, Instant? until) =>
        [
            .. spans
                .Select(s => new JoinedSpan(
                    from is { } f && f > s.From ? f : s.From,
                    until is { } u && (s.Until is null || u < s.Until) ? u : s.Until
                ))
                .Where(s => s.Until is null || s.Until > s.From),
        ];
}
