using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>A name as written, with its place.</summary>
public sealed record NameSyntax(SourceSpan Span, string Text);

/// <summary>A fact with its arguments. <paramref name="Actor"/> is the name after <c>by</c>: <c>armed_attack by RU</c> means <c>armed_attack(RU)</c>.</summary>
public sealed record FactRefSyntax(SourceSpan Span, NameSyntax Name, ImmutableArray<NameSyntax> Arguments, NameSyntax? Actor);

/// <summary>A number with its unit as written: <c>25 km</c>, <c>14 calendar days</c>, <c>50</c>. The unit is empty for a bare number.</summary>
public sealed record AmountSyntax(SourceSpan Span, decimal Number, string Unit);
