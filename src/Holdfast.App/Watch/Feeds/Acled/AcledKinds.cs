using System.Collections.Frozen;
using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Acled;

/// <summary>
/// ACLED's event and sub-event types as kinds of event. A category that joins two kinds ("Air/drone strike") is both with equal weight: the file does not
/// say which. A clash is a use of force and no more; protests and agreements are events and no more.
/// </summary>
internal static class AcledKinds
{
    // "sub-event type = kind" or "= kind + kind"; older spellings beside the current ones.
    private static readonly FrozenDictionary<string, ImmutableArray<KindWeight>> BySubType = Table(
        "Armed clash = use_of_force",
        "Government regains territory = assault",
        "Non-state actor overtakes territory = assault",
        "Chemical weapon = use_of_force",
        "Air/drone strike = air_strike + uav_strike",
        "Suicide bomb = use_of_force",
        "Shelling/artillery/missile attack = missile + shelling",
        "Remote explosive/landmine/IED = mine_explosion",
        "Grenade = fire",
        "Sexual violence = violence_against_civilians",
        "Attack = violence_against_civilians",
        "Abduction/forced disappearance = violence_against_civilians",
        "Excessive force against protesters = violence_against_civilians",
        "Excessive force against protestors = violence_against_civilians",
        "Peaceful protest = event",
        "Protest with intervention = event",
        "Violent demonstration = event",
        "Mob violence = event",
        "Agreement = event",
        "Arrests = event",
        "Change to group/activity = event",
        "Disrupted weapons use = event",
        "Headquarters or base established = troop_presence",
        "Looting/property destruction = damage",
        "Non-violent transfer of territory = event",
        "Other = event"
    );

    private static readonly FrozenDictionary<string, ImmutableArray<KindWeight>> ByType = Table(
        "Battles = use_of_force",
        "Battle-No change of territory = use_of_force",
        "Battle-Government regains territory = assault",
        "Battle-Non-state actor overtakes territory = assault",
        "Explosions/Remote violence = use_of_force",
        "Remote violence = use_of_force",
        "Violence against civilians = violence_against_civilians",
        "Protests = event",
        "Riots = event",
        "Riots/Protests = event",
        "Strategic developments = event",
        "Strategic development = event",
        "Headquarters or base established = troop_presence",
        "Non-violent transfer of territory = event"
    );

    /// <summary>The kinds, or null with the nearest type that ACLED knows. A sub-type that is not known leaves the kinds of its type.</summary>
    public static ImmutableArray<KindWeight>? Of(string type, string subType, out string? nearest)
    {
        nearest = null;
        if (!ByType.TryGetValue(type, out var kinds))
        {
            nearest = NearestWord.To(type, ByType.Keys.Order(StringComparer.Ordinal));
            return null;
        }
        return BySubType.GetValueOrDefault(subType, kinds);
    }

    private static FrozenDictionary<string, ImmutableArray<KindWeight>> Table(params string[] rows) =>
        rows.Select(row => row.Split(" = "))
            .ToFrozenDictionary(
                row => row[0],
                row =>
                {
                    var kinds = row[1].Split(" + ").Order(StringComparer.Ordinal).ToArray();
                    return kinds.Select(k => new KindWeight(k, 1.0 / kinds.Length)).ToImmutableArray();
                },
                StringComparer.OrdinalIgnoreCase
            );
}
