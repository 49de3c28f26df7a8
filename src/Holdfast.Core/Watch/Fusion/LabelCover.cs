using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>The label of what several observations make together.</summary>
internal static class LabelCover
{
    public static Label Of(FixObservation[] members)
    {
        var first = members[0].Label;
        return Array.TrueForAll(members, m => ReferenceEquals(m.Label, first))
            ? first
            : Label.Cover(Array.ConvertAll(members, m => m.Label));
    }
}
