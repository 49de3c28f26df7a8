using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Core.Missions;

/// <summary>One offer of a file as it is written.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="UntilLine">Where it ends, inclusive.</param>
/// <param name="Values">Its values by their keys; of a list one a line.</param>
/// <param name="Lines">On which line each key stands.</param>
public sealed record WrittenOffer(
    string Id,
    int Line,
    int UntilLine,
    ImmutableSortedDictionary<string, string> Values,
    ImmutableSortedDictionary<string, int> Lines
);

/// <summary>
/// Changes single values of a planner's own offers in their text, and leaves everything else, comments and order included, as it is written. What the text says is for
/// <see cref="MissionReader.ReadOffers"/> to judge.
/// </summary>
public static partial class OfferText
{
    /// <summary>Keys that hold lists.</summary>
    public static readonly ImmutableArray<string> Lists = ["areas", "caveats", "leads", "tasks"];

    private sealed record Node(int Start, int End, int Line, int Column, bool IsFlow, string? Text, ImmutableArray<Node> Inner)
    {
        public bool IsMapping { get; init; }

        /// <summary>The last character of what is written for it, the line breaks before the next thing not counted.</summary>
        public int Last => Text is not null || IsFlow || Inner.IsEmpty ? End : Inner[^1].Last;

        public int LastLine => Inner.IsEmpty ? Line : Inner.Max(n => n.LastLine);

        public IEnumerable<(Node Key, Node Value)> Entries => Inner.Chunk(2).Select(pair => (pair[0], pair[1]));

        public Node? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key).Value;
    }

    /// <summary>The offers of a text; empty where it is no file of offers.</summary>
    public static ImmutableArray<WrittenOffer> Read(string text) =>
        [
            .. Offers(Unified(text))
                .Where(o => o.Find("id")?.Text is not null)
                .Select(o => new WrittenOffer(
                    o.Find("id")?.Text ?? "",
                    o.Line,
                    o.LastLine,
                    Plain(o).ToImmutableSortedDictionary(e => e.Key, e => Written(e.Value), StringComparer.Ordinal),
                    o.Entries.DistinctBy(e => e.Key.Text)
                        .ToImmutableSortedDictionary(e => e.Key.Text ?? "", e => e.Key.Line, StringComparer.Ordinal)
                )),
        ];

    /// <summary>The text with some values of an offer replaced; an empty value takes the key out. Null where the offer is not in it, or is written so that it cannot be changed here.</summary>
    /// <param name="values">By key; of a list one item a line.</param>
    public static string? With(string text, string offer, IReadOnlyDictionary<string, string> values)
    {
        var unified = Unified(text);
        if (Offers(unified).FirstOrDefault(o => o.Find("id")?.Text == offer) is not { } node)
        {
            return null;
        }
        var now = Plain(node).ToDictionary(e => e.Key, e => Written(e.Value), StringComparer.Ordinal);
        var edits = new List<(int Start, int End, string Text)>();
        foreach (var (key, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var wanted = Tidy(value);
            if (now.GetValueOrDefault(key, "") == wanted)
            {
                continue;
            }
            if (Edit(unified, node, key, wanted) is not { } edit)
            {
                return null;
            }
            edits.Add(edit);
        }
        var changed = new StringBuilder(unified);
        // From the end, so that earlier places stay where they are; what is inserted at one place keeps its order.
        foreach (var (start, end, put) in edits.OrderByDescending(e => e.Start).ThenByDescending(e => e.Text, StringComparer.Ordinal))
        {
            changed.Remove(start, end - start).Insert(start, put);
        }
        return changed.ToString();
    }

    /// <summary>What a value that was typed comes to: line ends unified, nothing around it, no empty lines.</summary>
    private static string Tidy(string value) =>
        string.Join('\n', Unified(value).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    private static string Unified(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static IEnumerable<(string Key, Node Value)> Plain(Node offer) =>
        offer
            .Entries.Where(e => e.Key.Text is not null && !e.Value.IsMapping && e.Value.Inner.All(i => i.Text is not null))
            .DistinctBy(e => e.Key.Text)
            .Select(e => (e.Key.Text ?? "", e.Value));

    private static string Written(Node value) => value.Text ?? string.Join('\n', value.Inner.Select(i => i.Text));

    private static (int Start, int End, string Text)? Edit(string text, Node offer, string key, string value)
    {
        var put = Lists.Contains(key) ? "[" + string.Join(", ", value.Split('\n').Select(Quoted)) + "]" : Quoted(value.Replace('\n', ' '));
        if (offer.Entries.FirstOrDefault(e => e.Key.Text == key) is { Key: not null } entry)
        {
            return value.Length == 0 ? Removed(text, offer, entry.Key, entry.Value) : (entry.Value.Start, entry.Value.Last, put);
        }
        if (offer.Find("id") is not { } id || value.Length == 0)
        {
            return null;
        }
        if (offer.IsFlow)
        {
            return (id.Last, id.Last, $", {key}: {put}");
        }
        var end = text.IndexOf('\n', id.Last);
        var at = end < 0 ? text.Length : end;
        return (at, at, $"\n{new string(' ', offer.Inner[0].Column - 1)}{key}: {put}");
    }

    private static (int Start, int End, string Text)? Removed(string text, Node offer, Node key, Node value)
    {
        if (offer.IsFlow)
        {
            var before = text.AsSpan(0, key.Start).TrimEnd();
            var comma = text.IndexOf(',', value.Last);
            return before.EndsWith(",") ? (before.Length - 1, value.Last, "")
                : comma >= 0 && comma < offer.End ? (key.Start, comma + 1, "")
                : null;
        }
        var line = text.LastIndexOf('\n', Math.Max(0, key.Start - 1)) + 1;
        var until = text.IndexOf('\n', value.Last);
        // The first key of an item stands behind its dash, which must stay.
        return text.AsSpan(line, key.Start - line).IsWhiteSpace() ? (line, until < 0 ? text.Length : until + 1, "") : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]+$")]
    private static partial Regex Bare();

    private static string Quoted(string text) =>
        Bare().IsMatch(text)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static ImmutableArray<Node> Offers(string text)
    {
        // Checked first: bounded in depth and size, without anchors.
        var complaints = new Complaints();
        if (YamlText.Read("your offers", text, complaints) is null || complaints.HasErrors)
        {
            return [];
        }
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        return Tree(parser).Find("offers") is { Text: null, IsMapping: false } list ? [.. list.Inner.Where(i => i.IsMapping)] : [];
    }

    // As deep as the check allows.
    private static Node Tree(IParser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Make(scalar.Start, scalar.End, false, scalar.Value, []);
        }
        var inner = ImmutableArray.CreateBuilder<Node>();
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            while (!parser.Accept<SequenceEnd>(out _))
            {
                inner.Add(Tree(parser));
            }
            var end = parser.Consume<SequenceEnd>();
            return Make(sequence.Start, end.End, sequence.Style is SequenceStyle.Flow, null, inner.ToImmutable());
        }
        var mapping = parser.Consume<MappingStart>();
        while (!parser.Accept<MappingEnd>(out _))
        {
            inner.Add(Tree(parser));
        }
        var closes = parser.Consume<MappingEnd>();
        return Make(mapping.Start, closes.End, mapping.Style is MappingStyle.Flow, null, inner.ToImmutable()) with { IsMapping = true };
    }

    private static Node Make(Mark start, Mark end, bool flow, string? text, ImmutableArray<Node> inner) =>
        new((int)start.Index, (int)end.Index, (int)start.Line, (int)start.Column, flow, text, inner);
}
