using System.CommandLine;
using Holdfast.App.Record;
using Holdfast.App.Record.Export;
using Holdfast.App.Record.Proofs;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record export</c>: a record, or what is selected of it, for one reader, with commitments for the rest.</summary>
internal sealed class RecordExportVerb
{
    private readonly Option<string> _file = RecordOptions.File();
    private readonly Option<string> _out = new("--out") { Description = "The export's file, such as ukraine.jsonl.", Required = true };
    private readonly Option<string> _format = new("--format")
    {
        Description = "jsonl: every entry or its commitment, in order; bundle: a ZIP with the entries that are disclosed and their proofs.",
        DefaultValueFactory = _ => "jsonl",
    };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with an export (jsonl) that was cut off." };
    private readonly Option<long> _from = new("--from") { Description = "First index that is asked for." };
    private readonly Option<long?> _before = new("--before") { Description = "Index before which to stop disclosing." };
    private readonly SelectionOptions _selection = new();
    private readonly ReaderOptions _reader = new();

    public static Command Create()
    {
        var self = new RecordExportVerb();
        var verb = new Command(
            "export",
            "Exports a record for one reader; of what is not asked for or not readable the commitments alone, so that the whole can be verified. "
                + "Example: holdfast record export --record var/ukraine/record.db --clearance restricted --out ukraine.jsonl"
        )
        {
            self._file,
            self._out,
            self._format,
            self._resume,
            self._from,
            self._before,
        };
        self._format.AcceptOnlyFromAmong("jsonl", "bundle");
        self._selection.AddTo(verb);
        self._reader.AddTo(verb);
        verb.SetAction((args, cancellation) => RecordOptions.GuardAsync(args, () => self.RunAsync(args, cancellation)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var disclosure = await _reader.ReadAsync(args, "export", cancellation);
        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(_file), cancellation);
        using var proofs = RecordProofs.Open(record.Path, TimeProvider.System);
        var query = _selection.Read(args) with { FromIndex = args.GetValue(_from), BeforeIndex = args.GetValue(_before) };
        var path = args.GetRequiredValue(_out);
        var output = args.InvocationConfiguration.Output;
        if (args.GetRequiredValue(_format) == "bundle")
        {
            var counts = await BundleAsync(record, proofs, disclosure, query, path, cancellation);
            await output.WriteLineAsync($"{Path.GetFileName(path)}: {counts.Disclosed} entries disclosed with their proofs.");
            return 0;
        }
        var export = new RecordExport(record, proofs, disclosure);
        var resume = args.GetValue(_resume);
        await using var file = new FileStream(path, resume ? FileMode.Open : FileMode.Create, FileAccess.ReadWrite);
        var made = resume ? await export.ResumeAsync(file, query, cancellation) : await export.WriteAsync(file, query, cancellation);
        await output.WriteLineAsync(
            $"{Path.GetFileName(path)}: {made.Disclosed} entries disclosed, {made.Withheld} as commitments alone{(resume ? ", since it was taken up again" : "")}."
        );
        return 0;
    }

    private static async Task<BundleCounts> BundleAsync(
        SqliteRecord record,
        RecordProofs proofs,
        Disclosure disclosure,
        RecordQuery query,
        string path,
        CancellationToken cancellation
    )
    {
        var indexes = new List<long>();
        await foreach (var entry in record.ReadAsync(disclosure.Reader, query, cancellation))
        {
            if (!disclosure.Allows(entry))
            {
                continue;
            }
            indexes.Add(entry.Index);
            if (indexes.Count > Bundle.MaxEntries)
            {
                throw new FormatException($"A bundle has at most {Bundle.MaxEntries} entries; narrow the selection, or export jsonl.");
            }
        }
        var draft = path + ".new";
        BundleCounts counts;
        await using (var output = File.Create(draft))
        {
            var bundle = new Bundle(record, proofs) { Unveiled = disclosure.Unveiled };
            counts = await bundle.WriteAsync(output, indexes, [], disclosure.Reader, cancellation);
        }
        File.Move(draft, path, overwrite: true);
        return counts;
    }
}
