using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Shouldly;
using static Holdfast.Tests.Cell.CellWorld;

namespace Holdfast.Tests.Cell;

/// <summary>Tasks with owner, due time and escalation; meetings; the watch log and what a handover lists.</summary>
public sealed class TaskTests
{
    [Theory]
    [InlineData(59, "Open plans 0")]
    [InlineData(60, "Overdue head 1")]
    [InlineData(89, "Overdue head 1")]
    [InlineData(90, "Overdue legal 2")]
    [InlineData(10_000, "Overdue legal 2")]
    public void An_overdue_task_goes_to_the_next_office_each_time_its_time_is_over(double at, string expected)
    {
        var task = Book("task-1", (0, Task(60, 30, "head", "legal"))).At(Min(at)).Tasks.Single();
        $"{task.Status} {task.With} {task.Escalations}".ShouldBe(expected);
    }

    [Fact]
    public void The_next_step_is_told_and_what_is_done_stays_where_it_was()
    {
        var book = Book("task-1", (0, Task(60, 30, "head", "legal")), (70, new TaskDone("twelve boats")));
        book.At(Min(10)).Tasks.Single().NextAt.ShouldBe(Min(60));
        book.At(Min(65)).Tasks.Single().NextAt.ShouldBe(Min(90));
        var done = book.At(Min(500)).Tasks.Single();
        (done.Status, done.With, done.NextAt, done.Answer, done.EndedAt).ShouldBe(
            (Core.Cell.TaskStatus.Done, "head", null, "twelve boats", Min(70))
        );
        CellLaw.Against(book.Get("task-1"), new TaskDone("twelve boats"), Min(80)).ShouldNotBeNull().Entry.ShouldBe(1);
        CellLaw.Against(book.Get("task-1"), new TaskCancelled("no"), Min(80)).ShouldNotBeNull().Code.ShouldBe("ended");
    }

    [Fact]
    public void Given_to_another_office_it_has_that_offices_time()
    {
        var book = Book("task-1", (0, Task(60, 30, "head")), (70, new TaskGiven("legal", Min(200), "a legal question")));
        var task = book.At(Min(100)).Tasks.Single();
        (task.Status, task.Owner, task.With).ShouldBe((Core.Cell.TaskStatus.Open, "legal", "legal"));
        book.At(Min(200)).Tasks.Single().With.ShouldBe("head");
        Book("task-1", (0, Task(null, 0))).At(Min(1_000_000)).Tasks.Single().Status.ShouldBe(Core.Cell.TaskStatus.Open);
    }

    private static readonly MeetingCalled Meeting = new("cell", "Morning meeting", Min(60), Min(90), "Paris", ["Overnight"], ["FR", "GB"]);

    [Fact]
    public void A_meeting_runs_when_it_was_last_moved_to_and_its_record_says_who_agreed_with_which_reservation()
    {
        var held = new MeetingHeld(["FR", "GB"], ["DE"], [new Agreed("Patrols", ["FR", "GB"], [new Reserved("GB", "by day")])], [], "");
        var book = Book("meeting-1", (0, Meeting), (10, new MeetingMoved(Min(100), Min(130), "by video", "fog")), (140, held));
        MeetingStatus At(double minute) => book.At(Min(minute)).Meetings.Single().Status;
        At(5).ShouldBe(MeetingStatus.Called);
        At(70).ShouldBe(MeetingStatus.Called);
        At(110).ShouldBe(MeetingStatus.Running);
        At(135).ShouldBe(MeetingStatus.Unrecorded);
        At(140).ShouldBe(MeetingStatus.Held);
        book.At(Min(140)).Meetings.Single().Place.ShouldBe("by video");
        CellLaw.Against(book.Get("meeting-1"), new MeetingCancelled("x"), Min(150)).ShouldNotBeNull().Code.ShouldBe("held");
        Should
            .Throw<ArgumentException>(() =>
                Book("meeting-1", (0, Meeting), (140, held with { Agreements = [new Agreed("P", ["FR"], [new Reserved("GB", "x")])] }))
            )
            .Message.ShouldContain("among those who agreed");
    }

    [Fact]
    public void The_log_keeps_what_was_written_and_shows_what_corrects_it()
    {
        var book = Book([
            Entry(0, 0, "note-1", 0, new NoteWritten("watch", "Three rounds", null)),
            Entry(1, 5, "note-2", 0, new NoteWritten("watch", "Two rounds", "note-1")),
            Entry(2, 6, "note-1", 1, new NoteWritten("watch", "No rounds", null)),
        ]);
        var log = book.At(Min(10)).Log;
        log.Select(l => (l.Text, l.CorrectedBy)).ShouldBe([("Three rounds", "note-2"), ("Two rounds", null)]);
        book.At(Min(1)).Log.Single().CorrectedBy.ShouldBeNull();
        Codes(book).ShouldBe(["opened"]);
        CellLaw
            .AgainstOpening(book, new NoteWritten("watch", "x", "note-9"), Min(9))
            .ShouldNotBeNull()
            .Reason.ShouldContain("the nearest is 'note-");
    }

    [Fact]
    public void What_is_open_is_worked_out_overdue_first_then_by_due_time()
    {
        var book = Book([
            Entry(0, 0, "task-1", 0, Task(500, 0)),
            Entry(1, 0, "task-2", 0, Task(5, 0)),
            Entry(2, 0, "decision-1", 0, Proposal()),
            Entry(3, 0, "call-1", 0, Call(replyBy: 10)),
            Entry(4, 0, "task-3", 0, Task(5, 0)),
            Entry(5, 1, "task-3", 1, new TaskDone("x")),
        ]);
        book.At(Min(20)).Open.Select(m => m.Id).ShouldBe(["task-2", "call-1", "decision-1", "task-1"]);
        book.At(Min(20)).Open[2].Who.ShouldBe("DE, FR, GB, PL");
    }
}
