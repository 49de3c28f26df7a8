using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>The lines that terms, undertakings and facts share.</summary>
internal sealed class LineParser(TokenReader reader)
{
    private static readonly string[] LocatorWords =
    [
        "annex",
        "article",
        "chapter",
        "clause",
        "component",
        "line",
        "measure",
        "page",
        "paragraph",
        "part",
        "point",
        "section",
        "table",
    ];

    public CitesSyntax Cites()
    {
        var start = reader.Expect("cites").Span;
        var reference = reader.Name("a reference");
        var locator = Locator();
        return new CitesSyntax(reader.From(start), reference, locator, For());
    }

    public StandingSyntax Standing()
    {
        var start = reader.Expect("standing").Span;
        var word = reader.OneOf("'recorded', 'attributed' or 'illustrative'", "recorded", "attributed", "illustrative");
        var standing = word switch
        {
            "recorded" => Values.Standing.Recorded,
            "attributed" => Values.Standing.Attributed,
            _ => Values.Standing.Illustrative,
        };
        return new StandingSyntax(reader.From(start), standing, For());
    }

    private ImmutableArray<string> For() => reader.Accept("for") ? reader.Texts("a part in quotes, such as \"forbids\"") : [];

    /// <summary><c>paragraph 2</c>, <c>article 3 point a</c>, or a text.</summary>
    private string? Locator()
    {
        if (reader.Current.Kind == TokenKind.Text)
        {
            return reader.Take().Value;
        }
        var words = new List<string>();
        while (reader.Current.Kind == TokenKind.Name && !reader.StartsLine && LocatorWords.Contains(reader.Current.Value))
        {
            words.Add(reader.Take().Value);
            if (reader.Current.Kind is not (TokenKind.Number or TokenKind.Name))
            {
                throw reader.Stop("a number or a letter after the word for the part");
            }
            words.Add(reader.Take().Value);
        }
        return words.Count == 0 ? null : string.Join(' ', words);
    }
}
