using System.Collections.Immutable;
using Holdfast.App.Cell;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Clauses;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell;

/// <summary>The cell's door over a real record and the reference mission: rights, names, labels, modes, and the fact that follows from the log.</summary>
public sealed class CellDeskTests : IAsyncLifetime
{
    private static readonly Reader Officer = Reader.LocalOperator;
    private static readonly Reader France = new("liaison of France", [Role.NationalLiaison], Classification.Restricted, [], "FR");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-cell-");
    private readonly SetClock _clock = new(Instant.FromUtc(2026, 3, 2, 12, 0));
    private IRecord? _record;
    private Mission? _mission;

    private IRecord Record => _record.ShouldNotBeNull();
    private Mission Mission => _mission.ShouldNotBeNull();
    private CellDesk Desk => new(Mission, Record, _clock);
    private CellFacts Facts => new(Mission, Record, _clock);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mission = (await MissionFolder.LoadAsync(Path.Combine(House.Repository.Root, "missions", "ukraine"), Stop)).OrThrow();
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), new SqliteRecordOptions { Clock = _clock }, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<string> Do(CellAct act, string? subject = null, Reader? by = null, Mode mode = Mode.Exercise)
    {
        var answer = await Desk.ActAsync(by ?? Officer, act, subject, null, mode, Stop);
        answer.Refusal.ShouldBe("");
        return answer.Subject;
    }

    private async Task<string> Refused(CellAct act, string? subject = null, Reader? by = null, Label? label = null)
    {
        var before = await Record.HeadAsync(Stop);
        var answer = await Desk.ActAsync(by ?? Officer, act, subject, label, Mode.Exercise, Stop);
        answer.Entry.ShouldBeNull();
        answer.Refusal.ShouldNotBeEmpty();
        (await Record.HeadAsync(Stop)).ShouldBe(before);
        return answer.Code;
    }

    private static DecisionProposed Proposal() =>
        new("Patrols", "Two boats", "FR", ["DE", "FR", "GB"], DecisionProcedure.Explicit, null, "", null, null, [], []);

    private CallMade Call(double minutes = 30) =>
        new("RU", "liaison", _clock.Now, "telephone", CallRequest.Stop, "Stop", _clock.Now + Duration.FromMinutes(minutes), []);

    [Fact]
    public async Task A_nation_speaks_for_itself_alone_and_what_the_cell_notes_of_it_is_attributed()
    {
        var id = await Do(Proposal(), by: France);
        (await Refused(CellWorld.Says("DE", Stance.Joins), id, France)).ShouldBe("not-your-nation");
        (await Refused(new NoteWritten("watch", "x", null), by: France)).ShouldBe("no-right");
        (await Refused(Proposal(), by: Reader.Anyone)).ShouldBe("no-right");
        await Do(CellWorld.Says("FR", Stance.Joins), id, France);
        await Do(CellWorld.Says("DE", Stance.Joins), id);
        var deeds = (await Desk.BookAsync(France, Mode.Exercise, null, Stop)).Get(id).Deeds;
        deeds.Select(d => d.Standing).ShouldBe([Standing.Recorded, Standing.Recorded, Standing.Attributed]);
        (await Desk.BookAsync(Reader.Anyone, Mode.Exercise, null, Stop)).Subjects.ShouldBeEmpty(
            "it is restricted unless somebody says otherwise"
        );
    }

    [Fact]
    public async Task Joined_twice_writes_nothing_and_returns_the_first_entry()
    {
        var id = await Do(Proposal());
        var first = await Desk.ActAsync(Officer, CellWorld.Says("FR", Stance.Joins), id, null, Mode.Exercise, Stop);
        var again = await Desk.ActAsync(Officer, CellWorld.Says("FR", Stance.Joins), id, null, Mode.Exercise, Stop);
        (again.Entry, again.Code, again.Refusal).ShouldBe((first.Entry, "already", ""));
        (await Refused(CellWorld.Says("FR", Stance.Declines), id)).ShouldBe("joined-otherwise");
    }

    [Fact]
    public async Task Wrong_names_conditions_and_labels_are_refused_with_the_nearest()
    {
        var id = await Do(Proposal());
        (await Refused(Call() with { Party = "RF" })).ShouldBe("unknown-party");
        (await Refused(Call() with { Office = "liason" })).ShouldBe("unknown-office");
        (await Desk.ActAsync(Officer, Call() with { Office = "liason" }, null, Mode.Exercise, Stop)).Refusal.ShouldContain(
            "did you mean 'liaison'"
        );
        (await Refused(Proposal() with { Among = ["ZZ"] })).ShouldBe("unknown-nation");
        (await Refused(Proposal() with { Undertaking = "GB.presense" })).ShouldBe("unknown-undertaking");
        (await Refused(Proposal() with { Facts = ["ceasefire.in_effekt"] })).ShouldBe("unknown-fact");
        (await Refused(CellWorld.Says("FR", Stance.Joins, when: "vote(FR.Assembly"), id)).ShouldBe("bad-condition");
        (await Refused(CellWorld.Says("FR", Stance.Joins), id, label: Label.Public)).ShouldBe("label-of-subject");
        (await Refused(CellWorld.Says("FR", Stance.Joins), "decision-00000000")).ShouldBe("unknown-subject");
        (await Refused(CellWorld.Says("FR", Stance.Joins))).ShouldBe("no-subject");
        Label.TryParse("restricted rel:DE", out var german).ShouldBeTrue();
        (await Refused(Proposal(), by: France, label: german)).ShouldBe("not-your-label");
        (await Refused(Proposal() with { Title = "" })).ShouldBe("not-a-body");
    }

    [Fact]
    public async Task Modes_never_mix_and_the_past_is_read_as_it_was_known()
    {
        var id = await Do(Proposal());
        var then = _clock.Now;
        _clock.Advance(Duration.FromHours(1));
        await Do(CellWorld.Says("FR", Stance.Joins), id);
        (await Desk.BookAsync(Officer, Mode.Actual, null, Stop)).Subjects.ShouldBeEmpty();
        (await Desk.ActAsync(Officer, CellWorld.Says("FR", Stance.Joins), id, null, Mode.Actual, Stop)).Code.ShouldBe("unknown-subject");
        (await Desk.BookAsync(Officer, Mode.Exercise, then, Stop)).Get(id).Deeds.Length.ShouldBe(1);
        (await Desk.BookAsync(Officer, Mode.Exercise, null, Stop)).Get(id).Deeds.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Acts_at_the_same_time_take_numbers_of_their_own()
    {
        var id = await Do(Proposal());
        var answers = await Task.WhenAll(
            new[] { "DE", "FR", "GB" }.Select(n =>
                Desk.ActAsync(Officer, CellWorld.Says(n, Stance.Joins), id, null, Mode.Exercise, Stop).AsTask()
            )
        );
        answers.ShouldAllBe(a => a.Refusal == "");
        var book = await Desk.BookAsync(Officer, Mode.Exercise, null, Stop);
        book.Irregular.ShouldBeEmpty();
        book.Get(id).Deeds.Select(d => d.Number).ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task The_exception_of_return_fire_follows_from_the_log_of_calls()
    {
        var call = await Do(Call());
        (await OutcomeAsync()).ShouldNotBe(Outcome.NoApparentBreach, "nothing has failed yet");
        (await Facts.NextAsync(Mode.Exercise, Stop)).ShouldBe(_clock.Now + Duration.FromMinutes(30));
        _clock.Advance(Duration.FromMinutes(45));
        (await Facts.StateAsync(Mode.Exercise, Stop)).ShouldBe(1);
        (await Facts.StateAsync(Mode.Exercise, Stop)).ShouldBe(0, "what is stated is not stated again");
        (await OutcomeAsync()).ShouldBe(Outcome.NoApparentBreach, "fire was returned, it was ordered, and the call had failed");
        _clock.Advance(Duration.FromMinutes(1));
        await Do(new CallEffectSeen(_clock.Now, CallEffect.Stopped, "quiet"), call);
        _clock.Advance(Duration.FromMinutes(5));
        (await OutcomeAsync()).ShouldNotBe(Outcome.NoApparentBreach, "it has stopped");
        (await Facts.StateAsync(Mode.Actual, Stop)).ShouldBe(0);
        // A reply that had come in time is logged late: what was stated is taken back.
        await Do(new CallReplied(_clock.Now - Duration.FromMinutes(30), "duty officer", "Yes"), call);
        (await OutcomeAsync(-20)).ShouldNotBe(Outcome.NoApparentBreach);
    }

    // What the mission's own term makes of returned fire, with the order for it given.
    private async Task<Outcome> OutcomeAsync(double minutes = 0)
    {
        var said = await new FactDoor(Record, Mission.Clauses).ReadFactsAsync(Officer, null, Mode.Exercise, Stop);
        var given = new[] { ("ceasefire.effective", "2026-03-01T00:00:00Z", "Commission"), ("ordered", "true", "UA") }.Select(
            f => new FactStatement(f.Item1, [], f.Item2, null, null, f.Item3, "test", Standing.Illustrative, default)
        );
        var facts = FactBase.From(Mission.Clauses, said.Concat(given), Instant.MaxValue);
        var subject = new FakeSubject
        {
            Kinds = [new KindWeight("return_fire", 1)],
            When = TimeRange.At(_clock.Now + Duration.FromMinutes(minutes)),
        };
        return Mission.Clauses.Term("no_fire").ShouldNotBeNull().Assess(subject, facts, Mission.Thresholds).Outcome;
    }

    [Fact]
    public async Task A_fact_bears_the_label_of_the_call_and_names_its_entries()
    {
        var answer = await Desk.ActAsync(Officer, Call(), Label.Restricted, Mode.Exercise, Stop);
        _clock.Advance(Duration.FromMinutes(31));
        await Facts.StateAsync(Mode.Exercise, Stop);
        var door = new FactDoor(Record, Mission.Clauses);
        (await door.ReadFactsAsync(Reader.Anyone, null, Mode.Exercise, Stop)).ShouldBeEmpty();
        var fact = (await door.ReadFactsAsync(Officer, null, Mode.Exercise, Stop)).Single();
        (fact.Name, fact.Authority, fact.Standing).ShouldBe(("coordination_failed", "CELL", Standing.Recorded));
        fact.Source.ShouldBe($"cell log, {answer.Subject}: no reply by the time asked for (entries {answer.Entry})");
    }

    [Fact]
    public async Task Nothing_is_stated_where_the_clauses_do_not_ask_the_cell()
    {
        var minsk = (await MissionFolder.LoadAsync(Path.Combine(House.Repository.Root, "missions", "minsk-2015"), Stop)).OrThrow();
        new CellFacts(minsk, Record, _clock).AreAsked.ShouldBeFalse("its text lets the parties alone say so");
        Facts.AreAsked.ShouldBeTrue();
    }
}
