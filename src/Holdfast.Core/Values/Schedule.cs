using System.Collections.Immutable;

namespace Holdfast.Core.Values;

/// <summary>
/// One line of a schedule: something holds somewhere for a time. Both ends and the place may be known only roughly, and then say so: a range for
/// an end, a <see cref="Reach"/> for the place.
/// </summary>
/// <param name="Name">Lower-case letters, digits and underscores; unique within its schedule.</param>
/// <param name="Areas">Where it surely holds; may be empty where <paramref name="Reach"/> is given.</param>
/// <param name="Reach">Outside of it it surely does not hold, inside it may; null: it holds in the areas and nowhere else.</param>
/// <param name="From">When it starts: inclusive, anywhere within the range.</param>
/// <param name="Until">When it ends: exclusive, anywhere within the range.</param>
/// <param name="Cites">A reference of the mission and where in it.</param>
/// <param name="Links">Web addresses where it can be read.</param>
public sealed record ScheduleWindow(
    string Name,
    string Title,
    ImmutableArray<NamedShape> Areas,
    NamedShape? Reach,
    TimeRange From,
    TimeRange Until,
    Standing Standing,
    string Cites,
    ImmutableArray<string> Links,
    string Note
)
{
    /// <summary>File, line and column.</summary>
    public string Location { get; init; } = "";

    /// <summary>Every shape that it speaks of.</summary>
    public IEnumerable<NamedShape> Shapes => Reach is null ? Areas : Areas.Append(Reach).Distinct();
}

/// <summary>Times and places at which something holds, as a table: corridors, pauses, repair windows. Sorted by the earliest start, then by name.</summary>
public sealed record Schedule(string Name, ImmutableArray<ScheduleWindow> Windows);
