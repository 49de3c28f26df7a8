using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Conformance.Record;

/// <summary>What every record must do, whatever it is stored in.</summary>
public abstract class RecordConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.FromUtc(2025, 4, 19, 12, 0);
    private readonly SettableClock _clock = new(Noon);
    private readonly IRecordHost _host;
    private IRecord? _record;

    protected RecordConformance() => _host = Host();

    protected abstract IRecordHost Host();

    private IRecord Record => _record ?? throw new InvalidOperationException("The record is not open.");

    public async ValueTask InitializeAsync()
    {
        if (_host.Missing is null)
        {
            _record = await _host.OpenAsync(_clock, new SeededSalts(1));
        }
        Assert.SkipUnless(_host.Missing is null, _host.Missing ?? "");
    }

    public async ValueTask DisposeAsync()
    {
        if (_record is not null)
        {
            await _record.DisposeAsync();
        }
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was_handed_in()
    {
        var draft = Draft("a") with
        {
            Author = "Ünïcode \"author\"",
            Standing = Standing.Attributed,
            Label = LabelOf("confidential cat:B,A rel:UA"),
            Mode = Mode.Exercise,
            Valid = new TimeRange(Noon - Duration.FromDays(3), Noon.PlusNanoseconds(7)),
        };
        var receipt = (await Record.AppendAsync([draft], Cancel)).ShouldHaveSingleItem();
        receipt.Kind.ShouldBe(ReceiptKind.Appended);
        receipt.Index.ShouldBe(0);
        receipt.RecordedAt.ShouldBe(Noon);

        var reader = Everything with { Nationality = "UA", Categories = ["A", "B"] };
        var entry = (await All(reader, new RecordQuery())).ShouldHaveSingleItem();
        entry.Index.ShouldBe(0);
        entry.RecordedAt.ShouldBe(Noon);
        entry.Draft().ShouldBe(draft with { Body = entry.Body });
        entry.Body.ToArray().ShouldBe(draft.Body.ToArray());
        entry.LeafHash.ToArray().ShouldBe(receipt.LeafHash.ToArray());
        entry.Salt.Length.ShouldBe(16);
        LeafHash.Verify(entry).ShouldBeTrue();
        (await Record.HeadAsync(Cancel)).ShouldBe(new RecordHead(1, Noon));
    }

    [Fact]
    public async Task An_empty_record_has_nothing_and_an_empty_batch_adds_nothing()
    {
        (await Record.AppendAsync([], Cancel)).ShouldBeEmpty();
        (await Record.HeadAsync(Cancel)).ShouldBe(new RecordHead(0, null));
        (await All(Everything, new RecordQuery())).ShouldBeEmpty();
        (await Record.FindAsync(Everything, "p", "a", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_bytes_again_return_the_first_receipt()
    {
        var first = (await Record.AppendAsync([Draft("a")], Cancel))[0];
        _clock.Now += Duration.FromHours(1);
        var again = (await Record.AppendAsync([Draft("b"), Draft("a"), Draft("b")], Cancel)).ToList();
        again.Select(r => r.Kind).ShouldBe([ReceiptKind.Appended, ReceiptKind.Duplicate, ReceiptKind.Duplicate]);
        again[1].Index.ShouldBe(first.Index);
        again[1].RecordedAt.ShouldBe(first.RecordedAt);
        again[1].LeafHash.ToArray().ShouldBe(first.LeafHash.ToArray());
        again[2].Index.ShouldBe(again[0].Index);
        (await Record.HeadAsync(Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Anything_else_under_the_same_id_is_a_recorded_conflict_and_the_first_stands()
    {
        var stands = Draft("a") with { Valid = TimeRange.At(Noon) };
        await Record.AppendAsync([stands], Cancel);
        EntryDraft[] others =
        [
            stands with
            {
                Body = "{\"other\":1}"u8.ToArray(),
            },
            stands with
            {
                Author = "somebody else",
            },
            stands with
            {
                Standing = Standing.Illustrative,
            },
            stands with
            {
                Label = Label.Restricted,
            },
            stands with
            {
                Mode = Mode.Test,
            },
            stands with
            {
                Kind = "note/2",
            },
            stands with
            {
                Valid = TimeRange.At(Noon.PlusNanoseconds(1)),
            },
            stands with
            {
                Valid = null,
            },
        ];
        var receipts = await Record.AppendAsync(others, Cancel);
        receipts.ShouldAllBe(r => r.Kind == ReceiptKind.Conflict && r.Index == 0);
        var entries = await All(Everything, new RecordQuery());
        entries.Count.ShouldBe(1 + others.Length);
        entries.Skip(1).ShouldAllBe(e => e.Kind == EntryRules.ConflictKind && e.Producer == EntryRules.RecordProducer);
        entries.ShouldAllBe(e => LeafHash.Verify(e));
        Encoding.UTF8.GetString(entries[1].Body.Span).ShouldContain("{\"other\":1}");
        (await Record.FindAsync(Everything, "p", "a", Cancel)).ShouldNotBeNull().Body.ToArray().ShouldBe(stands.Body.ToArray());
    }

    [Fact]
    public async Task A_conflict_within_one_batch_is_recorded_and_offering_it_again_records_nothing_new()
    {
        var other = Draft("a") with { Body = "{\"other\":1}"u8.ToArray() };
        var receipts = await Record.AppendAsync([Draft("a"), other, other, Draft("b")], Cancel);
        receipts.Select(r => r.Kind).ShouldBe([ReceiptKind.Appended, ReceiptKind.Conflict, ReceiptKind.Conflict, ReceiptKind.Appended]);
        receipts[3].Index.ShouldBe(2);
        (await Record.AppendAsync([other], Cancel))[0].Kind.ShouldBe(ReceiptKind.Conflict);
        (await Record.HeadAsync(Cancel)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_conflict_is_hidden_from_who_may_not_read_what_stands()
    {
        var secret = Draft("a") with { Label = LabelOf("confidential rel:UA") };
        await Record.AppendAsync([secret, secret with { Label = LabelOf("public rel:FR") }], Cancel);
        (await All(Everything with { Nationality = "UA" }, new RecordQuery())).ShouldHaveSingleItem().Index.ShouldBe(0);
        (await All(Everything with { Nationality = "FR" }, new RecordQuery())).ShouldBeEmpty();
        (await All(Everything with { Categories = [ConflictBody.Category] }, new RecordQuery())).ShouldHaveSingleItem().Index.ShouldBe(1);
    }

    [Fact]
    public async Task Recorded_times_never_decrease_even_when_the_clock_goes_back()
    {
        await Record.AppendAsync([Draft("a")], Cancel);
        _clock.Now = Noon - Duration.FromHours(5);
        (await Record.AppendAsync([Draft("b")], Cancel))[0].RecordedAt.ShouldBe(Noon);
        _clock.Now = Noon + Duration.FromTicks(1);
        (await Record.AppendAsync([Draft("c")], Cancel))[0].RecordedAt.ShouldBe(_clock.Now);
    }

    [Fact]
    public async Task Reads_give_only_what_the_reader_may_read()
    {
        string[] labels = ["public", "restricted", "confidential", "public rel:UA", "public rel:FR,UA", "restricted cat:COMMISSION"];
        await Record.AppendAsync([.. labels.Select((l, i) => Draft($"m{i}") with { Label = LabelOf(l) })], Cancel);
        (await Indexes(Reader.Anyone)).ShouldBe([0]);
        (await Indexes(Reader.LocalOperator)).ShouldBe([0, 1, 2]);
        (await Indexes(Reader.Anyone with { Nationality = "UA" })).ShouldBe([0, 3, 4]);
        (await Indexes(Everything with { Categories = ["COMMISSION"], Nationality = "FR" })).ShouldBe([0, 1, 2, 4, 5]);
        (await Record.FindAsync(Reader.Anyone, "p", "m1", Cancel)).ShouldBeNull();
        (await Record.FindAsync(Reader.LocalOperator, "p", "m1", Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Reads_select_by_index_kind_mode_known_time_and_valid_time()
    {
        string[] kinds = ["fact/1", "observation.fix/1", "note/1"];
        for (var i = 0; i < 12; i++)
        {
            _clock.Now = Noon + Duration.FromMinutes(i / 2);
            var valid = i % 4 == 3 ? (TimeRange?)null : new TimeRange(Noon + Duration.FromHours(i), Noon + Duration.FromHours(i + 2));
            var draft = Draft($"m{i}") with { Kind = kinds[i % 3], Mode = i < 6 ? Mode.Actual : Mode.Exercise, Valid = valid };
            await Record.AppendAsync([draft], Cancel);
        }
        (await Indexes(Everything, new RecordQuery(FromIndex: 9))).ShouldBe([9, 10, 11]);
        (await Indexes(Everything, new RecordQuery(FromIndex: 2, BeforeIndex: 4))).ShouldBe([2, 3]);
        (await Indexes(Everything, new RecordQuery(Kinds: ["fact/1"]))).ShouldBe([0, 3, 6, 9]);
        (await Indexes(Everything, new RecordQuery(Kinds: ["note/1", "fact/1", "fact/1"]))).ShouldBe([0, 2, 3, 5, 6, 8, 9, 11]);
        (await Indexes(Everything, new RecordQuery(Kinds: ["note/1", "observation.fix/1"], FromIndex: 5))).ShouldBe([5, 7, 8, 10, 11]);
        (await Indexes(Everything, new RecordQuery(Kinds: ["nothing/1"]))).ShouldBeEmpty();
        (await Indexes(Everything, new RecordQuery(Mode: Mode.Exercise))).ShouldBe([6, 7, 8, 9, 10, 11]);
        (await Indexes(Everything, new RecordQuery(KnownUntil: Noon + Duration.FromMinutes(1)))).ShouldBe([0, 1, 2, 3]);
        (await Indexes(Everything, new RecordQuery(KnownUntil: Noon - Duration.FromTicks(1)))).ShouldBeEmpty();
        (await Indexes(Everything, new RecordQuery(KnownUntil: Noon + Duration.FromDays(9)))).Count.ShouldBe(12);
        var window = new TimeRange(Noon + Duration.FromHours(4), Noon + Duration.FromHours(5));
        (await Indexes(Everything, new RecordQuery(Valid: window))).ShouldBe([2, 4, 5]);
        (await Indexes(Everything, new RecordQuery(Valid: window, Mode: Mode.Actual, Kinds: ["note/1"]))).ShouldBe([2, 5]);
    }

    [Fact]
    public async Task Long_reads_come_in_order_without_gaps_and_end_at_the_head_they_began_with()
    {
        const int Count = 5000;
        await Record.AppendAsync([.. Enumerable.Range(0, Count).Select(i => Draft($"m{i}"))], Cancel);
        var next = 0L;
        await foreach (var entry in Record.ReadAsync(Everything, new RecordQuery(), Cancel))
        {
            entry.Index.ShouldBe(next++);
            if (next == 10)
            {
                await Record.AppendAsync([Draft("late")], Cancel);
            }
        }
        next.ShouldBe(Count);
    }

    [Fact]
    public async Task Concurrent_appends_each_get_their_own_receipts()
    {
        var appends = Enumerable
            .Range(0, 100)
            .Select(i => Task.Run(() => Record.AppendAsync([Draft($"a{i}"), Draft($"b{i}")], Cancel).AsTask()));
        var receipts = await Task.WhenAll(appends);
        receipts.SelectMany(r => r).Select(r => r.Index).Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (long)i));
        for (var i = 0; i < receipts.Length; i++)
        {
            var entry = (await Record.FindAsync(Everything, "p", $"b{i}", Cancel)).ShouldNotBeNull();
            entry.Index.ShouldBe(receipts[i][1].Index);
            entry.LeafHash.ToArray().ShouldBe(receipts[i][1].LeafHash.ToArray());
        }
    }

    [Fact]
    public async Task Two_openings_of_one_record_append_without_gaps()
    {
        await using var other = await _host.OpenAsync(_clock, new SeededSalts(2));
        var appends = Enumerable
            .Range(0, 40)
            .Select(i => Task.Run(() => (i % 2 == 0 ? Record : other).AppendAsync([Draft($"m{i}")], Cancel).AsTask()));
        await Task.WhenAll(appends);
        var entries = await All(Everything, new RecordQuery());
        entries.Select(e => e.Index).ShouldBe(Enumerable.Range(0, 40).Select(i => (long)i));
        entries.ShouldAllBe(e => LeafHash.Verify(e));
        (await other.AppendAsync([Draft("m0")], Cancel))[0].Kind.ShouldBe(ReceiptKind.Duplicate);
    }

    [Fact]
    public async Task A_tail_sees_what_this_and_another_opening_append()
    {
        await using var other = await _host.OpenAsync(_clock, new SeededSalts(2));
        await Record.AppendAsync([Draft("a")], Cancel);
        await using var heads = Record.HeadsAsync(0, Cancel).GetAsyncEnumerator(Cancel);
        (await heads.MoveNextAsync()).ShouldBeTrue();
        heads.Current.ShouldBe(1);
        var next = heads.MoveNextAsync();
        await Record.AppendAsync([Draft("b"), Draft("c")], Cancel);
        (await next).ShouldBeTrue();
        heads.Current.ShouldBe(3);
        next = heads.MoveNextAsync();
        await other.AppendAsync([Draft("d")], Cancel);
        (await next).ShouldBeTrue();
        heads.Current.ShouldBe(4);
    }

    [Fact]
    public async Task A_tail_ends_when_the_record_is_closed()
    {
        var other = await _host.OpenAsync(_clock, new SeededSalts(2));
        await using var heads = other.HeadsAsync(0, Cancel).GetAsyncEnumerator(Cancel);
        var next = heads.MoveNextAsync().AsTask();
        await other.DisposeAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task What_was_appended_is_there_when_the_record_is_opened_again()
    {
        await Record.AppendAsync([Draft("a")], Cancel);
        await Record.DisposeAsync();
        _record = await _host.OpenAsync(_clock, new SeededSalts(2));
        (await All(Everything, new RecordQuery())).ShouldHaveSingleItem().MessageId.ShouldBe("a");
        (await Record.AppendAsync([Draft("a"), Draft("b")], Cancel)).Select(r => r.Index).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_batch_with_one_bad_draft_records_nothing_and_names_it()
    {
        EntryDraft[] bad =
        [
            Draft("x") with
            {
                Body = "{\"b\":1,\"a\":1}"u8.ToArray(),
            },
            Draft("x") with
            {
                Body = "[]"u8.ToArray(),
            },
            Draft(""),
            Draft(new string('m', 2000)),
            Draft("x") with
            {
                Kind = "note",
            },
            Draft("x") with
            {
                Producer = EntryRules.RecordProducer,
            },
            Draft("x") with
            {
                Author = "half \ud83d",
            },
            Draft("x") with
            {
                Label = Label.Public with { ReleasableTo = ["two words"] },
            },
        ];
        foreach (var draft in bad)
        {
            var error = await Should.ThrowAsync<ArgumentException>(() => Record.AppendAsync([Draft("good"), draft], Cancel).AsTask());
            error.Message.ShouldContain("Entry 2 of 2");
        }
        (await Record.HeadAsync(Cancel)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_append_that_was_cancelled_before_it_began_records_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Record.AppendAsync([Draft("a")], cancelled.Token).AsTask());
        await Record.AppendAsync([Draft("b")], Cancel);
        (await All(Everything, new RecordQuery())).ShouldHaveSingleItem().MessageId.ShouldBe("b");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Reader Everything { get; } = new("test", [Role.Auditor], Classification.Confidential, [], null);

    private static EntryDraft Draft(string id) =>
        new(
            "p",
            id,
            "author",
            Standing.Recorded,
            Label.Public,
            Mode.Actual,
            "note/1",
            null,
            CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes($"{{\"text\":\"{id} ü\"}}"))
        );

    private static Label LabelOf(string text) => Label.TryParse(text, out var label) ? label : throw new FormatException(text);

    private async Task<List<Entry>> All(Reader reader, RecordQuery query) =>
        await Record.ReadAsync(reader, query, Cancel).ToListAsync(Cancel);

    private async Task<List<long>> Indexes(Reader reader, RecordQuery? query = null) =>
        [.. (await All(reader, query ?? new RecordQuery())).Select(e => e.Index)];
}
