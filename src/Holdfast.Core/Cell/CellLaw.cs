using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>Why an act is not done. <paramref name="Entry"/> is set exactly where it was done already in the same words (code <c>already</c>): then nothing is wrong.</summary>
public sealed record CellRefusal(string Code, string Reason, long? Entry = null);

/// <summary>Which act may follow which: a pure function of what was done about one subject and the instant. Names (offices, nations, areas) are the desk's to check.</summary>
public static class CellLaw
{
    /// <summary>A clock that runs ahead of the record's by less than this is no lie.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(2);

    /// <summary>Why an act about a subject is not done at an instant; null where it may be.</summary>
    public static CellRefusal? Against(CellSubject subject, CellAct act, Instant now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(act);
        if (CellCodec.Opens(act))
        {
            return Refuse("opened", $"'{subject.Id}' is there already");
        }
        if (CellCodec.SubjectOf(act) != subject.Kind)
        {
            return Refuse(
                "other-kind",
                $"'{subject.Id}' is a {CellId.Word(subject.Kind)}; '{CellCodec.WordOf(act)}' is about a {CellId.Word(CellCodec.SubjectOf(act))}"
            );
        }
        return InTime(subject, act, now)
            ?? subject.Kind switch
            {
                CellSubjectKind.Call => AgainstCall(subject, act),
                CellSubjectKind.Window => AgainstWindow(subject, act),
                CellSubjectKind.Meeting => AgainstMeeting(subject, act),
                CellSubjectKind.Decision => DecisionLaw.Against(subject, act, now),
                CellSubjectKind.Task => AgainstTask(subject, act),
                _ => Refuse("other-kind", "a note stands as it was written; write a correction"),
            };
    }

    /// <summary>Why a first act is not done at an instant; null where it may be.</summary>
    public static CellRefusal? AgainstOpening(CellBook book, CellAct act, Instant now) =>
        act switch
        {
            CallMade c when c.At > now + Ahead => Refuse("in-the-future", "a call is logged when it has been made"),
            DecisionProposed { Deadline: { } deadline } when deadline <= now => Refuse("deadline-passed", "the deadline lies in the past"),
            NoteWritten { Corrects: { } note } when book.Find(note)?.Opening.Act is not (NoteWritten or WatchHandedOver) => Refuse(
                "unknown-note",
                Unknown(book, note)
            ),
            _ => null,
        };

    /// <summary>That a subject is not there, with the nearest that is.</summary>
    public static string Unknown(CellBook book, string id)
    {
        var near = NearestWord.To(id, book.Subjects.Keys);
        return $"nothing of the cell is called '{id}'" + (near is null ? "" : $"; the nearest is '{near}'");
    }

    internal static CellRefusal Refuse(string code, string reason, long? entry = null) => new(code, reason, entry);

    private static CellRefusal? InTime(CellSubject subject, CellAct act, Instant now)
    {
        Instant? told = act switch
        {
            CallReplied a => a.At,
            CallEffectSeen a => a.At,
            CallEnded a => a.At,
            WindowAnswered a => a.At,
            WindowJudged a => a.At,
            WindowCalledOff a => a.At,
            _ => null,
        };
        return told is not { } at ? null
            : at > now + Ahead ? Refuse("in-the-future", "it is logged when it has happened")
            : subject.Opening.Act is CallMade call && at < call.At
                ? Refuse("before-the-call", $"the call was made at {Iso.Format(call.At)}")
            : null;
    }

    private static CellRefusal? AgainstCall(CellSubject call, CellAct act)
    {
        if (call.Every<CallEnded>().Any())
        {
            return Refuse("ended", "the call has ended; make another");
        }
        return act is CallReplied reply && call.Deeds.FirstOrDefault(d => d.Act is CallReplied old && old == reply) is { } same
            ? Refuse("already", "the same reply is logged", same.Entry)
            : null;
    }

    private static CellRefusal? AgainstWindow(CellSubject window, CellAct act)
    {
        var proposed = (WindowProposed)window.Opening.Act;
        if (window.Every<WindowCalledOff>().Any())
        {
            return Refuse("ended", "the window was called off");
        }
        return act switch
        {
            WindowAnswered a when !proposed.Parties.Contains(a.Party) => Refuse(
                "not-asked",
                $"'{a.Party}' was not asked; asked are {string.Join(", ", proposed.Parties)}"
            ),
            WindowAnswered a
                when window.Deeds.LastOrDefault(d => d.Act is WindowAnswered o && o.Party == a.Party) is { Act: WindowAnswered last } same
                    && last.Agrees == a.Agrees
                    && last.Text == a.Text => Refuse("already", $"'{a.Party}' has said so", same.Entry),
            WindowJudged j when j.At < proposed.From => Refuse("not-begun", "the window has not begun by then"),
            _ => null,
        };
    }

    private static CellRefusal? AgainstMeeting(CellSubject meeting, CellAct act) =>
        meeting.Every<MeetingCancelled>().Any() ? Refuse("ended", "the meeting was cancelled")
        : meeting.Every<MeetingHeld>().Any() && act is not MeetingHeld ? Refuse("held", "the meeting was held")
        : null;

    private static CellRefusal? AgainstTask(CellSubject task, CellAct act) =>
        task.Deeds.FirstOrDefault(d => d.Act is TaskDone or TaskCancelled) is not { } end ? null
        : end.Act == act ? Refuse("already", "it is recorded in the same words", end.Entry)
        : Refuse("ended", end.Act is TaskDone ? "the task is done" : "the task was cancelled");
}
