using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Makes an incident of the observations that are one event.</summary>
internal sealed class IncidentBuilder(IReadOnlyDictionary<string, Source> sources)
{
    /// <param name="members">In canonical order, never empty, all of one mode.</param>
    public Incident Build(IReadOnlyList<FixObservation> members, double probability)
    {
        if (members.Count == 1)
        {
            return Single(members[0]);
        }
        var least = members[0];
        var ids = members.Select(m => m.SourceId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var from = ids.Select(id => Verification.SourceOf(id, sources)).ToArray();
        var spoken = members.OrderBy(m => m.Credibility).FirstOrDefault(m => m.Description.Length > 0) ?? least;
        return new Incident
        {
            Id = IdOf(least),
            Status = IncidentStatus.Final,
            When = Time(members),
            Where = PlaceFusion.Fuse(members, m => Verification.SourceOf(m.SourceId, sources).IndependenceGroup),
            Kinds = KindFusion.Fuse(members),
            Verification = Verification.Level(from),
            Observations = [.. members.Select(m => m.Id).Order()],
            IndependentGroups = Verification.Groups(from),
            Sources = ids,
            Casualties = CasualtyFusion.Fuse(members),
            Weapon = WeaponOf(members),
            Count = members.Max(m => m.Count),
            Mode = least.Mode,
            Standing = members.Max(m => m.Standing),
            Label = LabelCover.Of(members.Select(m => m.Label)),
            Description = spoken.Description,
            MatchProbability = probability,
        };
    }

    private Incident Single(FixObservation only)
    {
        var source = Verification.SourceOf(only.SourceId, sources);
        return new Incident
        {
            Id = IdOf(only),
            Status = IncidentStatus.Final,
            When = only.When,
            Where = only.Where,
            Kinds = only.Kinds.Length == 1 ? only.Kinds : KindFusion.Fuse([only]),
            Verification = Verification.Level([source]),
            Observations = [only.Id],
            IndependentGroups = [source.IndependenceGroup],
            Sources = [only.SourceId],
            Casualties = only.Casualties,
            Weapon = only.Weapon,
            Count = only.Count,
            Mode = only.Mode,
            Standing = only.Standing,
            Label = only.Label,
            Description = only.Description,
        };
    }

    public static IncidentId IdOf(FixObservation least)
    {
        var text = $"{Iso.Format(least.When.Earliest)}\n{least.Id.Producer}\n{least.Id.MessageId}";
        return new IncidentId(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    /// <summary>The times that agree with all; where there is none, everything from the first to the last.</summary>
    private static TimeRange Time(IReadOnlyList<FixObservation> members)
    {
        var latestStart = members.Max(m => m.When.Earliest);
        var earliestEnd = members.Min(m => m.When.Latest);
        return latestStart <= earliestEnd
            ? new TimeRange(latestStart, earliestEnd)
            : members.Select(m => m.When).Aggregate((a, b) => a.Union(b));
    }

    /// <summary>What nobody contradicts; a field on which reports differ is unknown.</summary>
    private static Weapon? WeaponOf(IReadOnlyList<FixObservation> members)
    {
        var stated = members.Select(m => m.Weapon).OfType<Weapon>().ToArray();
        if (stated.Length < 2)
        {
            return stated.FirstOrDefault();
        }
        var classes = stated.Select(w => w.Class).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var calibres = stated.Select(w => w.CalibreMillimetres).OfType<double>().Distinct().ToArray();
        var weapon = new Weapon(classes.Length == 1 ? classes[0] : null, calibres.Length == 1 ? calibres[0] : null);
        return weapon is { Class: null, CalibreMillimetres: null } ? null : weapon;
    }
}
