using Holdfast.Core.Support;
using Holdfast.Core.Support.Industry;
using Holdfast.Core.Support.Training;
using Holdfast.Core.Support.Works;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Support.Declared;

public sealed class CapacityBoardTests
{
    private static readonly YearMonth January = new(2026, 1);

    private static async Task<IndustryBoard> IndustryAsync(int months, params string[] assume)
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", assume);
        return IndustryBoard.Work(asked.Model, asked.World, January, months);
    }

    [Fact]
    public async Task Output_is_the_least_of_lines_and_inputs_and_names_what_binds()
    {
        var old = (await IndustryAsync(1)).Projects.Single(p => p.Project.Id == "old").Months[0];
        // 100 to 120 tonnes at 20 kg make 5,000 to 6,000 rounds.
        old.Line.ShouldBe(new AmountRange(6000, 8000));
        old.Output.ShouldBe(new AmountRange(5000, 6000));
        old.Bottleneck.ShouldBe("powder");
    }

    [Fact]
    public async Task An_input_is_shared_in_proportion_and_the_low_end_takes_the_others_at_their_most()
    {
        var board = await IndustryAsync(3, "adopted");
        var (old, fresh) = (board.Projects.Single(p => p.Project.Id == "old"), board.Projects.Single(p => p.Project.Id == "new"));
        fresh.Months[1].Output.ShouldBe(AmountRange.None);
        // In March: 100 t x 6,000 / (120 + 80) at worst, 120 t x 8,000 / (160 + 80) at best.
        old.Months[2].Output.ShouldBe(new AmountRange(3000, 4000));
        // 100 x 4,000 / (80 + 160), 120 x 4,000 / (80 + 120)
        fresh.Months[2].Output.ShouldBe(new AmountRange(100m * 4000 / 240, 2400));
        var powder = board.Inputs.ShouldHaveSingleItem().Months[2];
        (powder.Supply, powder.Demand).ShouldBe((new AmountRange(100, 120), new AmountRange(200, 240)));
    }

    [Fact]
    public async Task A_project_whose_conditions_do_not_hold_makes_and_takes_nothing()
    {
        var board = await IndustryAsync(3);
        board.Projects.Single(p => p.Project.Id == "new").Total.ShouldBe(AmountRange.None);
        board.Projects.Single(p => p.Project.Id == "old").Months[2].Output.ShouldBe(new AmountRange(5000, 6000));
        board.Products.ShouldHaveSingleItem().Months[2].Sure.ShouldBe(new AmountRange(5000, 6000));
    }

    [Fact]
    public async Task No_more_of_an_input_is_used_than_there_is_at_either_end()
    {
        foreach (string[] assume in new string[][] { [], ["adopted"] })
        {
            var board = await IndustryAsync(6, assume);
            for (var month = 0; month < 6; month++)
            {
                var at = month;
                board.Projects.Sum(p => p.Months[at].Output.Low * 0.02m).ShouldBeLessThanOrEqualTo(100);
                board.Projects.ShouldAllBe(p =>
                    p.Months[at].Output.Low <= p.Months[at].Output.High && p.Months[at].Output.High <= p.Months[at].Line.High
                );
            }
        }
    }

    [Fact]
    public async Task Who_began_ends_after_the_course_less_the_losses()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02", "not frozen");
        var board = TrainingBoard.Work(asked.Model, asked.World, January, 8);
        var basic = board.Courses.Single(c => c.Course.Id == "basic");
        basic.Months.Select(m => m.Places.Low).ShouldBe([100, 100, 100, 300, 300, 0, 0, 0]);
        basic.Months.Select(m => m.Trained.Low).ShouldBe([0, 0, 90, 90, 90, 270, 270, 0]);
        basic.Months.Select(m => m.Trained.High).ShouldBe([0, 0, 190, 190, 190, 285, 285, 0]);
        basic.Months[^1].Since.ShouldBe(new AmountRange(810, 1140));
        board.Sure[^1].Since.ShouldBe(new AmountRange(810, 1140));
        // Of 100 places a month over five months with losses of 5 to 10 in a hundred.
        board.Possible.ShouldBe(board.Sure);
        board.Reports.ShouldHaveSingleItem().Persons.ShouldBe(AmountRange.Exactly(4000));
    }

    [Fact]
    public async Task A_course_of_which_it_is_unknown_whether_it_takes_place_counts_as_possible_only()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02");
        var board = TrainingBoard.Work(asked.Model, asked.World, January, 3);
        (board.Possible[^1].Since.Low - board.Sure[^1].Since.Low).ShouldBe(150);
        board.Courses.Single(c => c.Course.Id == "inside").Stands.Missing.ShouldHaveSingleItem().Text.ShouldBe("frozen");
    }

    [Fact]
    public async Task A_segment_is_in_the_last_state_that_had_surely_begun_and_perhaps_in_a_later_one()
    {
        async Task<WorksRow> At(string day)
        {
            var asked = await DeclaredFiles.AskAsync(day);
            return WorksBoard.Work(asked.Model, asked.World).Segments.Single(s => s.Segment.Id == "north");
        }
        (await At("2026-01-05")).Step.ShouldBeNull();
        (await At("2026-02-20")).Step.ShouldNotBeNull().State.ShouldBe(WorksState.Agreed);
        var march = await At("2026-03-10");
        march.Step.ShouldNotBeNull().State.ShouldBe(WorksState.Agreed);
        march.Perhaps.ShouldNotBeNull().State.ShouldBe(WorksState.UnderWay);
        (await At("2026-04-01")).Step.ShouldNotBeNull().DonePercent.ShouldBe(new AmountRange(5, 10));
    }

    [Fact]
    public async Task Segments_are_counted_by_region_and_state_and_what_has_no_length_is_in_no_length()
    {
        var asked = await DeclaredFiles.AskAsync("2026-04-01");
        var board = WorksBoard.Work(asked.Model, asked.World);
        board.Sums.ShouldBe([
            new WorksSum("UA", WorksState.Proposed, 1, AmountRange.None, 1),
            new WorksSum("UA.west", WorksState.UnderWay, 1, new AmountRange(10, 20), 0),
        ]);
        board.Segments.Single(s => s.Segment.Id == "money").Stands.Value.IsFalse.ShouldBeTrue();
    }

    [Fact]
    public async Task More_months_than_ten_years_are_refused()
    {
        var asked = await DeclaredFiles.AskAsync("2026-03-02");
        Should.Throw<ArgumentOutOfRangeException>(() => IndustryBoard.Work(asked.Model, asked.World, January, 121));
        Should.Throw<ArgumentOutOfRangeException>(() => TrainingBoard.Work(asked.Model, asked.World, January, 0));
    }
}
