using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Support.Export;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.Cli.Support;

/// <summary>What an export or a check of IATI came to, as text and as JSON.</summary>
internal static class IatiText
{
    private const int Shown = 20;

    public static object Json(IatiReport report, IatiChecked check, ImmutableArray<IatiFinding>? schema, string? path) =>
        new
        {
            As = "iati",
            IatiCodes.Version,
            report.Series,
            report.Items,
            Activities = report.Activities.Length,
            Transactions = check.Transactions,
            File = path,
            report.Reporter,
            Sums = Sums(check),
            LeftOut = report.LeftOut.Select(l => new
            {
                l.Item.Id,
                Stage = SupportWords.Of(l.Item.Stage),
                l.Code,
                l.Reason,
                l.InFile,
                Row = l.Item.Row.ToString(),
            }),
            check.Findings,
            Schema = schema,
        };

    public static object Json(IatiChecked check, ImmutableArray<IatiFinding>? schema, string file) =>
        new
        {
            File = file,
            check.Activities,
            check.Transactions,
            Sums = Sums(check),
            check.Findings,
            Schema = schema,
        };

    public static string Lines(IatiReport report, IatiChecked check, ImmutableArray<IatiFinding>? schema)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Items:N0} items of '{report.Series}': {report.Activities.Length:N0} activities of IATI {IatiCodes.Version}, "
        );
        text.Append(Lines(check, schema));
        if (report.Reporter.Reference == IatiReporter.Unregistered.Reference)
        {
            text.Append("\nThe reporter is in no register: give --reporter and --reporter-name before it is published.");
        }
        foreach (
            var kind in report
                .LeftOut.GroupBy(l => (l.Item.Stage, l.Code, l.InFile))
                .OrderBy(g => g.Key.Stage)
                .ThenBy(g => g.Key.Code, StringComparer.Ordinal)
        )
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nLeft out: {kind.Count():N0} of the stage '{SupportWords.Of(kind.Key.Stage)}' ({kind.Key.Code}): {kind.First().Reason} "
            );
            text.Append(kind.Key.InFile ? "Kept as legacy-data." : "Not in the file.");
            text.Append(
                CultureInfo.InvariantCulture,
                $" {string.Join(", ", kind.Take(5).Select(l => l.Item.Id))}{(kind.Count() > 5 ? ", …" : "")}"
            );
        }
        return text.ToString();
    }

    public static string Lines(IatiChecked check, ImmutableArray<IatiFinding>? schema)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{check.Transactions:N0} transactions");
        foreach (var (type, currency, sum) in check.Sums)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  {IatiCodes.TransactionTypes.GetValueOrDefault(type, type)} ({type}): {SupportText.Sum(sum)} {currency}"
            );
        }
        Findings(text, "by the rules", check.Findings);
        if (schema is { } validated)
        {
            Findings(text, "by the schema", validated);
        }
        else
        {
            text.Append("\nNot validated against the official schema: give --schema DIR.");
        }
        return text.ToString();
    }

    private static IEnumerable<object> Sums(IatiChecked check) =>
        check.Sums.Select(s => new
        {
            s.Type,
            s.Currency,
            Amount = s.Sum.ToString(),
        });

    private static void Findings(StringBuilder text, string how, ImmutableArray<IatiFinding> findings)
    {
        text.Append(findings.IsEmpty ? $"\nFound nothing wrong {how}." : $"\n{findings.Length:N0} findings {how}:");
        foreach (var finding in findings.Take(Shown))
        {
            text.Append("\n  ").Append(finding);
        }
        if (findings.Length > Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {findings.Length - Shown:N0} more");
        }
    }
}
