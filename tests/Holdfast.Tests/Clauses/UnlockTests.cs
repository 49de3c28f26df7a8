using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>Which facts would make a condition true, and which would undo it, against trying every set of changes.</summary>
public sealed class UnlockTests
{
    private const string Declarations = """
        fact a "first"
        fact b determined by UA
        fact c complete
        fact d(part) part in x, y
        fact n count
        """;

    private static readonly string[] Names = ["a", "b", "c", "d(x)", "n"];

    /// <summary>Null for a condition that can never hold, which the compiler rejects.</summary>
    private static (ClauseSet Set, Undertaking Undertaking)? Compile(string condition)
    {
        var (set, diagnostics) = ClauseWorld.Compile(
            $"{Declarations}\nundertaking U\ncites illustrative\nby UA to RU\nin force when {condition}\nend"
        );
        if (set is null)
        {
            diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldAllBe(d => d.Code == "never");
            return null;
        }
        return (set, set.Undertakings[0]);
    }

    private static string Condition(Random random, int depth)
    {
        string Inner() => Condition(random, depth + 1);
        if (depth < 3 && random.Next(100) < 75)
        {
            return random.Next(5) switch
            {
                0 => $"({Inner()} and {Inner()})",
                1 => $"({Inner()} or {Inner()})",
                2 => $"not {Inner()}",
                3 => $"{Pick(random, "at least 2", "at most 1", "exactly 1", "none", "any")} of {{ {Inner()}, {Inner()}, {Inner()} }}",
                _ => $"({Inner()} or {Inner()} and {Inner()})",
            };
        }
        return Pick(random, "a", "b", "c", "d(x)", "n >= 2", "n < 4");
    }

    private static string Pick(Random random, params string[] options) => options[random.Next(options.Length)];

    private static List<FactStatement> Known(Random random)
    {
        var known = new List<FactStatement>();
        foreach (var name in Names.Where(_ => random.Next(100) < 55))
        {
            var value = name == "n" ? random.Next(6).ToString(CultureInfo.InvariantCulture) : Pick(random, "true", "false");
            known.Add(State(name, value));
        }
        return known;
    }

    private static FactStatement State(string key, string value) =>
        key.Contains('(', StringComparison.Ordinal)
            ? ClauseWorld.State(key[..1], value, arguments: [key[2..3]])
            : ClauseWorld.State(key, value);

    /// <summary>The values that a change can give, each with the text in which the answer says so.</summary>
    private static (string Value, string Key)[] Values(string fact, IEnumerable<string> asked)
    {
        if (fact != "n")
        {
            return [("true", "true"), ("false", "false")];
        }
        var tests = asked.ToList();
        string Key(int n) => string.Join(" and ", tests.Select(t => (t == "n >= 2" ? n >= 2 : n < 4) ? t : $"not ({t})"));
        return [.. new[] { 1, 3, 5 }.Select(n => (n.ToString(CultureInfo.InvariantCulture), Key(n))).DistinctBy(n => n.Item2)];
    }

    private static string Canonical(IEnumerable<(string Fact, string Wanted)> changes) =>
        string.Join("; ", changes.Select(c => c.Fact + "=" + c.Wanted).Order(StringComparer.Ordinal));

    /// <summary>Every minimal set of changes, by trying all.</summary>
    private static List<List<(string Fact, string Wanted)>> Brute(
        ClauseSet set,
        string text,
        Condition condition,
        List<FactStatement> known,
        Func<Truth, bool> wanted
    )
    {
        var facts = ClauseWorld.Facts(set, [.. known]);
        var asked = condition.Facts.Select(f => f.Key).Where(k => Names.Contains(k)).Distinct().ToList();
        var tests = new[] { "n >= 2", "n < 4" }
            .Where(t => text.Contains(t, StringComparison.Ordinal))
            .OrderBy(t => text.IndexOf(t, StringComparison.Ordinal))
            .ToList();
        var solutions = new List<List<(string Fact, string Wanted)>>();
        void Try(int index, List<(string Fact, string Wanted)> chosen, List<FactStatement> assumed)
        {
            if (index == asked.Count)
            {
                if (wanted(condition.At(facts.With(assumed), ClauseWorld.Noon)))
                {
                    solutions.Add([.. chosen]);
                }
                return;
            }
            Try(index + 1, chosen, assumed);
            var name = asked[index];
            foreach (var (value, key) in Values(name, tests))
            {
                if (Now(name, tests) == key)
                {
                    continue;
                }
                var (fact, arguments) = name.Contains('(', StringComparison.Ordinal) ? (name[..1], new[] { name[2..3] }) : (name, []);
                Try(index + 1, [.. chosen, (name, key)], [.. assumed, FactStatement.Assume(fact, [.. arguments], value)]);
            }
        }
        string? Now(string name, List<string> asks)
        {
            var stated = known.FirstOrDefault(s => State(name, "true").Name == s.Name)?.Value;
            return name != "n" ? stated ?? (name == "c" ? "false" : null)
                : stated is null ? null
                : Values("n", asks)
                    .Where(v =>
                        int.Parse(v.Value, CultureInfo.InvariantCulture) is var m
                        && Same(m, int.Parse(stated, CultureInfo.InvariantCulture), asks)
                    )
                    .Select(v => v.Key)
                    .First();
        }
        static bool Same(int x, int y, List<string> asks) => asks.All(t => t == "n >= 2" ? x >= 2 == y >= 2 : x < 4 == y < 4);
        Try(0, [], []);
        var sets = solutions.Select(s => s.ToHashSet()).ToList();
        return [.. solutions.Where(s => !sets.Any(o => o.Count < s.Count && o.IsSubsetOf(s)))];
    }

    [Fact]
    public void Minimal_sets_are_those_found_by_trying_every_change()
    {
        var open = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var random = new Random(seed);
            var text = Condition(random, 0);
            if (Compile(text) is not var (set, undertaking))
            {
                continue;
            }
            var condition = undertaking.Conditions[0].Condition;
            var known = Known(random);
            var facts = ClauseWorld.Facts(set, [.. known]);
            var costs = Names.ToImmutableSortedDictionary(n => n, n => (decimal)random.Next(0, 4), StringComparer.Ordinal);
            var answer = Solver.Unlock(set, condition, facts, ClauseWorld.Noon, new UnlockOptions { Costs = costs, MostSets = 10_000 });
            var now = condition.At(facts, ClauseWorld.Noon);
            answer.Now.Value.ShouldBe(now.Value, $"seed {seed}: {text}");
            (answer.Outcome == UnlockOutcome.Already).ShouldBe(now.IsTrue);
            if (now.IsTrue)
            {
                continue;
            }
            var brute = Brute(set, text, condition, known, t => t.IsTrue);
            Agrees(answer, brute, costs, $"seed {seed}: {text} knowing {string.Join(", ", known.Select(k => k.Name + "=" + k.Value))}");
            open += brute.Count > 0 ? 1 : 0;
        }
        open.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void What_would_undo_a_true_condition_is_found_by_trying_every_change()
    {
        var held = 0;
        for (var seed = 1000; seed < 1250; seed++)
        {
            var random = new Random(seed);
            var text = Condition(random, 0);
            if (Compile(text) is not var (set, undertaking))
            {
                continue;
            }
            var condition = undertaking.Conditions[0].Condition;
            var known = Known(random);
            var facts = ClauseWorld.Facts(set, [.. known]);
            var answer = Solver.Lock(set, condition, facts, ClauseWorld.Noon, new UnlockOptions { MostSets = 10_000 });
            if (!condition.At(facts, ClauseWorld.Noon).IsTrue)
            {
                answer.Outcome.ShouldBe(UnlockOutcome.Already);
                continue;
            }
            held++;
            var brute = Brute(set, text, condition, known, t => !t.IsTrue);
            Agrees(answer, brute, ImmutableSortedDictionary<string, decimal>.Empty, $"seed {seed}: {text}");
        }
        held.ShouldBeGreaterThan(40);
    }

    private static void Agrees(
        Unlocking answer,
        List<List<(string Fact, string Wanted)>> brute,
        ImmutableSortedDictionary<string, decimal> costs,
        string because
    )
    {
        answer.Count.ShouldBe(new BigInteger(brute.Count), because);
        if (brute.Count == 0)
        {
            answer.Outcome.ShouldBe(UnlockOutcome.Never, because);
            return;
        }
        answer.Outcome.ShouldBe(UnlockOutcome.Changes, because);
        var least = brute.Min(s => s.Count);
        answer.SmallestSize.ShouldBe(least, because);
        Sets(answer.Smallest).ShouldBe(brute.Where(s => s.Count == least).Select(Canonical).Order(StringComparer.Ordinal), because);
        answer.SmallestCount.ShouldBe(new BigInteger(brute.Count(s => s.Count == least)), because);
        decimal Cost(List<(string Fact, string Wanted)> s) => s.Sum(c => costs.GetValueOrDefault(c.Fact, 1));
        var cheapest = brute.Min(Cost);
        answer.CheapestCost.ShouldBe(cheapest, because);
        Sets(answer.Cheapest).ShouldBe(brute.Where(s => Cost(s) == cheapest).Select(Canonical).Order(StringComparer.Ordinal), because);
        var everywhere = brute.Aggregate(brute[0].AsEnumerable(), (all, one) => all.Intersect(one)).Select(c => c.Fact + "=" + c.Wanted);
        answer
            .Essential.Select(c => c.Fact + "=" + c.Wanted)
            .Order(StringComparer.Ordinal)
            .ShouldBe(everywhere.Order(StringComparer.Ordinal), because);
        foreach (var share in answer.Shares)
        {
            share.Sets.ShouldBe(new BigInteger(brute.Count(s => s.Contains((share.Change.Fact, share.Change.Wanted)))), because);
        }
    }

    private static IEnumerable<string> Sets(ImmutableArray<ChangeSet> sets) =>
        sets.Select(s => Canonical(s.Changes.Select(c => (c.Fact, c.Wanted)))).Order(StringComparer.Ordinal);
}
