using System.Collections.Immutable;
using Holdfast.Core.Clauses.Binding;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses;

/// <summary>One <c>.clauses</c> file as text; <paramref name="File"/> is the path that diagnostics name.</summary>
public sealed record ClauseSource(string File, string Text);

/// <summary>The names a clause file may use that are declared outside it: geometry, parties, references to cite.</summary>
public sealed record ClauseVocabulary(Atlas Atlas, ImmutableSortedSet<string> Parties, ImmutableSortedSet<string> References)
{
    /// <summary>States, organisations and their bodies that can promise and determine without being a party of the ceasefire.</summary>
    public ImmutableSortedSet<string> Nations { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Tables of times and places, by name: what <c>applies in each window of</c> asks for.</summary>
    public ImmutableSortedDictionary<string, Schedule> Schedules { get; init; } =
        ImmutableSortedDictionary<string, Schedule>.Empty.WithComparers(StringComparer.Ordinal);
}

/// <summary>The compiled clauses of a mission: declared facts, terms and undertakings.</summary>
public sealed class ClauseSet
{
    public static readonly ClauseSet Empty = new();

    private readonly Lazy<ImmutableSortedDictionary<string, FactDeclaration>> _facts;

    public ClauseSet() =>
        _facts = new(
            () => Facts.ToImmutableSortedDictionary(f => f.Name, f => f, StringComparer.Ordinal),
            LazyThreadSafetyMode.PublicationOnly
        );

    public ImmutableArray<FactDeclaration> Facts { get; init; } = [];
    public ImmutableArray<Term> Terms { get; init; } = [];
    public ImmutableArray<Undertaking> Undertakings { get; init; } = [];

    /// <summary>Names of the definitions (<c>define NAME as ...</c>).</summary>
    public ImmutableSortedSet<string> Definitions { get; init; } = [];

    /// <summary>What the compiled terms ask of a fact base.</summary>
    internal ClauseProgram Program { get; init; } = new();

    /// <summary>What places in a question's own text begin with.</summary>
    internal const string QuestionFile = "question:";

    /// <summary>Every name of the files, for questions asked later.</summary>
    internal Symbols? Symbols { get; init; }

    /// <summary>
    /// Compiles a condition that somebody asks: any condition of the language, over the facts, definitions and undertakings of this set. <c>*.presence</c> within a list
    /// stands for every undertaking of that ending. The condition is null exactly when some diagnostic is an error; places are those of the question.
    /// </summary>
    public (Condition? Condition, ImmutableArray<Diagnostic> Diagnostics) Ask(string question) =>
        Symbols is { } symbols
            ? QuestionBinder.Bind(this, symbols, question)
            : (null, [Diagnostic.Error("question", 1, 1, "unknown-name", "The mission has no clauses that a question could be asked of.")]);

    public FactDeclaration? Fact(string name) => _facts.Value.GetValueOrDefault(name);

    public Term? Term(string name) => Terms.FirstOrDefault(t => t.Name == name);

    public Undertaking? Undertaking(string name) => Undertakings.FirstOrDefault(u => u.Name == name);

    /// <summary>The same set with fewer undertakings; those left may still name the others.</summary>
    public ClauseSet With(IEnumerable<Undertaking> undertakings) =>
        new()
        {
            Facts = Facts,
            Terms = Terms,
            Undertakings = [.. undertakings],
            Program = Program,
            Symbols = Symbols,
        };

    /// <summary>Parses, binds and checks. The set is null exactly when some diagnostic is an error.</summary>
    public static (ClauseSet? Set, ImmutableArray<Diagnostic> Diagnostics) Compile(
        IReadOnlyList<ClauseSource> sources,
        ClauseVocabulary vocabulary
    ) => ClauseCompiler.Compile(sources, vocabulary);

    /// <summary>
    /// What is wrong with a statement of a fact: an undeclared name, the wrong number of arguments, a value that is not one of the declared ones, a value of the
    /// wrong type, or, as a warning, an authority whose word the declaration does not ask for. Empty for a good statement.
    /// </summary>
    /// <param name="file">Where the statement stands, for the diagnostics; with line and column from 1.</param>
    public ImmutableArray<Diagnostic> Check(FactStatement statement, string file, int line, int column) =>
        StatementCheck.Check(this, statement, file, line, column);
}
