using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Origins;

/// <summary>Origins of a block that wait for its audit, an hour later.</summary>
internal interface IAuditedOrigins
{
    void Add(Origin origin);

    /// <summary>In the order in which they were added.</summary>
    IReadOnlyList<Origin> Read();
}
