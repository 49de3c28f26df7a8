using System.CommandLine;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces</c>: what could be fielded, by when, for how long, and what would change that.</summary>
internal static class ForcesVerb
{
    public static Command Create()
    {
        var command = new Command("forces", "The multinational force: what could be fielded, by when, for how long, and which decisions would change that.");
        command.Subcommands.Add(ForceOffersVerb.Create());
        return command;
    }
}
