using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>How far the sources of an incident bear each other out.</summary>
internal static class Verification
{
    /// <summary>A source nobody has described: public, its own group, not to be judged.</summary>
    public static Source SourceOf(string id, IReadOnlyDictionary<string, Source> sources) =>
        sources.TryGetValue(id, out var source) ? source : new Source(id, id, id, Affiliation.Public, "", Reliability.F);

    /// <summary>
    /// A group that holds a party's source speaks for that party, whoever repeats it. Verified by the mission's own eyes; corroborated by two
    /// groups that do not all speak for one party; claimed where only parties speak and they do not bear each other out; otherwise reported.
    /// </summary>
    public static VerificationLevel Level(IReadOnlyList<Source> all)
    {
        if (all.Count == 1)
        {
            return all[0].Affiliation switch
            {
                Affiliation.Mission => VerificationLevel.Verified,
                Affiliation.Party => VerificationLevel.Claimed,
                Affiliation.Member or Affiliation.Public => VerificationLevel.Reported,
            };
        }
        if (all.Any(s => s.Affiliation == Affiliation.Mission))
        {
            return VerificationLevel.Verified;
        }
        var voices = all.GroupBy(s => s.IndependenceGroup, StringComparer.Ordinal).Select(Voice).ToArray();
        var distinct = voices.Distinct(StringComparer.Ordinal).ToArray();
        var oneParty = distinct.Length == 1 && distinct[0].Length > 0;
        return oneParty ? VerificationLevel.Claimed
            : voices.Length >= 2 ? VerificationLevel.Corroborated
            : VerificationLevel.Reported;
    }

    /// <summary>The party for which a group speaks, or empty.</summary>
    private static string Voice(IEnumerable<Source> group) =>
        group
            .Where(s => s.Affiliation == Affiliation.Party)
            .Select(s => s.Owner.Length > 0 ? s.Owner : s.Id)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault()
        ?? "";

    public static ImmutableArray<string> Groups(IEnumerable<Source> sources) =>
        [.. sources.Select(s => s.IndependenceGroup).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
