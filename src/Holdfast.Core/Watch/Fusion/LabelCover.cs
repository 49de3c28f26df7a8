using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>The least label that whoever may read it may also read every one of its parts.</summary>
internal static class LabelCover
{
    /// <summary>Nobody's nationality: stands where the parts are releasable to disjoint sets.</summary>
    private const string Nobody = "NOBODY";

    public static Label Of(FixObservation[] members)
    {
        var first = members[0].Label;
        if (Array.TrueForAll(members, m => ReferenceEquals(m.Label, first)))
        {
            return first;
        }
        var all = Array.ConvertAll(members, m => m.Label);
        var categories = all.Aggregate(ImmutableSortedSet<string>.Empty, (set, l) => set.Union(l.Categories));
        ImmutableSortedSet<string>? releasable = null;
        foreach (var label in all.Where(l => !l.ReleasableTo.IsEmpty))
        {
            releasable = releasable is null ? label.ReleasableTo : releasable.Intersect(label.ReleasableTo);
        }
        var (anyOf, policy, possible) = Label.Together(all);
        var to =
            releasable is { IsEmpty: true } || !possible ? [Nobody]
            : releasable is null ? []
            : releasable;
        return new Label(all.Max(l => l.Classification), categories, to) { AnyOf = possible ? anyOf : [], Policy = policy };
    }
}
