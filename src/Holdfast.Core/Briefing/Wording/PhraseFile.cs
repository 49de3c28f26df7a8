using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>
/// Reads a file of texts: <c>key = text</c> a line, a line that begins with a blank carries the text on, <c>#</c> at the beginning of a line is a remark. Keys are words
/// with points between them.
/// </summary>
public static class PhraseFile
{
    /// <summary>The texts and what is wrong with the file, each fault with file and line.</summary>
    public static (ImmutableArray<KeyValuePair<string, Message>> Texts, ImmutableArray<string> Faults) Read(
        string path,
        string text,
        Language language
    )
    {
        var texts = ImmutableArray.CreateBuilder<KeyValuePair<string, Message>>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, key, value) in Lines(text))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}:{line}");
            if (key.Length == 0 || value.Length == 0)
            {
                faults.Add($"{place}: expected 'key = text'");
            }
            else if (!seen.Add(key))
            {
                faults.Add($"{place}: the key '{key}' is given twice");
            }
            else
            {
                Add(place, key, value);
            }
        }
        return (texts.ToImmutable(), faults.ToImmutable());

        void Add(string place, string key, string value)
        {
            try
            {
                var message = Message.Parse(value);
                var lacking = message.Forms.SelectMany(given => Plurals.Needed(language).Except(given)).Distinct().ToArray();
                if (lacking.Length > 0)
                {
                    faults.Add(
                        $"{place}: '{key}' lacks the plural form {string.Join(", ", lacking).ToLowerInvariant()} of {language.OwnName}"
                    );
                }
                texts.Add(new(key, message));
            }
            catch (FormatException e)
            {
                faults.Add($"{place}: '{key}': {e.Message}");
            }
        }
    }

    private static IEnumerable<(int Line, string Key, string Value)> Lines(string text)
    {
        (int Line, string Key, string Value)? open = null;
        var number = 0;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (raw.StartsWith('#') || string.IsNullOrWhiteSpace(raw))
            {
                continue;
            }
            if (char.IsWhiteSpace(raw[0]) && open is { } before)
            {
                open = before with { Value = $"{before.Value} {raw.Trim()}" };
                continue;
            }
            if (open is { } done)
            {
                yield return done;
            }
            var at = raw.IndexOf('=', StringComparison.Ordinal);
            open = at < 0 ? (number, "", raw) : (number, raw[..at].Trim(), raw[(at + 1)..].Trim());
        }
        if (open is { } last)
        {
            yield return last;
        }
    }
}
