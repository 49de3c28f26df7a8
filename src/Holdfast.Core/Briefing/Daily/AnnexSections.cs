using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>The table of single incidents, the counting rules, the sources.</summary>
internal static class AnnexSections
{
    private const int MostRows = 1_000;

    public static ReportSection Table(DailyCount count)
    {
        var all = count.OfDay.Concat(count.Exercises).OrderBy(i => i.When.Middle).ThenBy(i => i.Id).ToArray();
        var table = SummarySections.Table(
            count,
            "incidents",
            "Single incidents",
            "one row per distinct event; the verdict is alleged, the perpetrator undetermined",
            [
                new("Incident", ""),
                new("Time", count.Input.Zone.Id),
                new("Place", ""),
                new("Region", ""),
                new("Observation", ""),
                new("Probability", "%"),
                new("Number", "rounds"),
                new("Weapon", ""),
                new("Verdict", ""),
                new("Verification", ""),
                new("Standing", ""),
                new("Sources", ""),
            ],
            [.. all.Take(MostRows).Select(i => Row(count, i))]
        );
        var rest = all.Length - MostRows;
        return new(
            "incidents",
            "Annex: single incidents",
            rest > 0 ? [$"The first {DailyCount.Number(MostRows)} are listed; {DailyCount.Number(rest)} more are in the data."] : [],
            [],
            all.Length == 0 ? [] : [table]
        );
    }

    public static ReportSection Rules(DailyCount count) =>
        new(
            "rules",
            "How this was counted",
            [
                "An observation is one report. An incident is a distinct event that one or more reports tell of; reports of one event are joined by place, time and kind.",
                "An incident counts in the period that holds the middle of its time range, in the region that holds its best single point, once.",
                "An apparent breach is a pair of an incident and a term and is alleged; only the commission establishes. An incident that breaks two terms counts twice there and once among incidents.",
                "Undeterminable means that what is known lies astride one of the term's boundaries (place, time, or an attribute that no source states). It is not \"no breach\".",
                "Claims are statements and are never added to incidents. What a total leaves over beyond its stated categories is shown and not shared out.",
                "Sources that copy each other count as one. Corroborated means by at least two independent groups.",
                "A number compared with the previous period depends on where and when it could be looked: read it beside the coverage.",
                $"Names of entities imply no recognition. Times and days are those of {count.Input.Zone.Id} unless said otherwise.",
            ],
            [],
            []
        );

    public static ReportSection Sources(DailyCount count)
    {
        var used = count
            .OfDay.SelectMany(i => i.Sources.Select(s => (s, i.Standing)))
            .GroupBy(p => p.s)
            .ToDictionary(g => g.Key, g => g.Count());
        var rows = count
            .Input.Sources.OrderBy(s => s.Id, StringComparer.Ordinal)
            .Select(s =>
                SummarySections.Row(
                    s.Title,
                    s.Affiliation.ToString().ToLowerInvariant() + (s.Owner.Length > 0 ? $" ({s.Owner})" : ""),
                    s.IndependenceGroup,
                    s.Reliability.ToString(),
                    DailyCount.Number(used.GetValueOrDefault(s.Id))
                )
            )
            .ToImmutableArray();
        var standings = count
            .OfDay.GroupBy(i => i.Standing)
            .OrderBy(g => g.Key)
            .Select(g => $"{DailyCount.Number(g.Count())} {g.Key.ToString().ToLowerInvariant()}");
        var labels = count.OfDay.Select(i => i.Label.ToString()).Distinct().Order(StringComparer.Ordinal);
        var table = SummarySections.Table(
            count,
            "sources",
            "Sources",
            "as declared by the mission; reliability is the first half of NATO's Admiralty code",
            [
                new("Source", ""),
                new("Whose", ""),
                new("Independence group", ""),
                new("Reliability", "A to F"),
                new("Incidents", "incidents"),
            ],
            rows
        );
        return new(
            "sources",
            "Sources and standing",
            count.OfDay.IsEmpty ? [] : [$"Standing of the incidents: {string.Join(", ", standings)}. Labels: {string.Join(", ", labels)}."],
            [],
            rows.IsEmpty ? [] : [table]
        );
    }

    internal static string WeaponInWords(Incident incident) =>
        incident.Weapon is not { } weapon
            ? "not stated"
            : string.Join(
                ", ",
                new[]
                {
                    weapon.Class,
                    weapon.CalibreMillimetres is { } mm ? mm.ToString("0.#", CultureInfo.InvariantCulture) + " mm" : null,
                }.OfType<string>()
            );

    private static ImmutableArray<string> Row(DailyCount count, Incident incident)
    {
        var exercise = EventKinds.IsA(incident.BestKind, "live_fire_exercise");
        return SummarySections.Row(
            incident.Id.Value,
            count.Local(incident.When),
            count.PlaceInWords(incident.Where),
            exercise ? "" : count.TitleOf(count.Region(incident)),
            DailyCount.Words(incident.BestKind),
            (incident.Kinds[0].Probability * 100).ToString("0", CultureInfo.InvariantCulture),
            incident.Count?.ToString(CultureInfo.InvariantCulture) ?? "not stated",
            WeaponInWords(incident),
            exercise ? "live-fire training" : Verdict(count, incident),
            incident.Verification.ToString().ToLowerInvariant(),
            incident.Standing.ToString().ToLowerInvariant(),
            incident.Sources.IsEmpty ? "not released" : string.Join(", ", incident.Sources)
        );
    }

    // The page of the incident explains each in full; here a reader needs to know what was lacking.
    private static string ReasonInWords(string code) =>
        code switch
        {
            "footprint" => "place too uncertain",
            "date" => "time too uncertain",
            "missing:kind" => "what was used is not stated",
            "window" => "number of sure incidents around it too uncertain",
            _ when code.StartsWith("missing:", StringComparison.Ordinal) => $"{Plain(code[8..])} not stated",
            _ when code.StartsWith("fact:", StringComparison.Ordinal) => $"fact \"{Plain(code[5..])}\" not known",
            _ => Plain(code),
        };

    private static string Plain(string name) => name.Replace('_', ' ').Replace('.', ' ');

    private static string Verdict(DailyCount count, Incident incident)
    {
        var told = count
            .Findings(incident)
            .Where(f => f.Outcome is Outcome.ApparentBreach or Outcome.Undeterminable)
            .Select(f =>
                f.Outcome == Outcome.ApparentBreach
                    ? $"apparent breach of {f.Term}{(f.Severity is { } s ? $" ({s.ToString().ToLowerInvariant()})" : "")}"
                    : $"undeterminable: {f.Term} ({string.Join("; ", f.Reasons.Select(ReasonInWords))})"
            )
            .ToArray();
        return told.Length == 0 ? "none of the terms" : string.Join("; ", told);
    }
}
