using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Feeds;

public sealed class ObservationCodecTests
{
    [Fact]
    public void Every_observation_comes_back_as_it_was_and_encodes_to_the_same_bytes() =>
        Prop.ForAll<int>(seed =>
            {
                var observation = new ObservationSamples(seed).Next();
                var body = ObservationCodec.Encode(observation);
                var back = ObservationCodec.Decode(ObservationCodec.KindOf(observation), body);
                ObservationCodec.Encode(back).Span.SequenceEqual(body.Span).ShouldBeTrue();
                Unshared(back, observation).ShouldBe(observation);
                back.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)
                    .ShouldBe(observation.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_fusion_reads_of_a_body_is_what_it_reads_of_the_observation()
    {
        var samples = new ObservationSamples(11);
        for (var i = 0; i < 500; i++)
        {
            var observation = samples.Next();
            observation =
                i % 3 == 0 ? observation with { Attributes = observation.Attributes.Add("same_as", "twin \" of it") } : observation;
            var kind = ObservationCodec.KindOf(observation);
            var body = ObservationCodec.Encode(observation).Span;
            var expected = observation is FixObservation fix ? FusedFields.Of(fix) : observation;
            ObservationCodec.Encode(FusedFields.Decode(kind, body)).ToArray().ShouldBe(ObservationCodec.Encode(expected).ToArray());
        }
    }

    [Fact]
    public void Members_stand_in_the_order_of_their_utf16_code_units_at_every_depth() =>
        Prop.ForAll<int>(seed =>
            {
                using var json = JsonDocument.Parse(ObservationCodec.Encode(new ObservationSamples(seed).Next()));
                AssertSorted(json.RootElement);
            })
            .QuickCheckThrowOnFailure();

    // RFC 8785, appendix B, as far as the numbers are finite.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(unchecked((long)0x8000000000000000), "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(unchecked((long)0x8000000000000001), "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(unchecked((long)0xc340000000000000), "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(unchecked((long)0xbecbf647612f3696), "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_take_the_form_of_the_canonical_scheme(long bits, string expected)
    {
        var text = Body(new Weapon(null, BitConverter.Int64BitsToDouble(bits)));
        text.ShouldContain("\"weapon\":{\"calibreMillimetres\":" + expected + "}");
    }

    [Fact]
    public void Defaults_are_left_out_and_instants_have_nine_digits() =>
        Body(null)
            .ShouldBe(
                """{"earliest":"2025-04-19T15:00:00.000000000Z","id":"1","kinds":{"shelling":1},"place":{"azimuthDegrees":0,"latitude":48,"lon"""
                    + """gitude":37.5,"semiMajorMetres":100,"semiMinorMetres":100,"type":"point"},"producer":"p","source":"s"}"""
            );

    [Theory]
    [InlineData("{", "observation.fix/1")]
    [InlineData("[]", "StartObject")]
    [InlineData("{\"plaice\":1}", "'place'")]
    [InlineData("{\"id\":1}", "expected a text")]
    [InlineData("{\"earliest\":\"2025-02-30T00:00:00.000000000Z\"}", "'earliest'")]
    [InlineData("{\"id\":\"\\ud800\"}", "observation.fix/1")]
    [InlineData("{\"producer\":\"p\",\"id\":\"1\"}", "'source' is missing")]
    [InlineData("{\"place\":{\"latitude\":95,\"longitude\":1,\"type\":\"point\",\"semiMajorMetres\":1}}", "latitude")]
    public void A_wrong_body_is_refused_by_name(string body, string said) =>
        Should
            .Throw<FormatException>(() => ObservationCodec.Decode(ObservationCodec.FixKind, Encoding.UTF8.GetBytes(body)))
            .Message.ShouldContain(said);

    [Fact]
    public void Any_prefix_of_a_body_is_refused_and_never_a_crash()
    {
        var body = ObservationCodec.Encode(new ObservationSamples(7).Next());
        for (var length = 0; length < body.Length; length++)
        {
            Should.Throw<FormatException>(() => ObservationCodec.Decode(ObservationCodec.FixKind, body[..length]));
        }
    }

    // Immutable collections compare by reference: their items are compared here, and the rest by the record's own equality.
    private static Observation Unshared(Observation back, Observation original)
    {
        switch (back, original)
        {
            case (FixObservation b, FixObservation o):
                b.Kinds.ShouldBe(o.Kinds);
                return b with { Kinds = o.Kinds, Attributes = o.Attributes };
            case (ClaimObservation b, ClaimObservation o):
                b.Places.ShouldBe(o.Places);
                return b with { Places = o.Places, Attributes = o.Attributes };
            case (ArrivalObservation b, ArrivalObservation o):
                b.Kinds.ShouldBe(o.Kinds);
                return b with { Kinds = o.Kinds, Attributes = o.Attributes };
            case (BearingObservation b, BearingObservation o):
                b.Kinds.ShouldBe(o.Kinds);
                return b with { Kinds = o.Kinds, Attributes = o.Attributes };
            case (NullObservation b, NullObservation o):
                b.Kinds.ShouldBe(o.Kinds);
                return b with { Kinds = o.Kinds, Attributes = o.Attributes };
            default:
                return back;
        }
    }

    private static string Body(Weapon? weapon)
    {
        var fix = new FixObservation
        {
            Id = new ObservationId("p", "1"),
            SourceId = "s",
            When = TimeRange.At(Instant.FromUtc(2025, 4, 19, 15, 0)),
            Where = new PointPlace(new GeoPoint(48, 37.5), ErrorEllipse.Circle(100)),
            Kinds = [new KindWeight("shelling", 1)],
            Weapon = weapon,
        };
        return Encoding.UTF8.GetString(ObservationCodec.Encode(fix).Span);
    }

    private static void AssertSorted(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var names = element.EnumerateObject().Select(p => p.Name).ToArray();
            names.ShouldBe(names.Order(StringComparer.Ordinal));
            names.ShouldBeUnique();
            foreach (var member in element.EnumerateObject())
            {
                AssertSorted(member.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                AssertSorted(item);
            }
        }
    }
}
