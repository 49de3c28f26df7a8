using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>Works out one undertaking over all of valid time, once those that it names have been.</summary>
internal sealed class LifeMaker
{
    private static readonly TimeRange Always = new(Instant.MinValue, Instant.MaxValue);

    private readonly Undertaking _undertaking;
    private readonly FactBase _facts;
    private readonly ImmutableArray<TruthSpan> _inForce;
    private readonly ImmutableArray<TruthSpan> _entry;
    private readonly ImmutableArray<TruthSpan> _suspended;
    private readonly ImmutableArray<Episode> _episodes;
    private readonly TimeRange? _expiry;
    private readonly Instant? _entered;

    private LifeMaker(Undertaking undertaking, FactBase facts, DateTimeZone zone)
    {
        (_undertaking, _facts) = (undertaking, facts);
        var unbounded = undertaking.InForce.Over(facts, Always);
        _entered = unbounded.FirstOrDefault(s => s.Value.IsTrue)?.From;
        _expiry = Expiry(undertaking, facts, _entered, zone);
        _inForce = Cut(unbounded, _expiry);
        _entry = undertaking.Entry.Over(facts, Always);
        _suspended = undertaking.Suspension.Over(facts, Always);
        _episodes = undertaking.Trigger is { } trigger ? Episodes(trigger.Over(facts, Always)) : [];
    }

    /// <summary>When it is in force, expiry included.</summary>
    public static ImmutableArray<TruthSpan> InForce(Undertaking undertaking, FactBase facts, DateTimeZone zone)
    {
        var unbounded = undertaking.InForce.Over(facts, Always);
        var entered = unbounded.FirstOrDefault(s => s.Value.IsTrue)?.From;
        return Cut(unbounded, Expiry(undertaking, facts, entered, zone));
    }

    public static UndertakingLife Make(Undertaking undertaking, FactBase facts, DateTimeZone zone)
    {
        var maker = new LifeMaker(undertaking, facts, zone);
        return new UndertakingLife(undertaking, maker.Spans(), maker._entered, maker._expiry, maker._episodes);
    }

    private static TimeRange? Expiry(Undertaking undertaking, FactBase facts, Instant? entered, DateTimeZone zone)
    {
        if (undertaking.Expires is not { } expires)
        {
            return null;
        }
        var counted = entered == Instant.MinValue ? null : entered;
        return expires.At(facts, counted, zone)?.Range;
    }

    /// <summary>Ends what holds at the expiry; unknown between the earliest and the latest instant of an uncertain one.</summary>
    private static ImmutableArray<TruthSpan> Cut(ImmutableArray<TruthSpan> spans, TimeRange? expiry)
    {
        if (expiry is not { } end)
        {
            return spans;
        }
        var cut = new SpanBuilder();
        foreach (var span in spans)
        {
            cut.Add(span.From, Instant.Min(span.Until, end.Earliest), span.Value);
            var open = span.Value.IsFalse ? Truth.False : Truth.Unknown(UnknownReason.Date | span.Value.Reasons);
            cut.Add(Instant.Max(span.From, end.Earliest), Instant.Min(span.Until, end.Latest), open);
            cut.Add(Instant.Max(span.From, end.Latest), span.Until, Truth.False);
        }
        return cut.ToImmutable();
    }

    private ImmutableArray<Episode> Episodes(ImmutableArray<TruthSpan> trigger) =>
        [
            .. trigger
                .Where(t => t.Value.IsTrue)
                .Select(t => new Episode(
                    t.From,
                    t.Until,
                    _inForce
                        .Where(f => f.Value.IsTrue && f.From < t.Until && f.Until > t.From)
                        .Select(f => (Instant?)Instant.Max(f.From, t.From))
                        .FirstOrDefault()
                )),
        ];

    private ImmutableArray<LifeSpan> Spans()
    {
        var cuts = new SortedSet<Instant> { Instant.MinValue };
        cuts.UnionWith(_inForce.Select(s => s.From));
        cuts.UnionWith(_entry.Select(s => s.From));
        cuts.UnionWith(_suspended.Select(s => s.From));
        cuts.UnionWith(_episodes.SelectMany(e => new[] { e.BoundFrom ?? e.From, e.Until }));
        cuts.UnionWith(Ends.SelectMany(e => _facts.ChangePoints(e.Fact, [_undertaking.Name])));
        if (_expiry is { } expiry)
        {
            cuts.UnionWith([expiry.Earliest, expiry.Latest]);
        }
        cuts.Remove(Instant.MaxValue);
        var spans = ImmutableArray.CreateBuilder<LifeSpan>();
        var starts = cuts.ToList();
        for (var i = 0; i < starts.Count; i++)
        {
            var until = i + 1 < starts.Count ? starts[i + 1] : Instant.MaxValue;
            var span = new LifeSpan(starts[i], until, State(starts[i]), Value(_inForce, starts[i]));
            if (spans.Count > 0 && (spans[^1].State, spans[^1].InForce) == (span.State, span.InForce))
            {
                spans[^1] = spans[^1] with { Until = until };
            }
            else
            {
                spans.Add(span);
            }
        }
        return spans.ToImmutable();
    }

    private static readonly ImmutableArray<(string Fact, UndertakingState State)> Ends =
    [
        (UndertakingFacts.Fulfilled, UndertakingState.Fulfilled),
        (UndertakingFacts.Discharged, UndertakingState.Discharged),
        (UndertakingFacts.Withdrawn, UndertakingState.Withdrawn),
        (UndertakingFacts.Terminated, UndertakingState.Terminated),
        (UndertakingFacts.Violated, UndertakingState.Violated),
    ];

    private UndertakingState State(Instant at)
    {
        foreach (var (fact, state) in Ends)
        {
            if (_facts.Value(fact, [_undertaking.Name], at).IsTrue)
            {
                return state;
            }
        }
        if (_expiry is { } expiry && at >= expiry.Latest && _entered <= expiry.Latest)
        {
            return UndertakingState.Expired;
        }
        // What fell due while it was in force stays due though the attack also ends what the promise hung on: rights that have accrued
        // survive (compare Vienna Convention on the Law of Treaties, article 70(1)(b)).
        if (_episodes.Any(e => e.BoundFrom is { } bound && bound <= at && at < e.Until))
        {
            return UndertakingState.Triggered;
        }
        var inForce = Value(_inForce, at);
        return inForce.Value switch
        {
            Bool3.True => UndertakingState.InEffect,
            Bool3.Unknown => UndertakingState.Undetermined,
            _ when _entered < at || (Value(_entry, at).IsTrue && Value(_suspended, at).IsTrue) => UndertakingState.Suspended,
            _ => UndertakingState.Created,
        };
    }

    private static Truth Value(ImmutableArray<TruthSpan> spans, Instant at) =>
        spans.First(s => at < s.Until || s.Until == Instant.MaxValue).Value;

    /// <summary>Joins neighbours that are the same and leaves out empty stretches.</summary>
    private sealed class SpanBuilder
    {
        private readonly ImmutableArray<TruthSpan>.Builder _spans = ImmutableArray.CreateBuilder<TruthSpan>();

        public void Add(Instant from, Instant until, Truth value)
        {
            if (from >= until)
            {
                return;
            }
            if (_spans.Count > 0 && _spans[^1].Value == value)
            {
                _spans[^1] = _spans[^1] with { Until = until };
                return;
            }
            _spans.Add(new TruthSpan(from, until, value));
        }

        public ImmutableArray<TruthSpan> ToImmutable() => _spans.ToImmutable();
    }
}
