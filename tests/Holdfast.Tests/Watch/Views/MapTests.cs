using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Views;

/// <summary>The map shows what the list of incidents says, for every filter.</summary>
public sealed class MapTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-map-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_map_holds_each_incident_of_the_list_in_the_order_of_time()
    {
        await using var record = await SqliteRecord.OpenAsync(Path.Combine(_folder, "record.db"), new SqliteRecordOptions());
        await using var views = new WatchViews(SmallWorld.Mission(), record, _folder, new MutableClock());
        var world = SmallWorld.Observations(5, 300);
        await record.AppendAsync([.. world.Take(200).Select(o => ObservationCodec.Draft(o))]);
        await SameAsync(views, new IncidentFilter());
        // Later ones come into the tables behind earlier ones, and what was remembered must not be shown again.
        await record.AppendAsync([.. world.Skip(200).Select(o => ObservationCodec.Draft(o))]);
        var middle = world[150].When.Earliest;
        await SameAsync(views, new IncidentFilter());
        await SameAsync(views, new IncidentFilter(When: new TimeRange(middle - Duration.FromDays(3), middle + Duration.FromDays(3))));
        await SameAsync(views, new IncidentFilter(AtLeast: VerificationLevel.Corroborated));
        await SameAsync(views, new IncidentFilter(Text: "nothing of the sort"));
    }

    private static async Task SameAsync(WatchViews views, IncidentFilter filter)
    {
        var list = await views.IncidentsAsync(Reader.LocalOperator, filter, "time", null, 10_000);
        using var map = JsonDocument.Parse(await views.MapAsync(Reader.LocalOperator, filter));
        var columns = map.RootElement;
        Column(columns, "ids", v => v.GetString() ?? "").ShouldBe(list.Items.Select(r => r.Incident.Id.Value));
        Column(columns, "lon", v => v.GetDouble()).ShouldBe(list.Items.Select(r => Math.Round(r.Incident.Where.Centre.Longitude, 5)), 1e-9);
        Column(columns, "lat", v => v.GetDouble()).ShouldBe(list.Items.Select(r => Math.Round(r.Incident.Where.Centre.Latitude, 5)), 1e-9);
        Column(columns, "t", v => v.GetInt64()).ShouldBe(list.Items.Select(r => r.Incident.When.Earliest.ToUnixTimeSeconds()));
        Column(columns, "t2", v => v.GetInt64()).ShouldBe(list.Items.Select(r => r.Incident.When.Latest.ToUnixTimeSeconds()));
        var kinds = Column(columns, "kinds", v => v.GetString() ?? "");
        Column(columns, "kind", v => kinds[v.GetInt32()]).ShouldBe(list.Items.Select(r => r.Incident.BestKind));
        Column(columns, "out", Ordinal).ShouldBe(list.Items.Select(r => (int?)r.WorstOutcome));
        Column(columns, "sev", Ordinal).ShouldBe(list.Items.Select(r => (int?)r.WorstSeverity));
        Column(columns, "ver", Ordinal).ShouldBe(list.Items.Select(r => (int?)r.Incident.Verification));
        Column(columns, "a", Ordinal)
            .ShouldBe(list.Items.Select(r => (int?)Math.Round(r.Incident.Where.Ellipse.SemiMajorMetres * Math.Sqrt(-2 * Math.Log(0.1)))));
        columns.GetProperty("truncated").GetBoolean().ShouldBeFalse();
    }

    private static int? Ordinal(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();

    private static ImmutableArray<T> Column<T>(JsonElement columns, string name, Func<JsonElement, T> read) =>
        [.. columns.GetProperty(name).EnumerateArray().Select(read)];
}
