using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Tests.Forces;

/// <summary>Seeded force problems small enough to try every plan of, and the helpers that change one in one respect.</summary>
internal static class SmallForces
{
    public static ForceProblem Make(int seed)
    {
        var random = new Random(seed);
        var months = random.Next(2, 6);
        var lines = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(i => new ProblemLine(Id("line", i), random.Next(1, 6), [.. Needs(months, random)]))
            .ToImmutableArray();
        var offers = Enumerable.Range(0, random.Next(1, 4)).Select(i => Offer(i, months, lines.Length, random)).ToImmutableArray();
        var commands =
            random.Next(2) == 0
                ? ImmutableArray<ProblemCommand>.Empty
                : [new ProblemCommand("command", [.. Some(lines.Length, random)], [.. Some(offers.Length, random)])];
        return new ForceProblem(months, lines, offers, commands);
    }

    /// <summary>One of a middle size: too great to try every plan, quick for every solver.</summary>
    public static ForceProblem Middle(int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable
            .Range(0, 5)
            .Select(i => new ProblemLine(Id("line", i), random.Next(1, 6), [.. Needs(9, random)]))
            .ToImmutableArray();
        return new ForceProblem(
            9,
            lines,
            [.. Enumerable.Range(0, 6).Select(i => Offer(i, 9, 5, random))],
            [new ProblemCommand("command", [0, 1], [0, 1, 2])]
        );
    }

    /// <summary>One that no solver proves in minutes: more than 6,000 starts.</summary>
    public static ForceProblem Great()
    {
        var random = new Random(1);
        var lines = Enumerable
            .Range(0, 24)
            .Select(i => new ProblemLine(Id("line", i), random.Next(1, 10), [.. Enumerable.Repeat(random.Next(2, 8) * 100, 24)]))
            .ToImmutableArray();
        var offers = Enumerable
            .Range(0, 70)
            .Select(i => new ProblemOffer(
                Id("offer", i),
                Id("nation", i / 5),
                random.Next(1, 5),
                0,
                100,
                random.Next(4, 7),
                random.Next(12, 18),
                random.Next(2),
                [.. Enumerable.Range(0, 24).Select(month => month >= i % 5)],
                [
                    .. Enumerable
                        .Range(0, 24)
                        .Where(line => line % 6 == i % 6 || random.Next(20) == 0)
                        .Select(line => new ProblemFit(line, random.Next(2) * 25 + 75)),
                ]
            ));
        return new ForceProblem(24, lines, [.. offers], [new ProblemCommand("command", [0, 6], [0, 6, 12])]);
    }

    /// <summary>The same problem in another order, indices moved along.</summary>
    public static ForceProblem Shuffled(ForceProblem problem, int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, problem.Lines.Length).ToArray();
        var offers = Enumerable.Range(0, problem.Offers.Length).ToArray();
        random.Shuffle(lines);
        random.Shuffle(offers);
        return problem with
        {
            Lines = [.. lines.Select(i => problem.Lines[i])],
            Offers =
            [
                .. offers
                    .Select(i => problem.Offers[i])
                    .Select(offer =>
                        offer with
                        {
                            Fits = [.. offer.Fits.Reverse().Select(f => f with { Line = Array.IndexOf(lines, f.Line) })],
                        }
                    ),
            ],
            Commands =
            [
                .. problem
                    .Commands.Reverse()
                    .Select(c =>
                        c with
                        {
                            Lines = [.. c.Lines.Select(i => Array.IndexOf(lines, i))],
                            LeadOffers = [.. c.LeadOffers.Select(i => Array.IndexOf(offers, i))],
                        }
                    ),
            ],
        };
    }

    /// <summary>One more offer, like the first but under another name and with other fits.</summary>
    public static ForceProblem MoreOffers(ForceProblem problem, int seed)
    {
        var more = Offer(problem.Offers.Length, problem.Months, problem.Lines.Length, new Random(seed));
        return problem with { Offers = problem.Offers.Add(more) };
    }

    /// <summary>The first offer may no longer serve its first line, or no longer start in its first month.</summary>
    public static ForceProblem Caveat(ForceProblem problem, bool fit)
    {
        var offer = problem.Offers[0];
        var first = offer.CanStart.IndexOf(true);
        var barred =
            fit && !offer.Fits.IsEmpty ? offer with { Fits = offer.Fits.RemoveAt(0) }
            : first >= 0 ? offer with { CanStart = offer.CanStart.SetItem(first, false) }
            : offer;
        return problem with { Offers = problem.Offers.SetItem(0, barred) };
    }

    private static ProblemOffer Offer(int index, int months, int lines, Random random)
    {
        var (units, deployment) = (random.Next(1, 3), random.Next(1, 4));
        var fits = Some(lines, random).Select(line => new ProblemFit(line, random.Next(1, 5) * 50));
        return new ProblemOffer(
            Id("offer", index),
            Id("nation", random.Next(2)),
            units,
            random.Next(units + 1),
            random.Next(1, 4) * 10,
            deployment,
            random.Next(0, 3 * deployment + 1),
            random.Next(0, Math.Min(2, deployment) + 1),
            [.. Enumerable.Range(0, months).Select(_ => random.Next(3) > 0)],
            [.. fits]
        );
    }

    private static IEnumerable<int> Needs(int months, Random random) =>
        Enumerable.Range(0, months).Select(_ => random.Next(0, 5) * 75).ToArray();

    private static int[] Some(int count, Random random) => [.. Enumerable.Range(0, count).Where(_ => random.Next(3) > 0)];

    private static string Id(string kind, int number) => kind + number.ToString("00", CultureInfo.InvariantCulture);
}
