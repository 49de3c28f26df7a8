using System.CommandLine;
using System.Globalization;
using Holdfast.App.Support;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support diff A B</c>: what an edition of a source restates of an earlier one.</summary>
internal static class SupportDiffVerb
{
    public static Command Create()
    {
        var query = new SupportQuery();
        var (before, after) = (
            new Argument<string>("A") { Description = "The earlier edition, or a part of its name that no other has." },
            new Argument<string>("B") { Description = "The later edition." }
        );
        var rows = new Option<bool>("--rows") { Description = "Every row that changed, not only the sums by donor." };
        var command = query.Command(
            "diff",
            "What was added, dropped and restated from one edition to another, by donor. Example: holdfast support diff 2026-07-16 2026-07-21",
            before,
            after,
            rows
        );
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    asked =>
                    {
                        var book = asked.NotEmpty();
                        var difference = Restatement.Of(
                            SupportEditions.Named(book, args.GetRequiredValue(before)),
                            SupportEditions.Named(book, args.GetRequiredValue(after))
                        );
                        Print(asked, difference, args.GetValue(rows));
                        return Task.FromResult(0);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static void Print(AskedSupport asked, Restatement difference, bool rows)
    {
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, Json(difference, rows));
            return;
        }
        var (output, names) = (asked.Out, new DonorNames(asked.Mission));
        output.WriteLine($"{Name(difference.Before)} -> {Name(difference.After)}: {difference.Compared:N0} rows in both");
        foreach (var what in difference.NotBefore)
        {
            output.WriteLine($"  {what}: the earlier edition has no column for it; not compared");
        }
        foreach (var what in difference.NotAfter)
        {
            output.WriteLine($"  {what}: the later edition has no column for it; not compared");
        }
        foreach (var period in difference.Periods.Where(p => p.Differs))
        {
            output.WriteLine(
                $"  {period.Series}: the earlier edition ends with {period.Before?.ToString() ?? "nothing dated"}, the later with {period.After?.ToString() ?? "nothing dated"}; "
                    + "rows after the later's end are counted apart as beyond its period, and are in no change"
            );
        }
        if (difference.Items.IsEmpty)
        {
            output.WriteLine("  Nothing else changed.");
        }
        foreach (var series in difference.Groups.GroupBy(g => (g.Series, g.Stage)))
        {
            output.WriteLine();
            output.WriteLine($"{series.Key.Series}, {SupportWords.Of(series.Key.Stage)}");
            output.WriteLine($"  {"donor", -33} {"kind", -13} added dropped restated beyond {"change", 22}  before -> after");
            foreach (var g in series)
            {
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {names.Full(g.Donor), -33} {SupportWords.Of(g.Kind), -13} {g.Added, 5} {g.Dropped, 7} {g.Restated, 8} {g.BeyondPeriod, 6} {SupportText.Sum(g.Change), 22}  {SupportText.Sum(g.Before)} -> {SupportText.Sum(g.After)} {g.Currency}"
                    )
                );
            }
        }
        foreach (var item in rows ? difference.Items : [])
        {
            output.WriteLine(
                $"  {(item.As == RestatedAs.BeyondPeriod ? "beyond" : item.As.ToString().ToLowerInvariant()), -8} {item.Item.Id}  {item.Before?.Amount} -> {item.After?.Amount}  {string.Join(", ", item.Fields)}"
            );
        }
    }

    private static object Json(Restatement difference, bool rows) =>
        new
        {
            Before = difference.Before.Id,
            After = difference.After.Id,
            difference.Compared,
            difference.NotBefore,
            difference.NotAfter,
            Periods = difference.Periods.Select(p => new
            {
                p.Series,
                Before = p.Before?.ToString(),
                After = p.After?.ToString(),
            }),
            Groups = difference.Groups.Select(g => new
            {
                g.Series,
                g.Stage,
                g.Kind,
                g.Donor,
                g.Currency,
                g.Added,
                g.Dropped,
                g.Restated,
                g.BeyondPeriod,
                Before = g.Before.ToString(),
                After = g.After.ToString(),
                CutOff = g.CutOff.ToString(),
                Change = g.Change.ToString(),
            }),
            Rows = rows ? difference.Items.Select(Row) : null,
        };

    private static object Row(RestatedItem item) =>
        new
        {
            item.As,
            item.Item.Series,
            item.Item.Id,
            item.Fields,
            Before = item.Before?.Amount?.ToString(),
            After = item.After?.Amount?.ToString(),
            Change = item.Change?.ToString(),
            BeforeRow = item.Before?.Row.ToString(),
            AfterRow = item.After?.Row.ToString(),
        };

    private static string Name(SupportEdition edition) =>
        $"{edition.Id} ({edition.Label}, known on {LocalDatePattern.Iso.Format(edition.KnownOn)})";
}
