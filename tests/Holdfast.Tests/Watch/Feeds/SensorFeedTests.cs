using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Holdfast.Core.Watch.Sensors;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class SensorFeedTests
{
    private static readonly double Sector = 22.5 / Math.Sqrt(12);

    [Fact]
    public async Task A_row_of_a_violation_table_is_a_bearing_with_the_uncertainty_of_its_words()
    {
        var reading = await Reading.OfAsync("osce", SensorFixtures.Osce);
        var bearings = reading.Observations.OfType<BearingObservation>().ToArray();
        var projectile = bearings[0];
        (projectile.AzimuthDegrees, projectile.AzimuthSigmaDegrees).ShouldBe((135, Sector));
        projectile.RangeMetres.ShouldBe(new StatedInterval(2_000, 4_000));
        projectile.From.Centre.ShouldBe(new GeoPoint(48.5, 37.8));
        projectile.When.ToString().ShouldBe("2019-07-18T17:35:00.000000000Z/2019-07-18T17:35:59.999999999Z");
        projectile.Attributes["direction"].ShouldBe("from W to E");
        // Cells of merged rows are those above them.
        (bearings[1].AzimuthDegrees, bearings[1].Count, bearings[1].Attributes["report.means"]).ShouldBe((135, 3, "recorded"));
        bearings[2].Kinds.ShouldBe([new KindWeight("small_arms", 1)]);
        bearings[2].When.Width.ShouldBe(Duration.FromMinutes(21) - Duration.Epsilon);
        bearings[3].Kinds[0].Kind.ShouldBe("live_fire_exercise");
        (bearings[3].RangeMetres, bearings[3].AzimuthDegrees).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Neither_the_position_nor_what_leads_back_to_it_goes_into_a_text_or_an_attribute()
    {
        var reading = await Reading.OfAsync("osce", SensorFixtures.Osce);
        foreach (var observation in reading.Observations)
        {
            var said = string.Join(
                '|',
                observation.Attributes.Select(a => a.Key + a.Value).Append(observation.Description).Append(observation.Citation)
            );
            said.ShouldNotContain("Camera");
            said.ShouldNotContain("km");
            said.ShouldNotContain("48.");
            said.ShouldNotContain("37.");
        }
        // Where no direction is told the disc is not centred on the observer.
        var around = reading.Fixes.ShouldHaveSingleItem().Where.ShouldBeOfType<AreaPlace>();
        Geodesic.DistanceMetres(around.Point, new GeoPoint(48.6, 37.9)).ShouldBeGreaterThan(1_000);
        Geodesic.DistanceMetres(around.Point, new GeoPoint(48.6, 37.9)).ShouldBeLessThan(around.RadiusMetres);
        reading.Fixes[0].When.Earliest.InZone(Reading.Kyiv).Date.ShouldBe(new LocalDate(2018, 12, 31));
    }

    [Fact]
    public async Task Outgoing_fire_and_muzzle_flashes_mark_firing_points_and_are_released_to_nobody_outside()
    {
        var text = SensorFixtures.Osce.Replace("12,Burst,Outgoing,HMG", "1,Muzzle flash,Undetermined,N/K");
        foreach (var table in new[] { SensorFixtures.Osce, text })
        {
            var bearings = (await Reading.OfAsync("osce", table)).Observations.OfType<BearingObservation>().ToArray();
            FiringPoints.Is(bearings[2].AsFix()).ShouldBeTrue();
            FiringPoints.MayBe(ObservationCodec.Draft(bearings[2]).Body.Span).ShouldBeTrue();
            FiringPoints.Is(bearings[0].AsFix()).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Rows_of_which_something_is_not_understood_say_what()
    {
        var reading = await Reading.OfAsync("osce", SensorFixtures.Osce);
        reading.Reasons.ShouldBe("bad-date: 1, bad-number: 1, bad-phrase: 1, unknown-place: 1");
        reading.Quarantined[0].Reason.ShouldContain("'Somewhere unclear'");
        reading.Quarantined[0].Line.ShouldBe(7);
        var unit = await Reading.OfAsync("osce", SensorFixtures.Osce.Replace("Somewhere unclear", "Undetermined"));
        unit.Quarantined[0].Column.ShouldBe("Event Location");
        unit.Quarantined[0].Reason.ShouldContain("'2-4 cm'");
        reading.Quarantined[1].Reason.ShouldContain("'Nowhere'");
        reading.Quarantined[3].Reason.ShouldContain("Report date");
    }

    [Fact]
    public async Task A_named_place_of_the_atlas_makes_a_fix_and_a_position()
    {
        var shape = new NamedShape(
            "town",
            ShapeKind.Point,
            new NetTopologySuite.Geometries.Point(37.8, 48.5),
            Standing.Illustrative,
            "Misto",
            "",
            ""
        );
        const string Table =
            "Position;Event Location;Means;No.;Observation;Description;Weapon;Date, Time\n"
            + "SMM camera in Misto (government-controlled, 50km N of Donetsk);3-5km E;Recorded;1;Explosion;Impact;120mm mortar;18-Jul, 20:35\n"
            + "About 2km N of Misto;1km S of Misto;Seen;1;Explosion;Impact;N/K;18-Jul, 20:35\n"
            + "SMM camera in Mesto;3-5km E;Recorded;1;Explosion;Impact;N/K;18-Jul, 20:35\n";
        var input = Reading.Input(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Table)),
            "2019-07-19 Daily Report.csv",
            atlas: new Atlas([shape])
        );
        var reading = await Reading.OfAsync(FeedRegistry.Find("osce"), input);
        var bearing = reading.Observations.OfType<BearingObservation>().ShouldHaveSingleItem();
        bearing.From.ShouldBe(new PointPlace(new GeoPoint(48.5, 37.8), ErrorEllipse.Circle(1_500)));
        bearing.Kinds[0].Kind.ShouldBe("mortar");
        var fix = reading.Fixes.ShouldHaveSingleItem();
        Geodesic.DistanceMetres(fix.Where.Centre, new GeoPoint(48.5, 37.8)).ShouldBe(1_000, 10);
        reading.Quarantined.ShouldHaveSingleItem().Reason.ShouldContain("Did you mean 'Misto'?");
    }

    [Fact]
    public async Task An_arrival_in_json_lines_is_recorded_for_those_cleared_for_sensors_whatever_label_it_names()
    {
        const string line = """
            {"earliest":"2024-03-01T04:00:00Z","id":"1","kind":"observation.arrival/1","sensor":"A-7","sigmaSeconds":0.02}
            {"earliest":"2024-03-01T04:00:00Z","id":"2","kind":"observation.arrival/1","label":"public","sensor":"A-7","sigmaSeconds":0.02}
            {"earliest":"2024-03-01T04:00:00Z","id":"3","kind":"observation.arrival/1","label":"confidential cat:COMMISSION","sensor":"A-7","sigmaSeconds":0.02}
            """;
        var reading = await Reading.OfAsync("jsonl", line);
        reading
            .Observations.Select(o => ObservationCodec.Draft(o).Label.ToString())
            .ShouldBe([SensorAccess.DefaultLabel.ToString(), SensorAccess.DefaultLabel.ToString(), "confidential cat:COMMISSION,SENSORS"]);
    }

    [Fact]
    public async Task A_pick_is_an_arrival_that_only_those_cleared_for_sensors_read()
    {
        var reading = await Reading.OfAsync("picks", SensorFixtures.Picks);
        reading.Reasons.ShouldBe("bad-code: 1, bad-number: 1, bad-time: 2, future-date: 1, missing-field: 1, unknown-kind: 1");
        var arrivals = reading.Observations.Cast<ArrivalObservation>().ToArray();
        arrivals.ShouldAllBe(a => a.Label == SensorAccess.DefaultLabel && a.When.Width == Duration.Zero);
        arrivals[0].When.Earliest.ShouldBe(Instant.FromUtc(2024, 3, 5, 10, 0) + Duration.FromTicks(1_234_560));
        arrivals[0].Azimuth.ShouldBe(new MeasuredAzimuth(315, 3));
        (arrivals[0].Sensor, arrivals[0].SigmaSeconds, arrivals[0].Amplitude, arrivals[0].Phase).ShouldBe(
            ("S1", 0.03, 0.5, ArrivalPhase.Sound)
        );
        (arrivals[1].Phase, arrivals[1].SigmaSeconds).ShouldBe((ArrivalPhase.P, 0.1));
        arrivals[1].When.Earliest.ShouldBe(Instant.FromUtc(2024, 3, 5, 10, 0) + Duration.FromMilliseconds(250));
        arrivals[1].Attributes["sigma"].ShouldBe("not stated by the table");
        arrivals[2].When.Earliest.ShouldBe(Instant.FromUtc(2024, 3, 5, 10, 0, 2));
        reading.Quarantined.First(q => q.Column == "kind").Reason.ShouldContain("explosion");
    }

    [Theory]
    [InlineData("Pa", 0.5, 0.5)]
    [InlineData("mPa", 250.0, 0.25)]
    [InlineData("nm/s", 40.0, 4e-8)]
    [InlineData("mm/s", 2.0, 0.002)]
    [InlineData("kPa", 0.001, 1.0)]
    [InlineData("dB", 94.0, null)]
    public async Task Sensorthings_amplitudes_are_in_pascals_or_metres_a_second_or_stay_as_they_were_stated(
        string unit,
        double stated,
        double? amplitude
    )
    {
        var result = stated.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var text =
            """{"@iot.id":1,"phenomenonTime":"2024-03-05T10:00:00Z/2024-03-05T10:00:00.6Z","result":RESULT,"parameters":{"sensor":"S1","property":"detection"},"Datastream":{"unitOfMeasurement":{"symbol":"UNIT"}}}"""
                .Replace("RESULT", result, StringComparison.Ordinal)
                .Replace("UNIT", unit, StringComparison.Ordinal);
        var reading = await Reading.OfAsync("sensorthings", text);
        var arrival = reading.Observations.ShouldHaveSingleItem().ShouldBeOfType<ArrivalObservation>();
        if (amplitude is { } expected)
        {
            arrival.Amplitude.ShouldNotBeNull().ShouldBe(expected, expected * 1e-9);
        }
        else
        {
            (arrival.Amplitude, arrival.Attributes["amplitude as stated"]).ShouldBe(((double?)null, "94 dB"));
        }
        // An interval is its middle, as wrong as an even distribution over it.
        arrival.When.Earliest.ToString("uuuu-MM-dd'T'HH:mm:ss.f", null).ShouldBe("2024-03-05T10:00:00.3");
        arrival.SigmaSeconds.ShouldBe(0.6 / Math.Sqrt(12), 1e-9);
    }

    [Fact]
    public async Task Sensorthings_give_arrivals_and_the_status_of_sensors()
    {
        var reading = await Reading.OfAsync("sensorthings", SensorFixtures.SensorThings);
        reading.Reasons.ShouldBe("bad-json: 2, bad-number: 1, bad-time: 1, missing-field: 1, unknown-property: 1");
        var arrivals = reading.Observations.Cast<ArrivalObservation>().ToArray();
        arrivals.Select(a => a.Sensor).ShouldBe(["S7", "datastream-12", "S8"]);
        arrivals.ShouldAllBe(a => a.Label == SensorAccess.DefaultLabel);
        (arrivals[0].Amplitude, arrivals[0].SigmaSeconds, arrivals[0].Azimuth?.Degrees).ShouldBe((0.0005, 0.03, 310));
        arrivals[0].Id.MessageId.ShouldBe("observation/1");
        (arrivals[1].Phase, arrivals[1].Amplitude).ShouldBe((ArrivalPhase.P, 2));
        arrivals[2].SigmaSeconds.ShouldBe(1 / Math.Sqrt(12), 1e-9);
        arrivals[2].When.Earliest.ShouldBe(Instant.FromUtc(2024, 3, 5, 10, 0) + Duration.FromMilliseconds(500));
        var status = reading.Items.Select(i => i.Event).OfType<SensorStatus>().ShouldHaveSingleItem();
        (status.Sensor, status.Battery).ShouldBe(("S7", 0.82));
        reading.Items.Select(i => i.Line).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    }
}
