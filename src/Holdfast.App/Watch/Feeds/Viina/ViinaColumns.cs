using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Viina;

/// <summary>
/// Where a table has VIINA's labels, and how they become kinds. <c>t_X_b</c> says yes or no; <c>t_X_pred</c> (or <c>t_X</c> in version 1) is a probability and
/// weighs the kinds that apply. Who began it (<c>a_rus</c>, <c>a_ukr</c>, ...) is a machine's guess from a headline: an attribute, never an attribution.
/// </summary>
internal sealed class ViinaColumns
{
    // VIINA's codebook (README of its repository), and the columns of its tables event_1pd: what each tactic label means, as the kind of event that says no more than it does.
    private static readonly (string Label, string Kind)[] Tactics =
    [
        ("aad", "fire"),
        ("airalert", "alert"),
        ("airstrike", "air_strike"),
        ("armor", "assault"),
        ("artillery", "shelling"),
        ("civcas", "casualty"),
        ("drone", "uav_strike"),
        ("firefight", "small_arms"),
        ("hospital", "use_of_force"),
        ("hospitals", "use_of_force"),
        ("ied", "mine_explosion"),
        ("killing", "violence_against_civilians"),
        ("milcas", "casualty"),
        ("missile", "missile"),
        ("occupy", "troop_presence"),
        ("property", "damage"),
        ("raid", "assault"),
        ("uav", "uav_strike"),
    ];

    private static readonly string[] Actors = ["rus", "ukr", "civ", "other"];

    private readonly List<(string Kind, int Yes, int Chance)> _tactics = [];
    private readonly List<(string Name, int Yes, int Chance)> _actors = [];
    private readonly (int Yes, int Chance) _war;

    public ViinaColumns(TableHeader header)
    {
        _war = Pair(header, "t_mil");
        foreach (var (label, kind) in Tactics)
        {
            if (Pair(header, "t_" + label) is var (yes, chance) && (yes >= 0 || chance >= 0))
            {
                _tactics.Add((kind, yes, chance));
            }
        }
        foreach (var actor in Actors)
        {
            if (Pair(header, "a_" + actor) is var (yes, chance) && (yes >= 0 || chance >= 0))
            {
                _actors.Add(("a_" + actor, yes, chance));
            }
        }
    }

    public bool Any => _tactics.Count > 0 || _war != (-1, -1);

    public ViinaLabel Read(CsvRows row)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (kind, yes, chance) in _tactics)
        {
            if (Applies(row, yes, chance))
            {
                weights[kind] = weights.GetValueOrDefault(kind) + Math.Max(Chance(row, chance) ?? 1, 0.01);
            }
        }
        // People hurt, houses damaged, an alarm and who holds the place go with what was done; they stand alone only where nothing else is said.
        if (weights.Keys.Any(k => EventKinds.IsA(k, "use_of_force")))
        {
            foreach (var beside in new[] { "alert", "casualty", "damage", "troop_presence" })
            {
                weights.Remove(beside);
            }
        }
        var total = weights.Values.Sum();
        var kinds = weights.Select(w => new KindWeight(w.Key, w.Value / total)).ToImmutableArray();
        var actors = _actors.Where(a => Applies(row, a.Yes, a.Chance)).Select(a => a.Name);
        var war = _war == (-1, -1) || Applies(row, _war.Yes, _war.Chance) || kinds.Length > 0;
        return new ViinaLabel(kinds.Length > 0 ? kinds : [new KindWeight("event", 1)], war, string.Join(' ', actors));
    }

    private static (int Yes, int Chance) Pair(TableHeader header, string label) =>
        (header.Find(label + "_b"), header.Find(label + "_pred", label));

    private static bool Applies(CsvRows row, int yes, int chance) =>
        yes >= 0 && FastNumber.TryDouble(row.Field(yes), out var said) ? said > 0.5 : Chance(row, chance) is >= 0.5;

    private static double? Chance(CsvRows row, int column) =>
        column >= 0 && FastNumber.TryDouble(row.Field(column), out var chance) && chance is >= 0 and <= 1 ? chance : null;
}
