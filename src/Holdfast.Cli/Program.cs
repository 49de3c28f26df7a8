using System.CommandLine;
using System.CommandLine.Invocation;

namespace Holdfast.Cli;

/// <summary>The <c>holdfast</c> program: one verb per line below, each in the folder of its room.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => Read(args).InvokeAsync();

    /// <summary>Where a verb is called wrongly the reason stands alone: the help of a whole verb after it would push it off the screen.</summary>
    internal static ParseResult Read(string[] args)
    {
        var read = Root().Parse(args);
        if (read.Action is ParseErrorAction wrong && read.CommandResult.Command.Subcommands.Count == 0)
        {
            wrong.ShowHelp = false;
        }
        return read;
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("Holdfast: from observation to obligation. Verifies a ceasefire and explains every step.");
        foreach (var verb in Verbs.All())
        {
            root.Subcommands.Add(verb);
        }
        return root;
    }
}
