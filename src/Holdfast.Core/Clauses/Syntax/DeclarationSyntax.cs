using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The type of a fact's value.</summary>
public enum FactType
{
    Bool,
    Instant,
    Length,
    Duration,
    Count,
}

/// <summary>One declaration of a clause file. A closed union.</summary>
public abstract record DeclarationSyntax(SourceSpan Span, NameSyntax Name, string? Title);

public sealed record BodySyntax(SourceSpan Span, NameSyntax Name, string? Title) : DeclarationSyntax(Span, Name, Title);

/// <summary>The closed list of values of one parameter: as written, or the names of the windows of a schedule.</summary>
public sealed record ParameterRangeSyntax(SourceSpan Span, NameSyntax Parameter, ImmutableArray<NameSyntax> Values)
{
    /// <summary>Set for <c>PARAMETER in windows of SCHEDULE</c>; the values are then empty.</summary>
    public NameSyntax? Schedule { get; init; }
}

public sealed record FactSyntax(
    SourceSpan Span,
    NameSyntax Name,
    string? Title,
    FactType Type,
    ImmutableArray<NameSyntax> Parameters,
    WhoSyntax? DeterminedBy,
    ImmutableArray<ParameterRangeSyntax> Ranges,
    AmountSyntax? StaleAfter,
    bool Complete,
    CitesSyntax? Cites,
    StandingSyntax? Standing
) : DeclarationSyntax(Span, Name, Title);

public sealed record DefineSyntax(SourceSpan Span, NameSyntax Name, string? Title, ConditionSyntax As)
    : DeclarationSyntax(Span, Name, Title);

/// <param name="Whole">False when some line could not be read: what is missing then may have been written.</param>
public sealed record TermSyntax(
    SourceSpan Span,
    NameSyntax Name,
    string? Title,
    ImmutableArray<LineSyntax> Lines,
    SourceSpan EndSpan,
    bool Whole
) : DeclarationSyntax(Span, Name, Title);

/// <param name="Whole">False when some line could not be read.</param>
public sealed record UndertakingSyntax(
    SourceSpan Span,
    NameSyntax Name,
    string? Title,
    ImmutableArray<LineSyntax> Lines,
    SourceSpan EndSpan,
    bool Whole
) : DeclarationSyntax(Span, Name, Title);

/// <summary>A whole file, as far as it could be read.</summary>
public sealed record FileSyntax(string File, string Text, ImmutableArray<DeclarationSyntax> Declarations, ImmutableArray<Comment> Comments)
{
    /// <summary>Reads a file. The tree holds what could be understood; the diagnostics say what could not.</summary>
    public static (FileSyntax Tree, ImmutableArray<Diagnostic> Diagnostics) Parse(ClauseSource source)
    {
        var bag = new DiagnosticBag();
        var tree = Parse(source, bag);
        return (tree, bag.Sorted());
    }

    internal static FileSyntax Parse(ClauseSource source, DiagnosticBag diagnostics)
    {
        var (tokens, comments) = new Lexer(source.File, source.Text, diagnostics).Run();
        var declarations = new Parser(new TokenReader(source.File, tokens, diagnostics)).File();
        return new FileSyntax(source.File, source.Text, declarations, comments);
    }
}
