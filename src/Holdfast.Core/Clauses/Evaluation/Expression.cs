using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>A bound condition. A closed union. <paramref name="Text"/> is the condition as written and <paramref name="Location"/> where.</summary>
internal abstract record Expression(string Text, string Location)
{
    /// <summary>Nodes when written out: a part used twice counts twice. Saturates instead of overflowing.</summary>
    public virtual int Size => 1;

    public virtual int Depth => 1;
}

internal sealed record ConstantExpression(bool Value, string Text, string Location) : Expression(Text, Location);

/// <param name="Atom">Index into the atoms of the term.</param>
internal sealed record AtomExpression(int Atom, string Text, string Location) : Expression(Text, Location);

internal sealed record NotExpression(Expression Operand, string Text, string Location) : Expression(Text, Location)
{
    public override int Size { get; } = Math.Min(int.MaxValue / 2, Operand.Size) + 1;

    public override int Depth { get; } = Operand.Depth + 1;
}

/// <summary>How the operands are joined, which only matters for how it reads: each is a count of true operands between two bounds.</summary>
internal enum Joining
{
    All,
    Any,
    Count,
}

/// <summary>True when at least <paramref name="Least"/> and at most <paramref name="Most"/> of the operands are true.</summary>
internal sealed record CountExpression(
    Joining Joining,
    int Least,
    int Most,
    ImmutableArray<Expression> Operands,
    string Text,
    string Location
) : Expression(Text, Location)
{
    /// <summary>The texts of the conditions that an undertaking's lines come to, for explanations.</summary>
    public const string EntryText = "comes into force";
    public const string SuspensionText = "is suspended";

    public override int Size { get; } = (int)Math.Min(int.MaxValue / 2, Operands.Sum(o => (long)o.Size) + 1);

    public override int Depth { get; } = Operands.Max(o => o.Depth) + 1;

    public static CountExpression All(ImmutableArray<Expression> operands, string text, string location) =>
        new(Joining.All, operands.Length, operands.Length, operands, text, location);

    public static CountExpression Any(ImmutableArray<Expression> operands, string text, string location) =>
        new(Joining.Any, 1, operands.Length, operands, text, location);
}
