using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Viina;

/// <summary>What the labels of one report say.</summary>
/// <param name="War">False where the labels say that the report is not about military operations.</param>
/// <param name="Actors">Which sides the machine took for the initiators, as column names.</param>
internal sealed record ViinaLabel(ImmutableArray<KindWeight> Kinds, bool War, string Actors);
