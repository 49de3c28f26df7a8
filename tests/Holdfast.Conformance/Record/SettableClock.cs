using NodaTime;

namespace Holdfast.Conformance.Record;

/// <summary>A clock that a test sets, also backwards.</summary>
public sealed class SettableClock(Instant now) : TimeProvider
{
    public Instant Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
