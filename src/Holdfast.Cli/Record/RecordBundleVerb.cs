using System.CommandLine;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;

namespace Holdfast.Cli.Record;

/// <summary><c>holdfast record bundle</c>: entries with their proofs for one reader, as a ZIP.</summary>
internal sealed class RecordBundleVerb
{
    private readonly Option<string> _file = RecordOptions.File();
    private readonly Option<string> _entries = new("--entries") { Description = "Which entries: 3,17-20.", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "The bundle's file, such as case.zip.", Required = true };
    private readonly Option<string[]> _evidence = new("--evidence")
    {
        Description = "A file that an entry names by its SHA-256; may be repeated.",
    };
    private readonly ReaderOptions _reader = new();

    public static Command Create()
    {
        var self = new RecordBundleVerb();
        var verb = new Command(
            "bundle",
            "Bundles entries with their proofs for one reader; what the reader may not read is there as a commitment. "
                + "Example: holdfast record bundle --record var/ukraine/record.db --entries 3,17-20 --nation FR --clearance restricted --out case.zip"
        )
        {
            self._file,
            self._entries,
            self._out,
            self._evidence,
        };
        self._reader.AddTo(verb);
        verb.SetAction((args, cancellation) => RecordOptions.GuardAsync(args, () => self.RunAsync(args, cancellation)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var disclosure = await _reader.ReadAsync(args, "bundle", cancellation);
        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(_file), cancellation);
        using var proofs = RecordProofs.Open(record.Path, TimeProvider.System);
        var path = args.GetRequiredValue(_out);
        var draft = path + ".new";
        BundleCounts counts;
        await using (var output = File.Create(draft))
        {
            var bundle = new Bundle(record, proofs) { Unveiled = disclosure.Unveiled };
            counts = await bundle.WriteAsync(
                output,
                Indexes(args.GetRequiredValue(_entries)),
                args.GetValue(_evidence) ?? [],
                disclosure.Reader,
                cancellation
            );
        }
        File.Move(draft, path, overwrite: true);
        await args.InvocationConfiguration.Output.WriteLineAsync(
            $"{Path.GetFileName(path)}: {counts.Disclosed} entries disclosed, {counts.Withheld} as commitments alone, {counts.Evidence} evidence files."
        );
        return 0;
    }

    private static List<long> Indexes(string text)
    {
        var indexes = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (
                ends.Length > 2
                || !long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !long.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
                || to < from
                || to - from > Bundle.MaxEntries
            )
            {
                throw new FormatException($"'{part}' is neither an index nor a range such as 17-20.");
            }
            for (var index = from; index <= to; index++)
            {
                indexes.Add(index);
            }
        }
        return indexes;
    }
}
