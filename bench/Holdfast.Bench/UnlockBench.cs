using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Milliseconds to answer which facts would bring "at least k of 35 grantors present" about, each present by a vote and by air or by sea: every minimal set counted, the
/// smallest and the cheapest found. Peer: trying every set of changes, on the sizes where that ends. Median of 41 rounds of processor time.
/// </summary>
internal static class UnlockBench
{
    private const int Rounds = 41;
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    public static Task Run(string[] args)
    {
        var worst = 0.0;
        foreach (var least in new[] { 1, 9, 18, 26, 35 })
        {
            var (set, force, facts) = World(35, least);
            var answer = Solver.Unlock(set, force, facts, Noon);
            var time = Median(() => Solver.Unlock(set, force, facts, Noon));
            worst = Math.Max(worst, time);
            Print(
                $"at least {least} of 35: {time:0.00} ms, {answer.Nodes} nodes, {answer.Count} minimal sets, smallest {answer.SmallestSize}"
            );
        }
        Print($"worst {worst:0.00} ms; budget 50 ms: {(worst <= 50 ? "kept" : "MISSED")}");
        foreach (var grantors in new[] { 2, 3 })
        {
            var (set, force, facts) = World(grantors, grantors - 1);
            var answer = Solver.Unlock(set, force, facts, Noon);
            var ours = Median(() => Solver.Unlock(set, force, facts, Noon));
            var watch = Stopwatch.StartNew();
            var found = Brute(set, force, facts);
            var peer = watch.Elapsed.TotalMilliseconds;
            Print(
                $"{grantors} grantors, {(found == answer.Count ? "same" : "OTHER")} {found} sets: {ours:0.000} ms; peer, trying every set: {peer:0} ms; ratio {peer / ours:0}"
            );
        }
        return Task.CompletedTask;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static (ClauseSet Set, Undertaking Force, FactBase Facts) World(int grantors, int least)
    {
        var all = Enumerable.Range(0, grantors).Select(i => i.ToString("00", CultureInfo.InvariantCulture)).ToList();
        const string Head = "cites illustrative\nby UA to RU\nin force when ";
        var text =
            "fact ceasefire\nfact vote(nation)\nfact air(nation)\nfact sea(nation)\n"
            + string.Concat(all.Select(i => $"undertaking G{i}\n{Head}ceasefire and vote(N{i}) and (air(N{i}) or sea(N{i}))\nend\n"))
            + $"undertaking force\n{Head}at least {least} of {{ {string.Join(", ", all.Select(i => "G" + i))} }}\nend\n";
        var (set, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("bench", text)],
            new ClauseVocabulary(new Atlas([]), ["RU", "UA"], [])
        );
        return set?.Undertaking("force") is { } force
            ? (set, force, FactBase.From(set, [], Noon))
            : throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private static double Median(Action action)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            action();
            times.Add(
                Math.Min(
                    watch.Elapsed.TotalMilliseconds,
                    Math.Max(0.01, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds)
                )
            );
        }
        return times.Order().ElementAt(Rounds / 2);
    }

    /// <summary>How many minimal sets of facts made true there are, by asking the compiled conditions about every set.</summary>
    private static BigInteger Brute(ClauseSet set, Undertaking force, FactBase facts)
    {
        var changes = set
            .Undertakings.SelectMany(u => u.InForce.Facts)
            .Where(f => f.Undertaking is null && f.Name is not ("withdrawn" or "terminated" or "discharged" or "suspended"))
            .DistinctBy(f => f.Key)
            .ToList();
        var enough = new List<int>();
        foreach (var chosen in Enumerable.Range(0, 1 << changes.Count).OrderBy(s => int.PopCount(s)))
        {
            if (enough.Any(e => (e & chosen) == e))
            {
                continue;
            }
            var assumed = facts.With(
                changes.Where((_, i) => (chosen & (1 << i)) != 0).Select(f => FactStatement.Assume(f.Name, f.Arguments, "true"))
            );
            foreach (var grantor in set.Undertakings.Where(u => u != force))
            {
                var truth = grantor.InForce.At(assumed, Noon);
                assumed = assumed.WithInForce(grantor.Name, [new TruthSpan(Instant.MinValue, Instant.MaxValue, truth)]);
            }
            if (force.InForce.At(assumed, Noon).IsTrue)
            {
                enough.Add(chosen);
            }
        }
        return enough.Count;
    }
}
