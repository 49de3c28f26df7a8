using System.Collections.Immutable;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.App.Watch.Operators;

/// <summary>What the desk of operators asks of origins, inside the program alone: it names arrivals, which no reader gets by it.</summary>
internal interface IOriginsOfActs
{
    /// <summary>What the origins among these observations rest on now.</summary>
    Task<ImmutableArray<OriginBasis>> BasesAsync(IEnumerable<ObservationId> cited, CancellationToken cancellation);

    /// <summary>What became of the origins that acts cite.</summary>
    Task<IReadOnlyDictionary<ObservationId, OriginHeir>> HeirsAsync(CancellationToken cancellation);
}
