using System.Collections.Immutable;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What was handed in becomes an allegation of one case, whoever acts at the same instant.</summary>
public sealed class OneCaseEachTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-onecase-");
    private SqliteRecord? _record;
    private string _case = "";
    private string _reference = "";

    private SqliteRecord Record => _record.ShouldNotBeNull();
    private IntakeDesk Intake => new(Record, HeardCase.Desk(Record), null, null);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);
        _case = (await HeardCase.Desk(Record).OpenAsync("rep-ua", "The first", CommissionWorld.Allegation(), Stop)).Id;
        var form = new IntakeForm("40 shells fell on the village", ["RU"], "", null, null);
        _reference = (await Intake.ReceiveAsync("public", form, "0123456789abcdef", Stop)).Receipt.ShouldNotBeNull().Reference;
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Of_two_who_accept_the_same_thing_at_the_same_instant_one_is_refused()
    {
        var linked = false;
        var slow = new Interrupted(
            Record,
            async append =>
            {
                if (append == 0)
                {
                    linked = (await Intake.LinkAsync("gb", _reference, _case, Stop)).Refusal is null;
                }
            }
        );
        var opened = await new IntakeDesk(slow, HeardCase.Desk(slow), null, null).OpenAsync("secretary", _reference, "The second", Stop);
        linked.ShouldBeTrue();
        opened.Refusal.ShouldNotBeNull().Code.ShouldBe("overtaken");
        var registry = HeardCase.Desk(Record).Registry;
        (await registry.CasesAsync("secretary", null, Stop)).Select(c => c.Id).ShouldBe([_case]);
        (await registry.IrregularitiesAsync("secretary", Stop)).ShouldBeEmpty();
        (await Intake.ListAsync("secretary", Stop)).Single().Fate.ShouldBeOfType<IntakeFate.Accepted>().Case.ShouldBe(_case);
        (await Intake.OpenAsync("secretary", _reference, "Again", Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("exists");
    }

    [Fact]
    public async Task An_acceptance_that_was_cut_off_is_gone_on_with_or_gives_way()
    {
        // The claim is appended, and then the process dies.
        var dying = new Interrupted(Record, append => append == 1 ? throw new IOException("cut off") : ValueTask.CompletedTask);
        await Should.ThrowAsync<IOException>(async () =>
            await new IntakeDesk(dying, HeardCase.Desk(dying), null, null).LinkAsync("secretary", _reference, _case, Stop)
        );
        (await Intake.LinkAsync("gb", _reference, _case, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("overtaken");
        var notice = new PartyNotified("RU", "A case concerns you.");
        (await HeardCase.Desk(Record).ActAsync(_case, "secretary", notice, Stop)).Refusal.ShouldBeNull();
        (await Intake.LinkAsync("gb", _reference, _case, Stop)).Refusal.ShouldBeNull();
        (await Intake.ListAsync("secretary", Stop)).Single().Fate.ShouldBeOfType<IntakeFate.Accepted>().By.ShouldBe("gb");
    }

    [Fact]
    public async Task Whoever_was_cut_off_may_repeat_at_once()
    {
        var dying = new Interrupted(Record, append => append == 1 ? throw new IOException("cut off") : ValueTask.CompletedTask);
        await Should.ThrowAsync<IOException>(async () =>
            await new IntakeDesk(dying, HeardCase.Desk(dying), null, null).LinkAsync("secretary", _reference, _case, Stop)
        );
        (await Intake.LinkAsync("secretary", _reference, _case, Stop)).Refusal.ShouldBeNull();
    }

    /// <summary>A record before each append of which something happens; told how many appends there were before.</summary>
    private sealed class Interrupted(IRecord inner, Func<int, ValueTask> before) : IRecord
    {
        private int _appends;

        public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
            IReadOnlyList<EntryDraft> drafts,
            CancellationToken cancellation = default
        )
        {
            await before(_appends++);
            return await inner.AppendAsync(drafts, cancellation);
        }

        public IAsyncEnumerable<Entry> ReadAsync(Reader reader, RecordQuery query, CancellationToken cancellation = default) =>
            inner.ReadAsync(reader, query, cancellation);

        public ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default) =>
            inner.FindAsync(reader, producer, messageId, cancellation);

        public ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default) =>
            inner.LabelsAsync(reader, cancellation);

        public ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default) => inner.HeadAsync(cancellation);

        public IAsyncEnumerable<long> HeadsAsync(long beyond, CancellationToken cancellation = default) =>
            inner.HeadsAsync(beyond, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
