using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

public sealed class OriginStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-origins-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_shot_is_found_once_though_hours_and_regions_meet_where_it_happened()
    {
        var world = ListeningWorld.Usual(1);
        using var heard = await HearAsync("all", world.Mission(), world.Arrivals);
        var origins = await heard.Store.AllAsync(Cancel);
        origins.Count.ShouldBe(world.Shots.Count);
        var plane = new RegionPlane(ListeningWorld.Centre);
        foreach (var (at, where) in world.Shots)
        {
            var near = origins.Where(o => Math.Abs((o.At - at).TotalSeconds) < 1).ShouldHaveSingleItem();
            var ((e, n), (east, north)) = (plane.Of(near.Where), plane.Of(where));
            Math.Sqrt(((e - east) * (e - east)) + ((n - north) * (n - north))).ShouldBeLessThan(250);
            near.Arrivals.Length.ShouldBeGreaterThanOrEqualTo(5);
            near.SourceId.ShouldBe(ListeningWorld.Network);
        }
        // No arrival is evidence of two events.
        origins.SelectMany(o => o.Arrivals).Select(a => (a.Producer, a.Message)).ShouldBeUnique();
    }

    [Fact]
    public async Task Order_pieces_repetition_and_the_number_of_threads_leave_no_trace()
    {
        var world = ListeningWorld.Usual(2);
        var mission = world.Mission();
        var whole = await BytesAsync("whole", mission, world.Arrivals, 1);
        whole.Count.ShouldBe(world.Shots.Count);
        var shuffled = world.Arrivals.Concat(world.Arrivals.Take(80)).ToArray();
        new Random(7).Shuffle(shuffled);
        (await BytesAsync("shuffled", mission, shuffled, 1)).ShouldBe(whole);
        (await BytesAsync("pieces", mission, shuffled, 5)).ShouldBe(whole);
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        (await BytesAsync("ordered", mission, ordered, 12)).ShouldBe(whole);
        foreach (var threads in new[] { 1, 2, 8 })
        {
            var few = new TaskFactory(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler);
            (await await few.StartNew(() => BytesAsync($"threads {threads}", mission, shuffled, 1), Cancel)).ShouldBe(whole);
        }
    }

    [Fact]
    public async Task A_store_that_is_opened_again_goes_on_where_it_was()
    {
        var world = ListeningWorld.Usual(3);
        var mission = world.Mission();
        var whole = await BytesAsync("whole", mission, world.Arrivals, 1);
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        var first = await HearAsync("again", mission, ordered[..(ordered.Length / 2)]);
        first.Store.Dispose();
        using var second = first with { Store = Store(mission, first.Record, Path.Combine(_folder, "again")) };
        await AppendAsync(second.Record, ordered[(ordered.Length / 2)..]);
        await second.Store.AdvanceAsync(null, Cancel);
        Bytes(await second.Store.AllAsync(Cancel)).ShouldBe(whole);
    }

    [Fact]
    public async Task Whoever_follows_has_each_shot_soon_and_once_and_in_the_end_what_all_at_once_give()
    {
        var world = ListeningWorld.Usual(5);
        var mission = world.Mission();
        var whole = await BytesAsync("whole", mission, world.Arrivals, 1);
        var ordered = world.Arrivals.OrderBy(a => a.When.Earliest).ToArray();
        var heard = await HearAsync("followed", mission, ordered[..1]);
        var told = 1;
        foreach (var piece in ordered[1..].Chunk(3))
        {
            await AppendAsync(heard.Record, piece);
            await heard.Store.AdvanceAsync(null, Cancel, whole: false);
            // What three sensors have reached, less the wait of the windows, one window, and the disorder that is allowed.
            told += piece.Length;
            var reached = ordered[..told].GroupBy(a => a.Sensor).Select(s => s.Max(a => a.When.Earliest)).OrderDescending().Skip(2);
            var due = reached.FirstOrDefault(Instant.MinValue + Duration.FromDays(1)) - Duration.FromSeconds(45 + 30 + 4);
            var stand = await heard.Store.AllAsync(Cancel);
            foreach (var (at, where) in world.Shots.Where(s => s.At < due))
            {
                stand.Count(o => Near(o, at, where)).ShouldBe(1, $"{at}, due {due}");
            }
        }
        heard.Store.Dispose();
        using var again = heard with { Store = Store(mission, heard.Record, Path.Combine(_folder, "followed")) };
        // Nothing new came; the rest is worked out all the same.
        (await again.Store.AdvanceAsync(null, Cancel)).ShouldBeTrue();
        Bytes(await again.Store.AllAsync(Cancel)).ShouldBe(whole);
        (await again.Store.AdvanceAsync(null, Cancel)).ShouldBeFalse();
    }

    private static bool Near(StoredOrigin origin, Instant at, GeoPoint where) =>
        Math.Abs((origin.At - at).TotalSeconds) < 1 && new GeoPlane(where).Project(origin.Where).Length < 500;

    [Fact]
    public async Task Late_arrivals_amend_what_stood_and_leave_a_revision()
    {
        var world = ListeningWorld.Usual(4);
        var mission = world.Mission();
        var shot = world.Shots[1].At;
        // Half of what was heard of one shot comes after everything else.
        var late = world
            .Arrivals.Where(a => a.When.Earliest > shot && a.When.Earliest < shot + Duration.FromSeconds(25))
            .Where((_, i) => i % 2 == 0)
            .ToArray();
        using var heard = await HearAsync("late", mission, world.Arrivals.Except(late));
        var before = (await heard.Store.AllAsync(Cancel)).ToDictionary(o => o.Id);
        var sequence = heard.Store.Sequence;
        await AppendAsync(heard.Record, late);
        (await heard.Store.AdvanceAsync(null, Cancel)).ShouldBeTrue();
        var after = await heard.Store.AllAsync(Cancel);
        Bytes(after).ShouldBe(await BytesAsync("at once", mission, world.Arrivals, 1));
        var changed = await heard.Store.ChangesAsync(sequence, 100, Cancel);
        changed.ShouldNotBeEmpty();
        var amended = 0;
        foreach (var change in changed.Where(c => before.ContainsKey(c.Origin.Id)))
        {
            var history = (await heard.Store.FindAsync(change.Origin.Id, Cancel)).ShouldNotBeNull();
            history.Stands.ShouldBe(!change.Gone);
            history.Revisions.ShouldHaveSingleItem().Before.Write().ShouldBe(before[change.Origin.Id].Write());
            amended++;
        }
        amended.ShouldBeGreaterThan(0);
        // Other shots of its hour may move with what was learnt of the air; those of the next hour stay as they were.
        changed.ShouldAllBe(c => c.Origin.At < Instant.FromUtc(2026, 3, 1, 4, 0, 2));
    }

    [Fact]
    public async Task What_one_party_alone_heard_stands_under_its_name()
    {
        var world = new ListeningWorld(5);
        foreach (var sensor in world.Sensors.Where(s => s.EastMetres > 0))
        {
            world.SourceOf[sensor.Id] = ListeningWorld.PartySource;
        }
        world.Shoot(100, 4_000, 500, range: 3_900);
        world.Shoot(700, -3_500, 300);
        using var heard = await HearAsync("party", world.Mission(twoRegions: false), world.Arrivals);
        var origins = (await heard.Store.AllAsync(Cancel)).OrderBy(o => o.Time).ToArray();
        origins.Length.ShouldBe(2);
        origins[0].SourceId.ShouldBe(ListeningWorld.PartySource);
        origins[0].Ground.ShouldContain("'UA'");
        origins[1].SourceId.ShouldBe(ListeningWorld.Network);
        using var without = await HearAsync("without", world.Mission(twoRegions: false), world.Arrivals, "UA");
        var left = (await without.Store.AllAsync(Cancel)).ShouldHaveSingleItem();
        (left.At - origins[1].At).TotalSeconds.ShouldBe(0, 0.3);
    }

    [Fact]
    public async Task The_fix_of_an_origin_tells_nothing_of_who_heard_it()
    {
        var world = ListeningWorld.Usual(6);
        using var heard = await HearAsync("fix", world.Mission(), world.Arrivals);
        foreach (var origin in await heard.Store.AllAsync(Cancel))
        {
            var body = Encoding.UTF8.GetString(ObservationCodec.Encode(origin.AsFix(Label.Public)).Span);
            foreach (var arrival in origin.Arrivals)
            {
                body.ShouldNotContain(arrival.Sensor);
                body.ShouldNotContain(arrival.Message);
            }
            body.ShouldNotContain("gap", Case.Insensitive);
        }
    }

    private sealed record Heard(SqliteRecord Record, OriginStore Store) : IDisposable
    {
        public void Dispose() => Store.Dispose();
    }

    private async Task<List<string>> BytesAsync(string name, Mission mission, IReadOnlyList<ArrivalObservation> arrivals, int pieces)
    {
        using var heard = await HearAsync(name, mission, []);
        foreach (var piece in arrivals.Chunk((arrivals.Count + pieces - 1) / pieces))
        {
            await AppendAsync(heard.Record, piece);
            await heard.Store.AdvanceAsync(null, Cancel);
        }
        return Bytes(await heard.Store.AllAsync(Cancel));
    }

    // When an arrival was recorded is not a matter of what was heard.
    private static List<string> Bytes(IEnumerable<StoredOrigin> origins) =>
        [.. origins.Select(o => Encoding.UTF8.GetString((o with { Known = 0 }).Write()))];

    private async Task<Heard> HearAsync(string name, Mission mission, IEnumerable<ArrivalObservation> arrivals, string? without = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var record = await SqliteRecord.OpenAsync(
            Path.Combine(folder, "record.db"),
            new SqliteRecordOptions { Clock = new MutableClock() },
            Cancel
        );
        await AppendAsync(record, arrivals);
        var store = Store(mission, record, folder, without);
        await store.AdvanceAsync(null, Cancel);
        return new Heard(record, store);
    }

    private static OriginStore Store(Mission mission, SqliteRecord record, string folder, string? without = null) =>
        new(mission, mission.Sensing.ShouldNotBeNull(), record, folder, without, null);

    private static async Task AppendAsync(SqliteRecord record, IEnumerable<ArrivalObservation> arrivals)
    {
        foreach (var batch in arrivals.Chunk(500))
        {
            await record.AppendAsync([.. batch.Select(a => ObservationCodec.Draft(a))], Cancel);
        }
    }
}
