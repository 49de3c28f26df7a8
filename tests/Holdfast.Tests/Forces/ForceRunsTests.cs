using Holdfast.App.Forces;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>Long answers in the background: one at a time, shared, bounded; what fails costs an answer and nothing else.</summary>
public sealed class ForceRunsTests
{
    private sealed record Answer(string Text);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<RunState<Answer>> DoneAsync(
        ForceRuns runs,
        string key,
        Func<IProgress<string>, CancellationToken, Task<Answer>> work
    )
    {
        for (var i = 0; i < 2_000; i++)
        {
            var state = runs.Ask(key, work);
            if (state.Phase is RunPhase.Done)
            {
                return state;
            }
            await Task.Delay(5, Cancellation);
        }
        throw new TimeoutException("The run did not end.");
    }

    [Fact]
    public async Task Equal_questions_share_one_run_and_its_answer_is_kept()
    {
        await using var runs = new ForceRuns(TimeProvider.System);
        var begun = 0;
        Task<Answer> Work(IProgress<string> told, CancellationToken token)
        {
            begun++;
            return Task.FromResult(new Answer("done"));
        }

        (await DoneAsync(runs, "a", Work)).Answer.ShouldBe(new Answer("done"));
        runs.Ask("a", Work).Answer.ShouldBe(new Answer("done"));
        runs.Find<Answer>("a").ShouldBe(new Answer("done"));
        runs.Find<Answer>("b").ShouldBeNull();
        begun.ShouldBe(1);
    }

    [Fact]
    public async Task One_works_at_a_time_the_others_wait_in_their_order_and_too_many_are_told_so()
    {
        await using var runs = new ForceRuns(new SetClock(Instant.FromUnixTimeSeconds(0)), mostWaiting: 2);
        using var gate = new SemaphoreSlim(0);
        var order = new List<string>();
        Func<IProgress<string>, CancellationToken, Task<Answer>> Named(string name) =>
            async (told, token) =>
            {
                order.Add(name);
                told.Report("at it");
                await gate.WaitAsync(token);
                return new Answer(name);
            };

        runs.Ask("a", Named("a"));
        while (runs.Ask("a", Named("a")).Said != "at it")
        {
            await Task.Delay(5, Cancellation);
        }
        runs.Ask("a", Named("a")).Phase.ShouldBe(RunPhase.Working);
        runs.Ask("b", Named("b")).ShouldBe(new RunState<Answer>(RunPhase.Waiting, 1, "", DateTimeOffset.UnixEpoch, null, null));
        runs.Ask("c", Named("c")).Ahead.ShouldBe(2);
        runs.Ask("d", Named("d")).Phase.ShouldBe(RunPhase.Busy);
        order.ShouldBe(["a"]);

        gate.Release(4);
        (await DoneAsync(runs, "c", Named("c"))).Answer.ShouldBe(new Answer("c"));
        order.ShouldBe(["a", "b", "c"]);
        (await DoneAsync(runs, "d", Named("d"))).Answer.ShouldBe(new Answer("d"));
    }

    [Fact]
    public async Task What_fails_or_gives_a_worse_answer_leaves_the_last_good_one()
    {
        await using var runs = new ForceRuns(TimeProvider.System);
        await DoneAsync(runs, "a", (_, _) => Task.FromResult(new Answer("good")));

        await AgainAsync((_, _) => throw new InvalidOperationException("the solver died"));
        var failed = runs.Ask("a", Never);
        (failed.Answer, failed.Failure).ShouldBe((new Answer("good"), "the solver died"));

        await AgainAsync((_, _) => Task.FromResult(new Answer("worse")));
        var worse = runs.Ask("a", Never);
        worse.Answer.ShouldBe(new Answer("good"));
        worse.Failure.ShouldNotBeNull().ShouldContain("last good answer");

        await AgainAsync((_, _) => Task.FromResult(new Answer("good again")));
        runs.Ask("a", Never).ShouldSatisfyAllConditions(s => s.Answer.ShouldBe(new Answer("good again")), s => s.Failure.ShouldBeNull());

        async Task AgainAsync(Func<IProgress<string>, CancellationToken, Task<Answer>> work)
        {
            runs.Ask("a", work, answer => answer.Text.StartsWith("good", StringComparison.Ordinal), again: true)
                .Phase.ShouldBe(RunPhase.Waiting);
            await DoneAsync(runs, "a", Never);
        }
        Task<Answer> Never(IProgress<string> told, CancellationToken token) => throw new InvalidOperationException("not asked for again");
    }

    [Fact]
    public async Task A_run_is_ended_while_it_works_and_before_it_begins()
    {
        await using var runs = new ForceRuns(TimeProvider.System);
        async Task<Answer> Endless(IProgress<string> told, CancellationToken token)
        {
            told.Report("at it");
            await Task.Delay(Timeout.Infinite, token);
            return new Answer("never");
        }
        runs.Cancel("a").ShouldBeFalse();
        runs.Ask("a", Endless);
        while (runs.Ask("a", Endless).Said != "at it")
        {
            await Task.Delay(5, Cancellation);
        }
        runs.Ask("b", Endless).Phase.ShouldBe(RunPhase.Waiting);

        runs.Cancel("b").ShouldBeTrue();
        runs.Ask("b", Endless).Failure.ShouldBe("Cancelled before it began.");
        runs.Cancel("a").ShouldBeTrue();
        (await DoneAsync(runs, "a", Endless)).Failure.ShouldBe("Cancelled.");
        (await DoneAsync(runs, "c", (_, _) => Task.FromResult(new Answer("c")))).Answer.ShouldBe(new Answer("c"));
    }

    [Fact]
    public async Task Only_so_many_answers_are_kept_and_the_one_unread_for_longest_goes()
    {
        await using var runs = new ForceRuns(TimeProvider.System, mostKept: 3);
        foreach (var key in new[] { "a", "b", "c" })
        {
            await DoneAsync(runs, key, (_, _) => Task.FromResult(new Answer(key)));
        }
        runs.Ask("a", (_, _) => Task.FromResult(new Answer("new"))).Answer.ShouldBe(new Answer("a"));
        await DoneAsync(runs, "d", (_, _) => Task.FromResult(new Answer("d")));

        new[] { "a", "b", "c", "d" }.Where(k => runs.Find<Answer>(k) is not null).ShouldBe(["a", "c", "d"]);
    }
}
