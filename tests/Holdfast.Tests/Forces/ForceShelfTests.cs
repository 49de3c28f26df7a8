using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Web.Forces;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>What outlives the program: solved answers and planners' own offers, each believed only as far as it proves itself.</summary>
public sealed class ForceShelfTests : IDisposable
{
    private sealed record Answer(string Text);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-shelf");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    private ForceShelf Open(int most = 1024) => ForceShelf.Open(_folder.FullName, TimeProvider.System, most, most);

    [Fact]
    public void What_is_kept_is_found_after_a_restart_by_kind_and_key()
    {
        using (var shelf = Open())
        {
            shelf.Keep(ShelfKind.Answer, "a", "first");
            shelf.Keep(ShelfKind.Answer, "a", "second");
            shelf.Keep(ShelfKind.Offers, "a", "offers");
        }
        using var again = Open();
        again.Find(ShelfKind.Answer, "a").ShouldNotBeNull().Content.ShouldBe("second");
        again.Find(ShelfKind.Offers, "a").ShouldNotBeNull().Content.ShouldBe("offers");
        again.Find(ShelfKind.Offers, "b").ShouldBeNull();
    }

    [Fact]
    public void Of_too_many_the_one_unread_for_longest_goes()
    {
        using var shelf = Open(most: 3);
        foreach (var key in new[] { "a", "b", "c" })
        {
            shelf.Keep(ShelfKind.Answer, key, key);
        }
        shelf.Find(ShelfKind.Answer, "a").ShouldNotBeNull();
        shelf.Keep(ShelfKind.Answer, "d", "d");
        shelf.Find(ShelfKind.Answer, "a").ShouldNotBeNull();
        shelf.Find(ShelfKind.Answer, "b").ShouldBeNull();
        shelf.Keep(ShelfKind.Answer, "long", new string('x', ForceShelf.Longest + 1));
        shelf.Find(ShelfKind.Answer, "long").ShouldBeNull();
    }

    [Fact]
    public void A_text_that_was_changed_is_none_and_a_file_that_is_no_shelf_is_set_aside()
    {
        using (var shelf = Open())
        {
            shelf.Keep(ShelfKind.Answer, "a", "true");
        }
        var path = Path.Combine(_folder.FullName, "forces.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE kept SET content = 'false'";
            command.ExecuteNonQuery().ShouldBe(1);
        }
        using (var shelf = Open())
        {
            shelf.Find(ShelfKind.Answer, "a").ShouldBeNull();
        }
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("no database at all ", 400)));
        using var fresh = Open();
        fresh.IsLasting.ShouldBeTrue();
        fresh.Keep(ShelfKind.Answer, "b", "new");
        fresh.Find(ShelfKind.Answer, "b").ShouldNotBeNull();
        File.ReadAllText(path + ".unreadable-1").ShouldStartWith("no database at all");
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept_and_nothing_fails()
    {
        using var shelf = ForceShelf.Open(null, TimeProvider.System);
        shelf.Keep(ShelfKind.Answer, "a", "text");
        (shelf.IsLasting, shelf.Find(ShelfKind.Answer, "a")).ShouldBe((false, null));
    }

    [Fact]
    public async Task The_last_good_answer_survives_a_restart_and_a_failure_after_it()
    {
        using (var shelf = Open())
        {
            await using var runs = new ForceRuns(TimeProvider.System, shelf: shelf);
            (await DoneAsync(runs, (_, _) => Task.FromResult(new Answer("good")))).Answer.ShouldBe(new Answer("good"));
        }
        using var later = Open();
        await using var after = new ForceRuns(TimeProvider.System, shelf: later);
        var begun = 0;
        Task<Answer> Work(IProgress<string> told, CancellationToken token)
        {
            begun++;
            throw new InvalidOperationException("The solver died.");
        }
        var kept = after.Ask("q", Work, form: ShelfForm<Answer>.Plain);
        (kept.Phase, kept.Answer, kept.At.HasValue).ShouldBe((RunPhase.Done, new Answer("good"), true));
        begun.ShouldBe(0);
        after.Ask("q", Work, again: true, form: ShelfForm<Answer>.Plain);
        var failed = await DoneAsync(after, Work);
        (failed.Answer, failed.Failure).ShouldBe((new Answer("good"), "The solver died."));
        after.Find("q", ShelfForm<Answer>.Plain).ShouldBe(new Answer("good"));
        begun.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_not_good_is_no_artefact()
    {
        using var shelf = Open();
        await using (var runs = new ForceRuns(TimeProvider.System, shelf: shelf))
        {
            await DoneAsync(runs, (_, _) => Task.FromResult(new Answer("poor")), _ => false);
        }
        shelf.Find(ShelfKind.Answer, "q").ShouldBeNull();
    }

    private static async Task<RunState<Answer>> DoneAsync(
        ForceRuns runs,
        Func<IProgress<string>, CancellationToken, Task<Answer>> work,
        Func<Answer, bool>? isGood = null
    )
    {
        for (var i = 0; i < 2_000; i++)
        {
            var state = runs.Ask("q", work, isGood, form: ShelfForm<Answer>.Plain);
            if (state.Phase is RunPhase.Done)
            {
                return state;
            }
            await Task.Delay(5, Cancellation);
        }
        throw new TimeoutException("The run did not end.");
    }

    [Fact]
    public void A_plan_is_read_again_as_it_was_and_one_that_was_tampered_with_is_no_answer()
    {
        var problem = SmallForces.Middle(3);
        var start = problem
            .Offers.SelectMany(o => o.Fits.Select(f => (Offer: o, f.Line)))
            .First(s => s.Offer.Units > 0 && s.Offer.CanStart.Contains(true));
        var plan = PlanMaker.Plan(
            problem,
            [new PlanStart(start.Offer.Id, problem.Lines[start.Line].Id, start.Offer.CanStart.IndexOf(true), 1)]
        );
        PlanCheck.Faults(problem, plan).ShouldBeEmpty();
        var stage = new ForceStage("unfilled", plan.Totals.WeightedUnfilled, 0, false, 1.5);
        var form = ShelfText.Answer(problem);
        var text = form.Write(new ForceAnswer(ForceStatus.Feasible, plan, [stage], "00ff", "CBC 2.10", 1.5, null));
        var read = form.Read(text).ShouldNotBeNull();
        (read.Status, read.InputHash, read.Solver, read.Stages[0]).ShouldBe((ForceStatus.Feasible, "00ff", "CBC 2.10", stage));
        read.Plan.Totals.ShouldBe(plan.Totals);
        read.Plan.Starts.ShouldBe(plan.Starts);
        form.Read(text.Replace("\"units\":1", "\"units\":100000", StringComparison.Ordinal)).ShouldBeNull();
        var value = plan.Totals.WeightedUnfilled.ToString(CultureInfo.InvariantCulture);
        form.Read(text.Replace($"\"value\":{value}", "\"value\":0", StringComparison.Ordinal)).ShouldBeNull();
        form.Read(text.Replace(start.Offer.Id, "nobody", StringComparison.Ordinal)).ShouldBeNull();
        form.Read("{}").ShouldBeNull();
        form.Read("no json").ShouldBeNull();
    }

    [Fact]
    public void Own_offers_are_found_after_a_restart_for_their_own_mission_only_and_read_again()
    {
        var mission = ForceWorldFiles.Mission();
        string key;
        using (var shelf = Open())
        {
            key = new OfferDrafts(shelf).Keep(mission.Name, ForceWorldFiles.France, []).Key;
        }
        using var later = Open();
        var drafts = new OfferDrafts(later);
        drafts.AreLasting.ShouldBeTrue();
        var found = drafts.Find(key, mission).ShouldNotBeNull();
        (found.Nation, found.Text, found.Offers.Length).ShouldBe(("FR", ForceWorldFiles.France, 2));
        drafts.Find(key, mission with { Name = "other" }).ShouldBeNull();
        drafts.Find("0123456789abcdef0123", mission).ShouldBeNull();
        // The mission has changed: what they name is not there any more.
        var changed = ForceWorldFiles.Mission(
            ("forces/offers/FR.yaml", null),
            ("terms.clauses", ForceWorldFiles.Terms.Replace("FR.presence", "FR.other", StringComparison.Ordinal))
        );
        new OfferDrafts(later).Find(key, changed).ShouldBeNull();
    }

    [Fact]
    public void Of_too_many_own_offers_in_memory_the_one_unread_for_longest_goes()
    {
        using var none = ForceShelf.Open(null, TimeProvider.System);
        var mission = ForceWorldFiles.Mission();
        var drafts = new OfferDrafts(none);
        var first = drafts.Keep(mission.Name, "0", []);
        var second = drafts.Keep(mission.Name, "1", []);
        for (var i = 2; i < 256; i++)
        {
            drafts.Keep(mission.Name, i.ToString(CultureInfo.InvariantCulture), []);
        }
        drafts.Find(first.Key, mission).ShouldNotBeNull();
        drafts.Keep(mission.Name, "one more", []);
        drafts.Find(first.Key, mission).ShouldNotBeNull();
        drafts.Find(second.Key, mission).ShouldBeNull();
        drafts.Keep("other", "0", []).Key.ShouldNotBe(first.Key);
    }
}
