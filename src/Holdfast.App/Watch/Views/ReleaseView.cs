using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>What one reader gets of a mission: everything, or what is released of it.</summary>
/// <param name="LatestEnd">Only events that ended at or before this are released; null for no limit.</param>
internal sealed record ReleaseView(bool Blurred, Instant? LatestEnd)
{
    public Incident? Apply(Incident incident) => incident;
}

internal static class ReleaseGrid
{
    public static GeoPoint Snap(GeoPoint point) => point;
}
