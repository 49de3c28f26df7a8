using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Arrivals with what an engine and an origin read of them and no more: minutes of a whole front are held at a time. Names that come again and again (of sensors, sources, producers) are one string for all.
/// </summary>
internal sealed class LeanArrivals
{
    private const int MostNames = 50_000;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public ArrivalObservation Lean(ArrivalObservation arrival) =>
        arrival with
        {
            Id = arrival.Id with { Producer = One(arrival.Id.Producer) },
            SourceId = One(arrival.SourceId),
            Sensor = One(arrival.Sensor),
            Label = Label.Public,
            Description = "",
            Citation = "",
            Attributes = ImmutableSortedDictionary<string, string>.Empty,
        };

    private string One(string name)
    {
        if (_names.TryGetValue(name, out var one))
        {
            return one;
        }
        if (_names.Count < MostNames)
        {
            _names.Add(name, name);
        }
        return name;
    }
}
