using System.CommandLine;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Cli.Clauses;

/// <summary><c>holdfast clauses format FILE...</c>: clause files in canonical form. Names and units are checked by <c>holdfast check</c>.</summary>
public static class ClausesVerb
{
    public static Command Create()
    {
        var command = new Command("clauses", "Work on clause files. Example: holdfast clauses format missions/minsk-2015/terms.clauses");
        command.Subcommands.Add(Format());
        return command;
    }

    private static Command Format()
    {
        var files = new Argument<string[]>("FILE") { Description = "Clause files.", Arity = ArgumentArity.OneOrMore };
        var write = new Option<bool>("--write") { Description = "Write the files instead of printing them." };
        var command = new Command(
            "format",
            "Print clause files in canonical form, comments kept. Example: holdfast clauses format --write missions/minsk-2015/terms.clauses"
        )
        {
            files,
            write,
        };
        command.SetAction(
            (result, cancellation) =>
                Output.GuardAsync(() =>
                    FormatAsync(
                        result.GetValue(files) ?? [],
                        result.GetValue(write),
                        result.InvocationConfiguration.Output,
                        result.InvocationConfiguration.Error,
                        cancellation
                    )
                )
        );
        return command;
    }

    /// <summary>Exit code 0, or 1 when a file cannot be read as clauses; such a file is left as it is.</summary>
    internal static async Task<int> FormatAsync(
        string[] files,
        bool write,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation
    )
    {
        var code = 0;
        foreach (var file in files)
        {
            var length = new FileInfo(file).Length;
            if (length > 4L * ClauseLimits.FileLength)
            {
                await error.WriteLineAsync($"{file}: {length} bytes are more than a clause file can hold.");
                code = 1;
                continue;
            }
            var text = await File.ReadAllTextAsync(file, cancellation);
            var (tree, diagnostics) = FileSyntax.Parse(new ClauseSource(file, text));
            foreach (var diagnostic in diagnostics)
            {
                await error.WriteLineAsync(diagnostic.ToString());
            }
            if (!diagnostics.IsEmpty)
            {
                code = 1;
                continue;
            }
            var formatted = ClauseFormatter.Format(tree);
            if (!write)
            {
                await output.WriteAsync(formatted);
            }
            else if (formatted != text)
            {
                await File.WriteAllTextAsync(file, formatted, cancellation);
            }
        }
        return code;
    }
}
