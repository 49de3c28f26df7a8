using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The engine's ground of each region for the sensors that it was asked for last: hours follow each other with the same sensors, and what is worked out again, audited or looked at before its time asks the
/// same. One thread at a time.
/// </summary>
internal sealed class RegionGrounds
{
    private readonly Dictionary<SensingRegion, (Sensor[] Sensors, AssociationGround Ground)> _made = new(
        ReferenceEqualityComparer.Instance
    );

    public AssociationGround Of(SensingRegion region, IEnumerable<Sensor> sensors)
    {
        Sensor[] all = [.. sensors];
        if (!_made.TryGetValue(region, out var made) || !made.Sensors.AsSpan().SequenceEqual(all))
        {
            _made[region] = made = (all, region.Waves.Ground(all));
        }
        return made.Ground;
    }
}
