using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>A thing that an observation takes the place of.</summary>
/// <param name="Series">The message id of what is superseded, or the part of it before its last '#': then all versions and parts of that.</param>
/// <param name="From">What is superseded holds until then; null where it never should have been said.</param>
public readonly record struct Supersession(string Series, Instant? From = null);
