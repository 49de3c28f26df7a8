using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses;

/// <summary>Renders a trace as one paragraph of plain English, as an indented tree, and as JSON. Pure; the same trace gives the same text.</summary>
public static class Explanation
{
    /// <summary>Characters after which a paragraph breaks off with "...": the tree shows everything.</summary>
    private const int ParagraphLength = 2_000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One paragraph: the verdict, then what decided it, the innermost reasons in brackets.</summary>
    public static string Paragraph(TraceNode trace)
    {
        var text = new StringBuilder(Sentence(trace.Explanation));
        foreach (var child in trace.Children)
        {
            text.Append(' ').Append(Sentence(child.Explanation + Because(child)));
        }
        return text.Length <= ParagraphLength ? text.ToString() : text.ToString(0, ParagraphLength) + " ...";
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string Because(TraceNode node)
    {
        var leaves = Leaves(node).Select(l => Decapitalised(l.Explanation)).Distinct().ToList();
        return leaves.Count == 0 ? "" : ": " + string.Join("; ", leaves);
    }

    private static string Decapitalised(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];

    /// <summary>The leaves below a node.</summary>
    private static IEnumerable<TraceNode> Leaves(TraceNode node) => node.Children.SelectMany(c => c.Children.IsEmpty ? [c] : Leaves(c));

    /// <summary>One line per node, two spaces deeper for each level: value, explanation, place in the file.</summary>
    public static string Tree(TraceNode trace)
    {
        var text = new StringBuilder();
        Tree(text, trace, 0);
        return text.ToString();
    }

    // As deep as a condition may nest.
    private static void Tree(StringBuilder text, TraceNode node, int level)
    {
        text.Append(' ', level * 2).Append(Word(node.Value)).Append(": ").Append(node.Explanation);
        text.Append("  [").Append(node.Location).Append("]\n");
        foreach (var child in node.Children)
        {
            Tree(text, child, level + 1);
        }
    }

    private static string Word(Truth value) =>
        value.Value switch
        {
            Bool3.True => "yes",
            Bool3.False => "no",
            _ => "unknown",
        };

    /// <summary>
    /// <c>{clause, location, value, unknown: [reasons], explanation, probability, rests_on: [ids], children: [...]}</c>; <c>value</c> is true, false or
    /// null; <c>unknown</c> stands exactly where it is null, <c>probability</c> only where there is one.
    /// </summary>
    public static string ToJson(TraceNode trace)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            Write(writer, trace);
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, TraceNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("clause", node.Clause);
        writer.WriteString("location", node.Location);
        if (node.Value.IsUnknown)
        {
            writer.WriteNull("value");
            writer.WriteStartArray("unknown");
            foreach (var reason in Enum.GetValues<UnknownReason>().Where(r => r != UnknownReason.None && node.Value.Reasons.HasFlag(r)))
            {
                writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));
            }
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteBoolean("value", node.Value.IsTrue);
        }
        writer.WriteString("explanation", node.Explanation);
        if (node.Probability is { } probability)
        {
            writer.WritePropertyName("probability");
            writer.WriteRawValue(Math.Round(probability, 6).ToString("R", CultureInfo.InvariantCulture));
        }
        Texts(writer, "rests_on", node.RestsOn);
        writer.WriteStartArray("children");
        foreach (var child in node.Children)
        {
            Write(writer, child);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
        writer.WriteEndArray();
    }
}
