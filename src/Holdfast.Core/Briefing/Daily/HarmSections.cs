using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>Weapons beyond lines, casualties, damage, mines.</summary>
internal static class HarmSections
{
    private static ImmutableArray<ReportColumn> ListColumns(DailyCount count) =>
        [
            new("Time", count.Input.Zone.Id),
            new("Place", ""),
            new("What", ""),
            new("Weapon", ""),
            new("Verification", ""),
            new("Apparent breach of", ""),
        ];

    public static ReportSection Weapons(DailyCount count) =>
        List(
            count,
            "weapons",
            "Weapons beyond withdrawal lines",
            "weapon_presence",
            "No presence of weapons was reported. What was not looked at may still be there.",
            "reports of weapons present; beyond a line where a term that forbids it names an apparent breach"
        );

    public static ReportSection Mines(DailyCount count)
    {
        var laid = List(count, "mines", "Mines and unexploded ordnance", "mine_laying", "", "reports of mines laid or gone off");
        var gone = List(count, "mines", "Mines and unexploded ordnance", "mine_explosion", "", "");
        var rows = laid.Tables[0].Rows.AddRange(gone.Tables[0].Rows);
        return laid with
        {
            Paragraphs = rows.IsEmpty ? ["None reported."] : [],
            Tables = rows.IsEmpty ? [] : [laid.Tables[0] with { Rows = rows }],
        };
    }

    public static ReportSection Damage(DailyCount count) =>
        List(
            count,
            "damage",
            "Damage, infrastructure among it",
            "damage",
            "No damage was reported as such; casualties and events stand in their own sections.",
            "reports of damage; what was damaged is in the description"
        );

    public static ReportSection Casualties(DailyCount count)
    {
        var stated = count.OfDay.Where(i => i.Casualties is not null).ToArray();
        var before = count.OfBefore.Where(i => i.Casualties is not null).ToArray();
        const string Source =
            "sum over the incidents that state it, as stated by their sources; an incident that states nothing adds nothing";
        ReportFigure[] figures =
        [
            Sum(count, "civilians-killed", "Civilians killed", stated, before, c => c.CiviliansKilled, Source),
            Sum(count, "civilians-injured", "Civilians injured", stated, before, c => c.CiviliansInjured, Source),
            Sum(count, "killed", "People killed, all", stated, before, c => c.Killed, Source),
            .. stated.Concat(before).Any(i => i.Casualties is { KilledLow: not null } or { KilledHigh: not null })
                ? new[]
                {
                    Sum(count, "killed-low", "People killed, low estimate", stated, before, c => c.KilledLow ?? c.Killed, Source),
                    Sum(count, "killed-high", "People killed, high estimate", stated, before, c => c.KilledHigh ?? c.Killed, Source),
                }
                : [],
        ];
        var sentence =
            $"{DailyCount.Number(stated.Length)} of {DailyCount.Number(count.OfDay.Length)} incidents state casualties. Casualties are as stated and not confirmed by this report.";
        return new("casualties", "Casualties", [sentence], [.. figures], []);
    }

    private static ReportFigure Sum(
        DailyCount count,
        string id,
        string label,
        Incident[] day,
        Incident[] before,
        Func<Casualties, int?> number,
        string source
    ) => SummarySections.Figure(count, id, label, Total(day, number), Total(before, number), "people", source);

    // Null where nobody states a number: not known is not zero.
    private static long? Total(Incident[] incidents, Func<Casualties, int?> number)
    {
        var known = incidents.Select(i => i.Casualties is { } c ? number(c) : null).OfType<int>().ToArray();
        return known.Length == 0 ? null : known.Sum(n => (long)n);
    }

    private static ReportSection List(DailyCount count, string id, string title, string kind, string nothing, string source)
    {
        var rows = count
            .OfDay.Where(i => EventKinds.IsA(i.BestKind, kind))
            .Select(i =>
                SummarySections.Row(
                    count.Local(i.When),
                    count.PlaceInWords(i.Where),
                    i.Description.Length > 0 ? i.Description : DailyCount.Words(i.BestKind),
                    AnnexSections.WeaponInWords(i),
                    i.Verification.ToString().ToLowerInvariant(),
                    string.Join(", ", count.Findings(i).Where(f => f.Outcome == Outcome.ApparentBreach).Select(f => f.Term))
                )
            )
            .ToImmutableArray();
        var table = SummarySections.Table(count, id, title, source.Length == 0 ? "reports" : source, ListColumns(count), rows);
        return new(id, title, rows.IsEmpty ? [nothing] : [], [], nothing.Length > 0 && rows.IsEmpty ? [] : [table]);
    }
}
