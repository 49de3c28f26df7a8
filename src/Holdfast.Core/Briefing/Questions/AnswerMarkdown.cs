using System.Text;
using Holdfast.Core.Briefing.Wording;

namespace Holdfast.Core.Briefing.Questions;

/// <summary>Answers as Markdown or plain text: each datum on a line of its own, with its citation.</summary>
public static class AnswerMarkdown
{
    public static string Write(IEnumerable<QuestionAnswer> answers, Phrases phrases, bool marks = true)
    {
        var text = new StringBuilder();
        foreach (var answer in answers)
        {
            Write(text, answer, new AnswerText(answer, phrases), marks);
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Write(StringBuilder text, QuestionAnswer answer, AnswerText words, bool marks)
    {
        var marked = words.Marked();
        Line(text, (marks ? "## " : "") + (marked.Length > 0 ? $"{marked}: " : "") + Text(answer.Asks, marks));
        Line(text, "");
        Line(text, words.AsOf());
        foreach (var part in answer.Parts)
        {
            Line(text, "");
            if (part.Lead.Length > 0)
            {
                Line(text, marks ? $"### {Text(part.Lead, marks)}" : part.Lead);
                Line(text, "");
            }
            foreach (var sentence in words.Opening(part))
            {
                Line(text, Text(sentence, marks));
            }
            foreach (var item in part.Items)
            {
                Line(text, $"- {Text(Item(item, words), marks)}");
            }
        }
        Line(text, "");
    }

    private static string Item(AnswerItem item, AnswerText words)
    {
        var parts = new List<string> { words.Sentence(item) };
        if (item.Says.Length > 0)
        {
            parts.Add(item.Says);
        }
        parts.AddRange(item.Agreed.Select(a => $"+ {a}."));
        parts.AddRange(item.Reservations.Select(r => $"! {r}."));
        var source = string.Join(
            "; ",
            new[] { words.Attribution(item), words.Standing(item), item.Cites, words.Perhaps(item) }.Where(t => t.Length > 0)
        );
        return $"{string.Join(' ', parts)} [{source}]".ReplaceLineEndings(" ");
    }

    // Words of a mission or a record are data: none of them becomes markup.
    private static string Text(string text, bool marks)
    {
        if (!marks)
        {
            return text;
        }
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '\\' or '`' or '*' or '_' or '<' or '>' or '#' or '[' or ']' or '|')
            {
                escaped.Append('\\');
            }
            escaped.Append(letter);
        }
        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
