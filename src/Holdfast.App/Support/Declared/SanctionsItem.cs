using Holdfast.Core.Guarantees;
using Holdfast.Core.Support.Sanctions;
using Holdfast.Core.Values;
using NodaTime.Text;

namespace Holdfast.App.Support.Declared;

/// <summary>Measures as of a day and what lapses when nobody acts.</summary>
public sealed record SanctionsItem(string Day, IReadOnlyList<SanctionsItem.Measure> Measures)
{
    public sealed record Measure(
        string Id,
        string Title,
        string By,
        string Basis,
        SanctionDecision Decision,
        IReadOnlyList<string> Veto,
        string InForce,
        string Suspended,
        IReadOnlyList<string> Missing,
        string? Renewal,
        int? DaysLeft,
        RangeItem? RestoreDays,
        string? Fact,
        IReadOnlyList<Undertaking> Feeds,
        Standing Standing,
        string Cites
    );

    /// <summary>An undertaking that reads the measure: its state on the eve of the lapse and after it.</summary>
    public sealed record Undertaking(string Name, string? Before, string? After);

    public static SanctionsItem Of(DeclaredCase asked)
    {
        var board = asked.Sanctions;
        return new SanctionsItem(LocalDatePattern.Iso.Format(board.Day), [.. board.Measures.Select(m => Of(asked, m))]);
    }

    private static Measure Of(DeclaredCase asked, MeasureState state)
    {
        var lapse = asked.Lapse(state).ToDictionary(l => l.Undertaking.Name, StringComparer.Ordinal);
        var measure = state.Measure;
        return new Measure(
            measure.Id,
            measure.Title,
            measure.By,
            measure.Basis,
            measure.Decision,
            measure.Veto,
            DeclaredWords.Of(state.InForce.Value),
            DeclaredWords.Of(state.Suspended),
            JudgedItem.Of(state.InForce).Missing,
            state.Renewal is { } day ? LocalDatePattern.Iso.Format(day) : null,
            state.DaysLeft,
            RangeItem.Of(measure.RestoreDays),
            measure.Fact.Length > 0 ? measure.Fact : null,
            [
                .. asked
                    .Feeds(measure)
                    .Select(u =>
                        lapse.TryGetValue(u.Name, out var l)
                            ? new Undertaking(u.Name, StateTexts.Of(l.Before), StateTexts.Of(l.After))
                            : new Undertaking(u.Name, null, null)
                    ),
            ],
            measure.Stated.Standing,
            measure.Stated.Cites
        );
    }
}
