using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Operators;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Operators;

/// <summary>An operator's act goes through its door into the record, and every way of folding it comes to the same.</summary>
public sealed class OperatorDeskTests : IDisposable
{
    private static readonly Mission World = SmallWorld.Mission();

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-desk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_split_holds_whatever_comes_later_and_its_withdrawal_gives_the_incident_back(bool live)
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var open = await OpenAsync("split", live, [first, second, .. SmallWorld.Observations(3, 40)]);
        var both = await open.HoldingAsync(first.Id);
        both.Observations.Length.ShouldBe(2);

        var split = new IncidentSplit([first.Id], [second.Id]) { Reason = "two blasts" };
        var done = await open.ActAsync([both.Id.Value], split);
        (await open.HoldingAsync(first.Id)).Observations.ShouldBe([first.Id]);
        (await open.HoldingAsync(second.Id)).Observations.ShouldBe([second.Id]);
        await open.AppendAsync(SmallWorld.Observations(4, 20).Select(o => o with { Id = new ObservationId("late", o.Id.MessageId) }));
        (await open.HoldingAsync(first.Id)).Observations.ShouldNotContain(second.Id);

        var link = new MustLink(first.Id, second.Id) { Reason = "one after all" };
        var ids = new[] { (await open.HoldingAsync(first.Id)).Id.Value, (await open.HoldingAsync(second.Id)).Id.Value };
        (await open.Desk.ActAsync(Reader.LocalOperator, ids, link)).Refusal.ShouldContain($"Entry {done} keeps");

        await open.ActAsync([], new ActWithdrawn(done) { Reason = "a slip" });
        (await open.HoldingAsync(first.Id)).Observations.ShouldContain(second.Id);
        await open.ShouldEqualAFoldFromScratchAsync();
    }

    [Fact]
    public async Task A_rejected_incident_counts_nowhere_and_stands_under_its_status()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var open = await OpenAsync("reject", false, [first, second, .. SmallWorld.Observations(3, 40)]);
        var before = await open.Views.CountsAsync(Reader.LocalOperator, new IncidentFilter());
        var one = await open.HoldingAsync(first.Id);
        await open.ActAsync([one.Id.Value], new IncidentRejected(one.Observations) { Reason = "quarry blasting" });
        await open.HoldingAsync(first.Id);
        var opened = await open.Views.IncidentAsync(Reader.LocalOperator, one.Id.Value);
        opened.ShouldNotBeNull("it can still be opened, to take that back").Row.Incident.Status.ShouldBe(IncidentStatus.Rejected);

        var after = await open.Views.CountsAsync(Reader.LocalOperator, new IncidentFilter());
        after.Incidents.ShouldBe(before.Incidents - 1);
        var rejected = new IncidentFilter(Statuses: [IncidentStatus.Rejected]);
        var listed = await open.Views.IncidentsAsync(Reader.LocalOperator, rejected, null, null, 10);
        listed.Items.Single().Incident.Observations.ShouldBe(one.Observations);
        listed.Items.Single().WorstOutcome.ShouldBeNull();
        await open.ShouldEqualAFoldFromScratchAsync();
    }

    [Fact]
    public async Task A_fixed_origin_stands_where_the_operator_put_it()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var open = await OpenAsync("fix", false, [first, second]);
        var one = await open.HoldingAsync(first.Id);
        var place = new GeoPoint(48.123, 37.456);
        await open.ActAsync([one.Id.Value], new OriginFixed(one.Observations, place, 80, null) { Reason = "crater found" });
        var now = await open.HoldingAsync(first.Id);
        (now.Where, now.Status).ShouldBe((new PointPlace(place, ErrorEllipse.Circle(80)), IncidentStatus.Reviewed));
    }

    [Fact]
    public async Task What_may_not_be_done_is_refused_with_the_reason_and_records_nothing()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var open = await OpenAsync("refuse", false, [first, second]);
        var one = await open.HoldingAsync(first.Id);
        var head = (await open.Record.HeadAsync()).Count;
        var confirm = new IncidentConfirmed(one.Observations) { Reason = "seen" };
        (await open.Desk.ActAsync(Reader.Anyone, [one.Id.Value], confirm)).Code.ShouldBe("no-right");
        (await open.Desk.ActAsync(Reader.LocalOperator, ["0000000000000000"], confirm)).Code.ShouldBe("unknown-incident");
        var other = confirm with { Observations = [new ObservationId(first.Id.Producer, first.Id.MessageId + "x")] };
        var near = await open.Desk.ActAsync(Reader.LocalOperator, [one.Id.Value], other);
        (near.Code, near.Refusal.Contains(first.Id.ToString(), StringComparison.Ordinal)).ShouldBe(("not-cited", true));
        (await open.Desk.ActAsync(Reader.LocalOperator, [one.Id.Value], confirm with { Reason = " " })).Code.ShouldBe("not-a-body");
        (await open.Desk.ActAsync(Reader.LocalOperator, [], new ActWithdrawn(0) { Reason = "r" })).Code.ShouldBe("contradicts");
        (await open.Record.HeadAsync()).Count.ShouldBe(head);
    }

    [Fact]
    public async Task Observations_too_far_apart_in_time_are_not_merged()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        var late = second with
        {
            When = new TimeRange(first.When.Earliest + Duration.FromDays(9), first.When.Earliest + Duration.FromDays(9)),
        };
        await using var open = await OpenAsync("far", false, [first, late]);
        var ids = new[] { (await open.HoldingAsync(first.Id)).Id.Value, (await open.HoldingAsync(late.Id)).Id.Value };
        var merge = new IncidentsMerged([.. new[] { first.Id, late.Id }.Order()]) { Reason = "one" };
        (await open.Desk.ActAsync(Reader.LocalOperator, ids, merge)).Code.ShouldBe("too-far-apart");
    }

    [Fact]
    public async Task The_old_name_of_a_merged_incident_leads_to_the_new_one_after_a_fold_from_nothing_too()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        // Far enough that automation keeps them apart.
        var other = second with
        {
            Where = new PointPlace(new GeoPoint(48.3, 38.4), ErrorEllipse.Circle(1000)),
            When = new TimeRange(first.When.Earliest + Duration.FromHours(14), first.When.Earliest + Duration.FromHours(14)),
        };
        await using var open = await OpenAsync("old-name", false, [first, other]);
        var ids = new[] { (await open.HoldingAsync(first.Id)).Id.Value, (await open.HoldingAsync(other.Id)).Id.Value };
        ids[0].ShouldNotBe(ids[1]);
        await open.ActAsync(ids, new IncidentsMerged([.. new[] { first.Id, other.Id }.Order()]) { Reason = "one, wrongly timed" });
        var merged = (await open.HoldingAsync(first.Id)).Id.Value;
        var old = ids.Single(id => id != merged);
        await using var scratch = new WatchViews(World, open.Record, open.Scratch, open.Clock);
        foreach (var views in new[] { open.Views, scratch })
        {
            (await views.IncidentAsync(Reader.LocalOperator, old)).ShouldNotBeNull().Row.Incident.Id.Value.ShouldBe(merged);
            (await views.IncidentAsync(Reader.LocalOperator, "0123456789abcdef")).ShouldBeNull();
        }
    }

    private async Task<Opened> OpenAsync(string name, bool live, IEnumerable<FixObservation> first)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock });
        var views = new WatchViews(World, record, folder, clock);
        var opened = new Opened(
            record,
            views,
            new OperatorDesk(World, record, views),
            Directory.CreateDirectory(folder + "-scratch").FullName,
            clock
        );
        await opened.AppendAsync(first);
        await views.CatchUpAsync(Reader.LocalOperator, null, null);
        views.Scopes.IsFollowed = live;
        return opened;
    }

    private sealed record Opened(SqliteRecord Record, WatchViews Views, OperatorDesk Desk, string Scratch, TimeProvider Clock)
        : IAsyncDisposable
    {
        public async Task AppendAsync(IEnumerable<FixObservation> observations) =>
            await Record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))]);

        public async Task<long> ActAsync(string[] incidents, OperatorAct act)
        {
            var answer = await Desk.ActAsync(Reader.LocalOperator, incidents, act);
            answer.Refusal.ShouldBe("");
            return answer.Entry.ShouldNotBeNull();
        }

        public async Task<Incident> HoldingAsync(ObservationId id)
        {
            await Views.CatchUpAsync(Reader.LocalOperator, null, null);
            while (await Views.SettleAsync()) { }
            return (await AllAsync(Views)).Single(i => i.Observations.Contains(id));
        }

        public async Task ShouldEqualAFoldFromScratchAsync()
        {
            while (await Views.SettleAsync()) { }
            await using var scratch = new WatchViews(World, Record, Scratch, Clock);
            var expected = (await AllAsync(scratch)).Select(Text).ToArray();
            (await AllAsync(Views)).Select(Text).ToArray().ShouldBe(expected);
        }

        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }

        private static string Text(Incident incident) => System.Text.Encoding.UTF8.GetString(IncidentCodec.Encode(incident).Span);

        private static async Task<List<Incident>> AllAsync(WatchViews views)
        {
            var every = new IncidentFilter(Statuses: [.. Enum.GetValues<IncidentStatus>()]);
            var page = await views.IncidentsAsync(Reader.LocalOperator, every, "time", null, 10_000);
            return [.. page.Items.Select(i => i.Incident).OrderBy(i => i.Id)];
        }
    }
}
