using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>
/// What to fuse again when an observation comes late: fuse all observations that begin in <paramref name="Read"/>, and let the incidents whose least
/// observation begins in <paramref name="Replace"/> take the place of those that stood there. The result equals fusing everything from scratch.
/// </summary>
public sealed record AffectedWindow(TimeRange Read, TimeRange Replace);
