using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell.Notices;

/// <summary>Where telling one office by one way stands.</summary>
public enum TellingState
{
    /// <summary>To be tried now.</summary>
    Due,

    /// <summary>Tried, and to be tried again later.</summary>
    Waiting,
    Told,

    /// <summary>Bounced, or tried as often as it is tried.</summary>
    Failed,
}

/// <summary>One office by one way.</summary>
/// <param name="From">Since when it is to be told.</param>
/// <param name="Next">When it is tried next; null where it is not.</param>
/// <param name="Detail">The last answer; empty before one.</param>
public sealed record Telling(
    string Office,
    NoticeChannel Channel,
    int Step,
    Instant From,
    TellingState State,
    int Attempts,
    Instant? Next,
    string Detail
);

/// <summary>How a notice stands.</summary>
public enum NoticeState
{
    /// <summary>Nobody has to acknowledge it.</summary>
    ForInformation,

    /// <summary>Waits for somebody who stands for one of its offices.</summary>
    Waiting,
    Acknowledged,

    /// <summary>Nobody acknowledged it and no office is left to which it could go.</summary>
    NobodyLeft,
}

/// <summary>A signal under one rule at an instant.</summary>
/// <param name="Step">To how many offices beyond the first it has gone.</param>
/// <param name="NextAt">When it goes to the next office, or when nobody is left; null where it does neither.</param>
public sealed record Notice(
    RaisedSignal Raised,
    NoticeRule Rule,
    NoticeState State,
    int Step,
    Instant? NextAt,
    ImmutableArray<Telling> Tellings,
    Acknowledgement? Acknowledged
)
{
    public long Id => Raised.Entry;

    /// <summary>The offices it has gone to, first those of the beginning.</summary>
    public ImmutableArray<string> Offices => [.. Tellings.Select(t => t.Office).Distinct()];
}

/// <summary>
/// Who is to be told what, by which way, and to whom it goes on: a pure function of what was raised, tried and acknowledged, and of an instant. A restart neither forgets nor repeats anything.
/// </summary>
public static class NoticeBoard
{
    /// <summary>Attempts by one way before it has failed.</summary>
    public const int MostAttempts = 6;

    private static readonly Duration FirstWait = Duration.FromMinutes(1);

    /// <summary>Notices in the order in which their signals were raised, then of the rules.</summary>
    public static ImmutableArray<Notice> At(
        IEnumerable<RaisedSignal> raised,
        ImmutableArray<NoticeRule> rules,
        IEnumerable<Delivery> deliveries,
        IEnumerable<Acknowledgement> acknowledgements,
        Instant at
    )
    {
        var tried = deliveries.Where(d => d.At <= at).ToLookup(d => d.Notice);
        var taken = acknowledgements.Where(a => a.At <= at).ToLookup(a => a.Notice);
        return
        [
            .. raised
                .Where(r => r.At <= at)
                .OrderBy(r => r.Entry)
                .SelectMany(r =>
                    rules.Where(rule => Matches(rule, r.Signal)).Select(rule => Of(r, rule, [.. tried[r.Entry]], taken[r.Entry], at))
                ),
        ];
    }

    private static bool Matches(NoticeRule rule, Signal signal) =>
        rule.On == signal.Kind && (rule.Undertaking is null || rule.Undertaking == signal.Undertaking);

    /// <summary>How long after the n-th attempt the next one is made: a minute, then twice as long each time.</summary>
    public static Duration WaitAfter(int attempts) => FirstWait * (1L << Math.Clamp(attempts - 1, 0, 10));

    private static Notice Of(
        RaisedSignal raised,
        NoticeRule rule,
        ImmutableArray<Delivery> tried,
        IEnumerable<Acknowledgement> acknowledgements,
        Instant at
    )
    {
        var acknowledged = acknowledgements.OrderBy(a => a.At).ThenBy(a => a.Entry).FirstOrDefault();
        var tellings = ImmutableArray.CreateBuilder<Telling>();
        var until = acknowledged?.At ?? Instant.MaxValue;
        var (from, step) = (raised.At, 0);
        Instant? next;
        while (true)
        {
            ImmutableArray<string> offices = step == 0 ? rule.To : [rule.Then[step - 1]];
            var now = offices.SelectMany(o => rule.By.Select(c => Tell(o, c, step, from, tried, at))).ToArray();
            tellings.AddRange(now);
            next = rule.Acknowledge is { } within ? Earlier(from + within, Unreachable(now, tried)) : null;
            if (next is not { } goes || goes > at || goes >= until || step == rule.Then.Length)
            {
                break;
            }
            (from, step) = (goes, step + 1);
        }
        var state =
            rule.Acknowledge is null ? NoticeState.ForInformation
            : acknowledged is not null ? NoticeState.Acknowledged
            : step == rule.Then.Length && next <= at ? NoticeState.NobodyLeft
            : NoticeState.Waiting;
        return new Notice(
            raised,
            rule,
            state,
            step,
            state == NoticeState.Waiting ? next : null,
            tellings.ToImmutable(),
            rule.Acknowledge is null ? null : acknowledged
        );
    }

    private static Instant Earlier(Instant one, Instant? other) => other is { } o && o < one ? o : one;

    /// <summary>Since when every way that goes out to these offices has failed; null while one may still arrive, and where there is none but the page.</summary>
    private static Instant? Unreachable(Telling[] tellings, ImmutableArray<Delivery> tried)
    {
        var sent = tellings.Where(t => GoesOut(t.Channel)).ToArray();
        return sent.Length > 0 && Array.TrueForAll(sent, t => t.State == TellingState.Failed)
            ? sent.Max(t => tried.Where(d => d.Office == t.Office && d.Channel == t.Channel).Max(d => d.At))
            : null;
    }

    /// <summary>Whether it is sent; the page and the feed are looked at by those whom it concerns.</summary>
    public static bool GoesOut(NoticeChannel channel) => channel is NoticeChannel.Email or NoticeChannel.Webhook;

    private static Telling Tell(string office, NoticeChannel channel, int step, Instant from, ImmutableArray<Delivery> tried, Instant at)
    {
        if (!GoesOut(channel))
        {
            return new Telling(office, channel, step, from, TellingState.Told, 0, null, "");
        }
        var own = tried.Where(d => d.Office == office && d.Channel == channel).OrderBy(d => d.Number).ToArray();
        if (own.Length == 0)
        {
            return new Telling(office, channel, step, from, TellingState.Due, 0, from, "");
        }
        var last = own[^1];
        if (Array.Exists(own, d => d.Outcome == DeliveryOutcome.Taken))
        {
            return new Telling(office, channel, step, from, TellingState.Told, own.Length, null, last.Detail);
        }
        if (last.Outcome == DeliveryOutcome.Bounced || own.Length >= MostAttempts)
        {
            return new Telling(office, channel, step, from, TellingState.Failed, own.Length, null, last.Detail);
        }
        var next = last.At + WaitAfter(own.Length);
        return new Telling(
            office,
            channel,
            step,
            from,
            next <= at ? TellingState.Due : TellingState.Waiting,
            own.Length,
            next,
            last.Detail
        );
    }
}
