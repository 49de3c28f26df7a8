using System.CommandLine;
using Holdfast.App.Record.Export;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record import</c>: a new record out of an export that discloses everything.</summary>
internal static class RecordImportVerb
{
    public static Command Create()
    {
        var export = new Argument<string>("EXPORT") { Description = "An export (jsonl) without withheld entries." };
        var file = RecordOptions.File();
        var verb = new Command(
            "import",
            "Makes a new record out of an export that discloses every entry; the same root comes out. "
                + "Example: holdfast record import ukraine.jsonl --record var/copy/record.db"
        )
        {
            export,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var entries = await RecordImport.RunAsync(args.GetRequiredValue(export), args.GetRequiredValue(file), cancellation);
                        await args.InvocationConfiguration.Output.WriteLineAsync(
                            $"{entries} entries; the root is that of the export's checkpoint."
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }
}
