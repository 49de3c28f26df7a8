using System.Collections.Immutable;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>A term of the ceasefire, bound and checked.</summary>
public sealed class Term
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required ImmutableArray<string> Binds { get; init; }
    public required string Cites { get; init; }
    public required Standing Standing { get; init; }

    /// <summary>File, line and column of the term, and its text as written.</summary>
    public required string Location { get; init; }
    public required string SourceText { get; init; }

    /// <summary>The area of the atlas in which it applies; null for everywhere, for several areas and for a distance from a shape.</summary>
    public string? Area { get; init; }

    /// <summary>The schedule by whose windows it applies; null where it does not go by one.</summary>
    public string? Schedule { get; init; }

    /// <summary>Kinds of event that it forbids.</summary>
    public required ImmutableArray<string> Forbids { get; init; }

    /// <summary>Every shape of the atlas that it asks about, sorted.</summary>
    public ImmutableArray<string> Shapes { get; init; } = [];

    /// <summary>What its severities by count ask ("at least 50 of them within 24 h and 10 km"): each length of time and radius in metres, once.</summary>
    public IEnumerable<(Duration Window, double RadiusMetres)> CountWindows =>
        Body is { } body
            ? Enumerable
                .Range(0, body.Atoms.Count)
                .Select(i => body.Atoms[i])
                .OfType<WindowAtom>()
                .Select(a => (a.Window, a.Metres))
                .Distinct()
            : [];

    internal TermBody? Body { get; init; }

    private TermBody Compiled => Body ?? throw new InvalidOperationException($"The term '{Name}' was not made by ClauseSet.Compile.");

    /// <summary>
    /// When it surely applies under the given facts, from the start (inclusive) to the end (exclusive; the largest instant for an open one); null
    /// when that is not known, when it never applies, and when it applies by the windows of a schedule.
    /// </summary>
    public TimeRange? AppliesDuring(FactBase facts) => Compiled.AppliesDuring(facts.For(Compiled.Program));

    /// <summary>
    /// What this term makes of one incident. Pure. Never throws for a missing attribute or an unstated fact: those are unknown, and so is what hangs on
    /// them.
    /// </summary>
    public TermVerdict Assess(ISubject subject, FactBase facts, Thresholds thresholds)
    {
        var context = Compiled.Context(subject, facts.For(Compiled.Program), thresholds);
        return new TermExplainer(this, Compiled).Explain(in context, Compiled.Judge(in context, withSeverity: true));
    }

    /// <summary>
    /// The same outcome, severity and reasons as <see cref="Assess"/> without the explanation, for bulk work: allocates nothing but what the subject
    /// does. Facts made for other clauses are laid out anew on each call; use the base made from this term's own set.
    /// </summary>
    /// <param name="withSeverity">False leaves the severity out, so that <see cref="ISubject.AtLeast"/> is never asked.</param>
    public TermJudgement Judge(ISubject subject, FactBase facts, Thresholds thresholds, bool withSeverity = true)
    {
        var context = Compiled.Context(subject, facts.For(Compiled.Program), thresholds);
        return Compiled.Judge(in context, withSeverity);
    }

    /// <summary>The codes of the reasons of a finding of this term.</summary>
    public ImmutableArray<string> ReasonCodes(ulong reasonBits) => Compiled.Atoms.Reasons.Codes(reasonBits);

    public override string ToString() => Name;
}
