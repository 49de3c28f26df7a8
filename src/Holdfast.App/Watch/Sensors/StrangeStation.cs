using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>A station that reported and that the registry does not name.</summary>
/// <param name="Arrivals">What it told so far: recorded, and held back until it is registered.</param>
/// <param name="Last">The time of the last of them.</param>
/// <param name="Nearest">The registered name that is most like it, where one is near.</param>
public sealed record StrangeStation(string Name, long Arrivals, Instant Last, string? Nearest)
{
    /// <summary>What is said of one: the same on the page, at the terminal and to whoever sends.</summary>
    public string Reason => Words(Name, Nearest);

    public static string Words(string name, string? nearest) =>
        $"There is no station '{(name.Length <= 64 ? name : name[..64] + "...")}' in the registry."
        + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        + " Its arrivals are recorded and wait until the registry names it.";

    /// <summary>In the order of their names.</summary>
    public static ImmutableArray<StrangeStation> Of(SensorsKnown state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return
        [
            .. state
                .Arrivals.Where(a => !state.Registry.TryFind(a.Key, out _))
                .Select(a => new StrangeStation(a.Key, a.Value.Count, a.Value.Last, state.Registry.Nearest(a.Key))),
        ];
    }
}
