using System.Collections.Immutable;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The docket that is carried on is the docket folded anew, and what an act cites stands in the record.</summary>
public sealed class DocketTailTests : IAsyncLifetime
{
    private static readonly ClauseSet Clauses = GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-tail-");
    private SqliteRecord? _record;

    private SqliteRecord Record => _record.ShouldNotBeNull();
    private CaseDesk Desk => new(Record, CommissionWorld.Usual, Clauses, Mode.Exercise, TimeProvider.System);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static EntryDraft Observation(string message, string producer = "osce/north", Label? label = null, Mode mode = Mode.Exercise) =>
        new(
            producer,
            message,
            producer,
            Standing.Recorded,
            label ?? Label.Public,
            mode,
            "observation.fix/1",
            null,
            System.Text.Encoding.UTF8.GetBytes($$"""{"n":"{{message}}"}""")
        );

    private static IEnumerable<string> Lines(IEnumerable<Core.Commission.Case> cases) =>
        cases.SelectMany(c =>
            c.Deeds.Select(d =>
                $"{c.Id} {d.Number} {d.Index} {d.At} {d.By} {d.Label} {d.After} {System.Text.Encoding.UTF8.GetString(CaseCodec.Write(c.Id, d.Number, d.Act))}"
            )
        );

    private async Task SameAsync()
    {
        var later = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) + Duration.FromDays(1);
        foreach (var person in new[] { "fr", "secretary", "rep-ru", "public" })
        {
            var tailed = await Desk.Registry.CasesAsync(person, null, Stop);
            var anew = await Desk.Registry.CasesAsync(person, later, Stop);
            Lines(tailed).ShouldBe(Lines(anew), person);
        }
    }

    [Fact]
    public async Task The_docket_that_is_carried_on_equals_the_docket_folded_anew_whoever_appends()
    {
        var ids = new List<string>();
        await using var other = await SqliteRecord.OpenAsync(Record.Path, cancellation: Stop);
        var elsewhere = new CaseDesk(other, CommissionWorld.Usual, Clauses, Mode.Exercise, TimeProvider.System);
        for (var i = 0; i < 6; i++)
        {
            var by = i % 2 == 0 ? Desk : elsewhere;
            var allegation = CommissionWorld.Allegation() with { Against = [i % 3 == 0 ? "RU" : $"P{i}"] };
            ids.Add((await by.OpenAsync("rep-ua", $"Case {i}", allegation, Stop)).Id);
            (await elsewhere.ActAsync(ids[i / 2], "secretary", new PartyNotified("UA", $"Letter {i}"), Stop)).Refusal.ShouldBeNull();
            await Record.AppendAsync([Observation($"m{i}")], Stop);
            (await Desk.ActAsync(ids[^1], "secretary", new Moved(CaseState.Preliminary, "Registered"), Stop)).Refusal.ShouldBeNull();
            await SameAsync();
        }
        // Entries that are no lawful acts, or no acts at all.
        var label = new Label(Classification.Restricted, [Seal.Commission], []);
        foreach (var (kind, body) in new[] { ("case.opened/1", "{}"), ("case.moved/1", """{"act":{},"case":"x","number":0}""") })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(body);
            await Record.AppendAsync(
                [new EntryDraft("intruder", kind, "fr", Standing.Recorded, label, Mode.Exercise, kind, null, bytes)],
                Stop
            );
        }
        await SameAsync();
        (await Desk.Registry.IrregularitiesAsync("fr", Stop)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Evidence_and_allegations_cite_observations_that_stand_in_the_record()
    {
        await Record.AppendAsync([Observation("2026-03-01/17"), Observation("2026-03-01/18"), Observation("2026-03-02/1")], Stop);
        var wrong = CommissionWorld.Allegation() with { Observations = ["osce/north/2026-03-01/19"] };
        var refusal = (await Desk.OpenAsync("secretary", "T", wrong with { From = Intake.Own }, Stop)).Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe("unknown-observation");
        refusal.Message.ShouldContain("The nearest are 'osce/north/2026-03-01/17', 'osce/north/2026-03-01/18'");
        var id = (await Desk.OpenAsync("rep-ua", "T", wrong with { Observations = ["osce/north/2026-03-01/18"] }, Stop)).Id;
        var item = CommissionWorld.Item("E1");
        (await Desk.ActAsync(id, "inv", new EvidenceAdded(item with { Observations = ["osce/nort/2026-03-01/17"] }), Stop))
            .Refusal.ShouldNotBeNull()
            .Message.ShouldContain("'osce/north/2026-03-01/17'");
        (
            await Desk.ActAsync(id, "inv", new EvidenceAdded(item with { Observations = ["osce/north/2026-03-02/1"] }), Stop)
        ).Refusal.ShouldBeNull();
        (await Desk.Registry.RefusedAsync("secretary", Stop)).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("osce/north/secret", "restricted rel:FR")]
    [InlineData("osce/north/exercise", "public")]
    [InlineData("case", "public")]
    [InlineData("", "public")]
    public async Task What_the_actor_may_not_read_does_not_exist_and_a_party_is_told_no_near_id(string id, string label)
    {
        Label.TryParse(label, out var parsed).ShouldBeTrue();
        await Record.AppendAsync(
            [Observation("secret", label: parsed), Observation("exercise", mode: Mode.Test), Observation("open")],
            Stop
        );
        var act = CommissionWorld.Allegation() with { Observations = [id] };
        var refusal = (await Desk.OpenAsync("rep-ua", "T", act, Stop)).Refusal.ShouldNotBeNull();
        refusal.ShouldBe(
            new CaseRefusal("unknown-observation", $"There is no observation '{id}' in the record that you may read.", refusal.Lawful)
        );
        var many = act with { Observations = [.. Enumerable.Range(0, 1001).Select(i => $"osce/north/{i}")] };
        (await Desk.OpenAsync("rep-ua", "T", many, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("too-many");
    }
}
