using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch.Origins;

/// <summary>Whose arrivals and sensors are: of the mission, whose word is taken alone, or of somebody else.</summary>
internal sealed class OriginOwners(IReadOnlyDictionary<string, Source> sources)
{
    /// <summary>The owner of a source, by its id: <c>mission</c>, or whoever lends it; the source itself where nobody is named, or it is unknown.</summary>
    public string Of(string sourceId) =>
        sources.TryGetValue(sourceId, out var source)
            ? source.Affiliation == Affiliation.Mission
                ? SensorWords.MissionOwner
                : source.Owner.Length > 0
                    ? source.Owner
                    : source.Id
            : sourceId;

    /// <summary>As the engine asks.</summary>
    /// <param name="net">The sensors.</param>
    /// <param name="sourceOf">The source of an arrival, by the engine's name for it.</param>
    public Ownership In(RegionNet net, Func<string, string?> sourceOf) =>
        new(
            arrival => sourceOf(arrival.Id) is { } source ? Others(Of(source)) : null,
            sensor => net.OwnerOf(sensor.Id) is { } owner ? Others(Of(owner)) : null
        );

    private static string? Others(string owner) => owner == SensorWords.MissionOwner ? null : owner;
}
