namespace Holdfast.Core.Clauses.Syntax;

/// <summary>A stretch of a clause file. Line and column count from 1; offset and length are in UTF-16 units of the file's text.</summary>
public readonly record struct SourceSpan(int Line, int Column, int Offset, int Length)
{
    public int End => Offset + Length;

    /// <summary>From the start of this to the end of <paramref name="last"/>.</summary>
    public SourceSpan Through(SourceSpan last) => this with { Length = Math.Max(Length, last.End - Offset) };
}
