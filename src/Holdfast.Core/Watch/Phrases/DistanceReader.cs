using System.Globalization;

namespace Holdfast.Core.Watch.Phrases;

/// <summary>Distances: "5-7 km", "500m-1.5km", "between 2 and 4 kilometres", "up to 2 km", "more than 5km", "2 km". Metres and kilometres alone are units.</summary>
internal sealed class DistanceReader(IReadOnlyList<PhraseToken> tokens)
{
    /// <summary>A single distance is taken for this share of it either way at least: nobody judges by ear or eye any better.</summary>
    private const double LeastSpread = 0.25;

    private const double MostMetres = 100_000;

    private static readonly (string[] Words, bool Below)[] Bounds =
    [
        (["up", "to"], true),
        (["less", "than"], true),
        (["within"], true),
        (["under"], true),
        (["below"], true),
        (["more", "than"], false),
        (["over"], false),
        (["beyond"], false),
        (["at", "least"], false),
    ];

    private readonly record struct Stated(double Value, double Step, double Unit, int Tokens);

    /// <summary>How many tokens from here are a distance; the range is null where they are one that cannot be. No tokens: no distance begins here.</summary>
    public (PhraseRange? Range, int Tokens) At(int at)
    {
        foreach (var (words, below) in Bounds)
        {
            if (Starts(at, words) && Read(at + words.Length) is { Unit: > 0 } bound)
            {
                var metres = bound.Value * bound.Unit;
                var most = below ? metres : RosePhrase.FarthestMetres;
                return (Range(below ? 0 : metres, most), words.Length + bound.Tokens);
            }
        }
        var between = Starts(at, ["between"]) ? 1 : 0;
        if (Read(at + between) is not { } first)
        {
            return (null, 0);
        }
        var joint = at + between + first.Tokens;
        var joined =
            joint < tokens.Count
            && (between == 1 ? tokens[joint].Text == "and" : tokens[joint].Kind == TokenKind.Dash || tokens[joint].Text == "to");
        if (joined && Read(joint + 1) is { } second)
        {
            var taken = joint + 1 + second.Tokens - at;
            // Two figures without a unit are a distance of nobody knows what.
            return second.Unit > 0
                ? (Range(first.Value * (first.Unit > 0 ? first.Unit : second.Unit), second.Value * second.Unit), taken)
                : (null, first.Unit > 0 || between == 1 ? 0 : taken);
        }
        return between == 0 && first.Unit > 0 ? (Single(first), first.Tokens) : (null, 0);
    }

    private static PhraseRange? Single(Stated stated)
    {
        var half = Math.Max(stated.Step / 2, stated.Value * LeastSpread) * stated.Unit;
        var metres = stated.Value * stated.Unit;
        return Range(Math.Max(0, metres - half), metres + half);
    }

    private static PhraseRange? Range(double one, double other) =>
        Math.Max(one, other) is > 0 and <= MostMetres ? new PhraseRange(Math.Min(one, other), Math.Max(one, other)) : null;

    // A number with or without its unit; a unit of 0 stands for none.
    private Stated? Read(int at)
    {
        if (at < tokens.Count && tokens[at].Text is "about" or "approximately" or "approx" or "around" or "some")
        {
            return at + 1 < tokens.Count && tokens[at + 1].Kind == TokenKind.Number && Read(at + 1) is { } behind
                ? behind with
                {
                    Tokens = behind.Tokens + 1,
                }
                : null;
        }
        if (at >= tokens.Count || tokens[at].Kind != TokenKind.Number || !Number(tokens[at].Text, out var value, out var step))
        {
            return null;
        }
        var unit = at + 1 < tokens.Count && tokens[at + 1].Kind == TokenKind.Word ? Unit(tokens[at + 1].Text) : 0;
        return new Stated(value, step, unit, unit > 0 ? 2 : 1);
    }

    private static double Unit(string word) =>
        word switch
        {
            "km" or "kms" or "kilometre" or "kilometres" or "kilometer" or "kilometers" => 1_000,
            "m" or "metre" or "metres" or "meter" or "meters" => 1,
            _ => 0,
        };

    private bool Starts(int at, string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (at + i >= tokens.Count || tokens[at + i].Text != words[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>"1.5", "1,5" and "1,200"; the step is the place of the last figure that says something: 0.1 of 1.5, 100 of 1,200.</summary>
    public static bool Number(string text, out double value, out double step)
    {
        (value, step) = (0, 1);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var thousands = comma > 0 && !text.Contains('.', StringComparison.Ordinal) && text.Length - comma == 4;
        var plain = thousands ? text.Replace(",", "", StringComparison.Ordinal) : text.Replace(',', '.');
        if (text.Length > 9 || !double.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }
        var mark = plain.IndexOf('.', StringComparison.Ordinal);
        step = mark >= 0 ? Math.Pow(10, mark + 1 - plain.Length) : Math.Pow(10, plain.Length - plain.TrimEnd('0').Length);
        step = value == 0 ? 1 : step;
        return true;
    }
}
