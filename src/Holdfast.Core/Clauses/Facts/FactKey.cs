using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>A fact with its arguments, as one comparable text such as <c>backstop(airlift)</c>.</summary>
public readonly record struct FactKey(string Text)
{
    public static FactKey Of(string name, ImmutableArray<string> arguments) =>
        new(arguments.IsDefaultOrEmpty ? name : $"{name}({string.Join(", ", arguments)})");

    /// <summary>The part before the brackets.</summary>
    public string Name => Text.IndexOf('(', StringComparison.Ordinal) is >= 0 and var bracket ? Text[..bracket] : Text;

    /// <summary>The arguments; empty for a plain fact.</summary>
    public ImmutableArray<string> Arguments =>
        Text.IndexOf('(', StringComparison.Ordinal) is >= 0 and var bracket ? [.. Text[(bracket + 1)..^1].Split(", ")] : [];

    public override string ToString() => Text;
}
