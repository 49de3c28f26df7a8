using System.Collections.Immutable;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;

namespace Holdfast.Core.Clauses;

/// <summary>
/// The facts that every mission with undertakings has without declaring them: what became of a promise by an act of its own (power to suspend, withdraw,
/// discharge, terminate), and the origins of its clocks. Their one argument is the undertaking's name. The booleans are complete: not stated means not so.
/// </summary>
public static class UndertakingFacts
{
    /// <summary>Its grantor took it back.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Its grantor suspended it, from when to when the statement's validity says.</summary>
    public const string Suspended = "suspended";

    /// <summary>Grantor and beneficiary ended it.</summary>
    public const string Terminated = "terminated";

    /// <summary>Its beneficiary released the grantor.</summary>
    public const string Discharged = "discharged";

    /// <summary>What was promised was done.</summary>
    public const string Fulfilled = "fulfilled";

    /// <summary>What was promised was not done when it was due.</summary>
    public const string Violated = "violated";

    /// <summary>An instant: when the grantor was notified, from which clocks "from notification" run.</summary>
    public const string Notified = "notified";

    /// <summary>An instant: when the breach happened, where it is not the start of the trigger's validity.</summary>
    public const string BreachAt = "breach.at";

    private static readonly ImmutableArray<(string Name, string Title, FactType Type)> All =
    [
        (BreachAt, "when the breach that triggers the undertaking happened", FactType.Instant),
        (Discharged, "the beneficiary released the grantor from the undertaking", FactType.Bool),
        (Fulfilled, "what was promised was done", FactType.Bool),
        (Notified, "when the grantor was notified", FactType.Instant),
        (Suspended, "the grantor suspended the undertaking", FactType.Bool),
        (Terminated, "grantor and beneficiary ended the undertaking", FactType.Bool),
        (Violated, "what was promised was not done when it was due", FactType.Bool),
        (Withdrawn, "the grantor withdrew the undertaking", FactType.Bool),
    ];

    internal static bool IsOne(string name) => All.Any(f => f.Name == name);

    internal static IEnumerable<FactDeclaration> Declare(
        IReadOnlyList<(string Name, ImmutableArray<string> By, ImmutableArray<string> To)> undertakings
    )
    {
        ImmutableArray<string> names = [.. undertakings.Select(u => u.Name)];
        foreach (var (name, title, type) in All)
        {
            yield return new FactDeclaration(name, title, ["undertaking"], "built in")
            {
                Type = type,
                Complete = type == FactType.Bool,
                Allowed = [names],
                DeterminedByFirst = undertakings
                    .Where(u => u.By.Length > 0)
                    .ToImmutableSortedDictionary(u => u.Name, u => Authority(name, u.By, u.To), StringComparer.Ordinal),
            };
        }
    }

    private static Who Authority(string fact, ImmutableArray<string> by, ImmutableArray<string> to)
    {
        var grantors = by.Select(Name).ToImmutableArray();
        var beneficiaries = to.Select(Name).ToImmutableArray();
        return fact switch
        {
            Withdrawn or Suspended => new WhoGroup(1, grantors),
            Discharged => new WhoGroup(1, beneficiaries),
            Terminated => new WhoGroup(2, [new WhoGroup(1, grantors), new WhoGroup(1, beneficiaries)]),
            _ => new WhoGroup(1, [.. grantors, .. beneficiaries, Name("Commission")]),
        };

        static Who Name(string name) => new WhoName(name, Finality.Any);
    }
}
