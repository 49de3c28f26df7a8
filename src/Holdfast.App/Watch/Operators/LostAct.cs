using System.Globalization;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.App.Watch.Operators;

/// <summary>An act that binds and says nothing of an observation that it cites, because that is no event of its own any more.</summary>
/// <param name="Cited">The observation.</param>
/// <param name="Why">In plain words; how many arrivals there were only for readers who may know sensors.</param>
public sealed record LostAct(JournalLine Line, ObservationId Cited, string Why)
{
    internal const string WhyOne = "What it speaks of as two events is one origin by now.";

    internal static string WhyGone(OriginHeir heir, bool counts) =>
        counts
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"No origin stands that holds enough of the {heir.Arrivals} arrivals it rested on: the nearest holds {heir.Held}."
            )
            : "What was heard then is no event any more, and none holds most of what it rested on.";
}
