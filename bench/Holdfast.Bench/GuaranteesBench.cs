using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// The guarantees of the reference mission: all conditions evaluated (peer: a truth table over the completions of the unknown facts, straight on the syntax tree), the
/// whole network worked out, and 20,000 draws of time to effect for "at least 20 of 35 grantors" (peer: the same draws, one by one, on the syntax tree).
/// </summary>
internal static class GuaranteesBench
{
    private const int Rounds = 9;
    private const int Grantors = 35;
    private const int Needed = 20;
    private const int Draws = 20_000;

    public static async Task RunAsync(string[] args)
    {
        var folder = args.Length > 0 ? args[0] : "missions/ukraine";
        var mission = (await MissionFolder.LoadAsync(folder)).OrThrow();
        var facts = FactBase.From(
            mission.Clauses,
            mission.AllFacts.Where(f => f.Mode == Mode.Actual).Select(f => f.Statement),
            Instant.MaxValue
        );
        var at = Instant.FromUtc(2026, 3, 1, 0, 0);
        Small(at);
        Conditions(mission.Clauses, facts, at);
        var network = Median(() => GuaranteeNetwork.Work(facts, mission.Zone), 1);
        Print($"network of {mission.Clauses.Undertakings.Length} undertakings over all of time", network * 1e3, "ms");
        TimeToEffect();
    }

    /// <summary>Three facts, all known: what a board asks most of the time.</summary>
    private static void Small(Instant at)
    {
        const string text = "fact a\nfact b\nfact c\ndefine d as a and (b or c)";
        var (set, _) = ClauseSet.Compile([new ClauseSource("bench.clauses", text)], new ClauseVocabulary(new Atlas([]), ["A"], []));
        var clauses = set ?? throw new InvalidOperationException("The benchmark's own text is faulty.");
        var condition =
            clauses.Ask("a and (b or c)").Condition ?? throw new InvalidOperationException("The benchmark's own question is faulty.");
        FactStatement Said(string fact, string value) => new(fact, [], value, null, null, "A", "bench", Standing.Illustrative, at);
        var facts = FactBase.From(clauses, [Said("a", "true"), Said("b", "false"), Said("c", "true")], Instant.MaxValue);
        const int calls = 1_000_000;
        Print("small condition, a and (b or c), all known (budget 50 ns)", Median(() => condition.At(facts, at).IsTrue, calls) * 1e9, "ns");
    }

    private static void Conditions(ClauseSet clauses, FactBase facts, Instant at)
    {
        var conditions = clauses.Undertakings.SelectMany(u => u.Conditions).Where(c => c.Role != ConditionRole.Caveat).ToList();
        var written = conditions.Where(c => Naive.Understands(c.Condition) && Naive.Unknown(c.Condition, facts, at).Count <= 12).ToList();
        const int calls = 200;
        var compiled = Median(() => written.Sum(c => (int)c.Condition.At(facts, at).Value), calls) / written.Count;
        var naive = Median(() => written.Sum(c => (int)Naive.Evaluate(c.Condition, facts, at)), 2) / written.Count;
        foreach (var other in written.Where(c => c.Condition.At(facts, at).Value != Naive.Evaluate(c.Condition, facts, at)))
        {
            Console.WriteLine($"  differs: {other.Condition.Text} ({other.Condition.Location})");
        }
        var same = written.Count(c => c.Condition.At(facts, at).Value == Naive.Evaluate(c.Condition, facts, at));
        Print($"condition of an undertaking ({written.Count} of them), with the reasons of what is unknown", compiled * 1e9, "ns");
        Print("  naive truth table, the same conditions", naive * 1e9, "ns");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {naive / compiled:0.0}; {same} of {written.Count} agree"));
    }

    private static void TimeToEffect()
    {
        var names = Enumerable.Range(0, Grantors).Select(i => $"N{i}").ToList();
        var text =
            "fact vote(chamber)\n"
            + string.Concat(
                names.Select(
                    (n, i) =>
                        $"undertaking {n}\ncites illustrative\nby A to B\nprocedure vote({n}) before use, takes {3 + i} to {30 + (2 * i)} days, usually {10 + i}\nend\n"
                )
            )
            + $"undertaking force\ncites illustrative\nby A to B\nin force when at least {Needed} of {{ {string.Join(", ", names)} }}\nend\n";
        var (set, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("bench.clauses", text)],
            new ClauseVocabulary(new Atlas([]), ["A", "B"], [])
        );
        var clauses = set ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
        var from = Instant.FromUtc(2026, 3, 1, 0, 0);
        var network = GuaranteeNetwork.Work(FactBase.From(clauses, [], Instant.MaxValue), DateTimeZone.Utc);
        var ours = Median(() => EffectSimulation.Run(network, "force", from, Draws), 1);
        var peer = Median(() => Naive.Draws(Grantors, Needed, Draws), 1);
        Print($"time to effect, at least {Needed} of {Grantors} grantors, {Draws} draws (budget 300 ms)", ours * 1e3, "ms");
        Print("  one draw after the other, sorted", peer * 1e3, "ms");
        var median = EffectSimulation.Run(network, "force", from, Draws).Quantiles.First(q => q.Probability == 0.5).Days ?? double.NaN;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"  medians {median:0.00} and {Naive.Draws(Grantors, Needed, Draws):0.00} days")
        );
    }

    /// <summary>Seconds of processor time per call, median of the rounds after one to warm up.</summary>
    private static double Median<T>(Func<T> work, int calls)
    {
        using var process = Process.GetCurrentProcess();
        var times = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            process.Refresh();
            var before = process.UserProcessorTime;
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < calls; i++)
            {
                GC.KeepAlive(work());
            }
            process.Refresh();
            var used = (process.UserProcessorTime - before).TotalSeconds;
            // The system counts processor time in ticks: short rounds go by the clock.
            times.Add((watch.Elapsed.TotalSeconds < 0.1 ? watch.Elapsed.TotalSeconds : used) / calls);
        }
        times.RemoveAt(0);
        times.Sort();
        return times[times.Count / 2];
    }

    private static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.###} {unit}"));

    /// <summary>The reference: no compilation, no three values, no sharing of work.</summary>
    private static class Naive
    {
        /// <summary>Definitions are not written out, and time is not looked at.</summary>
        public static bool Understands(Condition condition) => condition.Syntax is { } syntax && Understands(syntax, condition);

        private static bool Understands(ConditionSyntax syntax, Condition condition) =>
            syntax switch
            {
                NotSyntax not => Understands(not.Operand, condition),
                AndSyntax and => and.Operands.All(o => Understands(o, condition)),
                OrSyntax or => or.Operands.All(o => Understands(o, condition)),
                GroupSyntax group => group.Operands.All(o => Understands(o, condition)),
                FactTestSyntax fact => condition.Facts.Any(f => f.Name == fact.Fact.Name.Text || f.Undertaking == fact.Fact.Name.Text),
                DeterminedSyntax => true,
                _ => false,
            };

        public static List<FactUse> Unknown(Condition condition, FactBase facts, Instant at) =>
            [.. condition.Facts.Where(f => Value(f, facts, at) is null)];

        public static Bool3 Evaluate(Condition condition, FactBase facts, Instant at)
        {
            var unknown = Unknown(condition, facts, at).Select(f => f.Key).Distinct().ToList();
            var (yes, no) = (false, false);
            for (var way = 0; way < 1 << unknown.Count; way++)
            {
                var chosen = way;
                bool Of(FactUse use) => Value(use, facts, at) ?? (chosen >> unknown.IndexOf(use.Key) & 1) == 1;
                var value = Holds(condition.Syntax, condition, Of);
                (yes, no) = (yes | value, no | !value);
            }
            return yes && no ? Bool3.Unknown
                : yes ? Bool3.True
                : Bool3.False;
        }

        private static bool? Value(FactUse use, FactBase facts, Instant at)
        {
            if (use.Undertaking is not null)
            {
                return null;
            }
            var value = use.Determination
                ? Truth.Of(facts.Readings(use.Name, use.Arguments, at).Any(r => r.Value == "true"))
                : facts.Value(use.Name, use.Arguments, at);
            return value.IsUnknown ? null : value.IsTrue;
        }

        private static bool Holds(ConditionSyntax? syntax, Condition condition, Func<FactUse, bool> of) =>
            syntax switch
            {
                NotSyntax not => !Holds(not.Operand, condition, of),
                AndSyntax and => and.Operands.All(o => Holds(o, condition, of)),
                OrSyntax or => or.Operands.Any(o => Holds(o, condition, of)),
                GroupSyntax group => Group(group, group.Operands.Count(o => Holds(o, condition, of))),
                FactTestSyntax fact => Test(fact.Fact, condition, of),
                DeterminedSyntax determined => Test(determined.Fact, condition, of),
                _ => true,
            };

        private static bool Group(GroupSyntax group, int holding) =>
            group.Quantifier switch
            {
                Quantifier.All => holding == group.Operands.Length,
                Quantifier.Any => holding > 0,
                Quantifier.None => holding == 0,
                Quantifier.AtLeast => holding >= group.Count,
                Quantifier.AtMost => holding <= group.Count,
                Quantifier.Exactly => holding == group.Count,
            };

        private static bool Test(FactRefSyntax fact, Condition condition, Func<FactUse, bool> of)
        {
            var arguments = fact.Arguments.Select(a => a.Text).Concat(fact.Actor is null ? [] : [fact.Actor.Text]).ToList();
            var use = condition.Facts.FirstOrDefault(f =>
                (f.Name == fact.Name.Text && f.Arguments.SequenceEqual(arguments)) || f.Undertaking == fact.Name.Text
            );
            return use is null || of(use);
        }

        public static double Draws(int grantors, int needed, int draws)
        {
            var random = new Random(1);
            var results = new List<double>(draws);
            for (var draw = 0; draw < draws; draw++)
            {
                var times = Enumerable
                    .Range(0, grantors)
                    .Select(i => Triangle(random.NextDouble(), 3 + i, 10 + i, 30 + (2 * i)))
                    .Order()
                    .ToList();
                results.Add(times[needed - 1]);
            }
            return results.Order().ElementAt(draws / 2);
        }

        private static double Triangle(double u, double least, double usual, double most) =>
            u < (usual - least) / (most - least)
                ? least + Math.Sqrt(u * (most - least) * (usual - least))
                : most - Math.Sqrt((1 - u) * (most - least) * (most - usual));
    }
}
