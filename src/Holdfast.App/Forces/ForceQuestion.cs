using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Forces;

/// <summary>Whether the backstop is taken as it is on record, as there, or as not there.</summary>
public enum BackstopChoice
{
    AsOnRecord,
    With,
    Without,
}

/// <summary>What a question about the force starts from.</summary>
/// <param name="Set">Id of the planning size.</param>
/// <param name="Scenario">Id of a scenario of the mission; empty for what is on record.</param>
/// <param name="Start">The day on which the ceasefire would take effect: month 0.</param>
/// <param name="Months">Length of the horizon.</param>
/// <param name="Assume">Further assumptions as people write them.</param>
/// <param name="Procedures">
/// National procedures that are still before an undertaking, and of which somebody says how long they take, are taken to end well after their usual time. Otherwise what
/// waits for them is not there.
/// </param>
/// <param name="Known">As known then; null for everything known.</param>
public sealed record ForceQuestion(
    string Set,
    string Scenario,
    BackstopChoice Backstop,
    LocalDate Start,
    int Months,
    ImmutableArray<string> Assume,
    bool Procedures,
    Instant? Known,
    Mode Mode
)
{
    public const int UsualMonths = 24;

    /// <summary>Caveats that are taken to be lifted, as people write them (<see cref="LiftedCaveat"/>).</summary>
    public ImmutableArray<string> Lift { get; init; } = [];

    public static ForceQuestion Of(string set, string scenario, LocalDate start) =>
        new(set, scenario, BackstopChoice.AsOnRecord, start, UsualMonths, [], true, null, Mode.Actual);
}

/// <summary>A force question worked down to numbers.</summary>
/// <param name="Assumed">All that was assumed, in the words of the language: the scenario's, the backstop's, the question's.</param>
/// <param name="Network">The guarantees under these assumptions, procedures that still run not over.</param>
/// <param name="Times">For undertakings that wait for procedures: how long that may take.</param>
/// <param name="Diagnostics">What is wrong with an assumption: it was left out.</param>
public sealed record ForceCase(
    ForceQuestion Question,
    ForceModel Model,
    PlanningCase Planning,
    ForceWorld World,
    ImmutableArray<string> Assumed,
    GuaranteeNetwork Network,
    ImmutableSortedDictionary<string, TimeToEffect> Times,
    ImmutableArray<Diagnostic> Diagnostics
)
{
    /// <summary>How firmly the quantities behind its plan are known: as the weakest of them.</summary>
    public Standing Figures => Model.Answered(Planning.Set, Planning.Used.Select(j => j.Offer));
}
