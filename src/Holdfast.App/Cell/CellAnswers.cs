using System.Collections.Immutable;
using Holdfast.App.Guarantees;
using Holdfast.Core.Cell;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>What a reader may know of the cell at an instant: its states, whom decisions bind, and the calendar.</summary>
/// <param name="known">As known then; null for everything known.</param>
public sealed class CellAnswers(
    Mission mission,
    CellDesk desk,
    GuaranteeDesk guarantees,
    Reader reader,
    Mode mode,
    Instant at,
    Instant? known
)
{
    public Instant At { get; } = at;

    /// <summary>What was recorded, read once for each call.</summary>
    public ValueTask<CellBook> BookAsync(CancellationToken cancellation = default) => desk.BookAsync(reader, mode, known, cancellation);

    public async ValueTask<CellView> ViewAsync(CancellationToken cancellation = default) => (await BookAsync(cancellation)).At(At);

    /// <summary>Whom each decision binds, from the facts of the mode that the reader may read, as known then.</summary>
    public async ValueTask<ImmutableArray<(DecisionState State, ImmutableArray<NationEffect> Effects)>> DecisionsAsync(
        CancellationToken cancellation = default
    )
    {
        var view = await ViewAsync(cancellation);
        if (view.Decisions.IsEmpty)
        {
            return [];
        }
        var facts = FactBase.From(mission.Clauses, await guarantees.FactsAsync(reader, mode, cancellation), known ?? Instant.MaxValue);
        return [.. view.Decisions.Select(d => (d, DecisionEffect.Of(d, mission.Clauses, facts, At)))];
    }

    /// <summary>The calendar as text of iCalendar.</summary>
    public async ValueTask<string> CalendarAsync(CancellationToken cancellation = default)
    {
        var answer = await guarantees.AskAsync(reader, new GuaranteeQuestion(At, known, mode, []), cancellation);
        var clocks = TierBoard
            .At(answer.Today, At)
            .Where(c => c.Status is TierStatus.Running or TierStatus.Overdue or TierStatus.Disputed or TierStatus.Lifted);
        return CellCalendar.Text(mission, await ViewAsync(cancellation), [.. clocks], mode);
    }
}
