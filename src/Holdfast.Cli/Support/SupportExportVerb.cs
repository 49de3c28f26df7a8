using System.CommandLine;
using System.Text;
using Holdfast.App.Support.Export;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support export iati|csv|json</c>: the ledger as others read it, as known on a day.</summary>
internal sealed class SupportExportVerb
{
    private readonly SupportQuery _query = new();
    private readonly Argument<string> _as = new("AS")
    {
        Description = "iati (activities, XML 2.03), csv (the ledger's own columns) or json.",
    };
    private readonly Option<string?> _out = new("--out") { Description = "Where to write it; without it, to standard output." };
    private readonly Option<string?> _series = new("--series")
    {
        Description = "One account alone, such as kiel.months. A file of IATI holds one: its readers add what it holds.",
    };
    private readonly Option<string?> _schema = new("--schema")
    {
        Description =
            "A folder with the official iati-activities-schema.xsd, iati-common.xsd and xml.xsd to validate against; nothing is fetched.",
    };
    private readonly Option<string> _reference = new("--reporter")
    {
        Description = "The reporter's IATI organisation identifier.",
        DefaultValueFactory = _ => IatiReporter.Unregistered.Reference,
    };
    private readonly Option<string> _name = new("--reporter-name")
    {
        Description = "The reporter's name.",
        DefaultValueFactory = _ => IatiReporter.Unregistered.Name,
    };
    private readonly Option<string> _type = new("--reporter-type")
    {
        Description = "The reporter's type, of the codelist OrganisationType.",
        DefaultValueFactory = _ => IatiReporter.Unregistered.Type,
    };

    public static Command Create()
    {
        var self = new SupportExportVerb();
        self._as.AcceptOnlyFromAmong("iati", "csv", "json");
        self._type.AcceptOnlyFromAmong([.. IatiCodes.Lists[("reporting-org", "type")]]);
        var command = self._query.Command(
            "export",
            "Writes the ledger for others, as known on a day. What a format has no place for is told, never dropped. "
                + "Example: holdfast support export iati --series ledger --out support.xml",
            self._as,
            self._out,
            self._series,
            self._schema,
            self._reference,
            self._name,
            self._type
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, asked => self.AnswerAsync(args, asked, cancellation), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedSupport asked, CancellationToken cancellation)
    {
        var known = asked.NotEmpty().AsKnown(asked.Known);
        LedgerItem[] items = [.. SupportSeries.Of(known, args.GetValue(_series))];
        var form = args.GetRequiredValue(_as);
        var path = args.GetValue(_out);
        // The summary goes to standard error where standard output carries the file.
        var told = path is null ? args.InvocationConfiguration.Error : asked.Out;
        if (form == "iati")
        {
            return await IatiAsync(args, asked, items, path, told, cancellation);
        }
        await WriteAsync(path, asked.Out, to => PlainAsync(form, to, known, items, cancellation), cancellation);
        Tell(
            asked,
            told,
            new
            {
                As = form,
                Items = items.Length,
                File = path,
            },
            $"{items.Length:N0} items"
        );
        return 0;
    }

    private static async Task PlainAsync(string form, Stream to, KnownSupport known, LedgerItem[] items, CancellationToken cancellation)
    {
        if (form == "json")
        {
            await LedgerJson.WriteAsync(to, known, items, cancellation);
            return;
        }
        await using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true);
        await LedgerCsv.WriteAsync(text, items, cancellation);
    }

    private async Task<int> IatiAsync(
        ParseResult args,
        AskedSupport asked,
        LedgerItem[] items,
        string? path,
        TextWriter told,
        CancellationToken cancellation
    )
    {
        // Read first: a folder without a schema is told before anything is written.
        var schema = args.GetValue(_schema) is { } folder ? IatiSchema.Load(folder) : null;
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var today = now.InZone(asked.Mission.Zone).Date;
        var names = asked
            .Mission.Parties.Select(p => (p.Id, p.Name))
            .Concat(asked.Mission.Nations.Select(n => (n.Id, n.Name)))
            .GroupBy(n => n.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Name, StringComparer.Ordinal);
        var reporter = new IatiReporter(args.GetRequiredValue(_reference), args.GetRequiredValue(_name), args.GetRequiredValue(_type));
        var report = new IatiActivities(names, reporter, asked.Known < today ? asked.Known.Value : today).Of(
            items,
            asked.Mission.Ledger.Packages
        );
        if (report.Activities.IsEmpty)
        {
            throw new ArgumentException($"Nothing of the account '{report.Series}' has a date, and an activity of IATI needs one.");
        }
        using var made = new MemoryStream();
        IatiWriter.Write(made, report, now);
        made.Position = 0;
        var check = IatiRules.Check(made, today);
        made.Position = 0;
        var invalid = schema?.Validate(made) ?? [];
        made.Position = 0;
        await WriteAsync(path, asked.Out, to => made.CopyToAsync(to, cancellation), cancellation);
        Tell(
            asked,
            told,
            IatiText.Json(report, check, schema is null ? null : invalid, path),
            IatiText.Lines(report, check, schema is null ? null : invalid)
        );
        return check.HasErrors || invalid.Any(f => f.Severity == DiagnosticSeverity.Error) ? 1 : 0;
    }

    private static void Tell(AskedSupport asked, TextWriter told, object json, string text)
    {
        if (asked.Json)
        {
            Output.WriteJson(told, json);
        }
        else
        {
            told.WriteLine(text);
        }
    }

    // A file appears whole or not at all.
    private static async Task WriteAsync(string? path, TextWriter output, Func<Stream, Task> write, CancellationToken cancellation)
    {
        if (path is null)
        {
            using var made = new MemoryStream();
            await write(made);
            await output.WriteLineAsync(
                Encoding.UTF8.GetString(made.GetBuffer(), 0, (int)made.Length).TrimEnd('\n').AsMemory(),
                cancellation
            );
            return;
        }
        var draft = path + ".new";
        await using (var file = File.Create(draft))
        {
            await write(file);
        }
        File.Move(draft, path, overwrite: true);
    }
}
