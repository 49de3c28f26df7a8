using FsCheck;
using FsCheck.Fluent;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Views;

/// <summary>Later observations take the place of earlier ones, in whatever order they come.</summary>
public sealed class SuccessionTests : IDisposable
{
    private static readonly Instant Day = Instant.FromUtc(2025, 3, 5, 0, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-succession-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_last_version_stands_whatever_its_place_in_the_set()
    {
        Observation[] versions = [Version("e", 1), Version("e", 3), Version("e", 2), Fix("a", "e", 0), Fix("a", "f#1", 0)];
        foreach (var order in Permutations(versions))
        {
            Succession.Standing(order).Select(o => o.Id.MessageId).ShouldBe(["e#3", "f#1"]);
        }
    }

    [Fact]
    public void What_is_ended_stands_until_the_first_that_ends_it_and_not_at_all_if_it_never_began()
    {
        var alert = Fix("a", "alert#1", 0) with { When = new TimeRange(Day, Day + Duration.FromHours(8)) };
        Observation[] all = [alert, Ends("u1", "alert", 5), Ends("u2", "alert", 3)];
        Succession.Standing(all).Single(o => o.Id == alert.Id).When.Latest.ShouldBe(Day + Duration.FromHours(3));
        Succession.Standing([.. all, Ends("u3", "alert", -1)]).ShouldNotContain(o => o.Id == alert.Id);
    }

    [Fact]
    public void Nobody_takes_the_place_of_what_another_source_or_another_mode_says()
    {
        var own = Fix("a", "e", 0);
        Succession.Standing([own, Version("e", 1) with { SourceId = "b" }]).Length.ShouldBe(2);
        Succession.Standing([own, Version("e", 1) with { Id = new ObservationId("b", "e#1") }]).Length.ShouldBe(2);
        Succession.Standing([own, Version("e", 1) with { Mode = Mode.Exercise }]).Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_superseded_is_written_and_read_back_and_an_arrival_supersedes_nothing()
    {
        var fix = Version("e", 1) with { Supersedes = [new Supersession("a"), new Supersession("b", Day)] };
        var read = ObservationCodec.Decode(ObservationCodec.FixKind, ObservationCodec.Encode(fix));
        read.Supersedes.ShouldBe(fix.Supersedes);
        ObservationCodec.Encode(read).ToArray().ShouldBe(ObservationCodec.Encode(fix).ToArray());
        Wrong("[{\"series\":\"b\"},{\"series\":\"a\"}]").ShouldContain("sorted");
        Wrong("[{\"serie\":\"b\"}]").ShouldContain("'serie'");
        Wrong("[7]").ShouldContain("a list of objects");

        string Wrong(string supersedes)
        {
            var body = System.Text.Encoding.UTF8.GetString(ObservationCodec.Encode(Fix("a", "e", 0)).Span);
            var line = body[..^1] + $",\"supersedes\":{supersedes}}}";
            return Should
                .Throw<FormatException>(() => ObservationCodec.Decode(ObservationCodec.FixKind, System.Text.Encoding.UTF8.GetBytes(line)))
                .Message;
        }
    }

    [Fact]
    public void Any_order_and_pieces_and_the_quick_way_end_in_the_incidents_of_what_stands() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20251, 77),
            Prop.ForAll(
                Gen.Choose(1, 100_000).ToArbitrary(),
                seed =>
                {
                    var world = World(seed);
                    var expected = IncidentsAsync(
                            "plain",
                            [
                                [.. Plain(world)],
                            ],
                            followed: false
                        )
                        .GetAwaiter()
                        .GetResult();
                    expected.ShouldNotBeEmpty();
                    foreach (var (pieces, followed) in new[] { (1, false), (4, false), (5, true) })
                    {
                        new Random(seed + pieces).Shuffle(world);
                        var chunks = world.Chunk((world.Length / pieces) + 1).ToArray();
                        IncidentsAsync($"{pieces}", chunks, followed)
                            .GetAwaiter()
                            .GetResult()
                            .ShouldBe(expected, $"seed {seed}, {pieces} pieces");
                    }
                }
            )
        );

    [Fact]
    public async Task As_known_then_the_older_version_stands_and_now_the_incident_shows_both()
    {
        var clock = new MutableClock();
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "r.db"), new SqliteRecordOptions { Clock = clock });
        await using var views = new WatchViews(SmallWorld.Mission(), record, _folder, clock);
        await AppendAsync(record, Version("e", 1) with { Description = "first text" });
        var then = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var before = (await views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10)).Items.Single();
        clock.Advance(TimeSpan.FromHours(1));
        await AppendAsync(record, Version("e", 2) with { Description = "second text" });

        var now = (await views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10)).Items.Single();
        now.Incident.Observations.ShouldBe([new ObservationId("a", "e#2")]);
        var detail = (await views.IncidentAsync(Reader.LocalOperator, before.Incident.Id.Value)).ShouldNotBeNull();
        detail.Row.Incident.Id.ShouldBe(now.Incident.Id);
        detail.Superseded.Single().Description.ShouldBe("first text");
        (await views.CountsAsync(Reader.LocalOperator, new IncidentFilter())).Observations.ShouldBe(1);

        var known = (await views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(Known: then), null, null, 10)).Items.Single();
        known.Incident.Observations.ShouldBe([new ObservationId("a", "e#1")]);
    }

    [Fact]
    public async Task Without_the_source_that_revised_nothing_of_it_stands_and_nothing_of_others_is_lost()
    {
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "w.db"), new SqliteRecordOptions());
        await using var views = new WatchViews(SmallWorld.Mission(), record, _folder, TimeProvider.System);
        await AppendAsync(
            record,
            Version("e", 1),
            Version("e", 2),
            Fix("b", "e", 0) with
            {
                When = TimeRange.At(Day + Duration.FromDays(20)),
            }
        );
        (await views.CountsAsync(Reader.LocalOperator, new IncidentFilter(Without: "a"))).Incidents.ShouldBe(1);
        (await views.CountsAsync(Reader.LocalOperator, new IncidentFilter())).Incidents.ShouldBe(2);
    }

    /// <summary>Reports of three sources, of which some are revised once or twice, moved in place and time, some withdrawn and some ended early.</summary>
    private static Observation[] World(int seed)
    {
        var random = new Random(seed);
        var world = new List<Observation>();
        foreach (var fix in SmallWorld.Observations(seed, 25))
        {
            world.Add(fix with { ReportedAt = Day });
            for (var version = 1; version <= random.Next(4) - 1; version++)
            {
                var moved = fix.When.Earliest + Duration.FromDays(random.Next(3) * random.Next(30));
                world.Add(
                    fix with
                    {
                        Id = new ObservationId(fix.Id.Producer, $"{fix.Id.MessageId}#{version}"),
                        When = new TimeRange(moved, moved + Duration.FromHours(20)),
                        ReportedAt = Day + Duration.FromHours(random.Next(3)),
                        Supersedes = [new Supersession(fix.Id.MessageId)],
                        Description = $"version {version}",
                    }
                );
            }
            if (random.Next(6) == 0)
            {
                world.Add(
                    fix with
                    {
                        Id = new ObservationId(fix.Id.Producer, $"{fix.Id.MessageId} ended"),
                        When = TimeRange.At(fix.When.Earliest),
                        Supersedes = [new Supersession(fix.Id.MessageId, fix.When.Earliest + Duration.FromHours(random.Next(-2, 20)))],
                    }
                );
            }
        }
        return [.. world];
    }

    /// <summary>What stands, told without a word of what it took the place of.</summary>
    private static IEnumerable<Observation> Plain(Observation[] world) =>
        Succession.Standing(world).Cast<FixObservation>().Select(o => o with { Supersedes = [] });

    private async Task<List<string>> IncidentsAsync(string name, Observation[][] pieces, bool followed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{name}-{Directory.GetDirectories(_folder).Length}")).FullName;
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions());
        await using var views = new WatchViews(SmallWorld.Mission(), record, folder, new MutableClock());
        views.Scopes.IsFollowed = followed;
        foreach (var piece in pieces)
        {
            await AppendAsync(record, piece);
            await views.CatchUpAsync(Reader.LocalOperator, null, null);
        }
        while (followed && await views.SettleAsync()) { }
        var page = await views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), "time", null, 10_000);
        return
        [
            .. page.Items.Select(i => $"{i.Incident.Id} {i.Incident.When} {i.Incident.Status} {string.Join(' ', i.Incident.Observations)}"),
        ];
    }

    private static async Task AppendAsync(SqliteRecord record, params Observation[] observations) =>
        await record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))]);

    private static FixObservation Version(string series, int version) =>
        Fix("a", $"{series}#{version}", 0) with
        {
            ReportedAt = Day + Duration.FromDays(version),
            Supersedes = [new Supersession(series)],
        };

    private static FixObservation Ends(string id, string series, int hours) =>
        Fix("a", id, hours) with
        {
            Supersedes = [new Supersession(series, Day + Duration.FromHours(hours))],
        };

    private static FixObservation Fix(string source, string id, int hours) =>
        SmallWorld.TwoReportsOfOneEvent().First with
        {
            Id = new ObservationId(source, id),
            SourceId = source,
            When = TimeRange.At(Day + Duration.FromHours(hours)),
        };

    private static IEnumerable<Observation[]> Permutations(Observation[] items) =>
        items.Length <= 1
            ? [items]
            : items.SelectMany(
                (item, at) => Permutations([.. items[..at], .. items[(at + 1)..]]).Select(rest => (Observation[])[item, .. rest])
            );
}
