using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>A registry is the mission's file and what entries add; whoever asks says for which instant.</summary>
public sealed class SensorRegistryTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static SensorSite Site(double longitude, Instant? from = null, Instant? until = null, string owner = "mission") =>
        new(new GeoPoint(48, longitude), 120, owner, 0.01, 0.2, from, until, "", "", Standing.Illustrative);

    private static SensorEntry Entry(long index, SensorEvent said) => new(index, Noon, "technician", Standing.Recorded, said);

    private static SensorRegistered Registered(string id, SensorSite site) =>
        new()
        {
            Sensor = id,
            Kind = SensorKind.Acoustic,
            Site = site,
        };

    [Fact]
    public void A_move_ends_the_old_place_and_begins_the_new_one()
    {
        var file = new SensorRegistry([new RegisteredSensor("a", SensorKind.Acoustic, [Site(37)])]);
        var (now, faults) = file.With([
            Entry(
                7,
                new SensorMoved
                {
                    Sensor = "a",
                    From = Noon,
                    To = new GeoPoint(48.1, 37.5),
                }
            ),
        ]);
        faults.ShouldBeEmpty();
        now.SiteAt("a", Noon - Duration.Epsilon).ShouldNotBeNull().At.Longitude.ShouldBe(37);
        var site = now.SiteAt("a", Noon).ShouldNotBeNull();
        site.At.Longitude.ShouldBe(37.5);
        site.Entry.ShouldBe(7);
        file.SiteAt("a", Noon).ShouldNotBeNull().At.Longitude.ShouldBe(37);
    }

    [Fact]
    public void What_contradicts_the_registry_is_left_out_and_said()
    {
        var (now, faults) = SensorRegistry.Empty.With([
            Entry(0, Registered("alpha", Site(37))),
            Entry(1, Registered("alpha", Site(38, Noon))),
            Entry(
                2,
                new SensorMoved
                {
                    Sensor = "alhpa",
                    From = Noon,
                    To = new GeoPoint(48, 39),
                }
            ),
        ]);
        now.SiteAt("alpha", Noon).ShouldNotBeNull().At.Longitude.ShouldBe(37);
        faults.Select(f => f.Entry).ShouldBe([1, 2]);
        faults[0].Reason.ShouldContain("record a move");
        faults[1].Reason.ShouldContain("Did you mean 'alpha'?");
    }

    [Fact]
    public void A_sensor_that_was_taken_away_stands_nowhere_and_may_come_back()
    {
        var later = Noon + Duration.FromDays(2);
        var (now, _) = SensorRegistry.Empty.With([
            Entry(0, Registered("a", Site(37, null, Noon))),
            Entry(1, Registered("a", Site(38, later))),
        ]);
        now.SiteAt("a", Noon).ShouldBeNull();
        now.SiteAt("a", later).ShouldNotBeNull().At.Longitude.ShouldBe(38);
    }

    [Fact]
    public void Without_an_owner_its_sensors_are_gone()
    {
        var registry = new SensorRegistry([
            new RegisteredSensor("a", SensorKind.Acoustic, [Site(37, owner: "FR")]),
            new RegisteredSensor("b", SensorKind.Acoustic, [Site(37, null, Noon, "FR"), Site(37, Noon)]),
        ]);
        registry.Owners.ShouldBe(["FR", "mission"]);
        var rest = registry.Without(new HashSet<string> { "FR" });
        rest.All.Select(s => s.Id).ShouldBe(["b"]);
        rest.SiteAt("b", Noon - Duration.Epsilon).ShouldBeNull();
    }

    public static TheoryData<SensorEvent> Events() =>
        [
            Registered("a", Site(37, Noon, Noon + Duration.FromHours(1), "FR") with { Note = "On a roof", Source = "Log 3" }),
            Registered("b", Site(-0.1)),
            new SensorMoved
            {
                Sensor = "a",
                From = Noon,
                To = new GeoPoint(48.5, 37.25),
                ElevationMetres = 12.5,
                Note = "Hill",
            },
            new SensorStatus { Sensor = "a", At = Noon },
            new SensorStatus
            {
                Sensor = "a",
                At = Noon,
                State = SensorState.Maintenance,
                ClockOffsetSeconds = -0.25,
                SelfNoise = 0.02,
                Battery = 0.5,
                TemperatureCelsius = -12,
                Note = "Wind shield torn",
            },
        ];

    [Theory]
    [MemberData(nameof(Events))]
    public void What_is_written_is_read_back(SensorEvent said)
    {
        var expected = said is SensorRegistered r ? r with { Site = r.Site with { Standing = Standing.Attributed } } : said;
        var body = SensorCodec.Write(said);
        SensorCodec.Read(SensorCodec.KindOf(said), body).ShouldBe(expected);
        Holdfast.Core.Record.CanonicalJson.FaultOf(body).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"at":"2026-03-01T12:00:00.000000000Z","sensor":"a","state":"upp"}""", "expected one of up, down, maintenance")]
    [InlineData("""{"at":"yesterday","sensor":"a","state":"up"}""", "'at' of sensor.status/1 is not an instant")]
    [InlineData("""{"sensor":"a","state":"up"}""", "has no 'at'")]
    [InlineData("""{"at":"2026-03-01T12:00:00.000000000Z","battery":7,"sensor":"a","state":"up"}""", "lies between 0 and 1; found 7")]
    [InlineData("""{"at":"2026-03-01T12:00:00.000000000Z","sensor":"a b","state":"up"}""", "A sensor's id is")]
    [InlineData("""{"at":"2026-03-01T12:00:00.000000000Z","battery":"full","sensor":"a","state":"up"}""", "not as it should be")]
    public void A_wrong_body_says_what_is_wrong(string body, string said) =>
        Should
            .Throw<FormatException>(() => SensorCodec.Read(SensorCodec.StatusKind, Encoding.UTF8.GetBytes(body)))
            .Message.ShouldContain(said);

    [Fact]
    public void Two_places_at_once_are_no_registry() =>
        Should.Throw<ArgumentException>(() =>
            new SensorRegistry([new RegisteredSensor("a", SensorKind.Acoustic, [Site(37), Site(38, Noon)])])
        );
}
