using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

public enum MeetingStatus
{
    Called,
    Running,

    /// <summary>Its time is over, and nobody has recorded it.</summary>
    Unrecorded,
    Held,
    Cancelled,
}

/// <summary>A meeting at an instant: as it was called or last moved.</summary>
public sealed record MeetingState(
    CellSubject Subject,
    MeetingCalled Meeting,
    MeetingStatus Status,
    Instant From,
    Instant Until,
    string Place,
    MeetingHeld? Record,
    string Reason
)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;

    public static MeetingState Of(CellSubject subject, Instant at)
    {
        var called = (MeetingCalled)subject.Opening.Act;
        var moved = subject.Of<MeetingMoved>(at).Select(m => m.Act).LastOrDefault();
        var held = subject.Of<MeetingHeld>(at).Select(h => h.Act).LastOrDefault();
        var cancelled = subject.Of<MeetingCancelled>(at).Select(c => c.Act).FirstOrDefault();
        var (from, until, place) = moved is { } m ? (m.From, m.Until, m.Place) : (called.From, called.Until, called.Place);
        var status =
            cancelled is not null ? MeetingStatus.Cancelled
            : held is not null ? MeetingStatus.Held
            : at < from ? MeetingStatus.Called
            : at < until ? MeetingStatus.Running
            : MeetingStatus.Unrecorded;
        return new MeetingState(subject, called, status, from, until, place, held, cancelled?.Reason ?? moved?.Reason ?? "");
    }
}
