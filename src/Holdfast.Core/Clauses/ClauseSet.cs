using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>One <c>.clauses</c> file as text; <paramref name="File"/> is the path that diagnostics name.</summary>
public sealed record ClauseSource(string File, string Text);

/// <summary>The names a clause file may use that are declared outside it: geometry, parties, references to cite.</summary>
public sealed record ClauseVocabulary(Atlas Atlas, ImmutableSortedSet<string> Parties, ImmutableSortedSet<string> References);

/// <summary>The compiled clauses of a mission: declared facts, terms and (from B on) undertakings.</summary>
public sealed class ClauseSet
{
    public static readonly ClauseSet Empty = new();

    public ImmutableArray<FactDeclaration> Facts { get; init; } = [];
    public ImmutableArray<Term> Terms { get; init; } = [];

    /// <summary>Parses, binds and checks. The set is null exactly when some diagnostic is an error.</summary>
    public static (ClauseSet? Set, ImmutableArray<Diagnostic> Diagnostics) Compile(
        IReadOnlyList<ClauseSource> sources,
        ClauseVocabulary vocabulary
    ) => (Empty, []);
}

/// <summary>A declared fact: its name, parameters, who may determine it, whether absence means false, and when it turns stale.</summary>
public sealed record FactDeclaration(string Name, string Title, ImmutableArray<string> Parameters, string Location);

/// <summary>
/// One statement of a fact, as the record holds it (<c>fact/1</c>). A retraction is a statement with a null value. Several sources may state the same
/// fact; statements that contradict each other over the same valid time make it disputed, never last-wins.
/// </summary>
/// <param name="Name">The declared name, such as <c>ceasefire.in_effect</c>.</param>
/// <param name="Arguments">In the order of the declaration; empty for a plain fact.</param>
/// <param name="Value"><c>true</c>, <c>false</c>, an instant in ISO form or a quantity such as <c>120 mm</c>; null retracts.</param>
/// <param name="ValidFrom">Null for "always".</param>
/// <param name="ValidTo">Exclusive; null for "still so".</param>
/// <param name="KnownAt">When it was recorded.</param>
public sealed record FactStatement(
    string Name,
    ImmutableArray<string> Arguments,
    string? Value,
    Instant? ValidFrom,
    Instant? ValidTo,
    string Authority,
    string Source,
    Standing Standing,
    Instant KnownAt
);

/// <summary>All statements of facts as known at one instant; what terms and guarantees read.</summary>
public sealed class FactBase
{
    private FactBase(ImmutableArray<FactStatement> statements) => Statements = statements;

    public ImmutableArray<FactStatement> Statements { get; }

    /// <summary>Takes the statements known at or before <paramref name="knownAt"/>.</summary>
    public static FactBase From(ClauseSet clauses, IEnumerable<FactStatement> statements, Instant knownAt) =>
        new([.. statements.Where(s => s.KnownAt <= knownAt)]);
}

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

    /// <summary>The area of the atlas in which it applies, or null for everywhere.</summary>
    public string? Area { get; init; }

    /// <summary>Kinds of event that it forbids.</summary>
    public required ImmutableArray<string> Forbids { get; init; }

    /// <summary>When it applies under the given facts; null when that is not known.</summary>
    public TimeRange? AppliesDuring(FactBase facts) => null;

    /// <summary>
    /// What this term makes of one incident. Pure. Never throws for a missing attribute or an unstated fact: those are unknown, and so is what hangs on
    /// them.
    /// </summary>
    public TermVerdict Assess(ISubject subject, FactBase facts, Thresholds thresholds) =>
        throw new NotSupportedException("The clause language is being written on its own branch.");
}
