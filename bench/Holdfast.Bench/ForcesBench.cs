using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Bench;

/// <summary>
/// Force plans: our formulation, search and neighbourhoods against the plain formulation (a binary for each unit, line and start month) on the same CBC in the same
/// run. <c>forces [SECONDS] [NATIONS ...]</c>: seconds for each (60), nations (35). The plan fills about seven tenths of the weighted need; see <see cref="ForcesWorld"/>.
/// </summary>
internal static class ForcesBench
{
    private const int Lines = 40;
    private const int Months = 24;
    private const int Pressure = 250;

    public static async Task Run(string[] args)
    {
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
        int[] sizes = args.Length > 1 ? [.. args.Skip(1).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))] : [35];
        foreach (var nations in sizes)
        {
            var problem = ForcesWorld.Make(nations, Lines, Months, seed: 1, Pressure);
            Console.WriteLine($"{nations} nations, {problem.Offers.Length} offers, {Lines} lines, {Months} months");
            await OursAsync(problem, seconds);
            await PlainAsync(problem, seconds);
        }
    }

    private static async Task OursAsync(ForceProblem problem, double seconds)
    {
        var (heard, before) = (new Heard(), Processor());
        var answer = await new ForceSolver(() => new CbcProcess(new CbcOptions())).SolveAsync(
            problem,
            new ForceLimits(seconds, 0.001, 1),
            heard,
            default
        );
        var stage = answer.Stages[0];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  ours: {stage.Value} (bound {stage.Bound}, gap {stage.Gap:P2}) in {answer.Seconds:0.0} s, processor {Processor() - before:0.0} s; 1 % after {heard.First(0.01)}, 0.5 % after {heard.First(0.005)}, 0.1 % after {heard.First(0.001)}; gap after 10 s {heard.At(10):P2}, after 60 s {heard.At(60):P2}"
            )
        );
    }

    private static async Task PlainAsync(ForceProblem problem, double seconds)
    {
        var (before, began) = (Processor(), Stopwatch.GetTimestamp());
        MixedAnswer answer;
        await using (var solver = new CbcProcess(new CbcOptions { MemoryBytes = 6L << 30 }))
        {
            answer = await solver.SolveAsync(PlainForceProgram.Of(problem), null, new MixedLimits(seconds), null, default);
        }
        var told = answer switch
        {
            MixedAnswer.Optimal optimal => string.Create(CultureInfo.InvariantCulture, $"{optimal.Objective} (proven)"),
            MixedAnswer.Feasible it => string.Create(
                CultureInfo.InvariantCulture,
                $"{it.Objective} (bound {it.Bound:0}, gap {(it.Objective - it.Bound) / it.Objective:P2})"
            ),
            MixedAnswer.TimedOut late => string.Create(CultureInfo.InvariantCulture, $"no solution (bound {late.Bound:0})"),
            _ => answer.GetType().Name,
        };
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  plain: {told} in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, processor {Processor() - before:0.0} s"
            )
        );
    }

    // Processor time of this process and of its children, those that have ended and those that run, in seconds (proc(5): ticks of 10 ms).
    private static double Processor()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var ticks = Stat(own).Skip(11).Take(4).Sum(Number);
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            var fields = Stat(Path.GetFileName(folder));
            ticks += fields.Length > 13 && fields[1] == own ? fields.Skip(11).Take(2).Sum(Number) : 0;
        }
        return ticks / 100;

        static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
    }

    // The fields after the name; none for a process that has just ended.
    private static string[] Stat(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private sealed class Heard : IProgress<ForceProgress>
    {
        private readonly Lock _lock = new();
        private readonly List<(ForceProgress Told, double Processor)> _all = [];
        private readonly double _before = Processor();

        public void Report(ForceProgress value)
        {
            lock (_lock)
            {
                _all.Add((value, Processor() - _before));
            }
        }

        public string First(double gap) =>
            _all.Where(heard => heard.Told.Gap <= gap)
                .Select(heard =>
                    string.Create(CultureInfo.InvariantCulture, $"{heard.Told.Seconds:0.0} s (processor {heard.Processor:0.0} s)")
                )
                .FirstOrDefault("never");

        public double At(double seconds) => _all.LastOrDefault(heard => heard.Told.Seconds <= seconds).Told.Gap;
    }
}
