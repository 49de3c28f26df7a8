using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Views;

/// <summary>The quick way shows everything at once, and settled it is what a fold from scratch is.</summary>
public sealed class LiveFoldTests : IDisposable
{
    private const string Terms = """
        term no_fire "No fire"
            cites illustrative
            standing illustrative
            binds UA, RU
            applies in zone from 2025-03-01T00:00:00Z
            forbids fire
            severity major when at least 2 of them within 24 h and 30 km
                     minor otherwise
        end
        """;

    private static readonly Atlas Atlas = new([Shapes.Area("zone", (36, 47), (38, 47), (38, 49), (36, 49))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-live-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_observation_is_at_once_a_preliminary_incident_with_its_verdict_and_fused_when_it_is_settled()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        (first, second) = (first with { Id = new ObservationId("a", "new") }, second with { Id = new ObservationId("b", "new") });
        await using var opened = await OpenAsync("one", SmallWorld.Observations(1, 30));
        opened.Views.Scopes.IsFollowed = true;
        var before = await AllAsync(opened);
        await AppendAsync(opened.Record, first, second);

        var live = await AllAsync(opened);
        var added = live.Items.Where(i => i.Incident.Status == IncidentStatus.Preliminary).ToArray();
        added.Select(i => i.Incident.Observations.Single()).ShouldBe([first.Id, second.Id], ignoreOrder: true);
        added.ShouldAllBe(i => i.WorstOutcome == Outcome.ApparentBreach);
        live.Total.ShouldBe(before.Total + 2);

        (await opened.Views.SettleAsync()).ShouldBeTrue();
        var settled = await AllAsync(opened);
        settled.Total.ShouldBe(before.Total + 1);
        settled.Items.ShouldAllBe(i => i.Incident.Status == IncidentStatus.Final);
        // Whoever kept the id of either is led to the incident of both.
        foreach (var id in added.Select(a => a.Incident.Id.Value))
        {
            var detail = await opened.Views.IncidentAsync(Reader.LocalOperator, id);
            detail.ShouldNotBeNull();
            detail.Observations.Length.ShouldBe(2);
        }
        (await opened.Views.SettleAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Whatever_the_order_the_repetition_and_the_moments_of_settling_the_tables_are_those_of_a_fold_from_scratch()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            FixObservation[] world = [.. SmallWorld.Observations(seed, 150), .. Late(seed), .. YearsBefore(seed)];
            var expected = await TablesAsync($"scratch-{seed}", world);
            FixObservation[] shuffled = [.. world, .. world[..60]];
            random.Shuffle(shuffled);
            string[] rows;
            await using (var opened = await OpenAsync($"live-{seed}", shuffled[..100]))
            {
                opened.Views.Scopes.IsFollowed = true;
                for (var at = 100; at < shuffled.Length; )
                {
                    var next = Math.Min(shuffled.Length, at + random.Next(1, 90));
                    await AppendAsync(opened.Record, shuffled[at..next]);
                    at = next;
                    await opened.Views.CatchUpAsync(Reader.LocalOperator, null, null);
                    if (random.Next(3) == 0)
                    {
                        await opened.Views.SettleAsync();
                    }
                }
                if (seed % 2 == 0)
                {
                    await opened.Views.SettleAsync();
                }
                // What is not followed settles by itself.
                opened.Views.Scopes.IsFollowed = false;
                await opened.Views.CatchUpAsync(Reader.LocalOperator, null, null);
                rows = [.. TableRows.Of(Path.Combine(_folder, $"live-{seed}"))];
            }
            rows.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task What_comes_while_a_settling_runs_is_kept_and_settled_by_the_next()
    {
        var world = SmallWorld.Observations(9, 120);
        var expected = await TablesAsync("scratch", world);
        await using (var opened = await OpenAsync("during", world[..60]))
        {
            opened.Views.Scopes.IsFollowed = true;
            await AppendAsync(opened.Record, world[60..150]);
            await opened.Views.CatchUpAsync(Reader.LocalOperator, null, null);
            var settling = opened.Views.SettleAsync();
            foreach (var piece in world[150..].Chunk(10))
            {
                await AppendAsync(opened.Record, piece);
                await opened.Views.CatchUpAsync(Reader.LocalOperator, null, null);
            }
            await settling;
            while (await opened.Views.SettleAsync()) { }
        }
        TableRows.Of(Path.Combine(_folder, "during")).ShouldBe(expected);
    }

    /// <summary>Bursts within minutes, so that counts tip severities, and one report of a whole month.</summary>
    private static IEnumerable<FixObservation> Late(int seed)
    {
        var (first, _) = SmallWorld.TwoReportsOfOneEvent();
        var random = new Random(seed + 100);
        for (var i = 0; i < 40; i++)
        {
            var start = first.When.Earliest + Duration.FromMinutes(random.Next(60 * 24 * 3));
            var at = new GeoPoint(47.5 + random.NextDouble(), 36.5 + random.NextDouble());
            yield return first with
            {
                Id = new ObservationId("a", $"burst {i}"),
                When = new TimeRange(start, start + (i == 0 ? Duration.FromDays(30) : Duration.FromMinutes(1))),
                Where = new PointPlace(at, ErrorEllipse.Circle(500)),
            };
        }
    }

    /// <summary>What is told of long before, so that one settling has to do in windows far from each other.</summary>
    private static IEnumerable<FixObservation> YearsBefore(int seed) =>
        SmallWorld
            .Observations(seed + 50, 25)
            .Select(o =>
                o with
                {
                    Id = new ObservationId(o.Id.Producer, $"before {o.Id.MessageId}"),
                    When = new TimeRange(o.When.Earliest - Duration.FromDays(900), o.When.Latest - Duration.FromDays(900)),
                }
            );

    private sealed record Opened(SqliteRecord Record, WatchViews Views) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }
    }

    private static ValueTask<Page<IncidentRow>> AllAsync(Opened opened) =>
        opened.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10_000);

    private async Task<Opened> OpenAsync(string name, FixObservation[] first)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var (terms, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("terms.clauses", Terms)],
            new ClauseVocabulary(Atlas, ["UA", "RU"], [])
        );
        var mission = SmallWorld.Mission() with { Atlas = Atlas, Clauses = terms.ShouldNotBeNull(string.Join('\n', diagnostics)) };
        var clock = new MutableClock();
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock });
        var views = new WatchViews(mission, record, folder, clock);
        await AppendAsync(record, first);
        await views.CatchUpAsync(Reader.LocalOperator, null, null);
        return new Opened(record, views);
    }

    private static async Task AppendAsync(SqliteRecord record, params FixObservation[] observations) =>
        await record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))]);

    private async Task<List<string>> TablesAsync(string name, FixObservation[] world)
    {
        await (await OpenAsync(name, world)).DisposeAsync();
        return TableRows.Of(Path.Combine(_folder, name));
    }
}
