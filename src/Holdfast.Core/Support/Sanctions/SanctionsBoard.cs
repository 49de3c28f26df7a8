using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Sanctions;

/// <summary>A measure on a day.</summary>
/// <param name="InForce">By the facts where the measure names a fact or a condition, else by its terms.</param>
/// <param name="Suspended">True only where it is surely suspended.</param>
/// <param name="Renewal">The day on which it lapses unless somebody acts before; null where none is ahead.</param>
/// <param name="DaysLeft">Until then.</param>
public sealed record MeasureState(SanctionMeasure Measure, ClauseJudgement InForce, Truth Suspended, LocalDate? Renewal, int? DaysLeft)
{
    /// <summary>In force and not suspended.</summary>
    public Truth Bites => InForce.Value & !Suspended;
}

/// <summary>Measures as of a day, those that lapse first before the others.</summary>
public sealed record SanctionsBoard(LocalDate Day, ImmutableArray<MeasureState> Measures)
{
    /// <summary>What lapses, day by day, when nobody acts.</summary>
    public ImmutableArray<(LocalDate Day, ImmutableArray<MeasureState> Lapsing)> Lapses =>
        [
            .. Measures
                .Where(m => m.Renewal is not null)
                .GroupBy(m => m.Renewal ?? default)
                .OrderBy(g => g.Key)
                .Select(g => (g.Key, g.ToImmutableArray())),
        ];

    public static SanctionsBoard Work(SupportModel model, SupportWorld world) =>
        new(
            world.Day,
            [
                .. model
                    .Sanctions.Select(m => State(m, world))
                    .OrderBy(m => m.Renewal ?? LocalDate.MaxIsoValue)
                    .ThenBy(m => m.Measure.Id, StringComparer.Ordinal),
            ]
        );

    private static MeasureState State(SanctionMeasure measure, SupportWorld world)
    {
        var day = world.Day;
        var terms = measure.Terms.Where(t => world.Known is null || t.Decided is null || t.Decided <= world.Known).ToImmutableArray();
        var inForce = measure.InForce is { } clause ? world.All([clause]) : new ClauseJudgement(ByTerms(terms, day), []);
        var suspended = measure.SuspendedWhen.IsEmpty ? Truth.False : world.Any(measure.SuspendedWhen).Value;
        var renewal = Renewal(terms, day);
        return new MeasureState(measure, inForce, suspended, renewal, renewal is { } r ? Period.DaysBetween(day, r) : null);
    }

    // A day that no term speaks of is unknown, not out of force: somebody may have decided what the mission does not know.
    private static Truth ByTerms(ImmutableArray<SanctionTerm> terms, LocalDate day) =>
        terms.FirstOrDefault(t => t.From <= day && !(t.Until <= day)) is { } term
            ? Truth.Of(term.InForce)
            : Truth.Unknown(UnknownReason.Unreported);

    /// <summary>The end of the stretch without a gap that the day lies in.</summary>
    private static LocalDate? Renewal(ImmutableArray<SanctionTerm> terms, LocalDate day)
    {
        LocalDate? end = null;
        foreach (var term in terms.Where(t => t.InForce))
        {
            if (end is { } so && term.From == so)
            {
                end = term.Until;
            }
            else if (term.From <= day && term.Until > day)
            {
                end = term.Until;
            }
        }
        return end;
    }
}
