using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>How far a determination has to be settled.</summary>
public enum Finality
{
    Any,
    Provisional,
    Final,
}

/// <summary>Who has to speak. A closed union.</summary>
public abstract record WhoSyntax(SourceSpan Span);

/// <summary>One party or body.</summary>
public sealed record WhoNameSyntax(SourceSpan Span, string Name, Finality Finality) : WhoSyntax(Span);

/// <summary>At least <paramref name="Need"/> of the members: 1 for <c>or</c>, all of them for <c>and</c>.</summary>
public sealed record WhoGroupSyntax(SourceSpan Span, int Need, ImmutableArray<WhoSyntax> Members) : WhoSyntax(Span);
