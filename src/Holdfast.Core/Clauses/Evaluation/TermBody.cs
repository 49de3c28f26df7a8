using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

internal sealed record TermException(
    string Name,
    ExceptionEffect Effect,
    CompiledCondition Condition,
    ulong Bit,
    string Text,
    string Location
);

/// <param name="When">Null for <c>otherwise</c>.</param>
internal sealed record TermSeverity(Severity Level, CompiledCondition? When, string Text, string Location);

/// <summary>One end of a term's time: an instant of the program, and the reason when it is unknown.</summary>
internal sealed record TermBound(int Instant, ulong UnknownBit, string Text, string Location);

/// <summary>A term, compiled: gates that are tried in order, and the exceptions and severities.</summary>
internal sealed class TermBody
{
    public required ClauseProgram Program { get; init; }
    public required AtomTable Atoms { get; init; }
    public required string Name { get; init; }
    public TermBound? From { get; init; }
    public TermBound? Until { get; init; }

    /// <summary>Empty for everywhere; several areas count as one.</summary>
    public required ImmutableArray<NearAtom> Places { get; init; }

    /// <summary>The windows in which it applies; null where it does not go by a schedule. <see cref="Places"/> is then empty.</summary>
    public TermWindows? Windows { get; init; }
    public required string AppliesText { get; init; }
    public required string AppliesLocation { get; init; }
    public required CompiledCondition Kind { get; init; }
    public CompiledCondition? Closer { get; init; }
    public CompiledCondition? Where { get; init; }
    public required ImmutableArray<TermException> Exceptions { get; init; }

    /// <summary>Worst level first, <c>otherwise</c> last.</summary>
    public required ImmutableArray<TermSeverity> Severities { get; init; }

    /// <summary>Forbidden and not excepted, as one condition; null where its parts share no question, so that they can be taken one by one.</summary>
    public CompiledCondition? Joint { get; init; }

    private ReasonTable Reasons => Atoms.Reasons;

    public EvaluationContext Context(ISubject subject, CompiledFacts facts, Thresholds thresholds)
    {
        var when = subject.When;
        return new EvaluationContext(subject, facts, thresholds, when.Earliest, when.Latest, Name);
    }

    public TermJudgement Judge(in EvaluationContext context, bool withSeverity)
    {
        var time = Time(in context, out var timeMask);
        if (time == Bool3.False)
        {
            return new TermJudgement(Outcome.NotApplicable, null, Reasons.Time);
        }
        var place = Windows is null ? Place(in context, out var placeMask) : Windows.Holds(in context, out placeMask);
        if (place == Bool3.False)
        {
            return new TermJudgement(Outcome.NotApplicable, null, Windows is null ? Reasons.Place : placeMask);
        }
        if (Allowed(in context, out var actMask) is { } allowed)
        {
            return allowed;
        }
        var act = actMask == 0 ? Bool3.True : Bool3.Unknown;
        if (act == Bool3.Unknown && Joint is not null)
        {
            act = Joint.Evaluate(in context, out _);
            if (act == Bool3.False)
            {
                return new TermJudgement(Outcome.NoApparentBreach, null, Reasons.AnyWay);
            }
            actMask = act == Bool3.True ? 0 : actMask;
        }
        var breach = time == Bool3.True && place == Bool3.True && act == Bool3.True;
        var severityUnknown = false;
        var severity = withSeverity ? Severity(in context, out severityUnknown) : null;
        return breach
            ? new TermJudgement(Outcome.ApparentBreach, severity, Reasons.Breach | (severityUnknown ? Reasons.SeverityUnknown : 0))
            : new TermJudgement(Outcome.Undeterminable, severityUnknown ? null : severity, timeMask | placeMask | actMask);
    }

    /// <summary>The finding when the act is surely not forbidden or surely excepted; otherwise null, with the reasons why it is not sure.</summary>
    private TermJudgement? Allowed(in EvaluationContext context, out ulong mask)
    {
        if (Kind.Evaluate(in context, out mask) == Bool3.False)
        {
            return new TermJudgement(Outcome.NoApparentBreach, null, Reasons.Kind);
        }
        var more = 0ul;
        if (Closer?.Evaluate(in context, out more) == Bool3.False)
        {
            return new TermJudgement(Outcome.NoApparentBreach, null, Reasons.Distance);
        }
        mask |= more;
        more = 0;
        if (Where?.Evaluate(in context, out more) == Bool3.False)
        {
            return new TermJudgement(Outcome.NoApparentBreach, null, Reasons.Condition);
        }
        mask |= more;
        foreach (var exception in Exceptions)
        {
            if (exception.Condition.Evaluate(in context, out more) == Bool3.True)
            {
                var outcome = exception.Effect == ExceptionEffect.Permitted ? Outcome.NoApparentBreach : Outcome.NotApplicable;
                return new TermJudgement(outcome, null, exception.Bit);
            }
            mask |= more;
        }
        return null;
    }

    /// <summary>Whether it surely happened in the term's time: at its start or later, and before its end.</summary>
    public Bool3 Time(in EvaluationContext context, out ulong mask)
    {
        mask = 0;
        var from = Bound(From, in context, ref mask, inside: Bool3.True);
        if (from == Bool3.False)
        {
            return Bool3.False;
        }
        var until = Bound(Until, in context, ref mask, inside: Bool3.False);
        return until == Bool3.False ? Bool3.False
            : from == Bool3.True && until == Bool3.True ? Bool3.True
            : Bool3.Unknown;
    }

    private Bool3 Bound(TermBound? bound, in EvaluationContext context, ref ulong mask, Bool3 inside)
    {
        if (bound is null)
        {
            return Bool3.True;
        }
        if (context.Facts.Instant(bound.Instant) is not { } reading)
        {
            mask |= bound.UnknownBit;
            return Bool3.Unknown;
        }
        var after =
            context.Earliest >= reading.Range.Latest ? Bool3.True
            : context.Latest < reading.Range.Earliest ? Bool3.False
            : Bool3.Unknown;
        if (after == Bool3.Unknown)
        {
            mask |= reading.Reasons.HasFlag(UnknownReason.Disputed) && bound.UnknownBit != 0 ? bound.UnknownBit : Reasons.Date;
            return Bool3.Unknown;
        }
        return after == inside ? Bool3.True : Bool3.False;
    }

    /// <summary>Whether it surely lies where the term applies. Areas may overlap, so that their probabilities only bound the one that is wanted.</summary>
    public Bool3 Place(in EvaluationContext context, out ulong mask)
    {
        mask = 0;
        if (Places.IsEmpty)
        {
            return Bool3.True;
        }
        var sum = 0.0;
        foreach (var place in Places)
        {
            var probability = place.Probability(context.Subject);
            if (probability >= context.Thresholds.Breach)
            {
                return Bool3.True;
            }
            sum += probability;
        }
        if (sum <= context.Thresholds.NoBreach)
        {
            return Bool3.False;
        }
        mask = Reasons.Footprint;
        return Bool3.Unknown;
    }

    /// <summary>The worst level whose condition is true; <paramref name="unknown"/> tells whether a worse one is unknown.</summary>
    public Severity? Severity(in EvaluationContext context, out bool unknown)
    {
        unknown = false;
        foreach (var level in Severities)
        {
            var value = level.When is null ? Bool3.True : level.When.Evaluate(in context, out _);
            if (value == Bool3.True)
            {
                return level.Level;
            }
            unknown |= value == Bool3.Unknown && level.Level > Clauses.Severity.Minor;
        }
        return Clauses.Severity.Minor;
    }

    public TimeRange? AppliesDuring(CompiledFacts facts)
    {
        if (Windows is not null)
        {
            return null;
        }
        var from = From is null ? TimeRange.At(Instant.MinValue) : facts.Instant(From.Instant)?.Range;
        var until = Until is null ? TimeRange.At(Instant.MaxValue) : facts.Instant(Until.Instant)?.Range;
        return from is { } f && until is { } u && f.Latest <= u.Earliest ? new TimeRange(f.Latest, u.Earliest) : null;
    }
}
