using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Makes an incident of the observations that are one event. Safe from several threads.</summary>
internal sealed class IncidentBuilder(IReadOnlyDictionary<string, Source> sources)
{
    private readonly Companies _companies = new(sources);
    private readonly ConcurrentDictionary<(string, string), ImmutableArray<KindWeight>> _kinds = new();

    /// <param name="members">In canonical order, never empty, all of one mode.</param>
    public Incident Build(FixObservation[] members, double probability)
    {
        if (members.Length == 1)
        {
            return Single(members[0]);
        }
        var least = members[0];
        var company = _companies.Of(members);
        return new Incident
        {
            Id = IncidentName.Of(least),
            Status = IncidentStatus.Final,
            When = Time(members),
            Where = PlaceFusion.Fuse(members, _companies),
            Kinds = Kinds(members),
            Verification = company.Level,
            Observations = Ids(members),
            IndependentGroups = company.Groups,
            Sources = company.Ids,
            Casualties = CasualtyFusion.Fuse(members),
            Weapon = WeaponOf(members),
            Count = CountOf(members),
            Mode = least.Mode,
            Standing = StrictestOf(members),
            Label = LabelCover.Of(members),
            Description = DescriptionOf(members),
            MatchProbability = probability,
        };
    }

    /// <summary>Most incidents of a real file have one observation: nothing has to be fused.</summary>
    public Incident Single(FixObservation only)
    {
        var company = _companies.Of(only.SourceId);
        return new Incident
        {
            Id = IncidentName.Of(only),
            Status = IncidentStatus.Final,
            When = only.When,
            Where = only.Where,
            Kinds = only.Kinds.Length == 1 ? only.Kinds : KindFusion.Fuse([only]),
            Verification = company.Level,
            Observations = [only.Id],
            IndependentGroups = company.Groups,
            Sources = company.Ids,
            Casualties = only.Casualties,
            Weapon = only.Weapon,
            Count = only.Count,
            Mode = only.Mode,
            Standing = only.Standing,
            Label = only.Label,
            Description = only.Description,
        };
    }

    private static ImmutableArray<ObservationId> Ids(FixObservation[] members)
    {
        var ids = new ObservationId[members.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = members[i].Id;
        }
        if (ids.Length == 2 && ids[0].CompareTo(ids[1]) > 0)
        {
            (ids[0], ids[1]) = (ids[1], ids[0]);
        }
        else if (ids.Length > 2)
        {
            Array.Sort(ids);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(ids);
    }

    private ImmutableArray<KindWeight> Kinds(FixObservation[] members)
    {
        if (members.Length != 2 || !Plain(members[0]) || !Plain(members[1]))
        {
            return KindFusion.Fuse(members);
        }
        // Two plain kinds of the tree: few pairs, met again and again.
        var pair = (members[0].Kinds[0].Kind, members[1].Kinds[0].Kind);
        return pair.Item1 == pair.Item2 ? members[0].Kinds
            : _kinds.TryGetValue(pair, out var known) ? known
            : _kinds.GetOrAdd(pair, KindFusion.Fuse(members));
    }

    private static bool Plain(FixObservation member) => member.Kinds is [{ Probability: 1 } only] && EventKinds.IsKnown(only.Kind);

    /// <summary>The times that agree with all; where there is none, everything from the first to the last.</summary>
    private static TimeRange Time(FixObservation[] members)
    {
        var (latestStart, earliestEnd) = (members[0].When.Earliest, members[0].When.Latest);
        var (earliestStart, latestEnd) = (latestStart, earliestEnd);
        foreach (var member in members)
        {
            var when = member.When;
            latestStart = when.Earliest > latestStart ? when.Earliest : latestStart;
            earliestStart = when.Earliest < earliestStart ? when.Earliest : earliestStart;
            earliestEnd = when.Latest < earliestEnd ? when.Latest : earliestEnd;
            latestEnd = when.Latest > latestEnd ? when.Latest : latestEnd;
        }
        return latestStart <= earliestEnd ? new TimeRange(latestStart, earliestEnd) : new TimeRange(earliestStart, latestEnd);
    }

    private static int? CountOf(FixObservation[] members)
    {
        int? most = null;
        foreach (var member in members)
        {
            most = member.Count > most || most is null ? member.Count : most;
        }
        return most;
    }

    private static Standing StrictestOf(FixObservation[] members)
    {
        var strictest = members[0].Standing;
        foreach (var member in members)
        {
            strictest = member.Standing > strictest ? member.Standing : strictest;
        }
        return strictest;
    }

    /// <summary>What the most credible says that says anything; the earliest of equals.</summary>
    private static string DescriptionOf(FixObservation[] members)
    {
        FixObservation? spoken = null;
        foreach (var member in members)
        {
            if (member.Description.Length > 0 && (spoken is null || member.Credibility < spoken.Credibility))
            {
                spoken = member;
            }
        }
        return spoken?.Description ?? "";
    }

    /// <summary>What nobody contradicts; a field on which reports differ is unknown.</summary>
    private static Weapon? WeaponOf(FixObservation[] members)
    {
        if (!Array.Exists(members, m => m.Weapon is not null))
        {
            return null;
        }
        var stated = members.Select(m => m.Weapon).OfType<Weapon>().ToArray();
        if (stated.Length < 2)
        {
            return stated[0];
        }
        var classes = stated.Select(w => w.Class).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var calibres = stated.Select(w => w.CalibreMillimetres).OfType<double>().Distinct().ToArray();
        var weapon = new Weapon(classes.Length == 1 ? classes[0] : null, calibres.Length == 1 ? calibres[0] : null);
        return weapon is { Class: null, CalibreMillimetres: null } ? null : weapon;
    }
}
