using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Shouldly;
using static Holdfast.Tests.Cell.CellWorld;

namespace Holdfast.Tests.Cell;

/// <summary>Calls to the parties with their reply and effect, and what fails by them; windows and repair guarantees.</summary>
public sealed class LiaisonTests
{
    private static string Failed(CellBook book, double at) =>
        string.Join(
            " ",
            book.At(Min(at))
                .Failed.Select(f => $"{(f.From - Zero).TotalMinutes:0}-{(f.Until is { } u ? $"{(u - Zero).TotalMinutes:0}" : "")}")
        );

    [Fact]
    public void A_call_to_stop_fails_at_its_deadline_and_until_it_stopped_or_ended()
    {
        var silent = Book("call-1", (0, Call()));
        Failed(silent, 29).ShouldBe("");
        Failed(silent, 30).ShouldBe("30-");
        silent.At(Min(29)).Calls.Single().Status.ShouldBe(CallStatus.Waiting);
        silent.At(Min(30)).Calls.Single().Status.ShouldBe(CallStatus.Unanswered);
        var stopped = Book("call-1", (0, Call()), (45, new CallEffectSeen(Min(44), CallEffect.Stopped, "")));
        Failed(stopped, 60).ShouldBe("30-44");
        var ended = Book("call-1", (0, Call()), (50, new CallEnded(Min(50), "gave up")));
        Failed(ended, 60).ShouldBe("30-50");
        Failed(ended, 40).ShouldBe("30-", "at an earlier instant it had not ended");
    }

    [Fact]
    public void A_reply_in_time_fails_nothing_until_it_did_not_stop()
    {
        var book = Book(
            "call-1",
            (0, Call()),
            (10, new CallReplied(Min(9), "duty officer", "We stop")),
            (40, new CallEffectSeen(Min(35), CallEffect.DidNotStop, "still firing")),
            (50, new CallEffectSeen(Min(48), CallEffect.Unknown, "fog")),
            (70, new CallEffectSeen(Min(65), CallEffect.Stopped, ""))
        );
        Failed(book, 34).ShouldBe("");
        Failed(book, 55).ShouldBe("35-");
        Failed(book, 90).ShouldBe("35-65");
        book.At(Min(90)).Failed.Single().Entries.ShouldBe([0L, 2L, 4L]);
    }

    [Fact]
    public void A_reply_that_is_logged_late_but_came_in_time_takes_the_failure_back_and_one_that_came_late_does_not()
    {
        Failed(Book("call-1", (0, Call()), (90, new CallReplied(Min(20), "duty officer", "Yes"))), 100).ShouldBe("");
        Failed(Book("call-1", (0, Call()), (90, new CallReplied(Min(80), "duty officer", "Yes"))), 100).ShouldBe("30-");
        Book("call-1", (0, Call()), (90, new CallReplied(Min(80), "duty officer", "Yes")))
            .At(Min(100))
            .Calls.Single()
            .Status.ShouldBe(CallStatus.Replied);
    }

    [Fact]
    public void It_can_fail_again_and_only_a_call_that_asked_to_stop_fails()
    {
        var again = Book(
            "call-1",
            (0, Call()),
            (40, new CallEffectSeen(Min(40), CallEffect.Stopped, "")),
            (60, new CallEffectSeen(Min(60), CallEffect.DidNotStop, ""))
        );
        Failed(again, 70).ShouldBe("30-40 60-");
        Failed(Book("call-1", (0, Call(request: CallRequest.Access))), 70).ShouldBe("");
    }

    [Fact]
    public void What_cannot_have_been_is_refused()
    {
        Codes(Book("call-1", (0, Call()), (10, new CallReplied(Min(60), "x", "y")))).ShouldBe(["in-the-future"]);
        Codes(Book("call-1", (0, Call()), (10, new CallReplied(Min(-5), "x", "y")))).ShouldBe(["before-the-call"]);
        Codes(Book("call-1", (0, Call()), (10, new CallEnded(Min(9), "")), (20, new CallReplied(Min(15), "x", "y")))).ShouldBe(["ended"]);
        Should.Throw<ArgumentException>(() => Book("call-1", (0, Call() with { ReplyBy = null }))).Message.ShouldContain("reply_by");
        Codes(Book("call-1", (0, Call()), (10, new TaskDone("x")))).ShouldBe(["other-kind"]);
    }

    private static readonly WindowProposed Window = new(
        WindowKind.Repair,
        "power line",
        "line_of_contact",
        Min(60),
        Min(120),
        ["RU", "UA"],
        ""
    );

    [Fact]
    public void A_window_holds_when_every_party_asked_has_agreed_and_is_judged_afterwards()
    {
        var book = Book(
            "window-1",
            (0, Window),
            (5, new WindowAnswered("UA", true, Min(5), "")),
            (20, new WindowAnswered("RU", true, Min(20), "")),
            (130, new WindowJudged(WindowOutcome.Broken, Min(100), ["incident-7"], "a drone"))
        );
        WindowStatus At(double minute) => book.At(Min(minute)).Windows.Single().Status;
        At(10).ShouldBe(WindowStatus.Proposed);
        At(30).ShouldBe(WindowStatus.Agreed);
        At(60).ShouldBe(WindowStatus.Running);
        At(120).ShouldBe(WindowStatus.Over);
        At(130).ShouldBe(WindowStatus.Broken);
        book.At(Min(130)).Windows.Single().Judgement.ShouldNotBeNull().Incidents.ShouldBe(["incident-7"]);
    }

    [Fact]
    public void A_party_that_was_not_asked_or_says_the_same_again_is_refused_and_its_last_word_counts()
    {
        var book = Book(
            "window-1",
            (0, Window),
            (5, new WindowAnswered("DE", true, Min(5), "")),
            (6, new WindowAnswered("RU", false, Min(6), "")),
            (7, new WindowAnswered("RU", false, Min(7), ""))
        );
        Codes(book).ShouldBe(["not-asked", "already"]);
        book.At(Min(8)).Windows.Single().Status.ShouldBe(WindowStatus.Refused);
        Codes(Book("window-1", (0, Window), (30, new WindowJudged(WindowOutcome.Kept, Min(30), [], "")))).ShouldBe(["not-begun"]);
    }
}
