using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Support;
using Holdfast.App.Support.Kiel;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.Cli.Record;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support import kiel DIR</c> and <c>support import ledger FILE</c>: sources into the record.</summary>
internal static class SupportImportVerb
{
    private const int Shown = 5;
    private static readonly Option<string?> Known = new("--known-on")
    {
        Description = "The day on which it was known, where the source does not tell.",
    };
    private static readonly Option<string> Labelled = new("--label")
    {
        Description = "Who may read it.",
        DefaultValueFactory = _ => "public",
    };

    public static Command Create()
    {
        var command = new Command(
            "import",
            "Reads a source of support into the mission's record. Example: holdfast support import kiel kiel-data"
        );
        command.Subcommands.Add(Kiel());
        command.Subcommands.Add(Ledger());
        return command;
    }

    private static Command Kiel()
    {
        var query = new SupportQuery();
        var directory = new Argument<string>("DIR") { Description = "An edition of the Ukraine Support Tracker, or a folder of editions." };
        var command = new Command(
            "kiel",
            "Reads editions of the Ukraine Support Tracker, checks their sums, and keeps every line that cannot be read. Example: holdfast support import kiel kiel-data"
        )
        {
            directory,
            Known,
            Labelled,
            query.Mission,
            query.Store,
            query.Mode,
            query.Format,
        };
        command.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var known = SupportQuery.Day(args.GetValue(Known), "--known-on");
                    var folders = KielFolder.Find(args.GetRequiredValue(directory));
                    await using var workspace = await WorkspaceOpener.OpenAsync(
                        args.GetRequiredValue(query.Mission),
                        args.GetRequiredValue(query.Store),
                        TimeProvider.System,
                        cancellation
                    );
                    var import = Import(workspace, args, query);
                    var done = new List<(ReadEdition Read, Appended Appended)>();
                    await Progressing.RunAsync<int>(async report =>
                    {
                        foreach (var (folder, i) in folders.Select((f, i) => (f, i)))
                        {
                            report.Report(new ReplayProgress(Path.GetFileName(folder), 0, "reading"));
                            var read = await KielFolder.ReadAsync(folder, known, i, cancellation);
                            done.Add((read, await import.AppendAsync(read, cancellation)));
                            report.Report(new ReplayProgress(Path.GetFileName(folder), 1, $"{read.Items.Length:N0} items"));
                        }
                        return 0;
                    });
                    await WorkspaceOpener.StateLedgerFactsAsync(workspace, TimeProvider.System, cancellation);
                    Print(args.InvocationConfiguration.Output, args.GetValue(query.Format) == "json", done);
                    return done.Any(d => d.Appended.Conflicts > 0) ? 1 : 0;
                })
        );
        return command;
    }

    private static Command Ledger()
    {
        var query = new SupportQuery();
        var file = new Argument<string>("FILE") { Description = "A table with the ledger's columns (docs/guide/support.md)." };
        var series = new Option<string>("--series")
        {
            Description = "The account of rows that name none. Accounts are never added together.",
            DefaultValueFactory = _ => DeclaredLedger.Series,
        };
        var command = new Command(
            "ledger",
            "Reads a table of items into the mission's ledger; each row an item or a line in quarantine. Example: holdfast support import ledger items.csv"
        )
        {
            file,
            series,
            Known,
            Labelled,
            query.Mission,
            query.Store,
            query.Mode,
            query.Format,
        };
        command.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var path = args.GetRequiredValue(file);
                    await using var content = File.OpenRead(path);
                    await using var workspace = await WorkspaceOpener.OpenAsync(
                        args.GetRequiredValue(query.Mission),
                        args.GetRequiredValue(query.Store),
                        TimeProvider.System,
                        cancellation
                    );
                    var name = Path.GetFileName(path);
                    var (reading, appended) = await Progressing.RunAsync(report =>
                        Import(workspace, args, query)
                            .LedgerAsync(
                                name,
                                content,
                                args.GetRequiredValue(series),
                                name,
                                SupportQuery.Day(args.GetValue(Known), "--known-on"),
                                new Progress<LedgerProgress>(p => report.Report(Of(p))),
                                cancellation
                            )
                    );
                    await WorkspaceOpener.StateLedgerFactsAsync(workspace, TimeProvider.System, cancellation);
                    Print(args.InvocationConfiguration.Output, args.GetValue(query.Format) == "json", name, reading, appended);
                    return appended.Conflicts > 0 ? 1 : 0;
                })
        );
        return command;
    }

    private static SupportImport Import(Workspace workspace, ParseResult args, SupportQuery query) =>
        new(
            workspace.Record,
            Label.TryParse(args.GetRequiredValue(Labelled), out var label)
                ? label
                : throw new ArgumentException($"'{args.GetValue(Labelled)}' is not a label, such as public or 'restricted rel:FR'."),
            args.GetValue(query.Mode)
        );

    private static ReplayProgress Of(LedgerProgress p) =>
        new(
            p.File,
            p.BytesTotal is > 0 and var all ? Math.Min(1, (double)p.BytesRead / all) : null,
            $"{p.Items:N0} items, {p.Quarantined:N0} quarantined"
        );

    private static void Print(TextWriter output, bool json, IReadOnlyList<(ReadEdition Read, Appended Appended)> done)
    {
        if (json)
        {
            Output.WriteJson(
                output,
                done.Select(d => new
                {
                    d.Read.Edition,
                    d.Read.Quarantined,
                    Entries = d.Appended,
                })
            );
            return;
        }
        foreach (var (read, appended) in done)
        {
            SupportText.Edition(output, read.Edition, Shown);
            SupportText.Quarantined(output, read.Quarantined, Shown);
            Entries(output, appended, "the edition");
        }
    }

    private static void Print(TextWriter output, bool json, string file, LedgerReading reading, Appended appended)
    {
        if (json)
        {
            Output.WriteJson(
                output,
                new
                {
                    File = file,
                    reading.Items,
                    reading.Quarantined,
                    Entries = appended,
                }
            );
            return;
        }
        output.WriteLine($"{file}: {reading.Items:N0} items, {reading.Quarantined.Length:N0} lines in quarantine");
        SupportText.Quarantined(output, reading.Quarantined, Shown);
        Entries(output, appended, "an item");
    }

    private static void Entries(TextWriter output, Appended appended, string what)
    {
        output.WriteLine($"  {appended.New:N0} new entries, {appended.Duplicates:N0} that the record held already");
        if (appended.Conflicts > 0)
        {
            output.WriteLine(
                $"  {appended.Conflicts:N0} conflicts: the record holds {what} of that name with other content; the first stands. A corrected one needs a name of its own."
            );
        }
    }
}
