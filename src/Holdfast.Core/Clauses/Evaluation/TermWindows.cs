using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>One window of a term, with what has to hold for it to count.</summary>
/// <param name="When">Null where the window counts whatever the facts.</param>
/// <param name="Reasons">For each bit of the reasons of <paramref name="When"/>, the bits of the term's own.</param>
internal sealed record TermWindow(ScheduleWindow Source, CompiledCondition? When, ImmutableArray<ulong> Reasons)
{
    /// <summary>Whether it surely happened in the window's time.</summary>
    public Bool3 Time(in EvaluationContext context)
    {
        if (context.Latest < Source.From.Earliest || context.Earliest >= Source.Until.Latest)
        {
            return Bool3.False;
        }
        return context.Earliest >= Source.From.Latest && context.Latest < Source.Until.Earliest ? Bool3.True : Bool3.Unknown;
    }

    /// <summary>Whether it surely lies where the window holds. Areas may overlap, so that their probabilities only bound the one that is wanted.</summary>
    public Bool3 Place(in EvaluationContext context)
    {
        var sum = 0.0;
        foreach (var area in Source.Areas)
        {
            var probability = context.Subject.ProbabilityInside(area);
            if (probability >= context.Thresholds.Breach)
            {
                return Bool3.True;
            }
            sum += probability;
        }
        var most = Source.Reach is null ? sum : context.Subject.ProbabilityInside(Source.Reach);
        return most <= context.Thresholds.NoBreach ? Bool3.False : Bool3.Unknown;
    }

    /// <param name="mask">Bits of the term's reasons, set exactly when the result is unknown.</param>
    public Bool3 InForce(in EvaluationContext context, out ulong mask)
    {
        mask = 0;
        if (When is null)
        {
            return Bool3.True;
        }
        var value = When.Evaluate(in context, out var own);
        for (var bit = 0; own != 0; bit++, own >>= 1)
        {
            mask |= (own & 1) != 0 ? Reasons[bit] : 0;
        }
        return value;
    }
}

/// <summary>
/// The windows of a schedule as one gate of a term: open where some window surely is, shut where each surely is not. Several windows that are each
/// unsure leave it unsure, even where together they would cover all that the incident could be.
/// </summary>
internal sealed class TermWindows
{
    private readonly ReasonTable _reasons;
    private readonly Instant[] _starts;
    private readonly Instant[] _lastEnds;

    /// <param name="windows">Sorted by the earliest start.</param>
    public TermWindows(string schedule, ImmutableArray<TermWindow> windows, string text, string location, ReasonTable reasons)
    {
        (Schedule, All, Text, Location, _reasons) = (schedule, windows, text, location, reasons);
        Force = reasons.Bit("force");
        _starts = [.. windows.Select(w => w.Source.From.Earliest)];
        _lastEnds = new Instant[windows.Length];
        var last = Instant.MinValue;
        for (var i = 0; i < windows.Length; i++)
        {
            last = Instant.Max(last, windows[i].Source.Until.Latest);
            _lastEnds[i] = last;
        }
    }

    public string Schedule { get; }
    public ImmutableArray<TermWindow> All { get; }
    public string Text { get; }
    public string Location { get; }

    /// <summary>The reason where a window fits in time and place, and none that does was in force.</summary>
    public ulong Force { get; }

    /// <summary>The windows that may have been open at some moment of the incident's time, latest first.</summary>
    public IEnumerable<TermWindow> Around(Instant earliest, Instant latest)
    {
        for (var i = Before(latest); i >= 0 && _lastEnds[i] > earliest; i--)
        {
            if (All[i].Source.Until.Latest > earliest)
            {
                yield return All[i];
            }
        }
    }

    /// <param name="mask">The reasons why it is unknown, or the one for which it is false.</param>
    public Bool3 Holds(in EvaluationContext context, out ulong mask)
    {
        mask = _reasons.Time;
        var unsure = 0ul;
        for (var i = Before(context.Latest); i >= 0 && _lastEnds[i] > context.Earliest; i--)
        {
            var value = One(All[i], in context, out var why);
            if (value == Bool3.True)
            {
                mask = 0;
                return Bool3.True;
            }
            if (value == Bool3.Unknown)
            {
                unsure |= why;
            }
            else if (Rank(why) > Rank(mask))
            {
                mask = why;
            }
        }
        mask = unsure == 0 ? mask : unsure;
        return unsure == 0 ? Bool3.False : Bool3.Unknown;
    }

    /// <summary>One window: its time, then its place, then whether it was in force. What is surely not so comes first.</summary>
    public Bool3 One(TermWindow window, in EvaluationContext context, out ulong mask)
    {
        var time = window.Time(in context);
        if (time == Bool3.False)
        {
            mask = _reasons.Time;
            return Bool3.False;
        }
        var place = window.Place(in context);
        if (place == Bool3.False)
        {
            mask = _reasons.Place;
            return Bool3.False;
        }
        var force = window.InForce(in context, out var forceMask);
        if (force == Bool3.False)
        {
            mask = Force;
            return Bool3.False;
        }
        mask = (time == Bool3.Unknown ? _reasons.Date : 0) | (place == Bool3.Unknown ? _reasons.Footprint : 0) | forceMask;
        return mask == 0 ? Bool3.True : Bool3.Unknown;
    }

    /// <summary>Why it is unknown, out of the bits of the reasons.</summary>
    public UnknownReason Why(ulong mask) =>
        ((mask & _reasons.Date) != 0 ? UnknownReason.Date : UnknownReason.None)
        | ((mask & _reasons.Footprint) != 0 ? UnknownReason.Footprint : UnknownReason.None)
        | ((mask & ~(_reasons.Date | _reasons.Footprint)) != 0 ? UnknownReason.Unreported : UnknownReason.None);

    // How far a window got before it was surely shut: the farthest says most.
    private int Rank(ulong mask) =>
        mask == Force ? 2
        : mask == _reasons.Place ? 1
        : 0;

    /// <summary>The last window that starts at the instant or before, or -1.</summary>
    private int Before(Instant latest)
    {
        var (low, high) = (0, _starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _starts[middle] <= latest ? (middle + 1, high) : (low, middle);
        }
        return low - 1;
    }
}
