using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using NodaTime;

namespace Holdfast.Core.Briefing.Publication;

/// <summary>What an edition said and what is known now.</summary>
/// <param name="Said">Empty where it said nothing of it.</param>
/// <param name="Now">Empty where there is nothing of it any more.</param>
public sealed record Correction(string Id, string Label, string Period, string Said, string Now);

/// <summary>An entry that came since, and may have made the difference.</summary>
/// <param name="Why">Late data, a correction by a person, a fact, a release or a restriction.</param>
public sealed record LaterEntry(long Index, Instant At, string Kind, string Why);

/// <summary>
/// The difference between a released edition and the same report as known now: same reader, same period, same engine. Empty where the past is as it was told. A pure function of the two reports.
/// </summary>
public sealed record Corrigendum(
    string Of,
    ReportModel Said,
    ReportModel Now,
    ImmutableArray<Correction> Corrections,
    ImmutableArray<LaterEntry> Entries
)
{
    public const string SectionId = "corrigendum";
    private const int MostEntries = 200;

    public bool IsEmpty => Corrections.IsEmpty;

    /// <param name="entries">What came since the edition and its reader may read, in order.</param>
    public static Corrigendum Between(string of, ReportModel said, ReportModel now, IEnumerable<LaterEntry> entries)
    {
        var (before, after) = (Items(said), Items(now));
        var keys = before.Keys.Union(after.Keys).OrderBy(k => k, StringComparer.Ordinal);
        ImmutableArray<Correction> corrections =
        [
            .. keys.Select(k => (Id: k, Before: before.GetValueOrDefault(k), After: after.GetValueOrDefault(k)))
                .Where(x => x.Before?.Says != x.After?.Says)
                .Select(x => new Correction(
                    x.Id,
                    (x.Before ?? x.After)?.Label ?? "",
                    (x.Before ?? x.After)?.Period ?? "",
                    x.Before?.Says ?? "",
                    x.After?.Says ?? ""
                )),
        ];
        return new Corrigendum(of, said, now, corrections, corrections.IsEmpty ? [] : [.. entries.Take(MostEntries)]);
    }

    /// <summary>The corrigendum as a report: what was said and what is said now, what came since, then the whole report anew.</summary>
    public ReportModel Report()
    {
        var period = Said.Figures.Select(f => f.Period).FirstOrDefault() ?? "";
        var said = new ReportTable(
            "corrections",
            "What was said and what is said now",
            period,
            $"the edition as released, known {ReportText.Moment(Said.KnownAt)} UTC, against the same report known {ReportText.Moment(Now.KnownAt)} UTC",
            [new("Item", ""), new("What", ""), new("Was said", ""), new("Is said now", "")],
            [.. Corrections.Select(c => ImmutableArray.Create(c.Id, c.Label, Words(c.Said), Words(c.Now)))]
        );
        var entries = new ReportTable(
            "entries",
            "What came since",
            period,
            "entries of the record since the edition that concern its period and that its reader may read",
            [new("Entry", "index"), new("Recorded", "UTC"), new("Kind", ""), new("Why", "")],
            [
                .. Entries.Select(e =>
                    ImmutableArray.Create(
                        e.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        ReportText.Moment(e.At),
                        e.Kind,
                        e.Why
                    )
                ),
            ]
        );
        var section = new ReportSection(
            SectionId,
            "Corrigendum",
            [
                $"Corrects the edition {Of}. {Corrections.Length} of its figures and tables are different as known now; the edition stands in the library as it was released.",
            ],
            [],
            Entries.IsEmpty ? [said] : [said, entries]
        );
        return Now with { Title = $"Corrigendum: {Now.Title}", Sections = [section, .. Now.Sections] };
    }

    private sealed record Item(string Label, string Period, string Says);

    // A corrigendum is compared without what it says of itself.
    private static Dictionary<string, Item> Items(ReportModel model)
    {
        var items = new Dictionary<string, Item>(StringComparer.Ordinal);
        foreach (var section in model.Sections.Where(s => s.Id != SectionId))
        {
            foreach (var f in section.Figures)
            {
                items[$"{section.Id}/{f.Id}"] = new(f.Label, f.Period, ReportText.Figure(f));
            }
            foreach (var t in section.Tables)
            {
                items[$"{section.Id}/{t.Id}"] = new(t.Caption, t.Period, string.Join('\n', t.Rows.Select(r => string.Join(" | ", r))));
            }
        }
        return items;
    }

    // Of a table that differs only what differs is worth telling; the whole of it stands below.
    private static string Words(string says) =>
        says.Length == 0 ? "nothing"
        : says.Contains('\n', StringComparison.Ordinal) || says.Length > 300 ? $"a table of {says.Split('\n').Length} rows"
        : says;
}
