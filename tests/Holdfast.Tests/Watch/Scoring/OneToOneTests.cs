using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Watch.Scoring;
using Shouldly;

namespace Holdfast.Tests.Watch.Scoring;

public sealed class OneToOneTests
{
    [Fact]
    public void The_nearest_first_is_not_always_the_most() =>
        // Taking (0, 0) first would leave row 1 alone.
        OneToOne.Match(2, 2, [new PossiblePair(0, 0, 0.1), new PossiblePair(0, 1, 0.9), new PossiblePair(1, 0, 0.2)]).ShouldBe([1, 0]);

    [Fact]
    public void As_many_pairs_as_can_be_and_then_the_cheapest() =>
        Prop.ForAll(
                Gen.Choose(0, 1_000_000).ToArbitrary(),
                seed =>
                {
                    var random = new System.Random(seed);
                    var (rows, columns) = (random.Next(1, 6), random.Next(1, 6));
                    var pairs = (
                        from row in Enumerable.Range(0, rows)
                        from column in Enumerable.Range(0, columns)
                        where random.NextDouble() < 0.5
                        select new PossiblePair(row, column, Math.Round(random.NextDouble(), 3))
                    ).ToArray();
                    var found = OneToOne.Match(rows, columns, pairs);
                    var used = found.Where(column => column >= 0).ToArray();
                    used.Distinct().Count().ShouldBe(used.Length);
                    var cost = found
                        .Index()
                        .Where(row => row.Item >= 0)
                        .Sum(row => pairs.Single(p => p.Row == row.Index && p.Column == row.Item).Cost);
                    var (count, least) = Best(0, rows, pairs, []);
                    used.Length.ShouldBe(count);
                    cost.ShouldBe(least, 1e-9);
                }
            )
            .QuickCheckThrowOnFailure();

    private static (int Count, double Cost) Best(int row, int rows, PossiblePair[] pairs, HashSet<int> taken)
    {
        if (row == rows)
        {
            return (0, 0);
        }
        var best = Best(row + 1, rows, pairs, taken);
        foreach (var pair in pairs.Where(pair => pair.Row == row && !taken.Contains(pair.Column)))
        {
            var (count, cost) = Best(row + 1, rows, pairs, [.. taken, pair.Column]);
            if (count + 1 > best.Count || (count + 1 == best.Count && cost + pair.Cost < best.Cost))
            {
                best = (count + 1, cost + pair.Cost);
            }
        }
        return best;
    }
}
