using System.CommandLine;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Values;

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
    private readonly Option<string> _clearance = new("--clearance")
    {
        Description = "What its reader may see: public, restricted or confidential.",
        DefaultValueFactory = _ => "public",
    };
    private readonly Option<string[]> _categories = new("--category") { Description = "A category its reader has; may be repeated." };
    private readonly Option<string?> _nation = new("--nation")
    {
        Description = "Its reader's nation or party, for entries released to some only.",
    };
    private readonly Option<bool> _watchRoom = new("--watch-room") { Description = "Its reader sits in the watch room." };
    private readonly Option<string?> _mission = new("--mission")
    {
        Description =
            "The mission's folder; observations of missions of public or historical data may be disclosed outside the watch room.",
    };

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
            self._clearance,
            self._categories,
            self._nation,
            self._watchRoom,
            self._mission,
        };
        self._clearance.AcceptOnlyFromAmong("public", "restricted", "confidential");
        verb.SetAction((args, cancellation) => RecordOptions.GuardAsync(args, () => self.RunAsync(args, cancellation)));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var reader = new Reader(
            "bundle",
            [args.GetValue(_watchRoom) ? Role.Analyst : Role.PublicReader],
            Enum.Parse<Classification>(args.GetRequiredValue(_clearance), ignoreCase: true),
            [.. args.GetValue(_categories) ?? []],
            args.GetValue(_nation)
        );
        var open =
            args.GetValue(_mission) is { } folder
            && (await MissionFolder.LoadAsync(folder, cancellation)).OrThrow().Exposure != Exposure.Live;
        await using var record = await SqliteRecord.OpenReadOnlyAsync(args.GetRequiredValue(_file), cancellation);
        using var proofs = RecordProofs.Open(record.Path, TimeProvider.System);
        var path = args.GetRequiredValue(_out);
        var draft = path + ".new";
        BundleCounts counts;
        await using (var output = File.Create(draft))
        {
            var bundle = new Bundle(record, proofs) { Unveiled = open };
            counts = await bundle.WriteAsync(
                output,
                Indexes(args.GetRequiredValue(_entries)),
                args.GetValue(_evidence) ?? [],
                reader,
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
