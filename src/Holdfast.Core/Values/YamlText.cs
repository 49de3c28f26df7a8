using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Core.Values;

/// <summary>
/// Reads the plain part of YAML 1.2 that missions and settings are written in: mappings, lists and scalars of one document. Anchors, aliases and tags are errors,
/// since a reader could not see what they stand for (and an alias can make a small text huge); so are duplicate keys. Nesting is bounded.
/// </summary>
internal static class YamlText
{
    public const int MaximumDepth = 24;
    private const int MaximumNodes = 200_000;

    /// <summary>The root mapping, or null when there is none; every fault has been complained about.</summary>
    public static YamlMapping? Read(string file, string text, Complaints complaints)
    {
        var state = new State(file, complaints);
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                complaints.Error(new YamlScalar(file, 1, 1, "", false), "empty-file", "the file is empty; expected a mapping (key: value)");
                return null;
            }
            var root = state.Node(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
            {
                complaints.Error(state.Scalar(second.Start), "second-document", "expected one document; a second one starts here");
            }
            if (root is YamlMapping mapping)
            {
                return mapping;
            }
            complaints.Error(root, "wrong-type", $"expected a mapping (key: value), found {root.Kind}");
        }
        catch (YamlException e)
        {
            var message = e.InnerException?.Message ?? e.Message;
            complaints.Error(state.Scalar(e.Start), "yaml-syntax", "not valid YAML here: " + message.TrimEnd('.', ' ').ToLowerInvariant());
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or OverflowException
                        or EndOfStreamException
            )
        {
            // The parser fails this way on some malformed texts instead of saying what is wrong; the last thing it understood is near the fault.
            var at = parser.Current?.End ?? Mark.Empty;
            complaints.Error(
                state.Scalar(at),
                "yaml-syntax",
                "not valid YAML after here: look for a bracket, quotation mark or indent that does not match"
            );
        }
        return null;
    }

    private sealed class State(string file, Complaints complaints)
    {
        private int nodes;

        public YamlScalar Scalar(Mark at, string text = "", bool quoted = false) =>
            new(file, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column), text, quoted);

        public YamlNode Node(IParser parser, int depth)
        {
            var here = parser.Current is null ? Mark.Empty : parser.Current.Start;
            if (++nodes > MaximumNodes || depth > MaximumDepth)
            {
                throw new YamlException(
                    here,
                    here,
                    nodes > MaximumNodes ? $"more than {MaximumNodes} values" : $"nested deeper than {MaximumDepth} levels"
                );
            }
            if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            {
                complaints.Error(Scalar(here), "yaml-anchor", "anchors (&) and aliases (*) are not read here; write the value out");
            }
            if (parser.Current is NodeEvent { Tag.IsEmpty: false })
            {
                complaints.Error(Scalar(here), "yaml-tag", "tags (!) are not read here");
            }
            if (parser.TryConsume<Scalar>(out var scalar))
            {
                return Scalar(scalar.Start, scalar.Value, scalar.Style is not ScalarStyle.Plain and not ScalarStyle.Any);
            }
            if (parser.TryConsume<SequenceStart>(out var sequence))
            {
                return Sequence(parser, sequence.Start, depth);
            }
            if (parser.TryConsume<MappingStart>(out var mapping))
            {
                return Mapping(parser, mapping.Start, depth);
            }
            parser.MoveNext();
            return Scalar(here);
        }

        private YamlSequence Sequence(IParser parser, Mark at, int depth)
        {
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node(parser, depth + 1));
            }
            return new YamlSequence(file, (int)at.Line, (int)at.Column, items.ToImmutable());
        }

        private YamlMapping Mapping(IParser parser, Mark at, int depth)
        {
            var pairs = ImmutableArray.CreateBuilder<YamlPair>();
            var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Node(parser, depth + 1);
                var value = Node(parser, depth + 1);
                if (key is not YamlScalar name)
                {
                    complaints.Error(key, "wrong-type", $"expected a key (a word), found {key.Kind}");
                }
                else if (seen.TryGetValue(name.Text, out var first))
                {
                    complaints.Error(name, "duplicate-key", $"'{name.Text}' is given twice; first in line {first.Line}");
                }
                else
                {
                    seen.Add(name.Text, name);
                    pairs.Add(new YamlPair(name, value));
                }
            }
            return new YamlMapping(file, (int)at.Line, (int)at.Column, pairs.ToImmutable());
        }
    }
}
