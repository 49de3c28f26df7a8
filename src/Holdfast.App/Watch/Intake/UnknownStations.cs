using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch.Intake;

/// <summary>What to say of arrivals whose stations nobody registered: they are recorded and wait.</summary>
internal sealed class UnknownStations(SensorRegistry registry)
{
    private readonly Dictionary<string, RowFault?> _said = new(StringComparer.Ordinal);

    /// <summary>Null where the batch holds no arrival, or the sender may not know of sensors.</summary>
    public static async ValueTask<UnknownStations?> OfAsync(
        List<FeedItem> batch,
        Func<CancellationToken, ValueTask<SensorRegistry?>>? registry,
        CancellationToken cancellation
    ) =>
        registry is not null && batch.Exists(item => item.Observation is ArrivalObservation) && await registry(cancellation) is { } known
            ? new UnknownStations(known)
            : null;

    public RowFault? Of(FeedItem item)
    {
        if (item.Observation is not ArrivalObservation { Sensor: var name })
        {
            return null;
        }
        if (!_said.TryGetValue(name, out var said))
        {
            said = registry.TryFind(name, out _)
                ? null
                : new RowFault("sensor", "unknown-station", StrangeStation.Words(name, registry.Nearest(name)));
            _said.Add(name, said);
        }
        return said;
    }
}
