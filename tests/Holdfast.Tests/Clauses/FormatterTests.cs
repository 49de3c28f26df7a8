using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class FormatterTests
{
    private static FileSyntax Parse(string text)
    {
        var (tree, diagnostics) = FileSyntax.Parse(new ClauseSource("f.clauses", text));
        diagnostics.ShouldBeEmpty(text);
        return tree;
    }

    [Fact]
    public void Formatted_text_reads_back_as_the_same_tree_and_formats_to_itself_with_all_comments()
    {
        var comments = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var tree = Parse(new RandomClauses(seed).File());
            var formatted = ClauseFormatter.Format(tree);
            var again = Parse(formatted);
            SyntaxShape.Of(again).ShouldBe(SyntaxShape.Of(tree), $"seed {seed}:\n{tree.Text}\n----\n{formatted}");
            ClauseFormatter.Format(again).ShouldBe(formatted, $"seed {seed}:\n{tree.Text}");
            again.Comments.Select(c => c.Text).ShouldBe(tree.Comments.Select(c => c.Text), $"seed {seed}:\n{tree.Text}\n----\n{formatted}");
            comments += tree.Comments.Length;
        }
        comments.ShouldBeGreaterThan(3000, "the texts were meant to be full of comments");
    }

    [Fact]
    public void Canonical_form_is_the_one_of_the_guide()
    {
        var formatted = ClauseFormatter.Format(
            Parse(
                """
                -- about
                fact a "title" determined by UA,RU    -- who
                fact b
                term t "T" -- the first
                  cites illustrative  binds UA , RU
                  -- the act
                  forbids fire where (a and (b)) or not(a)
                  severity grave when a major when b minor otherwise
                  end
                """
            )
        );
        formatted.ShouldBe(
            """
            -- about
            fact a "title"   determined by UA or RU  -- who
            fact b

            term t "T"  -- the first
                cites illustrative
                binds UA, RU
                -- the act
                forbids fire where a and b or not a
                severity grave when a
                         major when b
                         minor otherwise
            end

            """
        );
    }
}
