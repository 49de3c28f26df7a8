using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What a classifier makes of one arrival.</summary>
/// <param name="Source">Whose classifier it is: those of one source are as good as each other.</param>
/// <param name="Kinds">Its weights; not empty.</param>
public readonly record struct KindVoice(string Source, ImmutableArray<KindWeight> Kinds)
{
    /// <summary>What it thinks most probable (of equals the first by name), and how surely.</summary>
    public KindWeight First => Kinds.OrderByDescending(kind => kind.Probability).ThenBy(kind => kind.Kind, StringComparer.Ordinal).First();
}
