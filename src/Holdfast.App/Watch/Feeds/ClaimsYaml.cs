using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A value of a claims file with its place (from 1): a text, a list or a mapping; anything else of YAML is refused.</summary>
internal sealed record ClaimsNode(
    long Line,
    long Column,
    string? Text,
    ImmutableArray<ClaimsNode> Items,
    ImmutableDictionary<string, ClaimsNode> Members
)
{
    public static ClaimsNode Missing(ClaimsNode parent) =>
        parent with
        {
            Text = "",
            Items = [],
            Members = ImmutableDictionary<string, ClaimsNode>.Empty,
        };

    public bool IsMapping => Text is null && Items.IsDefault;

    public ClaimsNode? Find(string key) => Members.GetValueOrDefault(key);

    public string TextOf(string key) => Find(key)?.Text is { } text && text is not ("null" or "~") ? text.Trim() : "";
}

/// <summary>Reads the plain part of YAML that a claims file needs. Nesting and size are bounded; anchors, aliases and tags are refused.</summary>
internal static class ClaimsYaml
{
    private const int MostLevels = 10;
    private const int MostNodes = 100_000;

    /// <summary>The root; throws <see cref="YamlException"/> with its place.</summary>
    public static ClaimsNode Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 1), "the file is empty");
        }
        var nodes = 0;
        return Node(parser, 0, ref nodes);
    }

    private static ClaimsNode Node(Parser parser, int level, ref int nodes)
    {
        var at = parser.Current?.Start ?? Mark.Empty;
        if (level > MostLevels || ++nodes > MostNodes)
        {
            throw new YamlException(
                at,
                at,
                level > MostLevels ? $"nested deeper than {MostLevels} levels" : $"more than {MostNodes:N0} values"
            );
        }
        if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
        {
            throw new YamlException(at, at, "anchors, aliases and tags are not read here");
        }
        var empty = ImmutableDictionary<string, ClaimsNode>.Empty;
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new ClaimsNode(at.Line, at.Column, scalar.Value, default, empty);
        }
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = ImmutableArray.CreateBuilder<ClaimsNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, level + 1, ref nodes));
            }
            return new ClaimsNode(at.Line, at.Column, null, items.ToImmutable(), empty);
        }
        parser.Consume<MappingStart>();
        var members = ImmutableDictionary.CreateBuilder<string, ClaimsNode>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(parser, level + 1, ref nodes);
            var value = Node(parser, level + 1, ref nodes);
            if (key.Text is null || !members.TryAdd(key.Text, value))
            {
                var mark = new Mark(0, key.Line, key.Column);
                throw new YamlException(mark, mark, key.Text is null ? "expected a key (a word)" : $"'{key.Text}' is given twice");
            }
        }
        return new ClaimsNode(at.Line, at.Column, null, default, members.ToImmutable());
    }
}
