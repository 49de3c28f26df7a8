using System.Collections.Immutable;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses;

/// <summary>
/// A promise, parsed, bound and checked: every name in it is known and every unit fits. Its lines are kept as syntax; what they come to is worked out by the
/// guarantees.
/// </summary>
public sealed record Undertaking(
    string Name,
    string Title,
    ImmutableArray<string> By,
    ImmutableArray<string> To,
    ImmutableArray<string> Kinds,
    string Cites,
    Standing Standing,
    string Location,
    string SourceText,
    ImmutableArray<LineSyntax> Lines
);
