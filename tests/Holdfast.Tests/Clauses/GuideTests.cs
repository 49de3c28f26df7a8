using System.Text.RegularExpressions;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed partial class GuideTests
{
    private static string Guide()
    {
        return File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "clauses.md"));
    }

    [GeneratedRegex("^```clauses\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [Fact]
    public void Every_example_of_the_guide_compiles()
    {
        var examples = Blocks().Matches(Guide().ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value).ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var example in examples)
        {
            var (set, diagnostics) = ClauseWorld.Compile(example);
            diagnostics
                .Where(d => d.Severity == DiagnosticSeverity.Error || d.Code is not ("unused" or "tier-too-short"))
                .ShouldBeEmpty(example);
            set.ShouldNotBeNull();
        }
    }

    [Fact]
    public void The_guide_lists_every_reserved_word()
    {
        var text = Guide();
        var start = text.IndexOf("cannot be plain names", StringComparison.Ordinal);
        var from = text.IndexOf('`', start) + 1;
        var listed = text[from..text.IndexOf('`', from)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        listed.Order(StringComparer.Ordinal).ShouldBe(Words.Reserved.Order(StringComparer.Ordinal));
    }
}
