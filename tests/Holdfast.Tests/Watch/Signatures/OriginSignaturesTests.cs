using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association.Signatures;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Signatures;

/// <summary>Which end of a firing an origin is, and which way was fired: only where it can be known.</summary>
public sealed class OriginSignaturesTests
{
    private static readonly ImmutableArray<KindWeight> Explosion = [new("explosion", 1)];
    private static readonly Trajectory Flight = Trajectory.Of(500, 0.8, 6e-5);

    [Fact]
    public void A_lone_event_that_nobody_tells_is_undetermined()
    {
        var signature = Read(At("a", 0, 0, 0)).Single();
        signature.Role.ShouldBe(OriginRole.Undetermined);
        signature.Direction.ShouldBeNull();
        (signature.Muzzle + signature.Burst + signature.Neither).ShouldBe(1, 1e-9);
        signature.Muzzle.ShouldBe(signature.Burst, 1e-9);
        signature.Kinds.ShouldBe(Explosion);
    }

    [Fact]
    public void Both_ends_told_and_a_flight_between_them_give_the_direction_of_fire()
    {
        var read = Read(Muzzle("m", 0, 0, 0), Burst("b", Flight.FlightSeconds, 0, Flight.RangeMetres));
        read[0].Role.ShouldBe(OriginRole.Muzzle);
        read[1].Role.ShouldBe(OriginRole.Burst);
        foreach (var signature in read)
        {
            var way = signature.Direction.ShouldNotBeNull();
            Math.Abs(way.AzimuthRadians).ShouldBeLessThan(1e-6);
            way.SigmaRadians.ShouldBeInRange(0.005, 0.1);
            (way.Basis, way.FlightSeconds!.Value).ShouldBe((DirectionBasis.Pair, Flight.FlightSeconds));
        }
        (read[0].Direction!.Partner, read[1].Direction!.Partner).ShouldBe(("b", "m"));
        // A range of many kilometres in half a minute is no mortar's.
        read[0]
            .Kinds.First(k => k.Kind == "artillery")
            .Probability.ShouldBeGreaterThan(read[0].Kinds.FirstOrDefault(k => k.Kind == "mortar").Probability);
    }

    [Fact]
    public void What_no_round_can_fly_is_no_pair()
    {
        var read = Read(Muzzle("m", 0, 0, 0), Burst("b", 4, 0, 20_000));
        read.ShouldAllBe(signature => signature.Direction == null);
    }

    [Fact]
    public void In_heavy_fire_a_pair_is_as_good_by_chance_and_nothing_is_said()
    {
        var random = new Random(3);
        var origins = Enumerable
            .Range(0, 900)
            .Select(i =>
                At($"x{i:D3}", (random.NextDouble() * 600) - 300, (random.NextDouble() * 20_000) - 10_000, random.NextDouble() * 20_000)
            )
            .Append(At("m", 0, 0, 0))
            .Append(At("b", Flight.FlightSeconds, 0, Flight.RangeMetres))
            .ToArray();
        Read(origins).Count(signature => signature.Direction is not null).ShouldBe(0);
    }

    [Fact]
    public void Rounds_of_a_mission_speak_for_each_other_where_one_pair_would_not()
    {
        double[] fired = [0, 4.1, 6.3, 11.9, 14.2, 21.7];
        var mission = fired
            .SelectMany(
                (t, i) => new[] { At($"m{i}", t, 20 * i, 0), At($"b{i}", t + Flight.FlightSeconds, 0, Flight.RangeMetres + (15 * i)) }
            )
            .ToArray();
        var ways = Read(mission).Select(signature => signature.Direction).OfType<FireDirection>().ToArray();
        ways.Length.ShouldBeGreaterThanOrEqualTo(9);
        ways.ShouldAllBe(way => Math.Abs(way.AzimuthRadians) < 0.05);
        Read(At("m", 0, 0, 0), At("b", Flight.FlightSeconds, 0, Flight.RangeMetres)).ShouldAllBe(signature => signature.Direction == null);
    }

    [Fact]
    public void A_signature_hangs_on_nothing_beyond_its_context_nor_on_order()
    {
        var near = new[]
        {
            Muzzle("m", 0, 0, 0),
            Burst("b", Flight.FlightSeconds, 300, Flight.RangeMetres),
            At("c", 60, 4_000, 2_000),
            At("d", 200, -3_000, 9_000),
        };
        var random = new Random(9);
        var far = Enumerable
            .Range(0, 60)
            .Select(i =>
                At(
                    $"z{i}",
                    (i % 2 == 0 ? 1 : -1) * (OriginSignatures.ContextSeconds + 1 + (200 * random.NextDouble())),
                    8_000 * random.NextDouble(),
                    9_000 * random.NextDouble()
                )
            )
            .ToArray();
        var alone = OriginSignatures.Read(near, -0.5, 0.5).Single().Signature;
        var whole = OriginSignatures.Read(far.Concat(near.AsEnumerable().Reverse()), -0.5, 0.5).Single().Signature;
        (whole.Muzzle, whole.Burst, whole.Direction).ShouldBe((alone.Muzzle, alone.Burst, alone.Direction));
    }

    [Fact]
    public void Bow_waves_on_one_cone_show_the_line_of_fire_and_scattered_ones_do_not()
    {
        var flight = Trajectory.Of(820, 0.5, 5e-5);
        const double Azimuth = 0.7;
        var (sine, cosine) = Math.SinCos(Azimuth);
        var random = new Random(1);
        var cone = new List<BowArrival>();
        var scattered = new List<BowArrival>();
        for (var i = 0; i < 8; i++)
        {
            var (along, across) = (1_500 + (500 * i), (random.NextDouble() - 0.5) * 3_000);
            var (east, north) = ((along * sine) + (across * cosine), (along * cosine) - (across * sine));
            scattered.Add(new BowArrival(10 * random.NextDouble(), east, north, 0.03));
            if (BowWave.At(flight, along, across, 337) is { } bow)
            {
                cone.Add(new BowArrival(bow.Seconds, east, north, 0.03));
            }
        }
        cone.Count.ShouldBeGreaterThan(5);
        var line = BowLineFit.Of(0, 0, 0, cone, 0.01, 337).ShouldNotBeNull();
        line.LogRatio.ShouldBeGreaterThan(4);
        Math.Abs(line.AzimuthRadians - Azimuth).ShouldBeLessThan(Math.Max(0.1, 3 * line.SigmaRadians));
        (BowLineFit.Of(0, 0, 0, scattered, 0.3, 337)?.LogRatio ?? 0).ShouldBeLessThan(2);
    }

    [Fact]
    public void Loudness_is_that_of_the_source_wherever_it_was_heard_and_one_wild_sensor_changes_little()
    {
        double Heard(double metres) =>
            BlastLevel.Pascals(135 - (22 * Math.Log10(metres / 1_000)) - (BlastLevel.Absorption(50, 10, 0.7) * (metres - 1_000)));
        var heard = new[] { 2_500.0, 4_000, 6_000, 9_000, 12_000 }.Select(metres => (metres, Heard(metres))).ToArray();
        var level = SourceLevel.Of(heard, 10).ShouldNotBeNull();
        level.Decibels.ShouldBe(135, 1.5);
        var wild = SourceLevel.Of([.. heard, (5_000, Heard(5_000) * 1_000)], 10).ShouldNotBeNull();
        wild.Decibels.ShouldBe(level.Decibels, 6);
        wild.SigmaDecibels.ShouldBeGreaterThan(level.SigmaDecibels);
        SourceLevel.Of(heard.Take(2), 10).ShouldBeNull();
    }

    [Fact]
    public void A_classifier_that_boasts_is_found_out_by_how_often_it_agrees()
    {
        var (honest, boasting) = (new VoiceBook(), new VoiceBook());
        var random = new Random(5);
        for (var i = 0; i < 150; i++)
        {
            honest.Learn(Voices(random, 0.8));
            boasting.Learn(Voices(random, 0.55));
        }
        honest.PowerOf("s").ShouldBeInRange(0.8, 1.3);
        boasting.PowerOf("s").ShouldBeLessThan(0.65);
        boasting.PowerOf("unheard").ShouldBe(1);
        var said = Enumerable.Repeat(Voice("mortar"), 2).Append(Voice("artillery")).ToArray();
        var (sure, unsure) = (KindOpinion.Of(said, honest, null, "explosion"), KindOpinion.Of(said, boasting, null, "explosion"));
        Of(sure, "mortar").ShouldBeGreaterThan(Of(unsure, "mortar"));
        sure.Sum(k => k.Probability).ShouldBe(1, 1e-9);
        // However many agree, what fools all alike stays possible.
        Of(KindOpinion.Of(Enumerable.Repeat(Voice("mortar"), 40), honest, null, "explosion"), "mortar").ShouldBeLessThan(0.97);
        KindOpinion.Of([], honest, null, "explosion").ShouldBe(Explosion);
    }

    private static double Of(ImmutableArray<KindWeight> kinds, string kind) => kinds.First(k => k.Kind == kind).Probability;

    private static KindVoice[] Voices(Random random, double right)
    {
        string[] kinds = ["artillery", "mlrs", "mortar"];
        var truth = random.Next(3);
        return
        [
            .. Enumerable
                .Range(0, 6)
                .Select(_ => Voice(random.NextDouble() < right ? kinds[truth] : kinds[(truth + 1 + random.Next(2)) % 3])),
        ];
    }

    private static KindVoice Voice(string kind) =>
        new("s", [.. new[] { "artillery", "mlrs", "mortar" }.Select(k => new KindWeight(k, k == kind ? 0.8 : 0.1))]);

    private static OriginSignature[] Read(params CuedOrigin[] origins) =>
        [.. OriginSignatures.Read(origins, double.NegativeInfinity, double.PositiveInfinity).Select(read => read.Signature)];

    private static CuedOrigin Muzzle(string id, double seconds, double east, double north) =>
        At(id, seconds, east, north, ArrivalPhase.Muzzle);

    private static CuedOrigin Burst(string id, double seconds, double east, double north) =>
        At(id, seconds, east, north, ArrivalPhase.Burst);

    private static CuedOrigin At(string id, double seconds, double east, double north, ArrivalPhase wave = ArrivalPhase.Sound) =>
        new(id, seconds, 0.05, east, north, 2_500, 0, 2_500, OriginCue.Of(Enumerable.Repeat(wave, 5), null, null), Explosion);
}
