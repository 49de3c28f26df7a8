using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>
/// Puts English text that the program wrote into another language: a text that is one of the English phrases, or fits one with its places filled, is written by the same key's phrase of the other language, its
/// places likewise. What fits none is data and stands as it is. A translation memory with placeables (as of TMX 1.4b), kept apart from who writes: what was stored under its digest
/// stays the English text, whatever languages come later.
/// </summary>
/// <remarks>A place whose name begins with <c>time</c> takes a day, a minute or an hour, one with <c>number</c> a number; any other takes anything.</remarks>
public sealed partial class PhraseMemory
{
    private const int MostDepth = 4;
    private const string TimeShape =
        @"(?:\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{1,2} [A-Z][a-z]+ \d{4}(?: \d{2}:\d{2})?|\d{2}:\d{2}|always)(?: \(UTC[+-]\d{2}(?::\d{2})?\))?";
    private const string NumberShape = @"(?:[+-]?\d[\d,]*(?:\.\d+)?|not known|none)";

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");

    private readonly FrozenDictionary<string, string> _whole;
    private readonly ImmutableArray<Shape> _shapes;
    private readonly Phrases _target;

    /// <param name="prefix">Of the keys that are looked at.</param>
    public PhraseMemory(Phrases english, Phrases target, string prefix)
    {
        _target = target;
        var texts = english
            .Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => (Key: k, Message: english.Find(k)))
            .Where(t => t.Message is { } m && !m.Forms.Any())
            .Select(t => (t.Key, Message: t.Message ?? throw new InvalidOperationException()))
            .ToArray();
        _whole = texts
            .Where(t => t.Message.Names.IsEmpty)
            .DistinctBy(t => english.Text(t.Key), StringComparer.Ordinal)
            .ToFrozenDictionary(t => english.Text(t.Key), t => target.Text(t.Key), StringComparer.Ordinal);
        _shapes =
        [
            .. texts
                .Where(t => !t.Message.Names.IsEmpty)
                .Select(t => new Shape(t.Key, t.Message))
                .OrderByDescending(s => s.Literal)
                .ThenBy(s => s.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>The text in the other language, or as it stands where no phrase fits it.</summary>
    public string Of(string text) => Try(text, 0) ?? text;

    /// <summary>Whether a text, its sentences or the items of its list are phrases.</summary>
    public bool Has(string text) => text.Length == 0 || Try(text, 0) is not null;

    private string? Try(string text, int depth) =>
        text.Length == 0 || depth > MostDepth ? null : Plain(text) ?? Listed(text, depth) ?? Shaped(text, depth) ?? Sentences(text, depth);

    private string? Phrase(string text, int depth) => Plain(text) ?? Shaped(text, depth);

    private string? Plain(string text) => _whole.GetValueOrDefault(text) ?? Number(text) ?? Time(text);

    private string? Shaped(string text, int depth)
    {
        foreach (var shape in _shapes)
        {
            if (shape.Match(text) is { } places)
            {
                return _target.Text(shape.Key, [.. places.Select(p => (p.Key, (object)(Try(p.Value, depth + 1) ?? p.Value)))]);
            }
        }
        return null;
    }

    // A list is one where every item is a phrase: half of a name in another language helps nobody.
    private string? Listed(string text, int depth)
    {
        foreach (var separator in new[] { "; ", ", " })
        {
            var items = Split(text, separator);
            if (items.Length < 2)
            {
                continue;
            }
            var told = items.Select(i => Phrase(i, depth + 1)).ToArray();
            if (Array.TrueForAll(told, t => t is not null))
            {
                return string.Join(separator, told);
            }
        }
        return null;
    }

    private string? Sentences(string text, int depth)
    {
        var sentences = SentenceEnd().Split(text);
        if (sentences.Length < 2)
        {
            return null;
        }
        var told = sentences.Select(s => Phrase(s, depth + 1)).ToArray();
        return Array.TrueForAll(told, t => t is not null) ? string.Join(' ', told) : null;
    }

    private static string[] Split(string text, string separator)
    {
        var (items, from, depth) = (new List<string>(), 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0 && string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0)
            {
                items.Add(text[from..i]);
                from = i + separator.Length;
            }
        }
        items.Add(text[from..]);
        return [.. items];
    }

    // Only what is grouped or has a fraction is surely a number and not a year or a name.
    private string? Number(string text)
    {
        if (!WholeNumber().IsMatch(text) || !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }
        var told = text.AsSpan().IndexOfAny(',', '.') < 0 ? text.TrimStart('+', '-') : _target.Number(Math.Abs(number), number.Scale);
        return text[0] switch
        {
            '+' => "+" + told,
            '-' => "\u2212" + told,
            _ => told,
        };
    }

    private string? Time(string text)
    {
        if (!WholeTime().IsMatch(text))
        {
            return null;
        }
        var words = text.Split(' ');
        return words.Length >= 3 && Day.Parse(string.Join(' ', words[..3])) is { Success: true, Value: var day }
            ? string.Join(' ', words[3..].Prepend(_target.Date(day)))
            : text;
    }

    /// <summary>An English phrase with places, as what fits it.</summary>
    private sealed class Shape
    {
        private readonly Lazy<Regex> _fits;
        private readonly string _first;
        private readonly string _last;
        private readonly string _longest;

        public Shape(string key, Message message)
        {
            (Key, Names) = (key, message.Names);
            var literals = message.Parts.OfType<MessagePart.Verbatim>().Select(v => v.Text).ToArray();
            Literal = literals.Sum(l => l.Length);
            _longest = literals.MaxBy(l => l.Length) ?? "";
            _first = message.Parts[0] is MessagePart.Verbatim first ? first.Text : "";
            _last = message.Parts[^1] is MessagePart.Verbatim last ? last.Text : "";
            // Text may be anybody's: matching takes time in proportion to it, whatever it is.
            _fits = new(() =>
                new Regex(
                    "^" + string.Concat(message.Parts.Select(Fits)) + "$",
                    RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant
                )
            );
        }

        public string Key { get; }

        public ImmutableArray<string> Names { get; }

        public int Literal { get; }

        public IEnumerable<KeyValuePair<string, string>>? Match(string text) =>
            text.StartsWith(_first, StringComparison.Ordinal)
            && text.EndsWith(_last, StringComparison.Ordinal)
            && text.Contains(_longest, StringComparison.Ordinal)
            && _fits.Value.Match(text) is { Success: true } match
                ? Names.Select(n => KeyValuePair.Create(n, match.Groups[n].Value))
                : null;

        private static string Fits(MessagePart part) =>
            part switch
            {
                MessagePart.Verbatim literal => Regex.Escape(literal.Text),
                MessagePart.Value value => $"(?<{value.Name}>{Of(value.Name)})",
                _ => throw new InvalidOperationException("A phrase with a plural is not matched."),
            };

        private static string Of(string name) =>
            name.StartsWith("time", StringComparison.Ordinal) ? TimeShape
            : name.StartsWith("number", StringComparison.Ordinal) ? NumberShape
            : ".+?";
    }

    [GeneratedRegex(@"(?<=[.!?]) (?=\S)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^[+-]?\d[\d,]*(?:\.\d+)?\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex("^" + TimeShape + @"\z")]
    private static partial Regex WholeTime();
}
