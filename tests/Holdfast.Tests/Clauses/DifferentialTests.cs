using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Binding;
using Holdfast.Core.Clauses.Evaluation;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class DifferentialTests
{
    /// <summary>Ways that the naive evaluator is asked to look at in one case: larger worlds are left out.</summary>
    private const int LargestWorld = 1_000;

    private static FileSyntax Parse(string text)
    {
        var (tree, diagnostics) = FileSyntax.Parse(new ClauseSource("terms.clauses", text));
        diagnostics.ShouldBeEmpty(text);
        return tree;
    }

    [Fact]
    public void Compiled_conditions_have_the_value_of_the_naive_evaluator_in_100_000_cases()
    {
        var (cases, decided, beyondKleene) = (0, 0, 0);
        for (var seed = 0; cases < 100_000; seed++)
        {
            var random = new Random(seed);
            var text = $"{RandomWorld.Declarations}\ndefine c as {new RandomWorld(random).Condition()}";
            var syntax = Parse(text).Declarations.OfType<DefineSyntax>().Single().As;
            var question = ClauseCompiler.Question([new ClauseSource("terms.clauses", text)], ClauseWorld.Vocabulary, "c");
            var (condition, program) = question ?? throw new InvalidOperationException(text);
            for (var i = 0; i < 10; i++)
            {
                var world = new RandomWorld(random);
                var naive = new NaiveEvaluator(world);
                if (naive.Ways(syntax) > LargestWorld)
                {
                    continue;
                }
                var facts = new CompiledFacts(
                    program,
                    world.Statements().ToLookup(s => Holdfast.Core.Clauses.Facts.FactKey.Of(s.Name, s.Arguments))
                );
                var context = new EvaluationContext(world.Subject(), facts, Thresholds.Default, world.Earliest, world.Latest, "c");
                var value = condition.Evaluate(in context, out var mask);
                var expected = naive.Evaluate(syntax);
                if (value != expected || (mask != 0) != (value == Bool3.Unknown))
                {
                    Assert.Fail($"seed {seed}/{i}: {value} with reasons {mask}, expected {expected}: {text}");
                }
                cases++;
                decided += value == Bool3.Unknown ? 0 : 1;
                var live = new LiveAtoms(condition.Atoms, in context);
                beyondKleene += value != Bool3.Unknown && condition.Tape.Run(ref live, out _) == Bool3.Unknown ? 1 : 0;
            }
        }
        cases.ShouldBeGreaterThanOrEqualTo(100_000);
        decided.ShouldBeInRange(20_000, 80_000, "known and unknown outcomes should both be common");
        beyondKleene.ShouldBeGreaterThan(500, "the cases where Kleene's logic knows too little should be met");
    }

    [Fact]
    public void Terms_with_exceptions_have_the_outcome_of_the_naive_evaluator_and_explain_the_same()
    {
        var seen = new Dictionary<Outcome, int>();
        for (var seed = 0; seed < 1_500; seed++)
        {
            var random = new Random(seed);
            var maker = new RandomWorld(random);
            var text = $"""
                {RandomWorld.Declarations}
                term t
                    cites illustrative
                    binds UA
                    forbids fire, assault where {maker.Condition(2)}
                    except return_fire when {maker.Condition(3)}
                    except other when {maker.Condition(3)}
                    severity grave when {maker.Condition(3)}
                end
                """;
            var (set, _) = ClauseWorld.Compile(text);
            if (set is null)
            {
                continue; // A random condition that can never hold is an error of the file.
            }
            Compare(set, Parse(text), random, seed, seen);
        }
        seen.Keys.Order().ShouldBe([Outcome.ApparentBreach, Outcome.NoApparentBreach, Outcome.Undeterminable]);
        seen.Values.Min().ShouldBeGreaterThan(300);
    }

    private static void Compare(ClauseSet set, FileSyntax tree, Random random, int seed, Dictionary<Outcome, int> seen)
    {
        var lines = tree.Declarations.OfType<TermSyntax>().Single().Lines;
        var act = lines.OfType<ForbidsSyntax>().Single();
        var forbidden = Parse("define k as kind in (fire, assault)").Declarations.OfType<DefineSyntax>().Single().As;
        var returned = Parse("define k as kind is return_fire").Declarations.OfType<DefineSyntax>().Single().As;
        var none = default(SourceSpan);
        List<ConditionSyntax> parts = [forbidden, act.Where ?? forbidden];
        foreach (var except in lines.OfType<ExceptSyntax>())
        {
            var whole = except.Name.Text == "return_fire" ? new AndSyntax(none, [returned, except.When]) : except.When;
            parts.Add(new NotSyntax(none, whole));
        }
        for (var i = 0; i < 4; i++)
        {
            var world = new RandomWorld(random);
            if (new NaiveEvaluator(world).Ways([.. parts]) > LargestWorld)
            {
                continue;
            }
            var facts = FactBase.From(set, world.Statements(), Instant.MaxValue);
            var finding = set.Terms[0].Judge(world.Subject(), facts, Thresholds.Default);
            var expected = new NaiveEvaluator(world).Evaluate([.. parts]) switch
            {
                Bool3.True => Outcome.ApparentBreach,
                Bool3.False => Outcome.NoApparentBreach,
                _ => Outcome.Undeterminable,
            };
            if (finding.Outcome != expected)
            {
                Assert.Fail($"seed {seed}/{i}: {finding.Outcome}, expected {expected}: {tree.Text}");
            }
            var verdict = set.Terms[0].Assess(world.Subject(), facts, Thresholds.Default);
            verdict.Outcome.ShouldBe(finding.Outcome);
            verdict.Severity.ShouldBe(finding.Severity);
            verdict.Reasons.Select(r => r.Code).ShouldBe(set.Terms[0].ReasonCodes(finding.ReasonBits));
            verdict.Reasons.ShouldNotBeEmpty();
            seen[expected] = seen.GetValueOrDefault(expected) + 1;
        }
    }
}
