using System.CommandLine;
using Holdfast.App.Forces;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast solve-mixed</c>, hidden: the process in which a solver of other people's making runs. The program starts it for itself.</summary>
internal static class SolveMixedVerb
{
    public static Command Create()
    {
        var parent = new Option<int>("--parent") { Required = true, Description = "Process id of the parent: this process dies with it." };
        var memory = new Option<long>("--memory")
        {
            Required = true,
            Description = "Bytes of memory it may take beyond what it has at its start.",
        };
        var library = new Option<string>("--library") { Required = true, Description = "The C library of CBC." };
        var verb = new Command("solve-mixed", "Solves programs that come on standard input. Example: the program starts this for itself.")
        {
            parent,
            memory,
            library,
        };
        verb.Hidden = true;
        verb.SetAction(parsed =>
            CbcChild.Run(parsed.GetRequiredValue(library), parsed.GetRequiredValue(parent), parsed.GetRequiredValue(memory))
        );
        return verb;
    }
}
