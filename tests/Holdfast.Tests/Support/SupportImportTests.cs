using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Guarantees;
using Holdfast.App.Record;
using Holdfast.App.Support;
using Holdfast.App.Support.Kiel;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Support.Editions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;
using Xunit;
using static Holdfast.Tests.Support.SupportWorld;

namespace Holdfast.Tests.Support;

/// <summary>Support in the record: imports, who may see them, and deeds that become facts.</summary>
public sealed class SupportImportTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-support-");
    private SqliteRecord? _record;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SqliteRecord Record => _record ?? throw new InvalidOperationException("Not opened.");

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static ReadEdition Read(string id, string known, int rows = 3) =>
        new(
            Edition(id, known) with
            {
                Items = rows,
            },
            [.. Enumerable.Range(0, rows).Select(i => Item("r" + i, SupportStage.Allocation, "2025-01", "1 EUR", series: "s"))],
            [new QuarantinedLine("kiel", "a.csv", 9, "military", "negative", "Nothing negative is given.", "DE,-1", "donor,military")]
        );

    private SupportImport Import(Label? label = null) => new(Record, label ?? Label.Public, Mode.Actual);

    private Task<SupportBook> Book(Reader reader) => new SupportDesk(Mission(), Record).BookAsync(reader, Mode.Actual, Stop).AsTask();

    private async Task<(LedgerReading Reading, Appended Appended)> Ledger(string table, string? known = "2025-01-01")
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(table));
        return await Import().LedgerAsync("l.csv", content, "ledger", "l.csv", known is null ? null : Day(known), null, Stop);
    }

    [Fact]
    public async Task An_edition_is_appended_once_and_again_is_a_no_op()
    {
        var read = Read("kiel/a", "2026-07-16");
        (await Import().AppendAsync(read, Stop)).ShouldBe(new Appended(3, 0, 0));
        (await Import().AppendAsync(read, Stop)).ShouldBe(new Appended(0, 3, 0));
        var book = await Book(Reader.Anyone);
        book.Editions.ShouldHaveSingleItem().Items.Length.ShouldBe(3);
        (await SupportImport.QuarantinedAsync(Record, Reader.Anyone, Mode.Actual, "kiel/a", Stop)).ShouldHaveSingleItem().Line.ShouldBe(9);
    }

    [Fact]
    public async Task The_same_edition_with_other_content_is_a_conflict_and_the_first_stands()
    {
        await Import().AppendAsync(Read("kiel/a", "2026-07-16"), Stop);
        var other = Read("kiel/a", "2026-07-16");
        var changed = other with { Items = other.Items.SetItem(0, other.Items[0] with { Amount = Money("2 EUR") }) };
        (await Import().AppendAsync(changed, Stop)).Conflicts.ShouldBe(1);
        (await Book(Reader.Anyone)).Editions.Single().Items[0].Amount.ShouldBe(Money("1 EUR"));
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_not_there_until_its_head_is()
    {
        var read = Read("kiel/a", "2026-07-16", rows: 600);
        var drafts = SupportEntries.Of(read, Label.Public, Mode.Actual).ToList();
        // 250 items to an entry, a quarantined line, the head.
        drafts.Count.ShouldBe(5);
        await Record.AppendAsync([.. drafts.Take(2)], Stop);
        (await Book(Reader.Anyone)).Editions.ShouldBeEmpty();
        (await Import().AppendAsync(read, Stop)).ShouldBe(new Appended(3, 2, 0));
        (await Book(Reader.Anyone)).Editions.Single().Items.Length.ShouldBe(600);
    }

    [Fact]
    public async Task What_is_labelled_is_not_there_for_the_public_and_the_edition_before_it_is()
    {
        await Import().AppendAsync(Read("kiel/a", "2026-07-16"), Stop);
        await Import(Label.Restricted).AppendAsync(Read("kiel/b", "2026-07-21"), Stop);
        (await Book(Reader.Anyone)).AsKnown(null).Editions.Select(e => e.Id).ShouldBe(["kiel/a"]);
        (await Book(Reader.LocalOperator)).AsKnown(null).Editions.Select(e => e.Id).ShouldBe(["kiel/b"]);
        (await SupportImport.QuarantinedAsync(Record, Reader.Anyone, Mode.Actual, "kiel/a", Stop)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_edition_of_which_a_reader_may_not_read_every_item_is_none_for_that_reader()
    {
        var read = Read("kiel/a", "2026-07-16", rows: 300);
        var drafts = SupportEntries.Of(read, Label.Public, Mode.Actual).ToArray();
        drafts[1] = drafts[1] with { Label = Label.Restricted };
        await Record.AppendAsync(drafts, Stop);
        (await Book(Reader.Anyone)).Editions.ShouldBeEmpty();
        (await Book(Reader.LocalOperator)).Editions.Single().Items.Length.ShouldBe(300);
    }

    [Fact]
    public async Task A_desk_answers_rightly_while_the_record_grows_and_keeps_its_book_while_only_other_entries_come()
    {
        var desk = new SupportDesk(Mission(), Record);
        Task<SupportBook> Asked(Reader reader) => desk.BookAsync(reader, Mode.Actual, Stop).AsTask();
        (await Asked(Reader.Anyone)).Editions.ShouldBeEmpty();
        await Import().AppendAsync(Read("kiel/a", "2026-07-16"), Stop);
        var first = await Asked(Reader.Anyone);
        first.Editions.Length.ShouldBe(1);
        (await Asked(Reader.Anyone)).ShouldBeSameAs(first);
        await Record.AppendAsync(
            [new("other", "1", "other", Standing.Recorded, Label.Public, Mode.Actual, "other/1", null, "{}"u8.ToArray())],
            Stop
        );
        (await Asked(Reader.Anyone)).ShouldBeSameAs(first);
        await Import(Label.Restricted).AppendAsync(Read("kiel/b", "2026-07-21"), Stop);
        (await Asked(Reader.LocalOperator)).Editions.Length.ShouldBe(2);
        (await Asked(Reader.Anyone)).Editions.Length.ShouldBe(1);
        (await desk.BookAsync(Reader.LocalOperator, Mode.Exercise, Stop)).Editions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_of_ones_own_becomes_items_that_restate_each_other_by_the_day_they_are_known()
    {
        const string Header = "id,donor,kind,stage,date,amount,currency,known,restates\n";
        var (reading, appended) = await Ledger(Header + "a,FR,financial,pledge,2025-02-01,100,EUR,,\nb,FR,financial,pledge,2025,1,5,,\n");
        (reading.Items, reading.Quarantined.Length, appended.New).ShouldBe((1, 1, 2));
        (await Ledger(Header + "a2,FR,financial,pledge,2025-02-01,80,EUR,2025-06-01,a\n")).Appended.New.ShouldBe(1);
        // The same id with another amount says something else of the same row: it has to restate it.
        (await Ledger(Header + "a,FR,financial,pledge,2025-02-01,70,EUR,,\n")).Appended.Conflicts.ShouldBe(1);
        var book = await Book(Reader.Anyone);
        decimal Known(string day) => book.AsKnown(Day(day)).Items.Where(i => i.Donor == "FR").Sum(i => i.Amount?.Value ?? 0);
        (Known("2025-05-31"), Known("2025-06-01")).ShouldBe((100m, 80m));
    }

    [Fact]
    public async Task A_delivery_in_the_ledger_fulfils_its_undertaking_on_the_board_and_a_restated_one_takes_it_back()
    {
        var mission = Mission();
        var clock = new SetClock(Instant.FromUtc(2026, 3, 1, 0, 0));
        async Task<UndertakingState> State()
        {
            await new LedgerFacts(mission, Record, clock).StateAsync(Mode.Actual, Stop);
            var at = clock.Now;
            var answer = await new GuaranteeDesk(mission, Record).AskAsync(Reader.Anyone, GuaranteeQuestion.Now(at), Stop);
            return answer.Today.Life("DE.howitzers").ShouldNotBeNull().At(at).State;
        }

        (await State()).ShouldNotBe(UndertakingState.Fulfilled);
        const string Header = "id,donor,kind,stage,date,quantity,unit,package,follows,known,restates\n";
        await Ledger(Header + "d2,DE,equipment,delivery,2025-05-02,6,piece,P1,p1,2025-05-02,\n");
        (await State()).ShouldBe(UndertakingState.Fulfilled);
        // Said once, however often it is looked at.
        (await new LedgerFacts(mission, Record, clock).StateAsync(Mode.Actual, Stop)).ShouldBe(0);
        // It turned out to be fewer.
        await Ledger(Header + "d3,DE,equipment,delivery,2025-05-02,5,piece,P1,p1,2025-09-01,d2\n");
        (await State()).ShouldNotBe(UndertakingState.Fulfilled);
        var said = await new FactDoor(Record, mission.Clauses).ReadFactsAsync(Reader.Anyone, null, Mode.Actual, Stop);
        said.Where(f => f.Source.StartsWith(FulfilledPackages.SourcePrefix, StringComparison.Ordinal))
            .Select(f => f.Value)
            .ShouldBe(["true", null]);
    }

    [Fact]
    public async Task A_delivery_that_not_everybody_may_read_states_no_public_fact()
    {
        const string Table =
            "id,donor,kind,stage,date,quantity,unit,package,follows,known\nd2,DE,equipment,delivery,2025-05-02,6,piece,P1,p1,2025-05-02\n";
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Table));
        await Import(Label.Restricted).LedgerAsync("l.csv", content, "ledger", "l.csv", null, null, Stop);
        (await new LedgerFacts(Mission(), Record, new SetClock(Instant.FromUtc(2026, 3, 1, 0, 0))).StateAsync(Mode.Actual, Stop)).ShouldBe(
            0
        );
    }
}
