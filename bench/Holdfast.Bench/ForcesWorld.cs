using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Bench;

/// <summary>
/// A seeded force question of any size: five offers a nation, ten capabilities, lines of one capability each with a need that grows over three phases, caveats that
/// bar a third of the lines of an offer's capability, substitutes of the next capability at part effect, notice of up to six months, deployments of 4 or 6 months
/// with three times as much dwell, a month of hand-over in two of three, a quarter of all units bound to NATO plans, four commands.
/// </summary>
internal static class ForcesWorld
{
    private const int Capabilities = 10;

    public static ForceProblem Make(int nations, int lines, int months, int seed, int pressure)
    {
        var random = new Random(seed);
        var made = Enumerable.Range(0, lines).Select(i => Line(i, lines, nations * pressure, months, random)).ToImmutableArray();
        var offers = Enumerable
            .Range(0, nations)
            .SelectMany(nation => Enumerable.Range(0, 5).Select(i => Offer(nation, i, lines, months, random)))
            .ToImmutableArray();
        var commands = Enumerable.Range(0, 4).Select(i => Command(i, lines, offers, random)).ToImmutableArray();
        return new ForceProblem(months, made, offers, commands);
    }

    private static string Id(string kind, int number) => kind + number.ToString("000", CultureInfo.InvariantCulture);

    private static ProblemLine Line(int index, int lines, int pressed, int months, Random random)
    {
        // Units that 35 nations can keep there are about 3.5 a line, whatever the number of lines.
        var size = (int)(3.5 * 40 * pressed / (35.0 * lines));
        var full = Math.Max(1, random.Next(size / 2, size * 3 / 2) / 100) * 100;
        var (second, third) = (random.Next(2, 6), random.Next(6, 12));
        var need = Enumerable
            .Range(0, months)
            .Select(month =>
                month < second ? full / 400 * 100
                : month < third ? full / 200 * 100
                : full
            );
        return new ProblemLine(Id("line", index), random.Next(1, 11), [.. need]);
    }

    private static ProblemOffer Offer(int nation, int number, int lines, int months, Random random)
    {
        var capability = random.Next(Capabilities);
        var next = (capability + 1) % Capabilities;
        var (own, part) = (100, random.Next(2) == 0 ? 50 : 75);
        var fits = Enumerable
            .Range(0, lines)
            .Where(line =>
                (line % Capabilities == capability && random.Next(3) > 0) || (line % Capabilities == next && random.Next(3) == 0)
            )
            .Select(line => new ProblemFit(line, line % Capabilities == capability ? own : part));
        var units = random.Next(1, 7);
        var deployment = random.Next(2) == 0 ? 4 : 6;
        var notice = random.Next(7);
        return new ProblemOffer(
            Id("offer", nation * 5 + number),
            Id("nation", nation),
            units,
            random.Next(units + 1) / 2,
            random.Next(2, 9) * 100,
            deployment,
            3 * deployment,
            random.Next(3) > 0 ? 1 : 0,
            [.. Enumerable.Range(0, months).Select(month => month >= notice)],
            [.. fits]
        );
    }

    private static ProblemCommand Command(int index, int lines, ImmutableArray<ProblemOffer> offers, Random random)
    {
        var led = Enumerable.Range(0, lines).Where(line => line % 8 == index).ToImmutableArray();
        var able = Enumerable.Range(0, offers.Length).Where(offer => offers[offer].Fits.Any(fit => led.Contains(fit.Line)));
        return new ProblemCommand(Id("command", index), led, [.. able.Where(_ => random.Next(3) == 0)]);
    }
}
