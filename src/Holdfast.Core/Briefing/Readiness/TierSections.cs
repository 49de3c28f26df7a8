using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Guarantees;
using NodaTime;

namespace Holdfast.Core.Briefing.Readiness;

/// <summary>Clocks, time to effect, and for those who may the weight of grantors.</summary>
internal static class TierSections
{
    public static ReportSection Tiers(ReadinessCount count)
    {
        var rows = count.Tiers.Select(t =>
            ImmutableArray.Create(
                t.Undertaking.Name,
                t.Tier.Number.ToString(CultureInfo.InvariantCulture),
                ReadinessSections.Join(t.Undertaking.By),
                t.Tier.Action,
                t.Tier.Within.Text,
                StatusWords(t.Status),
                string.Join("; ", t.Starts.Select(StartWords)),
                ReadinessSections.Join(t.Blockers.Select(b => b.Text).Distinct()),
                ReadinessSections.Join(t.Late.Select(l => l.Procedure.Fact.Key).Distinct())
            )
        );
        var table = count.Head.Table(
            "tiers",
            "Tiers whose trigger holds, and their clocks",
            "each reading of when a clock started stands by itself; no deadline waits for a determination that its tier does not ask for",
            [
                new("Undertaking", ""),
                new("Tier", "number"),
                new("By", ""),
                new("Action", ""),
                new("Within", ""),
                new("Status", ""),
                new("Clock", ""),
                new("Kept from being due by", ""),
                new("Procedures slower than the tier", ""),
            ],
            rows,
            "guarantees"
        );
        return new("tiers", "Tiers and clocks", table.Rows.IsEmpty ? ["No trigger holds."] : [], [], table.Rows.IsEmpty ? [] : [table]);
    }

    public static ReportSection Times(ReadinessCount count)
    {
        string Days(TimeToEffect time, double level)
        {
            var quantile = time.Quantiles.FirstOrDefault(q => Math.Abs(q.Probability - level) < 1e-9);
            return quantile.Days is { } days ? days.ToString("0", CultureInfo.InvariantCulture) : "not known";
        }
        var rows = count
            .Input.Times.OrderBy(t => t.Undertaking, StringComparer.Ordinal)
            .Select(t =>
                ImmutableArray.Create(
                    t.Undertaking,
                    Days(t, 0.10),
                    Days(t, 0.50),
                    Days(t, 0.90),
                    (t.Finite * 100).ToString("0", CultureInfo.InvariantCulture),
                    ReadinessSections.Join(t.Critical.Take(3).Select(c => c.Fact)),
                    ReadinessSections.Join(t.WithoutTime.Select(m => m.Text).Distinct())
                )
            );
        var table = count.Head.Table(
            "time-to-effect",
            "Time until it can be in force, if every procedure starts now",
            "draws of the lead times that the clauses state for national procedures; where a missing fact has no stated time, the time is not known",
            [
                new("Undertaking", ""),
                new("One in ten", "days"),
                new("Half", "days"),
                new("Nine in ten", "days"),
                new("Comes into force", "% of draws"),
                new("Set by", ""),
                new("Without a stated time", ""),
            ],
            rows,
            "guarantees"
        );
        return new("times", "Time to effect", [], [], table.Rows.IsEmpty ? [] : [table]);
    }

    /// <summary>Null for a reader who may not have it: not even a heading tells that it exists.</summary>
    public static ReportSection? Grantors(ReadinessCount count)
    {
        if (count.Input.Grantors is not { } grantors)
        {
            return null;
        }
        var table = count.Head.Table(
            "grantors",
            "What would fall if one grantor withdrew alone",
            "each withdraws in thought; restricted by default",
            [new("Grantor", ""), new("Own", "undertakings"), new("Of others", "undertakings"), new("Tiers", "tiers"), new("Which", "")],
            grantors.Select(g =>
                ImmutableArray.Create(
                    g.Grantor,
                    ReadinessSections.Number(g.Own.Length),
                    ReadinessSections.Number(g.Broken.Length),
                    ReadinessSections.Number(g.Tiers.Length),
                    ReadinessSections.Join(g.Own.Concat(g.Broken))
                )
            ),
            "guarantees"
        );
        return new(
            "grantors",
            "Essential grantors",
            table.Rows.IsEmpty
                ? ["No undertaking of a single grantor is in force."]
                : ["Restricted: for those whose office such answers are."],
            [],
            table.Rows.IsEmpty ? [] : [table]
        );
    }

    private static string StartWords(ClockStart start)
    {
        var by = start.By.IsEmpty ? "by the facts" : "by " + ReadinessSections.Join(start.By);
        var beside = start.Operative ? "" : ", shown beside";
        return $"from {ReadinessSections.Since(start.At)} ({by}{beside}), due {Due(start.Due)}";
    }

    private static string Due(Instant due) => due == Instant.MaxValue ? "never" : ReportText.Moment(due) + " UTC";

    private static string StatusWords(TierStatus status) =>
        status switch
        {
            TierStatus.NotBound => "not bound",
            TierStatus.NoClock => "clock not started",
            TierStatus.Running => "running",
            TierStatus.Overdue => "overdue",
            TierStatus.Disputed => "disputed",
            TierStatus.Lifted => "lifted",
            _ => throw new InvalidOperationException("TierStatus is a closed enumeration."),
        };
}
