using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;

namespace Holdfast.Cli.Forces;

/// <summary>How long a solver may take, and how near to the optimum is near enough.</summary>
internal sealed class ForceLimitOptions
{
    private readonly Option<double> _seconds = new("--seconds") { Description = "Time for one answer.", DefaultValueFactory = _ => 60 };
    private readonly Option<double> _gap = new("--gap")
    {
        Description = "Relative gap of the first objective that is good enough; 0 for proof.",
        DefaultValueFactory = _ => 0,
    };

    public Option[] All => [_seconds, _gap];

    public ForceLimits Of(ParseResult args)
    {
        var (seconds, gap) = (args.GetValue(_seconds), args.GetValue(_gap));
        if (!(seconds is > 0 and <= 86_400))
        {
            throw new ArgumentException(
                $"--seconds is more than 0 and at most 86400; found {seconds.ToString(CultureInfo.InvariantCulture)}."
            );
        }
        if (!(gap is >= 0 and < 1))
        {
            throw new ArgumentException($"--gap is at least 0 and less than 1; found {gap.ToString(CultureInfo.InvariantCulture)}.");
        }
        return new ForceLimits(seconds, gap);
    }
}

/// <summary>Progress of a solver as one line on standard error; nothing where that is not a terminal.</summary>
internal static class ForceProgressLine
{
    private static readonly string[] Stages = ["unfilled", "double-hatting", "burden", "deployments"];

    public static IProgress<ForceProgress>? Show() =>
        Console.IsErrorRedirected
            ? null
            : new Progress<ForceProgress>(p =>
                Console.Error.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"\r{p.Seconds, 6:0.0} s  {Stages[p.Stage], -14}  best {p.Best:N0}, no less than {p.Bound:N0}, gap {p.Gap:0.00%}          "
                    )
                )
            );

    /// <summary>A line each, as it is told; on standard error even where that is a file, so that a long answer can be followed.</summary>
    public static IProgress<string> Words() => new Told();

    private sealed class Told : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
