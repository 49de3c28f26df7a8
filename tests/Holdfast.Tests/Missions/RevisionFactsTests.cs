using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Tests.Nations;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>What a mission's file of facts becomes in the record, revision after revision.</summary>
public sealed class RevisionFactsTests : IDisposable
{
    private const string Actual = """
        facts:
          - fact: mandate
            args: [UN]
            value: true
            by: UN
            cites: seed page 1
            standing: attributed
            stated: 2025-04-01
            mode: actual
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-revisions-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<IReadOnlyList<FactStatement>> Open(string facts, Mode mode)
    {
        var mission = folder.CreateSubdirectory("small");
        await File.WriteAllTextAsync(Path.Combine(mission.FullName, "mission.yaml"), SmallNations.Head + "\nmode: exercise\n", Cancel);
        await File.WriteAllTextAsync(Path.Combine(mission.FullName, "facts.yaml"), facts, Cancel);
        await File.WriteAllTextAsync(
            Path.Combine(mission.FullName, "guarantees.clauses"),
            SmallNations.Clauses.Replace("by GB", "by UA", StringComparison.Ordinal),
            Cancel
        );
        await using var workspace = await WorkspaceOpener.OpenAsync(
            mission.FullName,
            Path.Combine(folder.FullName, "var"),
            TimeProvider.System,
            Cancel
        );
        return await new FactDoor(workspace.Record, workspace.Mission.Clauses).ReadFactsAsync(Reader.LocalOperator, null, mode, Cancel);
    }

    [Fact]
    public async Task An_actual_fact_stands_beside_an_exercise_and_says_when_it_was_said()
    {
        (await Open(Actual, Mode.Exercise)).ShouldBeEmpty();
        var fact = (await Open(Actual, Mode.Actual)).ShouldHaveSingleItem();
        fact.StatedAt.ShouldBe(Instant.FromUtc(2025, 3, 31, 21, 0));
        fact.KnownAt.ShouldBeGreaterThan(fact.StatedAt.ShouldNotBeNull());
        FactStatement.AsSaid([fact]).ShouldHaveSingleItem().KnownAt.ShouldBe(Instant.FromUtc(2025, 3, 31, 21, 0));
    }

    [Fact]
    public async Task A_statement_without_its_own_date_is_dated_by_its_reference()
    {
        var undated = Actual.Replace("    stated: 2025-04-01\n", "", StringComparison.Ordinal);
        (await Open(undated, Mode.Actual)).ShouldHaveSingleItem().StatedAt.ShouldBe(Instant.FromUtc(2025, 4, 30, 21, 0));
    }

    [Fact]
    public async Task A_corrected_file_takes_back_and_states_anew_and_a_past_question_sees_only_the_correction()
    {
        await Open(Actual, Mode.Actual);
        var corrected = await Open(Actual.Replace("value: true", "value: false", StringComparison.Ordinal), Mode.Actual);
        corrected.Select(f => f.Value).ShouldBe(["true", null, "false"]);
        FactStatement.AsSaid(corrected).Select(f => f.Value).ShouldBe(["false"]);
        // Back to the first words: the retracted statement is made again, not taken for standing.
        var again = await Open(Actual + "\n# once more\n", Mode.Actual);
        again.Select(f => f.Value).ShouldBe(["true", null, "false", null, "true"]);
    }

    [Fact]
    public async Task A_fact_moved_to_another_mode_is_taken_back_where_it_stood()
    {
        await Open(Actual, Mode.Actual);
        var exercise = Actual.Replace("mode: actual", "mode: exercise", StringComparison.Ordinal);
        (await Open(exercise, Mode.Exercise)).Select(f => f.Value).ShouldBe(["true"]);
        (await Open(exercise, Mode.Actual)).Select(f => f.Value).ShouldBe(["true", null]);
    }

    [Fact]
    public void A_person_who_takes_a_statement_back_does_not_rewrite_the_past()
    {
        var said = FactStatement.Assume("mandate", ["UN"], "true") with
        {
            KnownAt = Instant.FromUtc(2025, 6, 1, 0, 0),
            StatedAt = Instant.FromUtc(2025, 4, 1, 0, 0),
        };
        var takenBack = said with { Value = null, StatedAt = null, KnownAt = Instant.FromUtc(2025, 7, 1, 0, 0) };
        FactStatement.AsSaid([said, takenBack]).Select(f => f.KnownAt).ShouldBe([said.StatedAt.ShouldNotBeNull(), takenBack.KnownAt]);
    }
}
