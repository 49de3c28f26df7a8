using System.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class SensingCodecTests
{
    private const string Arrival =
        """{"earliest":"2026-03-01T04:00:00.123456789Z","id":"1","producer":"net","sensor":"A-7","sigmaSeconds":0.02,"source":"net"}""";

    private const string Bearing = """
        {"azimuth":{"degrees":135,"sigmaDegrees":6.5},"earliest":"2026-03-01T04:00:00.000000000Z","from":{"azimuthDegrees":0,"latitude":48,
        "longitude":37.5,"semiMajorMetres":50,"semiMinorMetres":50,"type":"point"},"id":"1","kinds":{"explosion":1},"producer":"p",
        "rangeMetres":{"high":7000,"low":5000},"source":"s"}
        """;

    [Fact]
    public void An_arrival_keeps_its_nanoseconds_and_its_defaults_are_left_out()
    {
        var arrival = (ArrivalObservation)ObservationCodec.Decode(ObservationCodec.ArrivalKind, Encoding.UTF8.GetBytes(Arrival));
        arrival.When.ShouldBe(TimeRange.At(Instant.FromUtc(2026, 3, 1, 4, 0).PlusNanoseconds(123_456_789)));
        arrival.Phase.ShouldBe(ArrivalPhase.Sound);
        Encoding.UTF8.GetString(ObservationCodec.Encode(arrival).Span).ShouldBe(Arrival);
    }

    [Theory]
    [InlineData("\"sigmaSeconds\":0.02", "\"sigmaSeconds\":-1", "'sigmaSeconds' must be above 0")]
    [InlineData("\"sigmaSeconds\":0.02", "\"sigmaSeconds\":0", "'sigmaSeconds' must be above 0")]
    [InlineData("\"sigmaSeconds\":0.02", "\"sigmaSeconds\":\"NaN\"", "'sigmaSeconds' is 'NaN'; expected a finite number")]
    [InlineData("\"sigmaSeconds\":0.02,", "", "'sigmaSeconds' is missing")]
    [InlineData("\"sensor\":\"A-7\",", "", "'sensor' is missing")]
    [InlineData("\"sensor\":\"A-7\"", "\"sensor\":\"\"", "'sensor' must be")]
    [InlineData("\"id\":\"1\"", "\"id\":\"1\",\"latest\":\"2026-03-01T05:00:00.000000000Z\"", "'latest' must be")]
    [InlineData("\"id\":\"1\"", "\"id\":\"1\",\"phase\":\"muzle\"", "Did you mean 'muzzle'")]
    [InlineData("\"id\":\"1\"", "\"id\":\"1\",\"amplitude\":-3", "'amplitude' must be")]
    [InlineData("\"id\":\"1\"", "\"id\":\"1\",\"kinds\":{\"explosion\":0.5}", "'kinds' must be")]
    [InlineData("\"id\":\"1\"", "\"azimuth\":{\"degrees\":360,\"sigmaDegrees\":3},\"id\":\"1\"", "'degrees' must be")]
    [InlineData("\"id\":\"1\"", "\"azimuth\":{\"degrees\":36},\"id\":\"1\"", "lacks 'sigmaDegrees'")]
    [InlineData("\"sensor\"", "\"sensr\"", "Did you mean 'sensor'")]
    public void A_wrong_arrival_is_refused_by_the_name_of_its_member(string right, string wrong, string said) =>
        Should
            .Throw<FormatException>(() =>
                ObservationCodec.Decode(
                    ObservationCodec.ArrivalKind,
                    Encoding.UTF8.GetBytes(Arrival.Replace(right, wrong, StringComparison.Ordinal))
                )
            )
            .Message.ShouldContain(said);

    [Theory]
    [InlineData("\"low\":5000", "\"low\":-5", "'rangeMetres' must be")]
    [InlineData("\"low\":5000", "\"low\":9000", "'rangeMetres' must be")]
    [InlineData(",\"low\":5000", "", "lacks 'low'")]
    [InlineData("\"sigmaDegrees\":6.5", "\"sigmaDegrees\":0", "'sigmaDegrees' must be above 0")]
    [InlineData("\"latitude\":48,", "", "lacks 'latitude'")]
    [InlineData("\"kinds\":{\"explosion\":1},", "", "'kinds' is missing")]
    public void A_wrong_bearing_is_refused_by_the_name_of_its_member(string right, string wrong, string said) =>
        Should
            .Throw<FormatException>(() =>
                ObservationCodec.Decode(
                    ObservationCodec.BearingKind,
                    Encoding.UTF8.GetBytes(Bearing.Replace(right, wrong, StringComparison.Ordinal))
                )
            )
            .Message.ShouldContain(said);

    [Fact]
    public void A_bearing_is_a_wedge_with_the_moments_of_what_it_leaves_open()
    {
        var bearing = (BearingObservation)ObservationCodec.Decode(ObservationCodec.BearingKind, Encoding.UTF8.GetBytes(Bearing));
        var fix = bearing.AsFix();
        fix.Id.ShouldBe(bearing.Id);
        var (centre, ellipse) = (fix.Where.Centre, fix.Where.Ellipse);

        // The same by drawing: 200,000 draws of range and azimuth around the observer.
        var random = new Random(5);
        double east = 0,
            north = 0,
            square = 0;
        const int Draws = 200_000;
        for (var i = 0; i < Draws; i++)
        {
            var azimuth = (135 + (6.5 * Normal(random))) * Math.PI / 180;
            var range = 5_000 + (2_000 * random.NextDouble());
            var (x, y) = (range * Math.Sin(azimuth) + (50 * Normal(random)), range * Math.Cos(azimuth) + (50 * Normal(random)));
            (east, north, square) = (east + x, north + y, square + (x * x) + (y * y));
        }
        (east, north, square) = (east / Draws, north / Draws, square / Draws);
        ((centre.Longitude - 37.5) * 111_320 * Math.Cos(48 * Math.PI / 180)).ShouldBe(east, 30);
        ((centre.Latitude - 48) * 111_195).ShouldBe(north, 30);
        var total = (ellipse.SemiMajorMetres * ellipse.SemiMajorMetres) + (ellipse.SemiMinorMetres * ellipse.SemiMinorMetres);
        (total / (square - (east * east) - (north * north))).ShouldBe(1, 0.02);
        // Across a sixteenth of the rose at 6 km is wider than 2 km along it.
        ellipse.AzimuthDegrees.ShouldBe(45, 1e-9);
        ellipse.SemiMajorMetres.ShouldBeGreaterThan(ellipse.SemiMinorMetres);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
