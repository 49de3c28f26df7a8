using System.CommandLine;
using System.Globalization;
using Holdfast.App.Support;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.Cli.Support;

/// <summary><c>holdfast support report</c>: exact totals by donor, kind, month or whatever else, as known on a day.</summary>
internal static class SupportReportVerb
{
    public static Command Create()
    {
        var query = new SupportQuery();
        var by = new Option<string>("--by")
        {
            Description = $"Up to {LedgerTotals.MaximumFields} of {string.Join(", ", Fields.Select(f => f.Word))}.",
            DefaultValueFactory = _ => "donor,kind",
        };
        var series = new Option<string?>("--series") { Description = "One account alone, such as kiel.months." };
        var command = query.Command(
            "report",
            "Totals, exact, in the currencies in which they were stated. Accounts and stages are never added together. Example: holdfast support report --by donor,kind --known 2026-07-21",
            by,
            series
        );
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    asked => Task.FromResult(Answer(asked, FieldsOf(args.GetRequiredValue(by)), args.GetValue(series))),
                    cancellation
                )
        );
        return command;
    }

    private static readonly (string Word, LedgerField Field)[] Fields =
    [
        .. Enum.GetValues<LedgerField>().Select(f => (f == LedgerField.ItemClass ? "class" : f.ToString().ToLowerInvariant(), f)),
    ];

    private static LedgerField[] FieldsOf(string text) =>
        [
            .. text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                    Fields.Where(f => f.Word == word).Select(f => (LedgerField?)f.Field).FirstOrDefault()
                    ?? throw new ArgumentException(
                        $"Items are not grouped by '{word}' (but by {string.Join(", ", Fields.Select(f => f.Word))})."
                            + (NearestWord.To(word, Fields.Select(f => f.Word)) is { } near ? $" Did you mean '{near}'?" : "")
                    )
                ),
        ];

    private static int Answer(AskedSupport asked, LedgerField[] by, string? series)
    {
        var known = asked.NotEmpty().AsKnown(asked.Known);
        var totals = new LedgerTotals(by);
        foreach (var item in SupportSeries.Of(known, series))
        {
            totals.Add(item);
        }
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, Json(known, totals));
            return 0;
        }
        Print(asked.Out, known, totals, new DonorNames(asked.Mission));
        return 0;
    }

    private static object Json(KnownSupport known, LedgerTotals totals) =>
        new
        {
            KnownOn = known.On is { } on ? LocalDatePattern.Iso.Format(on) : null,
            Editions = known.Editions.Select(e => e.Id),
            Fields = totals.Fields.Select(f => Fields.First(w => w.Field == f).Word),
            Groups = totals
                .Groups()
                .Select(g => new
                {
                    g.Key,
                    g.Totals.Items,
                    g.Totals.Unvalued,
                    Money = g.Totals.Money.Select(m => new { m.Currency, Amount = m.Sum.ToString() }),
                    Quantities = g.Totals.Quantities.Select(q => new
                    {
                        q.Unit,
                        Low = q.Low.ToString(),
                        High = q.High.ToString(),
                    }),
                }),
        };

    private static void Print(TextWriter output, KnownSupport known, LedgerTotals totals, DonorNames names)
    {
        output.WriteLine(known.On is { } on ? $"As known on {LocalDatePattern.Iso.Format(on)}" : "As known now");
        foreach (var edition in known.Editions)
        {
            output.WriteLine($"  {string.Join(", ", edition.Series)}: {edition.Id} ({edition.Source}, {edition.Label})");
        }
        foreach (var part in totals.Groups().GroupBy(g => (Series: g.Key[0], Stage: g.Key[1])))
        {
            output.WriteLine();
            output.WriteLine($"{part.Key.Series}, {part.Key.Stage}");
            TextTable.Write(
                output,
                [
                    .. part.Select(g =>
                        (string[])
                            [
                                .. g.Key.Select((k, i) => totals.Fields[i] == LedgerField.Donor ? names.Full(k) : k).Skip(2),
                                SupportText.Count(g.Totals.Items, "item"),
                                Sums(g.Totals),
                            ]
                    ),
                ],
                totals.Fields.Length - 2,
                totals.Fields.Length - 1
            );
        }
    }

    private static string Sums(MoneyTotals totals)
    {
        string[] parts =
        [
            .. totals.Money.Select(m => $"{SupportText.Sum(m.Sum)} {m.Currency}"),
            .. totals.Quantities.Select(q => q.Low.ToString() == q.High.ToString() ? $"{q.Low} {q.Unit}" : $"{q.Low}-{q.High} {q.Unit}"),
            .. totals.Unvalued > 0 && totals.Money.Length > 0 ? [$"({totals.Unvalued:N0} without an amount)"] : Array.Empty<string>(),
        ];
        return string.Join("; ", parts);
    }
}
