using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

public enum CallStatus
{
    /// <summary>No answer yet, and none was asked for or the time for it is not over.</summary>
    Waiting,

    /// <summary>No answer by the time asked for.</summary>
    Unanswered,
    Replied,
    Stopped,
    DidNotStop,
    Ended,
}

/// <summary>A time during which coordination had failed by one call; <paramref name="Until"/> is exclusive, null while it lasts.</summary>
/// <param name="Entries">The entries it rests on, by index.</param>
public sealed record FailedSpan(string Call, Instant From, Instant? Until, string Why, ImmutableArray<long> Entries);

/// <summary>A call to a party at an instant.</summary>
/// <param name="Failed">When the coordination had failed by it, in order; only a call that asked to stop can fail.</param>
public sealed record CallState(
    CellSubject Subject,
    CallMade Call,
    CallStatus Status,
    CallReplied? Reply,
    CallEffectSeen? Effect,
    CallEnded? End,
    ImmutableArray<FailedSpan> Failed
)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;

    /// <summary>Whether nothing more is expected of it.</summary>
    public bool IsOver => Status is CallStatus.Ended or CallStatus.Stopped;

    public static CallState Of(CellSubject subject, Instant at)
    {
        var call = (CallMade)subject.Opening.Act;
        var reply = subject.Of<CallReplied>(at).Select(r => r.Act).FirstOrDefault();
        var effect = subject.Of<CallEffectSeen>(at).Select(e => e.Act).LastOrDefault(e => e.Effect != CallEffect.Unknown);
        var end = subject.Of<CallEnded>(at).Select(e => e.Act).FirstOrDefault();
        var status =
            end is not null ? CallStatus.Ended
            : effect is { Effect: CallEffect.Stopped } ? CallStatus.Stopped
            : effect is { Effect: CallEffect.DidNotStop } ? CallStatus.DidNotStop
            : reply is not null ? CallStatus.Replied
            : call.ReplyBy is { } by && at >= by ? CallStatus.Unanswered
            : CallStatus.Waiting;
        return new CallState(subject, call, status, reply, effect, end, Failures(subject, call, at));
    }

    /// <summary>
    /// A call that asked to stop fails at its deadline where no reply came by then, and at an effect "did not stop"; it has failed until an effect "stopped" or its end. A reply that comes
    /// late is logged and mends nothing: what was asked for was that it stops.
    /// </summary>
    private static ImmutableArray<FailedSpan> Failures(CellSubject subject, CallMade call, Instant at)
    {
        if (call.Request != CallRequest.Stop)
        {
            return [];
        }
        var found = ImmutableArray.CreateBuilder<FailedSpan>();
        FailedSpan? open = null;
        void Fail(Instant from, string why, params long[] entries) =>
            open ??= new FailedSpan(subject.Id, from, null, why, [subject.Opening.Entry, .. entries]);
        void Close(Instant until, long entry)
        {
            if (open is { } span)
            {
                found.Add(span with { Until = until, Entries = span.Entries.Add(entry) });
                open = null;
            }
        }
        var (due, answered) = (call.ReplyBy, false);
        var steps = subject.Deeds.Where(d => d.When <= at && d.At <= at && d.Act is CallReplied or CallEffectSeen or CallEnded);
        foreach (var step in steps.Where(d => d.When <= at && d.At <= at).OrderBy(d => d.When).ThenBy(d => d.Number))
        {
            if (!answered && due is { } by && step.When > by)
            {
                Fail(by, "no reply by the time asked for");
                answered = true;
            }
            switch (step.Act)
            {
                case CallReplied:
                    answered = true;
                    break;
                case CallEffectSeen { Effect: CallEffect.DidNotStop }:
                    Fail(step.When, "it did not stop", step.Entry);
                    answered = true;
                    break;
                case CallEffectSeen { Effect: CallEffect.Stopped }:
                    Close(step.When, step.Entry);
                    answered = true;
                    break;
                case CallEnded:
                    Close(step.When, step.Entry);
                    return [.. found.Where(s => s.Until > s.From)];
            }
        }
        if (!answered && due is { } last && at >= last)
        {
            Fail(last, "no reply by the time asked for");
        }
        return [.. found.Where(s => s.Until > s.From), .. open is { } still ? [still] : ImmutableArray<FailedSpan>.Empty];
    }
}
