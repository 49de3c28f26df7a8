using System.Collections.Immutable;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>A fact with its arguments, as one comparable text such as <c>backstop(airlift)</c>.</summary>
public readonly record struct FactKey(string Text)
{
    public static FactKey Of(string name, ImmutableArray<string> arguments) =>
        new(arguments.IsDefaultOrEmpty ? name : $"{name}({string.Join(", ", arguments)})");

    public override string ToString() => Text;
}
