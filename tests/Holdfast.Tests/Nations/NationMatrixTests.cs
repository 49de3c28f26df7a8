using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Nations;

public sealed class NationMatrixTests
{
    private static readonly Mission Mission = SmallNations.Mission();

    private static MatrixCell Gb(LocalDate? known) =>
        NationMatrix.Cell(Mission.Nation("GB").ShouldNotBeNull(), Question.Contribution, new MatrixQuery(known));

    private static IEnumerable<string> Ids(Strand strand) => strand.Statements.Select(s => s.Position.Id);

    [Fact]
    public void The_latest_statement_stands_first_and_the_earlier_one_beside_it()
    {
        var own = Gb(null).Strands.Single(s => s.Kind == PositionKind.Own);
        Ids(own).ShouldBe(["air-only", "land-offered"]);
        own.Latest.Position.Stance.ShouldBe(Stance.Conditional);
        own.Differs.ShouldBeTrue();
    }

    [Fact]
    public void An_experts_inference_never_stands_among_own_statements()
    {
        var cell = Gb(null);
        cell.Strands.Select(s => s.Kind).ShouldBe([PositionKind.Own, PositionKind.Inference]);
        Ids(cell.Strands[1]).ShouldBe(["doubted"]);
        cell.Statements.ShouldBe(3);
    }

    [Fact]
    public void As_known_on_a_day_what_was_said_later_is_not_there_and_what_may_be_later_stands_last()
    {
        Ids(Gb(new LocalDate(2025, 3, 31)).Strands[0]).ShouldBe(["land-offered"]);
        var inApril = Gb(new LocalDate(2025, 4, 10)).Strands[0];
        Ids(inApril).ShouldBe(["land-offered", "air-only"]);
        inApril.Statements.Select(s => s.Known).ShouldBe([Knownness.Yes, Knownness.Perhaps]);
        Ids(Gb(new LocalDate(2025, 4, 30)).Strands[0]).ShouldBe(["air-only", "land-offered"]);
        Gb(new LocalDate(2025, 1, 1)).IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public void Every_statement_stands_in_exactly_one_cell()
    {
        var matrix = NationMatrix.Of(Mission.Nations, new MatrixQuery());
        matrix.Statements.ShouldBe(Mission.Nations.Sum(n => n.Positions.Length));
        matrix
            .Rows.SelectMany(r => r.Cells.SelectMany(c => c.Strands).SelectMany(s => s.Statements))
            .Select(s => (s.Position.Nation, s.Position.Id))
            .ShouldBeUnique();
        matrix.Rows.Select(r => r.Nation.Id).ShouldBe(["PL", "GB"]);
    }

    [Fact]
    public void Filters_choose_rows_and_columns_and_a_stance_keeps_the_whole_row()
    {
        var query = new MatrixQuery { Questions = [Question.Opinion, Question.Contribution], Stances = [Stance.Offered] };
        var matrix = NationMatrix.Of(Mission.Nations, query);
        matrix.Questions.ShouldBe([Question.Contribution, Question.Opinion]);
        matrix.Rows.Select(r => r.Nation.Id).ShouldBe(["GB"]);
        matrix.Statements.ShouldBe(4);
        NationMatrix.Of(Mission.Nations, new MatrixQuery { Groups = ["E3"] }).Rows.Select(r => r.Nation.Id).ShouldBe(["GB"]);
        NationMatrix.Of(Mission.Nations, new MatrixQuery { Kinds = [PositionKind.Inference] }).Statements.ShouldBe(1);
    }

    [Fact]
    public void Conditions_name_what_the_clauses_declare()
    {
        var position = Mission.Nation("GB").ShouldNotBeNull().Positions.Single(p => p.Id == "land-offered");
        position
            .Conditions.Select(c => (c.Target, c.ToString()))
            .ShouldBe([
                (ConditionTarget.Undertaking, "GB.presence"),
                (ConditionTarget.Definition, "mandated"),
                (ConditionTarget.Fact, "mandate(UN)"),
            ]);
    }

    [Fact]
    public void Every_question_can_be_answered_and_only_one_about_a_contribution_cannot_be_yes()
    {
        NationWords.Questions.ShouldAllBe(q => NationWords.Fitting(q).Length >= 5);
        NationWords.Questions.Where(q => !NationWords.Fits(q, Stance.Yes)).ShouldBe([Question.Contribution]);
    }

    [Fact]
    public void A_poll_says_what_it_leaves_open()
    {
        var poll = Mission.Nation("GB").ShouldNotBeNull().Positions.Single(p => p.Id == "public").Poll.ShouldNotBeNull();
        poll.Residual.ShouldBe(0);
        (poll with { Undecided = null }).Residual.ShouldBe(16);
    }
}
