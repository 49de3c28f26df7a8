using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Phrases;

/// <summary>A word or several with what they stand for.</summary>
/// <param name="Words">In lower case, without dashes; the last may stand in the plural.</param>
internal sealed record PhraseWord(ImmutableArray<string> Words, string Name, string Kind);

/// <summary>
/// The vocabulary of the mission's tables and daily reports (OSCE SMM, Annex 1, "Table of ceasefire violations", and its glossary): what is observed, weapons,
/// and words that carry nothing.
/// </summary>
internal static class PhraseWords
{
    public static readonly ImmutableArray<PhraseWord> Observations = Table(
        "explosion,detonation,blast = explosion = explosion",
        "airburst,air burst = airburst = explosion",
        "burst = burst = fire",
        "shot = shot = fire",
        "projectile = projectile = fire",
        "tracer,tracer round = tracer = fire",
        "muzzle flash = muzzle flash = fire",
        "illumination flare,signal flare,flare = illumination flare = event",
        "salvo = salvo = fire",
        "round = round = fire",
        "rocket = rocket = fire",
        "exchange of fire,crossfire = exchange of fire = fire",
        "uav,drone,unmanned aerial vehicle = uav = uav_flight",
        "helicopter,aircraft,jet = aircraft = aircraft_flight"
    );

    public static readonly ImmutableArray<PhraseWord> Weapons = Table(
        "heavy machine gun,heavy machinegun,hmg = heavy machine-gun = small_arms",
        "light machine gun,lmg = light machine-gun = small_arms",
        "machine gun,machinegun = machine-gun = small_arms",
        "small arm,small arms,saf,automatic rifle,assault rifle,rifle = small arms = small_arms",
        "sniper rifle,sniper = sniper rifle = sniper",
        "infantry fighting vehicle,ifv,bmp,armoured combat vehicle = infantry fighting vehicle = fire",
        "armoured personnel carrier,apc,btr = armoured personnel carrier = fire",
        "anti aircraft gun,anti aircraft,zu,cannon,autocannon = cannon = fire",
        "automatic grenade launcher,agl,ags,under barrel grenade launcher,ubgl = grenade launcher = fire",
        "rocket propelled grenade,rpg,hand grenade,grenade = grenade = fire",
        "recoilless gun,spg = recoilless gun = fire",
        "anti tank guided missile,atgm,anti tank missile,missile = missile = missile",
        "mortar = mortar = mortar",
        "self propelled howitzer,howitzer,artillery = artillery = artillery",
        "multiple launch rocket system,mlrs,grad,uragan,smerch = multiple launch rocket system = mlrs",
        "tank = tank = tank_fire",
        "anti personnel mine,anti tank mine,landmine,land mine,mine,improvised explosive device,ied = mine = mine_explosion"
    );

    public static readonly ImmutableArray<PhraseWord> Exercises = Table(
        "live fire exercise,live fire training exercise,live fire training,live fire,training exercise,training = live-fire exercise = live_fire_exercise"
    );

    public static readonly FrozenDictionary<string, PhraseDirection> Directions = new Dictionary<string, PhraseDirection>
    {
        ["undetermined"] = PhraseDirection.Undetermined,
        ["unknown"] = PhraseDirection.Undetermined,
        ["undefined"] = PhraseDirection.Undetermined,
        ["outgoing"] = PhraseDirection.Outgoing,
        ["incoming"] = PhraseDirection.Incoming,
        ["impact"] = PhraseDirection.Impact,
        ["impacts"] = PhraseDirection.Impact,
        ["impacting"] = PhraseDirection.Impact,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, int> Counts = new[]
    {
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    }
        .Select((word, i) => (word, i + 1))
        .ToFrozenDictionary(w => w.word, w => w.Item2, StringComparer.Ordinal);

    /// <summary>Understood, and without content of their own.</summary>
    public static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(
        (
            "a an the of at in to from about approximately approx around circa assessed as and with by caused possible possibly probable probably likely "
            + "heard saw seen recorded observed camera smm its position positions location locations direction directions distance distances range ranges "
            + "fire fired type estimated each several multiple numerous many few some dozens hundreds flying vertical flight is was were that it nk least more than over"
        ).Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>Words after which "undetermined" speaks of where, not of who.</summary>
    public static readonly FrozenSet<string> Wheres = FrozenSet.ToFrozenSet(
        ["distance", "range", "direction", "directions", "location", "bearing"],
        StringComparer.Ordinal
    );

    // "spelling,spelling = name = kind"; longer spellings are tried first.
    private static ImmutableArray<PhraseWord> Table(params string[] rows) =>
        [
            .. rows.Select(row => row.Split(" = "))
                .SelectMany(row => row[0].Split(',').Select(words => new PhraseWord([.. words.Split(' ')], row[1], row[2])))
                .OrderByDescending(w => w.Words.Length),
        ];
}
