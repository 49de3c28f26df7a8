using System.CommandLine;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces</c>: what could be fielded, by when, for how long, and what would change that.</summary>
internal static class ForcesVerb
{
    public static Command Create()
    {
        var command = new Command(
            "forces",
            "The multinational force: what could be fielded, by when, for how long, and which decisions would change that."
        );
        command.Subcommands.Add(ForceSolveVerb.Create());
        command.Subcommands.Add(ForceCompareVerb.Create());
        command.Subcommands.Add(ForceCurveVerb.Create());
        command.Subcommands.Add(ForceUnlockVerb.Create());
        command.Subcommands.Add(ForceWithdrawVerb.Create());
        command.Subcommands.Add(ForceSustainVerb.Create());
        command.Subcommands.Add(ForceOffersVerb.Create());
        return command;
    }
}
