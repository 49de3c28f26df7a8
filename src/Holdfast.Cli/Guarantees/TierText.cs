using Holdfast.Core.Guarantees;

namespace Holdfast.Cli.Guarantees;

/// <summary>A running tier in one line.</summary>
internal static class TierText
{
    public static string Line(TierClock clock)
    {
        var status = clock.Status switch
        {
            TierStatus.NotBound => "nobody is bound: not in force",
            TierStatus.NoClock => $"its clock (from {clock.Tier.From.ToString().ToLowerInvariant()}) has not started",
            TierStatus.Running => "running",
            TierStatus.Overdue => "OVERDUE",
            TierStatus.Disputed => "due by one reading and not by another",
            _ => "lifted",
        };
        var starts = string.Join(
            "; ",
            clock.Starts.Select(s =>
                $"{(s.By.IsEmpty ? "" : $"by {string.Join(", ", s.By)} ")}from {Asked.Shown(s.At)}, due {Asked.Shown(s.Due)}"
                + (s.Operative ? "" : " (stands beside it)")
            )
        );
        var late = clock.Late.IsEmpty
            ? ""
            : "; too slow: " + string.Join(", ", clock.Late.Select(l => $"{l.Procedure.Fact.Key} not before {Asked.Shown(l.Earliest)}"));
        var blocked = clock.Blockers.IsEmpty ? "" : "; blocked by " + string.Join(", ", clock.Blockers.Select(b => b.Text).Distinct());
        var said = string.Join(
            "; ",
            clock
                .Said.Where(s => s.Entry is not null)
                .Select(s => $"{s.Source} by {s.Authority}{(s.Provisional ? ", provisional" : "")} (entry {s.Entry})")
                .Distinct()
        );
        return $"{clock.Undertaking.Name} tier {clock.Tier.Number}, within {clock.Tier.Within.Text}: {clock.Tier.Action} ({string.Join(", ", clock.Undertaking.By)}): {status}"
            + (starts.Length == 0 ? "" : $" [{starts}]")
            + (said.Length == 0 ? "" : $"; rests on {said}")
            + blocked
            + late;
    }
}
