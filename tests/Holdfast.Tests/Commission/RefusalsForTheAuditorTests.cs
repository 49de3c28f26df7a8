using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.Guarantees;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What the auditor is told of refused acts: who, where, what and why, and nothing that a label keeps from the auditor.</summary>
public sealed class RefusalsForTheAuditorTests : IAsyncLifetime
{
    private static readonly Reader Auditor = Grant.Auditing(new Reader("aud", [Role.Auditor], Classification.Public, [], null));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-notes-");
    private readonly SetClock _clock = new(Instant.FromUtc(2026, 3, 1, 8, 0));
    private SqliteRecord? _record;

    private SqliteRecord Record => _record.ShouldNotBeNull();
    private CaseDesk Desk =>
        new(Record, CommissionWorld.Usual, GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission"), Mode.Exercise, _clock);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), _clock, Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<List<Entry>> NotesAsync(Reader? reader = null)
    {
        var found = new List<Entry>();
        await foreach (var entry in Record.ReadAsync(reader ?? Auditor, new RecordQuery(Kinds: [AuditedRefusal.Kind]), Stop))
        {
            found.Add(entry);
        }
        return found;
    }

    private async Task<string> InvestigatedAsync()
    {
        var id = (await Desk.OpenAsync("rep-ua", "Shelling of a village", CommissionWorld.Allegation(), Stop)).Id;
        await Desk.ActAsync(id, "secretary", new Moved(CaseState.Preliminary, "Registered"), Stop);
        await Desk.ActAsync(id, "gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, "It is")]), Stop);
        return id;
    }

    [Fact]
    public async Task A_transition_out_of_order_is_told_with_the_person_the_case_the_act_and_the_reason()
    {
        var id = await InvestigatedAsync();
        (await Desk.ActAsync(id, "secretary", new Moved(CaseState.Closed, "Zqwords"), Stop)).Refusal.ShouldNotBeNull();
        var note = (await NotesAsync()).ShouldHaveSingleItem();
        note.Author.ShouldBe("secretary");
        AuditedRefusal.Words(note).ShouldBe($"Refused: 'moved' in case {id} (case); wrong-state");
        note.RecordedAt.ShouldBe(_clock.Now);
        (Encoding.UTF8.GetString(note.Body.Span) + note.MessageId).ShouldNotContain("Zqwords");
        (await NotesAsync(Reader.Anyone)).ShouldBeEmpty();
        (await NotesAsync(Reader.LocalOperator)).ShouldBeEmpty("the right is asked for where the audit is read");
    }

    [Fact]
    public async Task Of_a_deliberation_and_of_people_who_speak_only_that_something_was_refused()
    {
        var id = await InvestigatedAsync();
        await Desk.ActAsync(id, "pl", new MemberRecused("pl", "Wrote about it"), Stop);
        CaseAct[] acts =
        [
            new VoteCast("V9", "pl", VoteChoice.Against),
            new NoteMade("Zqnote"),
            new DissentFiled("V9", "pl", "Zqdissent", false),
            new VoteFailed("V9"),
        ];
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var act in acts)
        {
            _clock.Advance(Duration.FromMinutes(1));
            (await Desk.ActAsync(id, "pl", act, Stop)).Refusal.ShouldNotBeNull(act.GetType().Name);
        }
        foreach (var note in await NotesAsync())
        {
            note.Author.ShouldBe("pl");
            told.Add(Encoding.UTF8.GetString(note.Body.Span));
            AuditedRefusal.Words(note).ShouldBe($"Refused: an act under seal in case {id} (case)");
        }
        told.ShouldHaveSingleItem("one kind of refusal cannot be told from another").ShouldNotContain("vote");
        (await NotesAsync()).Count.ShouldBe(acts.Length);
    }

    [Fact]
    public async Task A_case_that_may_not_be_seen_and_one_that_is_not_there_are_told_alike()
    {
        var id = await InvestigatedAsync();
        (await Desk.ActAsync(id, "rep-ru", new ReplyReceived("RU", "Zqreply"), Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("no-case");
        _clock.Advance(Duration.FromMinutes(1));
        await Desk.ActAsync("2026-0999<b>", "rep-ru", new ReplyReceived("RU", "Zqreply"), Stop);
        var notes = await NotesAsync();
        notes.Select(n => AuditedRefusal.Words(n)).Distinct().ShouldBe(["Refused: 'reply' (case); no-case"]);
        notes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_name_that_nobody_gave_out_and_a_storm_of_refusals_stay_small()
    {
        var id = await InvestigatedAsync();
        await Desk.ActAsync(id, "<script>evil</script>", new Moved(CaseState.Closed, "x"), Stop);
        for (var i = 0; i < 30; i++)
        {
            await Desk.ActAsync(id, "secretary", new Moved(CaseState.Closed, $"Try {i}"), Stop);
        }
        var notes = await NotesAsync();
        notes.Select(n => n.Author).ShouldBe(["somebody", "secretary"]);
    }

    [Fact]
    public async Task A_repeated_request_of_other_content_and_a_refused_allegation_are_told()
    {
        var id = await InvestigatedAsync();
        var first = new TaskSet("T1", "Ask the hospital", "inv", _clock.Now + Duration.FromDays(1));
        (await Desk.ActAsync(id, "secretary", first, Stop, "request-1")).Refusal.ShouldBeNull();
        (await Desk.ActAsync(id, "secretary", first with { Title = "Other" }, Stop, "request-1")).Refusal.ShouldNotBeNull();
        (await Desk.ActAsync(id, "secretary", first, Stop, "bad id")).Refusal.ShouldNotBeNull();
        var intake = new IntakeDesk(Record, Desk, null, null);
        (await intake.ReceiveAsync("public", new IntakeForm("Zqtext", ["RU"], "", null, null), "short", Stop)).Refusal.ShouldNotBeNull();
        (await intake.SetAsideAsync("inv", "AAAA-BBBB", "Zqreason", Stop)).ShouldNotBeNull();
        (await intake.ContactAsync("inv", "AAAA-BBBB", Stop)).Contact.ShouldBeNull();
        (await NotesAsync())
            .Select(n => $"{n.Author}: {AuditedRefusal.Words(n)}")
            .ShouldBe([
                $"secretary: Refused: 'task' in case {id} (case); used",
                $"secretary: Refused: 'task' in case {id} (case); bad-id",
                "public: Refused: 'allegation' (intake); bad-id",
                "inv: Refused: 'set-aside' (intake); not-permitted",
                "inv: Refused: 'contact' (intake); unknown-reference",
            ]);
    }
}
