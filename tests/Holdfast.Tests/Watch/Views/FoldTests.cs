using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Views;

/// <summary>The tables are a function of the set of observations, and of what the reader may see.</summary>
public sealed class FoldTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-fold-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Order_repetition_and_late_pieces_do_not_change_the_incidents(int seed)
    {
        var world = SmallWorld.Observations(seed, 400);
        var whole = await DigestAsync("whole", [world]);
        var random = new Random(seed);
        FixObservation[] shuffled = [.. world, .. world];
        random.Shuffle(shuffled);
        (await DigestAsync("shuffled", [shuffled])).ShouldBe(whole);
        (await DigestAsync("pieces", [.. shuffled.Chunk(170)])).ShouldBe(whole);
    }

    [Fact]
    public async Task A_late_observation_amends_the_incident_and_the_change_is_kept()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var views = await ViewsAsync(
            "late",
            [
                [first],
            ]
        );
        var before = await views.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10);
        await AppendAsync(views.Record, [second]);
        var after = await views.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10);

        before.Items.Single().Incident.Verification.ShouldBe(VerificationLevel.Reported);
        after.Items.Single().Incident.Verification.ShouldBe(VerificationLevel.Corroborated);
        var detail = await views.Views.IncidentAsync(Reader.LocalOperator, before.Items.Single().Incident.Id.Value);
        detail.ShouldNotBeNull();
        detail.Observations.Length.ShouldBe(2);
        var revisions = (await views.Views.IncidentAsync(Reader.LocalOperator, detail.Row.Incident.Id.Value))!.Revisions;
        (revisions.Length > 0 || detail.Row.Incident.Id != before.Items.Single().Incident.Id).ShouldBeTrue();
    }

    [Fact]
    public async Task Leaving_out_a_source_computes_everything_without_it()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var views = await ViewsAsync(
            "without",
            [
                [first, second],
            ]
        );
        var filter = new IncidentFilter(Without: second.SourceId);
        var page = await views.Views.IncidentsAsync(Reader.LocalOperator, filter, null, null, 10);
        page.Items.Single().Incident.Sources.ShouldBe([first.SourceId]);
        page.Items.Single().Incident.Verification.ShouldBe(VerificationLevel.Reported);
    }

    [Fact]
    public async Task What_was_known_then_can_be_read_later()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var views = await ViewsAsync(
            "known",
            [
                [first],
            ]
        );
        var known = (await views.Record.HeadAsync()).RecordedAt!.Value;
        views.Clock.Advance(TimeSpan.FromHours(1));
        await AppendAsync(views.Record, [second]);
        var then = await views.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(Known: known), null, null, 10);
        var now = await views.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(), null, null, 10);
        then.Items.Single().Incident.Observations.Length.ShouldBe(1);
        now.Items.Single().Incident.Observations.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_hidden_observation_shapes_nothing_that_its_reader_may_not_see()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var views = await ViewsAsync(
            "hidden",
            [
                [first, second with { Label = Label.Restricted }],
            ]
        );
        var page = await views.Views.IncidentsAsync(Reader.Anyone, new IncidentFilter(), null, null, 10);
        page.Items.Single().Incident.Observations.ShouldBe([first.Id]);
        var counts = await views.Views.CountsAsync(Reader.Anyone, new IncidentFilter());
        counts.Observations.ShouldBe(1);
        (await views.Views.CountsAsync(Reader.LocalOperator, new IncidentFilter())).Observations.ShouldBe(2);
    }

    [Fact]
    public async Task No_fold_mixes_modes()
    {
        var (first, second) = SmallWorld.TwoReportsOfOneEvent();
        await using var views = await ViewsAsync(
            "modes",
            [
                [first, second with { Mode = Mode.Exercise }],
            ]
        );
        foreach (var mode in new[] { Mode.Actual, Mode.Exercise })
        {
            var page = await views.Views.IncidentsAsync(Reader.LocalOperator, new IncidentFilter(Mode: mode), null, null, 10);
            page.Items.Single().Incident.Observations.Length.ShouldBe(1);
        }
    }

    private sealed record Opened(SqliteRecord Record, WatchViews Views, MutableClock Clock) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Views.DisposeAsync();
            await Record.DisposeAsync();
        }
    }

    private async Task<string> DigestAsync(string name, IReadOnlyList<FixObservation[]> pieces)
    {
        await using var views = await ViewsAsync(name, pieces);
        return (await views.Views.SummaryAsync(Reader.LocalOperator, new IncidentFilter())).IncidentsDigest;
    }

    private async Task<Opened> ViewsAsync(string name, IReadOnlyList<FixObservation[]> pieces)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        var record = await SqliteRecord.OpenAsync(Path.Combine(folder, "record.db"), new SqliteRecordOptions { Clock = clock });
        var views = new WatchViews(SmallWorld.Mission(), record, folder, clock);
        foreach (var piece in pieces)
        {
            await AppendAsync(record, piece);
            await views.CatchUpAsync(Reader.LocalOperator, null, null);
        }
        return new Opened(record, views, clock);
    }

    private static async Task AppendAsync(SqliteRecord record, FixObservation[] observations) =>
        await record.AppendAsync([.. observations.Select(o => ObservationCodec.Draft(o))]);
}

/// <summary>A clock that tests move.</summary>
internal sealed class MutableClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
