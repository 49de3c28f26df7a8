using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>A node of a YAML text with the place where it stands (lines and columns from 1). A closed union.</summary>
internal abstract record YamlNode(string File, int Line, int Column)
{
    /// <summary>What it is, for "expected a list, found ...".</summary>
    public abstract string Kind { get; }
}

/// <summary>A word, a number, a text; <paramref name="Quoted"/> tells <c>"null"</c> from <c>null</c>.</summary>
internal sealed record YamlScalar(string File, int Line, int Column, string Text, bool Quoted) : YamlNode(File, Line, Column)
{
    public override string Kind => IsNull ? "nothing" : $"'{(Text.Length > 40 ? Text[..40] + "..." : Text)}'";

    public bool IsNull => !Quoted && Text is "" or "null" or "~";
}

internal sealed record YamlSequence(string File, int Line, int Column, ImmutableArray<YamlNode> Items) : YamlNode(File, Line, Column)
{
    public override string Kind => "a list";
}

internal sealed record YamlMapping(string File, int Line, int Column, ImmutableArray<YamlPair> Pairs) : YamlNode(File, Line, Column)
{
    public override string Kind => "a mapping";

    public YamlPair? Find(string key) => Pairs.FirstOrDefault(p => p.Key.Text == key);
}

internal sealed record YamlPair(YamlScalar Key, YamlNode Value);
