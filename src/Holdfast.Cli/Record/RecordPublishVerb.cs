using System.CommandLine;
using Holdfast.App.Record.Proofs;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record publish</c>: the log as static files for mirrors and witnesses.</summary>
internal static class RecordPublishVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the mirror; what it has already is left alone." };
        var file = RecordOptions.File();
        var verb = new Command(
            "publish",
            "Writes the log's checkpoint and tiles as static files. They tell hashes alone, nothing of what entries say. "
                + "Example: holdfast record publish /srv/log --record var/ukraine/record.db"
        )
        {
            folder,
            file,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        using var proofs = RecordProofs.Open(args.GetRequiredValue(file), TimeProvider.System);
                        var written = LogMirror.Publish(proofs, args.GetRequiredValue(folder));
                        await args.InvocationConfiguration.Output.WriteLineAsync(
                            $"{written} tiles written; the checkpoint has {proofs.Latest?.Size ?? 0} entries."
                        );
                        return 0;
                    }
                )
        );
        return verb;
    }
}
