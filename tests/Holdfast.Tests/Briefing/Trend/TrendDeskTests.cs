using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Trend;

/// <summary>A burst in the exercise of the reference mission becomes an alert, which nobody outside the watch room reads before two people have released it and a day has passed.</summary>
public sealed class TrendDeskTests : IAsyncLifetime
{
    private static readonly LocalDate Day = new(2026, 3, 4);
    private static readonly Reader Officer = new("Olena", [Role.WatchOfficer], Classification.Confidential, [], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-trend-").FullName;
    private readonly SetClock _clock = new(Instant.FromUtc(2026, 3, 5, 6, 0));
    private Workspace? _workspace;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Workspace Workspace => _workspace ?? throw new InvalidOperationException("The mission is not open yet.");

    private TrendDesk Desk => new(Workspace, _clock);

    public async ValueTask InitializeAsync()
    {
        _workspace = await WorkspaceOpener.OpenAsync(Path.Combine(Repository.Root, "missions", "ukraine"), _folder, _clock, Stop);
        await WorkspaceOpener.ImportMissionFeedsAsync(_workspace, _clock, null, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_a_burst_there_is_no_alert_and_the_same_day_scanned_again_records_nothing()
    {
        var first = await Desk.UpdateAsync(Officer, Day, null, Stop);
        first.Alerts.ShouldBeEmpty();
        first.New.ShouldBe(1, "the figures of the sectors");
        (await Desk.UpdateAsync(Officer, Day, null, Stop)).New.ShouldBe(0);
        var board = (await Desk.BookAsync(Officer, null, Stop)).LatestHealth.ShouldNotBeNull().Board;
        board.Adjusted.ShouldBeTrue();
        board.Sectors.Single(s => s.Sector == "sector_north").State.ShouldBe(HealthState.NotKnown, "it was hardly watched");
    }

    [Fact]
    public async Task A_burst_is_an_alert_for_the_floor_and_for_the_public_once_two_have_released_it_and_a_day_has_passed()
    {
        await BurstAsync(Workspace, _folder, _clock, 40);
        var update = await Desk.UpdateAsync(Officer, Day, null, Stop);
        var alert = update.Alerts.ShouldHaveSingleItem();
        alert.To.ShouldBe(Day);
        alert.Sectors.ShouldContain("sector_pokrovsk");
        alert.Observed.ShouldBeGreaterThan((long)(1.5 * alert.Expected));
        alert.RecurrenceDays.ShouldBeGreaterThan(Workspace.Mission.Trend.AlertDays);
        (alert.Latitude - 48.28).ShouldBeInRange(-0.1, 0.1, "the middle of a cell of 10 km, not the place itself");

        var entry = (await Desk.BookAsync(Officer, null, Stop)).Alerts.ShouldHaveSingleItem();
        entry.Label.ShouldBe(Label.Restricted);
        entry.Mode.ShouldBe(Mode.Exercise);
        (await Desk.BookAsync(Reader.Anyone, null, Stop)).Alerts.ShouldBeEmpty();

        var door = new ReleaseDoor((SqliteRecord)Workspace.Record, _clock);
        var second = Officer with { Name = "Petro" };
        var proposed = (await door.ProposeAsync(Officer, entry.Entry, Label.Public, "told", Stop)).Act.ShouldNotBeNull();
        (await door.ConfirmAsync(Officer, proposed, Stop)).Done.ShouldBeFalse("nobody is two people");
        (await door.ConfirmAsync(second, proposed, Stop)).Done.ShouldBeTrue();
        (await Desk.BookAsync(Reader.Anyone, null, Stop)).Alerts.ShouldBeEmpty("the day is not 24 hours past");
        _clock.Advance(Duration.FromHours(24));
        (await Desk.BookAsync(Reader.Anyone, null, Stop)).Alerts.ShouldHaveSingleItem().Entry.ShouldBe(entry.Entry);
        (await Desk.BookAsync(Reader.Anyone, Instant.FromUtc(2026, 3, 5, 7, 0), Stop)).Alerts.ShouldBeEmpty("as known then");
    }

    [Fact]
    public async Task Nobody_outside_the_watch_floor_records_an_alert()
    {
        var planner = new Reader("Paul", [Role.Planner], Classification.Confidential, [], null);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => Desk.UpdateAsync(planner, Day, null, Stop));
    }

    [Fact]
    public async Task Days_without_incidents_record_nothing()
    {
        var update = await Desk.UpdateAsync(Officer, new LocalDate(2026, 11, 1), null, Stop);
        update.New.ShouldBe(0);
        (await Desk.BookAsync(Officer, null, Stop)).Health.ShouldBeEmpty();
    }

    /// <summary>Mortar rounds within a few kilometres on the exercise's last day.</summary>
    internal static async Task BurstAsync(Workspace workspace, string folder, TimeProvider clock, int rounds)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < rounds; i++)
        {
            var at = Instant.FromUtc(2026, 3, 4, 6, 0) + Duration.FromMinutes(15 * i);
            lines.AppendLine(
                JsonSerializer.Serialize(
                    new
                    {
                        citation = "illustrative",
                        count = 1,
                        credibility = 2,
                        description = "EXERCISE. Burst",
                        earliest = Iso.Format(at),
                        id = string.Create(CultureInfo.InvariantCulture, $"burst{i:000}"),
                        kind = "observation.fix/1",
                        kinds = new { mortar = 1 },
                        latest = Iso.Format(at + Duration.FromMinutes(1)),
                        mode = "exercise",
                        place = new
                        {
                            azimuthDegrees = 0,
                            latitude = 48.28 + (0.0004 * (i % 7)),
                            longitude = 37.18,
                            semiMajorMetres = 300,
                            semiMinorMetres = 300,
                            type = "point",
                        },
                        producer = "mm-uav",
                        source = "mm-uav",
                        standing = "illustrative",
                    }
                )
            );
        }
        var path = Path.Combine(folder, "burst.jsonl");
        await File.WriteAllTextAsync(path, lines.ToString(), Stop);
        var result = await WorkspaceOpener.ImportAsync(
            workspace,
            new FeedSource("jsonl", path, "mm-uav", Mode.Exercise, Standing.Illustrative),
            clock,
            null,
            Stop
        );
        result.Appended.ShouldBe(rounds, $"{result}");
    }
}
