using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>An expression for an instant. A closed union.</summary>
public abstract record InstantSyntax(SourceSpan Span);

/// <summary>A literal as written; <paramref name="Zone"/> is the time zone after <c>in</c>, or null where the literal carries an offset.</summary>
public sealed record InstantLiteralSyntax(SourceSpan Span, string Text, NameSyntax? Zone) : InstantSyntax(Span);

/// <summary>The value of an instant fact.</summary>
public sealed record InstantFactSyntax(SourceSpan Span, FactRefSyntax Fact) : InstantSyntax(Span);

/// <summary><c>earlier of (A, B)</c> or <c>later of (A, B)</c>.</summary>
public sealed record InstantPickSyntax(SourceSpan Span, bool Later, ImmutableArray<InstantSyntax> Of) : InstantSyntax(Span);

/// <summary>An instant moved by an amount; <paramref name="Zone"/> counts calendar periods and is null for UTC.</summary>
public sealed record InstantMoveSyntax(SourceSpan Span, InstantSyntax From, bool Back, AmountSyntax By, NameSyntax? Zone)
    : InstantSyntax(Span);
