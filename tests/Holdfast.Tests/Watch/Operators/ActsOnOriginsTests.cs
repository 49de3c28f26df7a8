using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Operators;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Tests.Watch.Origins;
using Holdfast.Tests.Watch.Views;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Operators;

/// <summary>What an operator decided about something heard a moment ago holds whatever it is called once it is settled.</summary>
public sealed class ActsOnOriginsTests : IDisposable
{
    private static readonly Reader Officer = Reader.LocalOperator;

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-acts-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_act_on_an_origin_holds_under_the_name_that_an_earlier_arrival_gives_it_later()
    {
        var renamed = 0;
        for (var seed = 41; seed <= 43; seed++)
        {
            var world = ListeningWorld.Usual(seed);
            var mission = world.Mission();
            using var whole = await OriginHarness.HearAsync(mission, world.Arrivals);
            var final = await whole.Store.AllAsync(Cancel);
            // The first that heard each event, or the first two, report last.
            var random = new Random(seed);
            var late = final.SelectMany(o => o.Arrivals.OrderBy(a => a.Time).Take(random.Next(1, 3)).Select(a => a.Message)).ToHashSet();
            var (soon, last) = (
                world.Arrivals.Where(a => !late.Contains(a.Id.MessageId)),
                world.Arrivals.Where(a => late.Contains(a.Id.MessageId))
            );
            await using var opened = await OpenAsync($"acts-{seed}", world, soon);
            var before = await AllAsync(opened.Views);
            before.Count.ShouldBeGreaterThanOrEqualTo(final.Count - 1);
            foreach (var incident in before)
            {
                var act = new IncidentConfirmed(incident.Observations) { Reason = "heard on the radio" };
                (await opened.Desk.ActAsync(Officer, [incident.Id.Value], act, Cancel)).Refusal.ShouldBe("");
            }
            await AppendAsync(opened, last);
            var after = await AllAsync(opened.Views);
            after.Count(i => i.Status == IncidentStatus.Confirmed).ShouldBe(before.Count, $"seed {seed}");
            renamed += after.SelectMany(i => i.Observations).Except(before.SelectMany(i => i.Observations)).Count();
            (await opened.Desk.LostAsync(Officer, Cancel)).ShouldBeEmpty();
            await using var scratch = new WatchViews(
                mission,
                opened.Record,
                Directory.CreateDirectory(opened.Folder + "-scratch").FullName,
                opened.Clock
            );
            (await AllAsync(scratch)).Select(Text).ShouldBe(after.Select(Text));
        }
        renamed.ShouldBeGreaterThan(10, "or nothing was tried");
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.5, true)]
    [InlineData(0.34, false)]
    public async Task Half_of_the_arrivals_lead_to_the_origin_wherever_it_was_taken_to_lie(double share, bool leads)
    {
        var world = ListeningWorld.Usual(45);
        await using var opened = await OpenAsync($"far-{share}", world, world.Arrivals);
        using var whole = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var origin = (await whole.Store.AllAsync(Cancel)).MaxBy(o => o.Arrivals.Length).ShouldNotBeNull();
        // The first guess was half a minute off, and some of what it rested on is nobody's.
        var all = origin.Arrivals.Select(a => new ObservationId(a.Producer, a.Message)).ToArray();
        var own = all[..6];
        var others = Enumerable.Range(0, (int)Math.Round(own.Length / share) - own.Length).Select(i => new ObservationId("noise", $"n{i}"));
        var cited = new ObservationId("association:x", "0123456789abcdef");
        var basis = new ActBasis(
            new ObservationId("operators", "x"),
            [new OriginBasis(cited, origin.At + NodaTime.Duration.FromSeconds(30), [.. own, .. others])]
        );
        await opened.Record.AppendAsync(
            [
                new EntryDraft(
                    "operators",
                    "x#basis",
                    "x",
                    Standing.Recorded,
                    world.Mission().SensorLabel,
                    origin.Mode,
                    ActBasis.Kind,
                    null,
                    basis.Write()
                ),
            ],
            Cancel
        );
        await AllAsync(opened.Views);
        var heir = (await ((IOriginsOfActs)opened.Views).HeirsAsync(Cancel))[cited];
        heir.Held.ShouldBe(own.Length);
        heir.Now.ShouldBe(leads ? OriginHeirs.IdOf(origin) : null);
    }

    [Fact]
    public async Task An_act_about_an_event_that_nobody_finds_any_more_is_listed_with_the_reason()
    {
        var world = ListeningWorld.Usual(44);
        await using var opened = await OpenAsync("lost", world, world.Arrivals);
        var one = (await AllAsync(opened.Views))[0];
        var act = new IncidentRejected(one.Observations) { Reason = "a quarry" };
        (await opened.Desk.ActAsync(Officer, [one.Id.Value], act, Cancel)).Refusal.ShouldBe("");
        (await opened.Desk.LostAsync(Officer, Cancel)).ShouldBeEmpty();
        using var whole = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var origin = (await whole.Store.FindAsync(one.Observations[0].MessageId, Cancel)).ShouldNotBeNull().Origin;
        // Each of its arrivals turns out to have come an hour later.
        var gone = world
            .Arrivals.Where(a => origin.Arrivals.Any(o => o.Message == a.Id.MessageId))
            .Select(
                (a, i) =>
                    a with
                    {
                        Id = a.Id with { MessageId = $"{a.Id.MessageId}#2" },
                        When = TimeRange.At(a.When.Earliest + NodaTime.Duration.FromSeconds(-3_000 - (97 * i))),
                        Supersedes = [new Supersession(a.Id.MessageId, null)],
                    }
            );
        await AppendAsync(opened, gone);
        (await AllAsync(opened.Views)).ShouldNotContain(i => i.Observations.Contains(one.Observations[0]));
        var lost = (await opened.Desk.LostAsync(Officer, Cancel)).ShouldHaveSingleItem();
        lost.Cited.ShouldBe(one.Observations[0]);
        lost.Why.ShouldContain($"{origin.Arrivals.Length} arrivals");
        var outside = Officer with { Categories = [], Roles = [Role.WatchOfficer] };
        (await opened.Desk.LostAsync(outside, Cancel)).ShouldAllBe(
            l => !l.Why.Any(char.IsDigit),
            "how many heard it is for those cleared for sensors"
        );
    }

    [Fact]
    public void The_heir_holds_most_of_the_arrivals_whatever_the_order_and_the_rest_is_nobody()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            ObservationId Arrival(int i) => new("net", $"p{i}");
            var basis = Enumerable.Range(0, random.Next(1, 12)).Select(Arrival).ToHashSet();
            var standing = Enumerable
                .Range(0, random.Next(0, 6))
                .Select(o =>
                    (
                        new ObservationId("association:x", $"{o:x16}"),
                        Enumerable.Range(0, 14).Where(_ => random.Next(3) == 0).Select(Arrival).ToArray().AsEnumerable()
                    )
                )
                .ToArray();
            var heir = ActBasis.HeirOf(basis, standing, out var most);
            most.ShouldBe(standing.Select(s => s.Item2.Count(basis.Contains)).DefaultIfEmpty(0).Max());
            random.Shuffle(standing);
            ActBasis.HeirOf(basis, standing.Select(s => (s.Item1, s.Item2.Concat(s.Item2))), out var again).ShouldBe(heir);
            again.ShouldBe(most);
            if (heir is { } found)
            {
                standing.Single(s => s.Item1 == found).Item2.Count(basis.Contains).ShouldBe(most);
            }
            (heir is null).ShouldBe(most < 2 || 2 * most < basis.Count);
            var written = new ActBasis(
                new ObservationId("operators", "a"),
                [new OriginBasis(Arrival(99), ListeningWorld.At(seed), [.. basis.Order()])]
            );
            var read = ActBasis.Read(written.Write());
            read.Act.ShouldBe(written.Act);
            read.Origins[0].Arrivals.ShouldBe(written.Origins[0].Arrivals);
            read.Origins[0].At.ShouldBe(written.Origins[0].At);
        }
    }

    [Fact]
    public void An_act_whose_two_sides_are_one_by_now_says_nothing()
    {
        ObservationId a = new("association:x", "a"),
            b = new("association:x", "b"),
            c = new("cam", "c");
        ObservationId Merged(ObservationId id) => id == b ? a : id;
        new CannotLink(a, b) { Reason = "r" }
            .Renamed(Merged)
            .ShouldBeNull();
        new IncidentSplit([a, c], [b]) { Reason = "r" }
            .Renamed(Merged)
            .ShouldBeNull();
        new IncidentsMerged([a, b]) { Reason = "r" }
            .Renamed(Merged)
            .ShouldBeNull();
        new CannotLink(b, c) { Reason = "r" }
            .Renamed(Merged)
            .ShouldBe(new CannotLink(a, c) { Reason = "r" });
        (new IncidentConfirmed([b, c]) { Reason = "r" }.Renamed(Merged) as IncidentConfirmed)
            .ShouldNotBeNull()
            .Observations.ShouldBe([a, c]);
        OperatorDeed[] deeds = [new(1, ListeningWorld.Start, "x", Mode.Actual, new CannotLink(b, c) { Reason = "r" })];
        var journal = OperatorJournal.Of(deeds, Mode.Actual, new Dictionary<ObservationId, ObservationId> { [b] = a });
        journal.Bonds.Admits(a, c).ShouldBeFalse();
        journal.Against(new MustLink(b, c) { Reason = "r" }).ShouldNotBeNull().ShouldContain("entry 1 keeps");
    }

    private sealed record Opened(SqliteRecord Record, WatchViews Views, OperatorDesk Desk, string Folder, TimeProvider Clock)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }
    }

    private async Task<Opened> OpenAsync(string name, ListeningWorld world, IEnumerable<ArrivalObservation> first)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        clock.Advance(ListeningWorld.Start.ToDateTimeOffset() + TimeSpan.FromHours(2) - clock.GetUtcNow());
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock }, Cancel);
        await record.AppendAsync([.. first.Select(o => ObservationCodec.Draft(o))], Cancel);
        var mission = world.Mission();
        var views = new WatchViews(mission, record, folder, clock);
        return new Opened(record, views, new OperatorDesk(mission, record, views), folder, clock);
    }

    private static async Task AppendAsync(Opened opened, IEnumerable<Observation> observations) =>
        await opened.Record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))], Cancel);

    private static async Task<List<Incident>> AllAsync(WatchViews views)
    {
        await views.CatchUpAsync(Officer, null, null, Cancel);
        var every = new IncidentFilter(Statuses: [.. Enum.GetValues<IncidentStatus>()]);
        var page = await views.IncidentsAsync(Officer, every, "time", null, 10_000, Cancel);
        return [.. page.Items.Select(i => i.Incident).OrderBy(i => i.Id)];
    }

    private static string Text(Incident incident) => System.Text.Encoding.UTF8.GetString(IncidentCodec.Encode(incident).Span);
}
