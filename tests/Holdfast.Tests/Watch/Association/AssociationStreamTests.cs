using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class AssociationStreamTests
{
    [Fact]
    public void A_stream_gives_what_the_whole_gives_and_holds_little()
    {
        var field = new Field(21);
        for (var shot = 0; shot < 30; shot++)
        {
            field.Shoot(7 + (20 * shot), 1_000 + (190 * shot), 7_000 - (150 * shot));
        }
        field.AddFalse(300, 640);
        var stream = new AssociationStream(Field.Parameters, field.Sensors, Field.Air);
        var origins = new List<Origin>();
        var most = 0;
        foreach (var arrival in field.Arrivals.OrderBy(arrival => arrival.TimeSeconds))
        {
            origins.AddRange(stream.Advance(arrival.TimeSeconds));
            stream.Add(arrival).ShouldBe(Admission.Taken);
            most = Math.Max(most, stream.Held);
        }
        origins.AddRange(stream.Complete());
        AssociationTests.Text(origins).ShouldBe(AssociationTests.Text(field.Associate()));
        origins.Count.ShouldBeInRange(28, 30);
        most.ShouldBeLessThan(field.Arrivals.Count / 2);
        stream.Held.ShouldBe(0);
    }

    [Fact]
    public void Bad_arrivals_are_refused_with_the_reason()
    {
        var field = new Field(1);
        var stream = new AssociationStream(Field.Parameters with { MaximumHeld = 2 }, field.Sensors, Field.Air);
        stream.Add(new Arrival("a", "s00", double.NaN, 0.03)).ShouldBe(Admission.Invalid);
        stream.Add(new Arrival("a", "s00", 1e18, 0.03)).ShouldBe(Admission.Invalid);
        stream.Add(new Arrival("a", "s00", 10, -0.03)).ShouldBe(Admission.Invalid);
        stream.Add(new Arrival("a", "s00", 10, 0.03, new Bearing(1, double.NaN))).ShouldBe(Admission.Invalid);
        stream.Add(new Arrival("a", "nobody", 10, 0.03)).ShouldBe(Admission.UnknownSensor);
        stream.Add(new Arrival("a", "s00", 10, 0.03)).ShouldBe(Admission.Taken);
        stream.Add(new Arrival("a", "s00", 10, 0.03)).ShouldBe(Admission.Repeated);
        stream.Add(new Arrival("a", "s01", 9, 0.03)).ShouldBe(Admission.Contradicting);
        stream.Add(new Arrival("b", "s00", 11, 0.03)).ShouldBe(Admission.Taken);
        stream.Add(new Arrival("c", "s00", 12, 0.03)).ShouldBe(Admission.Full);
        stream.Advance(500).ShouldBeEmpty();
        stream.Held.ShouldBe(0);
        stream.Add(new Arrival("d", "s00", 400, 0.03)).ShouldBe(Admission.Late);
    }

    [Fact]
    public void A_sensor_twice_or_without_a_place_is_refused()
    {
        Should.Throw<ArgumentException>(() =>
            new AssociationStream(Field.Parameters, [new Sensor("a", 0, 0), new Sensor("a", 1, 1)], Field.Air)
        );
        Should.Throw<ArgumentException>(() => new AssociationStream(Field.Parameters, [new Sensor("a", double.NaN, 0)], Field.Air));
        Should.Throw<ArgumentException>(() => new AssociationStream(Field.Parameters, [], Field.Air));
        Should.Throw<ArgumentException>(() => (Field.Parameters with { CellMetres = 0 }).Check()).Message.ShouldContain("CellMetres");
    }

    [Fact]
    public void Wrong_air_is_corrected_from_the_events_themselves()
    {
        var field = new Field(5);
        var random = new Random(5);
        for (var shot = 0; shot < 40; shot++)
        {
            field.Shoot(10 + (15 * shot), 8_000 * random.NextDouble(), 8_000 * random.NextDouble());
        }
        // Told: two degrees too cold, wind 2.5 m/s too strong to the east, and that it may be so.
        var told = new AirModel([new AirSector(0, 8, 5.5, -2, 2, 2)]);
        var stream = new AssociationStream(Field.Parameters, field.Sensors, told);
        foreach (var arrival in field.Arrivals)
        {
            stream.Add(arrival);
        }
        stream.Complete();
        var truth = Field.Air.StateOf(0);
        var learnt = stream.Air.ShouldNotBeNull().StateOf(0);
        Math.Abs(learnt.WindEast - truth.WindEast).ShouldBeLessThan(0.6);
        Math.Abs(learnt.StillSpeed - truth.StillSpeed).ShouldBeLessThan(0.6);
        learnt.Covariance.A11.ShouldBeLessThan(1);
    }
}
