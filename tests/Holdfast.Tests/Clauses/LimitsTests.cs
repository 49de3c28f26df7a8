using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

/// <summary>Large, deep and broken input ends in an answer or a message, never in a crash.</summary>
public sealed class LimitsTests
{
    private static string Term(string condition) =>
        $"fact a\nfact b\nterm t\n cites illustrative\n binds UA\n forbids fire where {condition}\nend";

    [Fact]
    public void Ten_thousand_operands_are_one_condition()
    {
        var condition = string.Join(" or ", Enumerable.Range(0, 10_000).Select(i => $"count = {i} and b"));
        var (set, term) = ClauseWorld.OneTerm(Term(condition));
        var subject = new FakeSubject { Attributes = new() { ["count"] = new AttributeValue(9_999, "rounds", null) } };
        var facts = ClauseWorld.Facts(set, ClauseWorld.State("b", "true"));
        term.Assess(subject, facts, Thresholds.Default).Outcome.ShouldBe(Outcome.ApparentBreach);
        term.Judge(new FakeSubject(), facts, Thresholds.Default).Outcome.ShouldBe(Outcome.Undeterminable);
    }

    [Fact]
    public void A_hundred_brackets_nest_and_a_thousand_are_refused_with_their_place()
    {
        string Nested(int depth) => Term(new string('(', depth) + "a" + new string(')', depth));
        ClauseWorld.Compile(Nested(100)).Set.ShouldNotBeNull();
        ClauseWorld.Compile(Nested(100_000)).Diagnostics.ShouldContain(d => d.Code == "too-deep" && d.Line == 6);
        var nots = Term(string.Concat(Enumerable.Repeat("not ", 50_000)) + "a");
        ClauseWorld.Compile(nots).Diagnostics.ShouldContain(d => d.Code == "too-deep");
        var alternating = Term(string.Concat(Enumerable.Repeat("(a or not (b and ", 50)) + "a" + new string(')', 100));
        ClauseWorld.Compile(alternating).Diagnostics.ShouldAllBe(d => d.Severity == DiagnosticSeverity.Warning);
    }

    [Fact]
    public void Definitions_that_multiply_are_refused()
    {
        var text = new StringBuilder("fact a\ndefine d0 as a or not a\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append($"define d{i} as d{i - 1} and d{i - 1} or d{i - 1}\n");
        }
        text.Append("term t\n cites illustrative\n binds UA\n forbids fire where d39\nend");
        ClauseWorld.Compile(text.ToString()).Diagnostics.ShouldContain(d => d.Code == "too-large");
        var chain = string.Concat(Enumerable.Range(1, 5_000).Select(i => $"define d{i} as d{i - 1} or a\n"));
        ClauseWorld.Compile("fact a\ndefine d0 as a\n" + chain).Diagnostics.ShouldContain(d => d.Code == "too-deep");
    }

    [Fact]
    public void Huge_texts_and_endless_files_are_refused()
    {
        ClauseWorld.Compile($"fact a \"{new string('x', 100_000)}\"").Diagnostics.ShouldContain(d => d.Code == "too-long");
        ClauseWorld.Compile($"fact {new string('x', 100_000)}").Diagnostics.ShouldContain(d => d.Code == "too-long");
        ClauseWorld.Compile($"term t from {new string('9', 5_000)} end").Diagnostics.ShouldContain(d => d.Code == "too-long");
        ClauseWorld.Compile(new string(' ', ClauseLimits.FileLength + 1)).Diagnostics.Single().Code.ShouldBe("too-long");
        var many = ClauseWorld.Compile(string.Concat(Enumerable.Repeat("fact and\n", 50_000))).Diagnostics;
        many.Length.ShouldBeLessThanOrEqualTo(ClauseLimits.Diagnostics + 1);
        many.ShouldContain(d => d.Code == "too-many");
    }

    [Fact]
    public void Damaged_files_never_crash_the_compiler()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder(new RandomClauses(seed).File());
            for (var i = random.Next(1, 8); i > 0 && text.Length > 0; i--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, "(){}\",:<=+-9 \n€\ud83d"[random.Next(16)]);
                        break;
                    case 2:
                        text[at] = (char)random.Next(1, 0x2FF);
                        break;
                    default:
                        text.Insert(at, text.ToString(0, Math.Min(30, text.Length)));
                        break;
                }
            }
            var (set, diagnostics) = ClauseWorld.Compile(text.ToString());
            (set is null).ShouldBe(diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error), $"seed {seed}");
        }
    }
}
