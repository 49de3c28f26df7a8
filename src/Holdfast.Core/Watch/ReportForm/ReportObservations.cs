using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>
/// What a report says as observations. A patrol is a spell of watching; a denial is a spell in which nothing could be seen, and an event of its own; an
/// inventory is none: it is read from its entry.
/// </summary>
public static class ReportObservations
{
    private const string Means = "report.means";

    public static ImmutableArray<Observation> Of(Report report, ReportContext context) =>
        report switch
        {
            ObservationReport { NothingSeen: true } o =>
            [
                Watch(report, context, "", [o.Kind], o.ProbabilityOfDetection ?? 0, o.Means, watchOnly: false),
            ],
            ObservationReport o =>
            [
                Fix(report, context, "", o.Kind, report.Notes, (Means, o.Means)) with
                {
                    Count = o.Count,
                    Weapon = o.Weapon,
                    StatedDirection = o.StatedDirection,
                },
            ],
            PatrolReport p => [Watch(report, context, "/watch", p.Kinds, p.ProbabilityOfDetection, p.Means, watchOnly: true)],
            DenialReport d =>
            [
                Watch(report, context, "/blind", EventKinds.All, 0, "denial", watchOnly: false),
                Fix(
                    report,
                    context,
                    "/event",
                    "denial_of_movement",
                    $"Movement {d.Manner}: {d.Reason}",
                    ("report.by", d.By),
                    ("report.manner", d.Manner)
                ),
            ],
            CasualtyReport c =>
            [
                Fix(report, context, "/event", "casualty", c.Cause, (Means, c.Confirmation)) with
                {
                    Casualties = new Casualties(c.CiviliansKilled, c.CiviliansInjured, c.Killed, null, null, c.Confirmation),
                },
            ],
            DamageReport d => [Fix(report, context, "/event", "damage", $"{d.Object}: {d.Extent}", ("report.cause", d.Cause))],
            MineReport m =>
            [
                // What was found is there; when it was laid nobody saw.
                Fix(
                    report,
                    context,
                    "/event",
                    "weapon_presence",
                    $"{m.Device} {m.Model}".Trim(),
                    ("report.marked", m.Marked ? "yes" : "no")
                ) with
                {
                    Count = m.Number,
                    Weapon = new Weapon(m.Device, null),
                },
            ],
            InventoryReport => [],
            _ => throw new ArgumentException($"{report.GetType().Name} is no report of the form.", nameof(report)),
        };

    private static FixObservation Fix(
        Report report,
        ReportContext context,
        string suffix,
        string kind,
        string description,
        params ReadOnlySpan<(string Name, string Value)> attributes
    )
    {
        var named = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            if (value.Length > 0)
            {
                named[name] = value;
            }
        }
        return new FixObservation
        {
            Id = new ObservationId(context.SourceId, report.Id + suffix),
            SourceId = context.SourceId,
            When = report.When,
            ReportedAt = report.CapturedAt,
            Standing = context.Standing,
            Mode = context.Mode,
            Label = context.Label,
            Description = description,
            Citation = $"report {report.Id}",
            Attributes = named.ToImmutable(),
            Where = report.Where,
            Kinds = [new KindWeight(kind, 1)],
        };
    }

    private static NullObservation Watch(
        Report report,
        ReportContext context,
        string suffix,
        ImmutableArray<string> kinds,
        double probability,
        string means,
        bool watchOnly
    ) =>
        new()
        {
            Id = new ObservationId(context.SourceId, report.Id + suffix),
            SourceId = context.SourceId,
            When = report.When,
            ReportedAt = report.CapturedAt,
            Standing = context.Standing,
            Mode = context.Mode,
            Label = context.Label,
            Description = report.Notes,
            Citation = $"report {report.Id}",
            Where = report.Where,
            Kinds = kinds,
            ProbabilityOfDetection = probability,
            Means = means,
            WatchOnly = watchOnly,
        };
}
