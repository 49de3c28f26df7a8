using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class AssociationTests
{
    [Fact]
    public void A_shot_is_found_where_and_when_it_was()
    {
        var field = new Field(1);
        var heard = field.Shoot(100, 3_100, 5_400);
        field.AddFalse(30, 200);
        var origin = field.Associate().ShouldHaveSingleItem();
        origin.Arrivals.Select(arrival => arrival.Arrival.Id).Intersect(heard).Count().ShouldBeGreaterThanOrEqualTo(heard.Count - 2);
        var (east, north) = (origin.EastMetres - 3_100, origin.NorthMetres - 5_400);
        Math.Sqrt((east * east) + (north * north)).ShouldBeLessThan(4 * Math.Sqrt(origin.Covariance.A11 + origin.Covariance.A22));
        Math.Abs(origin.TimeSeconds - 100).ShouldBeLessThan(4 * Math.Sqrt(origin.Covariance.A00));
        origin.GapDegrees.ShouldBeLessThan(180);
        origin.ResidualSeconds.ShouldBeLessThan(0.2);
        origin.LoudnessProbabilities.Sum().ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Errors_of_place_are_as_large_as_they_are_said_to_be()
    {
        var inside = 0;
        var found = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var field = new Field(100 + seed);
            var random = new Random(seed);
            var shots = Enumerable
                .Range(0, 4)
                .Select(index => (Time: 20.0 + (40 * index), East: 8_000 * random.NextDouble(), North: 8_000 * random.NextDouble()))
                .ToArray();
            foreach (var shot in shots)
            {
                field.Shoot(shot.Time, shot.East, shot.North);
            }
            foreach (var origin in field.Associate())
            {
                var shot = shots.MinBy(shot => Math.Abs(shot.Time - origin.TimeSeconds));
                var (x, y) = (origin.EastMetres - shot.East, origin.NorthMetres - shot.North);
                var c = origin.Covariance;
                var square = ((c.A22 * x * x) - (2 * c.A12 * x * y) + (c.A11 * y * y)) / ((c.A11 * c.A22) - (c.A12 * c.A12));
                inside += square <= 4.605 ? 1 : 0;
                found++;
            }
        }
        found.ShouldBeInRange(46, 48);
        // 90 % of 48 is 43; fewer than 37 or all of them would happen once in a hundred times.
        inside.ShouldBeInRange(37, 48);
    }

    [Fact]
    public void Rounds_from_one_place_are_separate_origins()
    {
        var field = new Field(3);
        for (var round = 0; round < 6; round++)
        {
            field.Shoot(50 + (2.5 * round), 4_300 + (40 * round), 6_100 - (30 * round));
        }
        var origins = field.Associate();
        origins.Count.ShouldBe(6);
        for (var round = 0; round < 6; round++)
        {
            origins[round].TimeSeconds.ShouldBe(50 + (2.5 * round), 0.3);
        }
    }

    [Fact]
    public void False_arrivals_alone_are_no_event()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var field = new Field(seed);
            field.AddFalse(200, 600);
            field.Associate().ShouldBeEmpty();
        }
    }

    [Fact]
    public void Bearings_tell_apart_what_times_alone_do_not()
    {
        // Three sensors in a row hear the same times from a source and from its mirror image.
        List<Sensor> row = [.. Enumerable.Range(0, 6).Select(index => new Sensor($"r{index}", index * 1_500, 0))];
        var still = new AirModel([new AirSector(0, 10, 0, 0, 0.1, 0.1)]);
        foreach (var north in new[] { 2_500.0, -2_500.0 })
        {
            var stream = new AssociationStream(Field.Parameters, row, still);
            foreach (var sensor in row)
            {
                var time = 50 + still.TravelSeconds(4_000, north, sensor.EastMetres, 0);
                var azimuth = Math.Atan2(4_000 - sensor.EastMetres, north);
                stream.Add(new Arrival(sensor.Id, sensor.Id, time, 0.03, new Bearing(azimuth, 0.05))).ShouldBe(Admission.Taken);
            }
            var origin = stream.Complete().ShouldHaveSingleItem();
            origin.NorthMetres.ShouldBe(north, 150);
            origin.EastMetres.ShouldBe(4_000, 150);
        }
    }

    [Fact]
    public void Directions_of_far_sensors_find_a_shot_that_near_ones_missed()
    {
        List<Sensor> sensors = [.. Enumerable.Range(0, 64).Select(i => new Sensor($"s{i:D2}", i % 8 * 1_500, i / 8 * 1_500))];
        var still = new AirModel([new AirSector(0, 10, 0, 0, 0.1, 0.1)]);
        var parameters = Field.Parameters with { Detection = new DetectionModel([new LoudnessClass(8_000, 1)]) };
        var (east, north, random) = (5_100.0, 5_600.0, new Random(5));
        double Distance(Sensor s) => Math.Sqrt(Math.Pow(s.EastMetres - east, 2) + Math.Pow(s.NorthMetres - north, 2));
        var byDistance = sensors.OrderBy(Distance).ToList();
        // Of the twenty nearest, of which seventeen should have, six heard it; of those after them the most.
        var heard = byDistance.Where((_, at) => at < 20 ? at % 3 == 0 && at < 18 : at < 50 && at % 4 != 0).ToList();
        var stream = new AssociationStream(parameters, sensors, still);
        foreach (var sensor in heard)
        {
            var time = 60 + still.TravelSeconds(east, north, sensor.EastMetres, sensor.NorthMetres) + (0.05 * (random.NextDouble() - 0.5));
            var azimuth = Math.Atan2(east - sensor.EastMetres, north - sensor.NorthMetres) + (0.1 * (random.NextDouble() - 0.5));
            stream.Add(new Arrival($"true-{sensor.Id}", sensor.Id, time, 0.03, new Bearing(azimuth, 0.05))).ShouldBe(Admission.Taken);
        }
        foreach (var (sensor, at) in sensors.SelectMany(s => Enumerable.Range(0, 60).Select(at => (s, at))))
        {
            var bearing = new Bearing(Math.Tau * random.NextDouble(), 0.05);
            stream.Add(new Arrival($"{sensor.Id}-{at}", sensor.Id, 120 * random.NextDouble(), 0.03, bearing)).ShouldBe(Admission.Taken);
        }
        var origin = stream.Complete().ShouldHaveSingleItem();
        origin.EastMetres.ShouldBe(east, 100);
        origin.NorthMetres.ShouldBe(north, 100);
        origin.Arrivals.Count(a => a.Arrival.Id.StartsWith("true-", StringComparison.Ordinal)).ShouldBeGreaterThan(heard.Count - 4);
    }

    [Fact]
    public void No_arrival_is_in_two_origins()
    {
        var field = Busy(11);
        var explained = field.Associate().SelectMany(origin => origin.Arrivals).Select(arrival => arrival.Arrival.Id).ToArray();
        explained.Length.ShouldBeGreaterThan(50);
        explained.ShouldBeUnique();
    }

    [Fact]
    public void Any_order_and_repetition_of_arrivals_gives_the_same_origins()
    {
        var field = Busy(7);
        var expected = Text(field.Associate());
        expected.ShouldNotBeEmpty();
        for (var order = 0; order < 4; order++)
        {
            var shuffled = field.Shuffled(order);
            Text(field.Associate(shuffled.Concat(shuffled.Take(40)))).ShouldBe(expected);
        }
    }

    internal static Field Busy(int seed)
    {
        var field = new Field(seed);
        var random = new Random(seed);
        for (var shot = 0; shot < 20; shot++)
        {
            field.Shoot(150 * random.NextDouble(), 8_000 * random.NextDouble(), 8_000 * random.NextDouble());
        }
        field.AddFalse(150, 200);
        return field;
    }

    /// <summary>Everything of the origins that could differ, to the last bit.</summary>
    internal static string Text(IEnumerable<Origin> origins) =>
        string.Join(
            '\n',
            origins.Select(origin =>
                FormattableString.Invariant(
                    $"{origin.Id} {origin.TimeSeconds:R} {origin.EastMetres:R} {origin.NorthMetres:R} {origin.Covariance} {origin.Evidence:R} "
                ) + string.Join(' ', origin.Arrivals.Select(arrival => arrival.Arrival.Id))
            )
        );
}
