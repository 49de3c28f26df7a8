using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.App.Record.Fsck;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record fsck</c>: every file of a record. Exit code 0: clean, or all repaired; 2: something is wrong; 1: it could not be read.</summary>
internal static class RecordFsckVerb
{
    private const int Wrong = 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static Command Create()
    {
        var file = RecordOptions.File();
        var repair = new Option<bool>("--repair")
        {
            Description =
                "Makes anew what can be computed from the entries: tiles, label list, snapshots, views. Never touches entries, checkpoints or keys.",
        };
        var quick = new Option<bool>("--quick") { Description = "Compares names and lengths of evidence files, and does not hash them." };
        var format = RecordOptions.Format();
        var verb = new Command(
            "fsck",
            "Checks every file of a record: the database, hashes, tree, checkpoints, caches, keys, evidence. Exit code 2 where something is wrong. "
                + "Example: holdfast record fsck --record var/ukraine/record.db --repair"
        )
        {
            file,
            repair,
            quick,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                RecordOptions.GuardAsync(
                    args,
                    async () =>
                    {
                        var path = args.GetRequiredValue(file);
                        if (!File.Exists(path))
                        {
                            throw new RecordException(RecordFault.Missing, $"There is no record {path}.");
                        }
                        var hash = !args.GetValue(quick);
                        var fsck = new RecordFsck(path, ending => EvidenceAsync(path, hash, ending));
                        var report = await fsck.RunAsync(args.GetValue(repair), cancellation);
                        Print(args.InvocationConfiguration.Output, report, args.GetValue(format) == "json");
                        return report.IsClean ? 0 : Wrong;
                    }
                )
        );
        return verb;
    }

    private static async Task<(string, IReadOnlyList<FsckFinding>)> EvidenceAsync(string path, bool hash, CancellationToken cancellation)
    {
        await using var record = await SqliteRecord.OpenReadOnlyAsync(path, cancellation);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        var report = await EvidenceAudit.Of(record, folder, TimeProvider.System).RunAsync(hash, cancellation);
        var findings = report.Findings.Where(f => f.Harms || f.Fault is EvidenceFault.Uncited or EvidenceFault.Stranger);
        return (
            $"{report.Files} evidence files and {report.Keys} keys of statements",
            [.. findings.Select(f => new FsckFinding("evidence", f.Name, f.Fault + (f.Cited is { } at ? $", cited at {at}" : ""), f.Harms))]
        );
    }

    private static void Print(TextWriter output, FsckReport report, bool json)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, Json));
            return;
        }
        output.WriteLine("Looked at " + string.Join("; ", report.Checked) + ".");
        foreach (var finding in report.Findings)
        {
            var state =
                finding.Repaired ? "repaired"
                : finding.Harms ? "WRONG"
                : "left over";
            output.WriteLine($"  {state} ({finding.Rule}) {finding.Where}: {finding.Message}");
        }
        output.WriteLine(
            report.Findings.Count == 0 ? "Everything is as it should be."
            : report.IsClean ? "All of it was made anew."
            : "Something is wrong; --repair makes anew what can be computed from the entries."
        );
    }
}
