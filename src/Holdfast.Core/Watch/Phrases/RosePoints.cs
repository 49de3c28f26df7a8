using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Phrases;

/// <summary>The sixteen points of the rose, by letters ("NNW") and by words ("north-north-west", "northwesterly").</summary>
internal static class RosePoints
{
    public static readonly ImmutableArray<string> Letters =
    [
        "n",
        "nne",
        "ne",
        "ene",
        "e",
        "ese",
        "se",
        "sse",
        "s",
        "ssw",
        "sw",
        "wsw",
        "w",
        "wnw",
        "nw",
        "nnw",
    ];

    // Spellings as sequences of words, the longest first: [north, north, east], [north, northeast], [northeast], ...
    private static readonly ImmutableArray<(ImmutableArray<string> Words, int Point)> Spellings =
    [
        .. Letters.SelectMany((letters, point) => Spelled(letters).Select(words => (words, point))).OrderByDescending(s => s.words.Length),
    ];

    private static readonly string[] Endings = ["", "erly", "ern", "wards", "ward"];

    /// <summary>The point at which these tokens begin to name one, and how many tokens its name takes; -1 where they name none.</summary>
    public static (int Point, int Tokens) At(IReadOnlyList<PhraseToken> tokens, int at)
    {
        var letters = Letters.IndexOf(tokens[at].Text);
        // A small "s" may stand behind an apostrophe; a point of one letter is written large.
        if (letters >= 0 && (tokens[at].Length > 1 || tokens[at].Capital))
        {
            return (letters, 1);
        }
        foreach (var (words, point) in Spellings)
        {
            if (Matches(tokens, at, words) is var taken and > 0)
            {
                return (point, taken);
            }
        }
        return (-1, 0);
    }

    public static PhraseAzimuth Sector(int point) => Arc(point, point);

    /// <summary>All sectors from one point to another the shorter way, any direction in them as likely as another.</summary>
    public static PhraseAzimuth Arc(int from, int to)
    {
        var steps = Steps(from, to);
        var middle = (from + (steps / 2.0)) * 22.5;
        var width = (Math.Abs(steps) + 1) * 22.5;
        return new PhraseAzimuth((middle + 360) % 360, width / Math.Sqrt(12));
    }

    /// <summary>From -7 to 8: how many points the second lies clockwise of the first.</summary>
    public static int Steps(int from, int to)
    {
        var steps = (to - from + 16) % 16;
        return steps > 8 ? steps - 16 : steps;
    }

    private static int Matches(IReadOnlyList<PhraseToken> tokens, int at, ImmutableArray<string> words)
    {
        var next = at;
        for (var i = 0; i < words.Length; i++)
        {
            next += i > 0 && next < tokens.Count && tokens[next].Kind == TokenKind.Dash ? 1 : 0;
            if (next >= tokens.Count || tokens[next].Kind != TokenKind.Word)
            {
                return 0;
            }
            var word = tokens[next].Text;
            var fits = i == words.Length - 1 ? Endings.Any(e => word == words[i] + e) : word == words[i];
            if (!fits)
            {
                return 0;
            }
            next++;
        }
        return next - at;
    }

    private static IEnumerable<ImmutableArray<string>> Spelled(string letters)
    {
        var words = letters
            .Select(c =>
                c switch
                {
                    'n' => "north",
                    'e' => "east",
                    's' => "south",
                    _ => "west",
                }
            )
            .ToArray();
        yield return [.. words];
        if (words.Length > 1)
        {
            yield return [string.Concat(words)];
        }
        if (words.Length > 2)
        {
            yield return [words[0], words[1] + words[2]];
        }
    }
}
