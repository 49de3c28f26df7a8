using System.Collections.Immutable;
using System.Numerics;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>
/// Answers which facts would make a condition true and which would undo it. Pure and deterministic; bounded by <see cref="UnlockOptions.Budget"/>, beyond which
/// the answer is <see cref="UnlockOutcome.TooLarge"/>. A change is an unknown fact made true or false, or a known one turned; whatever is
/// unknown and not changed may turn out either way, and the set has to be enough in each. Dates pass by themselves: conditions on time stand as they
/// are at the instant, but an instant that nobody has stated can be.
/// </summary>
public static class Solver
{
    private const decimal LargestCost = 1_000_000_000_000_000m;

    /// <summary>The facts, fewest or cheapest, that would bring an undertaking into force.</summary>
    public static Unlocking Unlock(ClauseSet clauses, Undertaking undertaking, FactBase facts, Instant at, UnlockOptions? options = null) =>
        Unlock(clauses, undertaking.InForce, facts, at, options);

    /// <summary>The facts, fewest or cheapest, that would make a condition true.</summary>
    /// <param name="clauses">The set whose undertakings the condition may mention.</param>
    public static Unlocking Unlock(ClauseSet clauses, Condition condition, FactBase facts, Instant at, UnlockOptions? options = null) =>
        Ask(new UnlockQuestion(clauses, condition, facts, at, Checked(options), Undo: false));

    /// <summary>The fewest facts that would undo an undertaking that is in force.</summary>
    public static Unlocking Lock(ClauseSet clauses, Undertaking undertaking, FactBase facts, Instant at, UnlockOptions? options = null) =>
        Lock(clauses, undertaking.InForce, facts, at, options);

    /// <summary>
    /// The dual: the fewest facts that would undo a condition that is true, so that it is false or no longer certain. Where it is not true now there is nothing to
    /// undo, and the answer says so. A fact that turns unknown (stale, withdrawn, disputed) does the same as one that is turned, or less.
    /// </summary>
    public static Unlocking Lock(ClauseSet clauses, Condition condition, FactBase facts, Instant at, UnlockOptions? options = null) =>
        Ask(new UnlockQuestion(clauses, condition, facts, at, Checked(options), Undo: true));

    private static UnlockOptions Checked(UnlockOptions? options)
    {
        var given = options ?? UnlockOptions.Default;
        foreach (var (fact, cost) in given.Costs)
        {
            if (cost is < 0 or > LargestCost)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options),
                    $"The cost of '{fact}' is {cost}; it has to lie between 0 and 10^15."
                );
            }
        }
        return given;
    }

    private static Unlocking Ask(UnlockQuestion question)
    {
        try
        {
            return question.Answer();
        }
        catch (DiagramTooLargeException e)
        {
            return question.Nothing(UnlockOutcome.TooLarge, Truth.Unknown(UnknownReason.None), e.Message, [], 0);
        }
    }
}
