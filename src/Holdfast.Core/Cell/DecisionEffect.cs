using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>Whether a decision has effect for one nation at an instant, and why.</summary>
/// <param name="InEffect">True only where it has joined, the time of effect has come and nothing is pending.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Trace">The reasons of the pending approval; null where there is none.</param>
/// <param name="Missing">The facts that would have to be otherwise for it, as texts of the clauses.</param>
public sealed record NationEffect(NationState Nation, Truth InEffect, string Why, TraceNode? Trace, ImmutableArray<string> Missing);

/// <summary>Whom a decision of the willing binds at an instant: those who joined and whose approval is not pending. Joining is the book's, approval is the facts'.</summary>
public static class DecisionEffect
{
    /// <param name="state">As of <paramref name="at"/>.</param>
    /// <param name="facts">As known when it is asked.</param>
    public static ImmutableArray<NationEffect> Of(DecisionState state, ClauseSet clauses, FactBase facts, Instant at)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(clauses);
        return [.. state.Nations.Select(n => Of(state, n, clauses, facts, at))];
    }

    private static NationEffect Of(DecisionState state, NationState nation, ClauseSet clauses, FactBase facts, Instant at)
    {
        var running = nation.Spans.Any(s => s.From <= at && (s.Until is null || at < s.Until));
        if (!running)
        {
            return new NationEffect(nation, Truth.False, WhyNot(state, nation, at), null, []);
        }
        if (nation.When is not { } when)
        {
            return new NationEffect(nation, Truth.True, $"{nation.Nation} {Joined(nation)}.", null, []);
        }
        var (condition, diagnostics) = clauses.Ask(when);
        if (condition is null)
        {
            var wrong = diagnostics.IsEmpty ? "" : " " + diagnostics[0].Message;
            return new NationEffect(
                nation,
                Truth.Unknown(UnknownReason.Undetermined),
                $"The approval '{when}' cannot be read with the mission's clauses.{wrong}",
                null,
                []
            );
        }
        var value = condition.At(facts, at);
        var word =
            value.IsTrue ? "holds"
            : value.IsUnknown ? "is not known to hold"
            : "does not hold";
        return new NationEffect(
            nation,
            value,
            $"{nation.Nation} {Joined(nation)}; its approval '{when}' {word}.",
            condition.Explain($"approval of {nation.Nation}", facts, at),
            value.IsTrue ? [] : [.. condition.Unmet(facts, at).Select(u => u.Text).Distinct().Order(StringComparer.Ordinal)]
        );
    }

    private static string Joined(NationState nation) =>
        nation.Position == NationPosition.JoinedBySilence ? "joined by silence"
        : nation.Text.Length > 0 ? "joined with a reservation"
        : "joined";

    private static string WhyNot(DecisionState state, NationState nation, Instant at) =>
        state.Status == DecisionStatus.Ended ? "The decision was ended."
        : nation.Joined && state.Proposal.EffectFrom is { } from && at < from ? $"It takes effect at {Iso.Format(from)}."
        : nation.Position switch
        {
            NationPosition.Waiting => $"{nation.Nation} has said nothing yet.",
            NationPosition.Silent => $"{nation.Nation} was silent, which joins nothing here.",
            NationPosition.Declined => $"{nation.Nation} declined.",
            NationPosition.Reserved => $"{nation.Nation} reserves its position.",
            NationPosition.Withdrawn => $"{nation.Nation} withdrew.",
            _ => $"{nation.Nation} joined.",
        };
}
