using System.CommandLine;

namespace Holdfast.Cli;

/// <summary>The <c>holdfast</c> program: one verb per line below, each in the folder of its room.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => Root().Parse(args).InvokeAsync();

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
