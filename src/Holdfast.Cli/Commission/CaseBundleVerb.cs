using System.CommandLine;
using Holdfast.App.Commission;
using Holdfast.App.Record.Proofs;

namespace Holdfast.Cli.Commission;

/// <summary><c>holdfast case bundle</c>: a case with proofs and evidence as a ZIP that can be checked offline.</summary>
internal static class CaseBundleVerb
{
    public static Command Create()
    {
        var options = new CaseOptions();
        var id = CaseOptions.Id();
        var file = new Argument<string>("FILE") { Description = "The bundle, such as case.zip; never overwritten." };
        var verb = options.Command(
            "bundle",
            "Bundles what somebody may read of a case: entries, their proofs, evidence files, a readable index; 'record verify' checks it offline. "
                + "Example: holdfast case bundle 2026-0001 case.zip --mission missions/ukraine --record var/ukraine/record.db --as secretary",
            id,
            file
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var (wanted, path) = (args.GetRequiredValue(id), Path.GetFullPath(args.GetRequiredValue(file)));
                        var fault = File.Exists(path) ? $"{Path.GetFileName(path)} is there already." : null;
                        var counts = fault is null ? await WriteAsync(seat, wanted, path, cancellation) : null;
                        if (counts is not { } made)
                        {
                            fault ??= $"There is no case '{wanted}' that '{seat.Person}' may see.";
                            await args.InvocationConfiguration.Error.WriteLineAsync(fault);
                            return 1;
                        }
                        var output = args.InvocationConfiguration.Output;
                        if (options.IsJson(args))
                        {
                            Output.WriteJson(
                                output,
                                new
                                {
                                    @case = wanted,
                                    entries = made.Disclosed,
                                    made.Evidence,
                                }
                            );
                            return 0;
                        }
                        await output.WriteLineAsync($"{Path.GetFileName(path)}: {made.Disclosed} entries, {made.Evidence} evidence files.");
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    /// <summary>Writes beside the place first: what has the bundle's name is whole.</summary>
    private static async Task<BundleCounts?> WriteAsync(CaseSeat seat, string id, string path, CancellationToken cancellation)
    {
        var draft = path + ".new";
        try
        {
            using var proofs = RecordProofs.Open(seat.Record.Path, TimeProvider.System);
            var bundle = new CaseBundle(seat.Record, proofs, seat.Room.Desk.Registry, seat.Room.Files.Store);
            BundleCounts? counts;
            await using (var output = File.Create(draft))
            {
                counts = await bundle.WriteAsync(id, seat.Person, output, cancellation);
            }
            if (counts is not null)
            {
                File.Move(draft, path);
            }
            return counts;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
