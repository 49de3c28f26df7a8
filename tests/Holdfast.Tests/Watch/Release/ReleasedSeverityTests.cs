using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Clauses;
using Holdfast.Tests.Watch.Views;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Release;

/// <summary>An attacker reads severities by count: whether they change when guns that are never released fire nearby, and before a day is over.</summary>
public sealed class ReleasedSeverityTests : IDisposable
{
    private const string Terms = """
        term no_fire "No use of fire"
            cites illustrative
            binds UA, RU
            forbids fire
            severity major when at least 5 of them within 24 h and 10 km
                     minor otherwise
        end
        term no_artillery "No artillery"
            cites illustrative
            binds UA, RU
            forbids artillery
            severity grave otherwise
        end
        """;

    private static readonly Instant At = Instant.FromUtc(2025, 3, 2, 8, 0);
    private static readonly Reader Officer = new("officer", [Role.WatchOfficer], Classification.Restricted, [], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-severity-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Guns_that_are_never_released_change_no_severity_outside_and_do_so_inside()
    {
        var burst = Fix("burst", 48.0, 37.5, At, "");
        var guns = Enumerable
            .Range(0, 6)
            .Select(i => Fix($"gun-{i}", 48.01 + (i * 0.01), 37.5, At + Duration.FromHours(i + 1), "outgoing"));
        var quiet = await SeenAsync("quiet", [burst]);
        var loud = await SeenAsync("loud", [burst, .. guns]);
        quiet.Inside.ShouldContain("Minor");
        loud.Inside.ShouldContain("Major");
        loud.Outside.ShouldBe(quiet.Outside);
        quiet.Outside.ShouldContain("no_artillery Grave", Case.Sensitive, "a severity that counts nothing stays");
        quiet.Outside.ShouldNotContain("no_fire Minor");
        quiet.Outside.ShouldNotContain("no_fire Major");
    }

    /// <summary>All that lists, counts, filters and orders tell of severities, to whoever stands outside, and within.</summary>
    private async Task<(string Outside, string Inside)> SeenAsync(string name, IEnumerable<FixObservation> fixes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var clock = new MutableClock();
        await using var record = await SqliteRecord.OpenAsync(
            Path.Combine(folder, "record.db"),
            new SqliteRecordOptions { Clock = clock },
            Cancel
        );
        await record.AppendAsync([.. fixes.Select(f => ObservationCodec.Draft(f))], Cancel);
        clock.Advance(TimeSpan.FromDays(10));
        var mission = SmallWorld.Mission(Exposure.Live) with { Clauses = ClauseWorld.OneTerm(Terms).Set };
        await using var views = new WatchViews(mission, record, folder, clock);
        return (await ToldAsync(views, Reader.Anyone), await ToldAsync(views, Officer));
    }

    private static async Task<string> ToldAsync(WatchViews views, Reader reader)
    {
        var told = new List<string>();
        var burst = new IncidentFilter(When: new TimeRange(At - Duration.FromMinutes(1), At + Duration.FromMinutes(1)));
        foreach (var sort in new[] { "time", "severity" })
        {
            foreach (var row in (await views.IncidentsAsync(reader, burst, sort, null, 100, Cancel)).Items)
            {
                told.Add($"{row.Incident.When} {row.WorstOutcome} {row.WorstSeverity} {row.WorstTerm}");
                var detail = (await views.IncidentAsync(reader, row.Incident.Id.Value, Cancel)).ShouldNotBeNull();
                told.AddRange(
                    detail.Assessments.Select(a =>
                        $"{a.Term} {a.Verdict.Severity} {string.Join(' ', a.Verdict.Reasons.Select(r => r.Code))}"
                    )
                );
            }
            foreach (var row in (await views.ViolationsAsync(reader, burst, sort, null, 100, Cancel)).Items)
            {
                told.Add($"{row.Assessment.Term} {row.Assessment.Verdict.Severity}");
            }
        }
        foreach (var severity in Enum.GetValues<Holdfast.Core.Clauses.Severity>())
        {
            var filter = burst with { Severities = [severity] };
            told.Add($"{severity}: {(await views.IncidentsAsync(reader, filter, null, null, 100, Cancel)).Total}");
            told.Add($"{severity}: {(await views.ViolationsAsync(reader, filter, null, null, 100, Cancel)).Total}");
        }
        return string.Join('\n', told);
    }

    private static FixObservation Fix(string id, double latitude, double longitude, Instant at, string direction) =>
        new()
        {
            Id = new ObservationId("c", id),
            SourceId = "c",
            When = TimeRange.At(at),
            Where = new PointPlace(new GeoPoint(latitude, longitude), ErrorEllipse.Circle(50)),
            Kinds = [new KindWeight("artillery", 1)],
            StatedDirection = direction.Length == 0 ? null : direction,
        };
}
