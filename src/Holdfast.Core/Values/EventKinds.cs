using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>
/// The vocabulary of what is seen or heard, a tree: a term that forbids <c>fire</c> forbids everything below it. Words follow the OSCE SMM's
/// tables and the 22 July 2020 measures (DOMAIN.md). An event file that only says "force was used" is recorded at the node that says
/// no more than that.
/// </summary>
public static class EventKinds
{
    // "name:parent", the root without parent. Order is the order of display.
    private static readonly string[] Tree =
    [
        "event:",
        "use_of_force:event",
        "fire:use_of_force",
        "small_arms:fire",
        "sniper:fire",
        "shelling:fire",
        "mortar:shelling",
        "artillery:shelling",
        "mlrs:shelling",
        "tank_fire:shelling",
        "missile:fire",
        "return_fire:fire",
        "assault:use_of_force",
        "air_strike:use_of_force",
        "uav_strike:use_of_force",
        "mine_explosion:use_of_force",
        "sabotage:use_of_force",
        "violence_against_civilians:use_of_force",
        "explosion:event",
        "thermal_anomaly:event",
        "flight:event",
        "uav_flight:flight",
        "aircraft_flight:flight",
        "presence:event",
        "weapon_presence:presence",
        "troop_presence:presence",
        "mine_laying:event",
        "fortification:event",
        "denial_of_movement:event",
        "jamming:event",
        "damage:event",
        "casualty:event",
        "live_fire_exercise:event",
        "alert:event",
    ];

    private static readonly FrozenDictionary<string, string> Parents = Tree.Select(row => row.Split(':'))
        .ToFrozenDictionary(row => row[0], row => row[1]);

    // What is recorded is what was left behind or heard, not what was done.
    private static readonly FrozenSet<string> Effects = FrozenSet.ToFrozenSet(["explosion", "thermal_anomaly", "damage", "casualty"]);

    /// <summary>All names, in order of display.</summary>
    public static readonly ImmutableArray<string> All = [.. Tree.Select(row => row.Split(':')[0])];

    public static bool IsKnown(string kind) => Parents.ContainsKey(kind);

    /// <summary>The parent, or null for the root. Throws for an unknown name.</summary>
    public static string? Parent(string kind) => Parents[kind] is { Length: > 0 } parent ? parent : null;

    /// <summary>Whether <paramref name="kind"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public static bool IsA(string kind, string ancestor)
    {
        for (string? at = kind; at is not null; at = Parent(at))
        {
            if (at == ancestor)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Whether something recorded as <paramref name="kind"/> is one of <paramref name="wanted"/>: true when it lies below one of them, false when
    /// it can be none of them, and unknown (missing attribute) when it is recorded more coarsely than what is asked, or only by an effect (an explosion, a
    /// hot pixel, damage, people hurt) that a use of force may have had: an effect of unknown cause is never "no breach".
    /// </summary>
    public static Truth Matches(string kind, IReadOnlyCollection<string> wanted) =>
        wanted.Any(w => IsA(kind, w)) ? Truth.True
        : wanted.Any(w => IsA(w, kind) || (Effects.Contains(kind) && IsA(w, "use_of_force")))
            ? Truth.Unknown(UnknownReason.MissingAttribute)
        : Truth.False;
}

/// <summary>One class of an event with its probability; the weights of an event sum to 1.</summary>
public readonly record struct KindWeight(string Kind, double Probability);
