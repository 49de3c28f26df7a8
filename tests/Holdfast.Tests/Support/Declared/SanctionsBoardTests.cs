using Holdfast.App.Support.Declared;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Support.Sanctions;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

public sealed class SanctionsBoardTests
{
    private static MeasureState Of(DeclaredCase asked, string id) => asked.Sanctions.Measures.Single(m => m.Measure.Id == id);

    [Fact]
    public async Task A_term_states_the_fact_of_its_measure_and_its_undertaking_reads_it()
    {
        var mission = DeclaredFiles.Mission();
        var stated = mission.Facts.Where(f => f.Name == "kept").ToArray();
        stated.Length.ShouldBe(2);
        stated[0].Value.ShouldBe("true");
        stated[0].Authority.ShouldBe("EU");
        stated[0].ValidTo.ShouldBe(Instant.FromUtc(2026, 6, 30, 21, 0));
        stated[0].StatedAt.ShouldBe(Instant.FromUtc(2025, 12, 19, 22, 0));
        var asked = await DeclaredFiles.AskAsync(mission, "2026-03-02", null);
        asked.Network.Life("EU.sanctions").ShouldNotBeNull().At(asked.World.At).State.ShouldBe(UndertakingState.InEffect);
        asked.Feeds(Of(asked, "EU.trade").Measure).ShouldHaveSingleItem().Name.ShouldBe("EU.sanctions");
    }

    [Fact]
    public async Task Terms_that_follow_each_other_lapse_at_the_end_of_the_last()
    {
        var state = Of(await DeclaredFiles.AskAsync("2026-03-02"), "EU.trade");
        state.Bites.IsTrue.ShouldBeTrue();
        state.Renewal.ShouldBe(new LocalDate(2027, 1, 1));
        state.DaysLeft.ShouldBe(305);
    }

    [Fact]
    public async Task As_known_on_a_day_a_renewal_that_was_decided_later_does_not_count()
    {
        var asked = await DeclaredFiles.AskAsync(DeclaredFiles.Mission(), "2026-03-02", "2026-03-02");
        var state = Of(asked, "EU.trade");
        state.Renewal.ShouldBe(new LocalDate(2026, 7, 1));
        // Nobody has to act for it to lapse: then it is not known to be in force, and the undertaking with it.
        var lapsed = asked.Lapse(state).ShouldHaveSingleItem();
        (lapsed.Before, lapsed.After, lapsed.Changes).ShouldBe((UndertakingState.InEffect, UndertakingState.Undetermined, true));
    }

    [Fact]
    public async Task Without_a_term_for_the_day_it_is_unknown_whether_a_measure_is_in_force()
    {
        Of(await DeclaredFiles.AskAsync("2026-02-28"), "FR.list").InForce.Value.IsTrue.ShouldBeTrue();
        var after = Of(await DeclaredFiles.AskAsync("2026-03-02"), "FR.list");
        after.InForce.Value.IsUnknown.ShouldBeTrue();
        after.Renewal.ShouldBeNull();
    }

    [Fact]
    public async Task A_measure_is_suspended_while_its_clause_holds()
    {
        var state = Of(await DeclaredFiles.AskAsync("2026-03-02", "eased"), "EU.trade");
        state.InForce.Value.IsTrue.ShouldBeTrue();
        state.Suspended.IsTrue.ShouldBeTrue();
        state.Bites.IsFalse.ShouldBeTrue();
    }

    [Fact]
    public async Task What_lapses_first_stands_first()
    {
        var board = (await DeclaredFiles.AskAsync("2026-02-28")).Sanctions;
        board.Measures.Select(m => m.Measure.Id).ShouldBe(["FR.list", "EU.trade"]);
        board.Lapses.Select(l => l.Day).ShouldBe([new LocalDate(2026, 3, 1), new LocalDate(2027, 1, 1)]);
        board.Measures[0].DaysLeft.ShouldBe(1);
    }
}
