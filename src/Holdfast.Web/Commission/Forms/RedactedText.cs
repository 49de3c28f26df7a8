using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission.Forms;

/// <summary>A stretch of a draft: open, or covered for a reason.</summary>
internal sealed record TextPart(string Text, string? Covered);

/// <summary>
/// Drafts as people write them: <c>[[</c> and <c>]]</c> around what nobody outside may read, with a reason of its own behind <c>||</c>. In the record the text stands
/// without marks, and the passages as ranges of its characters.
/// </summary>
internal static class RedactedText
{
    private const string Open = "[[";
    private const string Close = "]]";
    private const string Bars = "||";

    /// <summary>Throws <see cref="FormatException"/> where a mark is opened and not closed, or nothing stands in it.</summary>
    public static (string Text, ImmutableArray<Redaction> Redactions) Read(string marked, string reason)
    {
        // Browsers send line ends as two characters.
        var rest = marked.Replace("\r\n", "\n", StringComparison.Ordinal);
        var text = new StringBuilder();
        var redactions = ImmutableArray.CreateBuilder<Redaction>();
        for (var at = 0; at < rest.Length; )
        {
            var open = rest.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                text.Append(rest, at, rest.Length - at);
                break;
            }
            text.Append(rest, at, open - at);
            var close = rest.IndexOf(Close, open + Open.Length, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new FormatException($"A passage is marked with [[ and never closed: '{Near(rest, open)}'.");
            }
            var inside = rest[(open + Open.Length)..close].Split(Bars, 2);
            var passage = inside.Length == 2 ? inside[0].TrimEnd() : inside[0];
            if (passage.Length == 0)
            {
                throw new FormatException("Nothing stands between [[ and ]].");
            }
            var own = inside.Length == 2 && inside[1].Trim() is { Length: > 0 } said ? said : reason;
            redactions.Add(new Redaction(text.Length, text.Length + passage.Length, own));
            text.Append(passage);
            at = close + Close.Length;
        }
        return (text.ToString(), redactions.ToImmutable());
    }

    /// <summary>The draft with its marks, for going on writing.</summary>
    public static string Mark(Drafted draft) =>
        string.Concat(Parts(draft).Select(p => p.Covered is { } why ? $"{Open}{p.Text} {Bars} {why}{Close}" : p.Text));

    /// <summary>The draft in its parts; overlapping passages are joined.</summary>
    public static ImmutableArray<TextPart> Parts(Drafted draft)
    {
        var parts = ImmutableArray.CreateBuilder<TextPart>();
        var at = 0;
        foreach (var r in draft.Redactions.OrderBy(r => r.From).ThenBy(r => r.To))
        {
            var (from, to) = (Math.Clamp(r.From, at, draft.Text.Length), Math.Clamp(r.To, at, draft.Text.Length));
            if (to == from)
            {
                continue;
            }
            if (from > at)
            {
                parts.Add(new TextPart(draft.Text[at..from], null));
            }
            parts.Add(new TextPart(draft.Text[from..to], r.Reason));
            at = to;
        }
        if (at < draft.Text.Length)
        {
            parts.Add(new TextPart(draft.Text[at..], null));
        }
        return parts.ToImmutable();
    }

    private static string Near(string text, int at) => text[at..Math.Min(text.Length, at + 30)];
}
