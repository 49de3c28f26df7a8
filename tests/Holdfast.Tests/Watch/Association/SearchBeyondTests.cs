using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class SearchBeyondTests
{
    private static readonly AirModel Air = new([new AirSector(0, 10, 0, 0, 0, 0)]);

    private static readonly Sensor[] Sensors = [.. Enumerable.Range(0, 36).Select(n => new Sensor($"s{n}", n % 6 * 1_500, n / 6 * 1_500))];

    [Fact]
    public void A_search_that_stays_near_the_sensors_finds_what_happens_among_them_all_the_same()
    {
        var (near, far) = (Origins(500), Origins(double.PositiveInfinity));
        far.Count.ShouldBe(2);
        near[0].Id.ShouldBe(far[0].Id);
        near[0].EastMetres.ShouldBe(4_000, 1);
        near[0].NorthMetres.ShouldBe(3_500, 1);
    }

    [Fact]
    public void A_negative_distance_is_refused() =>
        Should.Throw<ArgumentException>(() => Origins(-1)).Message.ShouldContain("SearchBeyondMetres");

    private static IReadOnlyList<Origin> Origins(double beyond)
    {
        var parameters = new AssociationParameters
        {
            Detection = new DetectionModel([new LoudnessClass(9_000, 1)]),
            SearchBeyondMetres = beyond,
        };
        var stream = new AssociationStream(parameters, Sensors, Air);
        foreach (var (time, east, north) in new[] { (100.0, 4_000.0, 3_500.0), (140.0, 4_000.0, -6_500.0) })
        {
            foreach (var sensor in Sensors)
            {
                var heard = time + Air.TravelSeconds(east, north, sensor.EastMetres, sensor.NorthMetres);
                stream.Add(new Arrival($"{sensor.Id}-{time}", sensor.Id, heard, 0.03));
            }
        }
        return stream.Complete();
    }
}
