using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Clauses.Syntax;

/// <summary>
/// Writes a file in canonical form: reading it back gives the same tree, and writing that gives the same text. Comments are kept: one at the end of a line stays
/// there, any other stands above the line that follows it.
/// </summary>
public sealed class ClauseFormatter
{
    private sealed record Item(SourceSpan Span, string Indent, IReadOnlyList<string> Rows, bool BlankBefore);

    private readonly FileSyntax _file;
    private readonly ImmutableArray<int> _lineStarts;
    private readonly StringBuilder _text = new();

    private ClauseFormatter(FileSyntax file)
    {
        _file = file;
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < file.Text.Length; i++)
        {
            if (file.Text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }
        _lineStarts = starts.ToImmutable();
    }

    /// <summary>The canonical text of a file that was read without errors.</summary>
    public static string Format(FileSyntax file) => new ClauseFormatter(file).Run();

    private string Run()
    {
        var items = _file.Declarations.SelectMany(Items).ToList();
        var next = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var leading = new List<Comment>();
            while (next < _file.Comments.Length && _file.Comments[next].Span.Offset < item.Span.End)
            {
                leading.Add(_file.Comments[next++]);
            }
            if (
                _text.Length > 0
                && (item.BlankBefore || BlankBetween(items[i - 1].Span.End, leading.FirstOrDefault()?.Span.Offset ?? item.Span.Offset))
            )
            {
                _text.Append('\n');
            }
            foreach (var comment in leading)
            {
                _text.Append(item.Indent).Append(Text(comment)).Append('\n');
            }
            if (leading.Count > 0 && BlankBetween(leading[^1].Span.End, item.Span.Offset))
            {
                _text.Append('\n'); // A heading stays apart from what follows it.
            }
            Rows(item);
            if (Trails(item, next, i + 1 < items.Count ? items[i + 1].Span.Offset : int.MaxValue))
            {
                _text.Append("  ").Append(Text(_file.Comments[next++]));
            }
            _text.Append('\n');
        }
        foreach (var comment in _file.Comments.Skip(next))
        {
            _text.Append(Text(comment)).Append('\n');
        }
        return _text.ToString();
    }

    private void Rows(Item item)
    {
        for (var i = 0; i < item.Rows.Count; i++)
        {
            _text.Append(i == 0 ? "" : "\n").Append(item.Indent).Append(item.Rows[i]);
        }
    }

    private static string Text(Comment comment) => comment.Text.Length == 0 ? "--" : "-- " + comment.Text;

    /// <summary>Whether the next comment stands on the line on which the item ends.</summary>
    private bool Trails(Item item, int next, int following)
    {
        if (next >= _file.Comments.Length)
        {
            return false;
        }
        var comment = _file.Comments[next].Span;
        return comment.Offset < following && comment.Line == LineOf(Math.Max(0, item.Span.End - 1));
    }

    private int LineOf(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        return index >= 0 ? index + 1 : ~index;
    }

    private bool BlankBetween(int from, int to) => from < to && _file.Text.AsSpan(from, to - from).Count('\n') > 1;

    private IEnumerable<Item> Items(DeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case BodySyntax body:
                return [new Item(body.Span, "", [$"body {body.Name.Text}{LineText.Title(body.Title)}"], false)];
            case FactSyntax fact:
                return [new Item(fact.Span, "", Fact(fact), false)];
            case DefineSyntax define:
                return [new Item(define.Span, "", Define(define), false)];
            case TermSyntax term:
                return Block("term", term, term.Lines, term.EndSpan);
            case UndertakingSyntax undertaking:
                return Block("undertaking", undertaking, undertaking.Lines, undertaking.EndSpan);
            default:
                throw new InvalidOperationException("DeclarationSyntax is a closed union.");
        }
    }

    private static IEnumerable<Item> Block(string word, DeclarationSyntax declaration, ImmutableArray<LineSyntax> lines, SourceSpan end)
    {
        // The header ends with its name: comments after it on that line stay there, and its title is never far.
        var header = declaration.Span with
        {
            Length = declaration.Name.Span.End - declaration.Span.Offset,
        };
        yield return new Item(header, "", [$"{word} {declaration.Name.Text}{LineText.Title(declaration.Title)}"], true);
        foreach (var line in lines)
        {
            yield return new Item(line.Span, "    ", LineText.Of(line), false);
        }
        yield return new Item(end, "", ["end"], false);
    }

    private static IReadOnlyList<string> Define(DefineSyntax define)
    {
        var head = $"define {define.Name.Text}{LineText.Title(define.Title)} as ";
        var whole = head + ConditionText.Of(define.As);
        var parts = ConditionText.Parts(define.As);
        return whole.Length <= 110 || parts.Count == 1 ? [whole] : [head + parts[0], .. parts.Skip(1).Select(p => "    " + p)];
    }

    private static IReadOnlyList<string> Fact(FactSyntax fact)
    {
        var head = $"fact {fact.Name.Text}{(fact.Parameters.IsEmpty ? "" : $"({ConditionText.List(fact.Parameters)})")}";
        head += fact.Type == FactType.Bool ? "" : " " + fact.Type.ToString().ToLowerInvariant();
        head += LineText.Title(fact.Title);
        var parts = new List<string>();
        if (fact.DeterminedBy is not null)
        {
            parts.Add("determined by " + ConditionText.Of(fact.DeterminedBy));
        }
        parts.AddRange(
            fact.Ranges.Select(r =>
                $"{r.Parameter.Text} in {(r.Schedule is null ? ConditionText.List(r.Values) : "windows of " + r.Schedule.Text)}"
            )
        );
        if (fact.StaleAfter is not null)
        {
            parts.Add("stale after " + ConditionText.Of(fact.StaleAfter));
        }
        if (fact.Complete)
        {
            parts.Add("complete");
        }
        parts.AddRange(
            new LineSyntax?[] { fact.Cites, fact.Standing }
                .OfType<LineSyntax>()
                .SelectMany(LineText.Of)
        );
        var whole = head + string.Concat(parts.Select(p => "   " + p));
        return whole.Length <= 100 ? [whole] : [head, .. parts.Select(p => "     " + p)];
    }
}
