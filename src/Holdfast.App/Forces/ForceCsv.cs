using System.Globalization;
using System.Text;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>The figures of an answer as CSV (RFC 4180): ids need no quoting, titles and conditions get it. Units with a point, months from 0.</summary>
public static class ForceCsv
{
    /// <summary>Fill and need by line and month, and who serves.</summary>
    public static string Fill(ForceReport report)
    {
        var table = new FigureTable("line,month,need_units,filled_units,unfilled_units,serving", report.Case.Figures);
        foreach (var line in report.Answer.Plan.Lines)
        {
            for (var month = 0; month < report.Answer.Plan.Months; month++)
            {
                var serving = string.Join(
                    ' ',
                    line.Serving.Where(s => s.Month == month)
                        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Offer}:{s.Units}"))
                );
                table.Row(line.Id, month, Units(line.Need[month]), Units(line.Fill[month]), Units(line.Unfilled[month]), serving);
            }
        }
        return table.ToString();
    }

    /// <summary>Soldiers asked for and in place by month, with quantiles over the procedures' lead times where something waits for them.</summary>
    public static string Curve(ForceReport report)
    {
        var table = new FigureTable("month,asked_soldiers,planned_soldiers,p5,p25,p50,p75,p95", report.Case.Figures);
        foreach (var month in report.Curve)
        {
            var quantiles = month.Quantiles.IsEmpty ? Generation.Levels.Select(_ => "") : month.Quantiles.Select(q => Whole(q));
            table.Row([month.Month, month.Asked, month.Planned, .. quantiles]);
        }
        return table.ToString();
    }

    /// <summary>The same day by day over the first days.</summary>
    public static string Days(ForceReport report)
    {
        var table = new FigureTable("day,asked_soldiers,planned_soldiers,p5,p25,p50,p75,p95", report.Case.Figures);
        foreach (var day in ForceStudy.Days(report))
        {
            var quantiles = day.Quantiles.IsEmpty ? Generation.Levels.Select(_ => "") : day.Quantiles.Select(q => Whole(q));
            table.Row([day.Day, day.Asked, day.Planned, .. quantiles]);
        }
        return table.ToString();
    }

    public static string Burden(ForceReport report)
    {
        var table = new FigureTable("nation,person_months,persons_offered,months_per_person_offered", report.Case.Figures);
        foreach (var burden in report.Answer.Plan.Burdens)
        {
            table.Row(
                burden.Nation,
                burden.PersonMonths,
                burden.PersonsOffered,
                (burden.Thousandths / 1000m).ToString(CultureInfo.InvariantCulture)
            );
        }
        return table.ToString();
    }

    /// <summary>Unit-months by nation and line.</summary>
    public static string Serving(ForceReport report)
    {
        var table = new FigureTable("nation,line,unit_months", report.Case.Figures);
        foreach (var cell in ServingCell.Of(report))
        {
            table.Row(cell.Nation, cell.Line, cell.UnitMonths);
        }
        return table.ToString();
    }

    /// <summary>What is short and why, a row for each cause.</summary>
    public static string Shortfall(ForceReport report)
    {
        var table = new FigureTable("line,worst_units,offered_by_nobody_units,months,offer,cause,units,what", report.Case.Figures);
        foreach (var shortfall in report.Shortfalls)
        {
            foreach (var reason in shortfall.Reasons.DefaultIfEmpty())
            {
                table.Row(
                    shortfall.Line.Id,
                    Units(shortfall.Worst),
                    Units(shortfall.NotOffered),
                    shortfall.Months.Length,
                    reason?.Offer ?? "",
                    reason is null ? "" : ForceWords.Of(reason.Cause),
                    reason is null ? "" : Units(reason.Units),
                    reason?.What ?? ""
                );
            }
        }
        return table.ToString();
    }

    /// <summary>Places in the last month: protected or not, and units that can come.</summary>
    public static string Protection(ForceReport report)
    {
        var table = new FigureTable("area,name,oblast,protected,units_within_24_hours,units_within_72_hours,tripwire", report.Case.Figures);
        foreach (var place in report.Protection)
        {
            table.Row(
                place.Area.Id,
                place.Area.Name,
                place.Area.Oblast,
                place.Protected,
                Units(place.Within(24)),
                Units(place.Within(72)),
                place.IsTripwire ? "true" : "false"
            );
        }
        return table.ToString();
    }

    /// <summary>The same task by task and oblast by oblast.</summary>
    public static string Tasks(ForceReport report)
    {
        var table = new FigureTable(
            "oblast,task,protected,filled_units,needed_units,units_within_24_hours,units_within_72_hours,tripwire,lines",
            report.Case.Figures
        );
        foreach (var task in report.Tasks)
        {
            table.Row(
                task.Oblast,
                task.Task,
                task.Protected,
                Units(task.Fill),
                Units(task.Need),
                Units(task.Within24),
                Units(task.Within72),
                task.IsTripwire ? "true" : "false",
                string.Join(' ', task.Lines)
            );
        }
        return table.ToString();
    }

    /// <summary>Units that other duties count on and that the force would use at the same time, by nation, capability and month. Restricted reading.</summary>
    public static string Weakened(ForceReport report)
    {
        var table = new FigureTable("nation,capability,counted_units,month,used_units,percent,duties", report.Case.Figures);
        foreach (var weakened in report.Weakened)
        {
            for (var month = 0; month < weakened.Months.Length; month++)
            {
                var used = weakened.Months[month];
                table.Row(
                    weakened.Nation,
                    weakened.Capability,
                    weakened.Counted,
                    month,
                    used,
                    weakened.Counted == 0 ? 0 : 100 * used / weakened.Counted,
                    string.Join("; ", weakened.Lines.Select(l => l.Title))
                );
            }
        }
        return table.ToString();
    }

    public static string Units(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Unit-months that a nation serves at a line.</summary>
public sealed record ServingCell(string Nation, string Line, int UnitMonths)
{
    /// <summary>Where there are any; by nation, then line.</summary>
    public static IEnumerable<ServingCell> Of(ForceReport report)
    {
        var nations = report.Case.Planning.Used.ToDictionary(j => j.Offer.Id, j => j.Offer.Nation, StringComparer.Ordinal);
        return report
            .Answer.Plan.Lines.SelectMany(l => l.Serving.Select(s => (Nation: nations[s.Offer], Line: l.Id, s.Units)))
            .GroupBy(s => (s.Nation, s.Line))
            .Select(g => new ServingCell(g.Key.Nation, g.Key.Line, g.Sum(s => s.Units)))
            .OrderBy(c => c.Nation, StringComparer.Ordinal)
            .ThenBy(c => c.Line, StringComparer.Ordinal);
    }
}
