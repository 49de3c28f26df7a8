using System.Text.Json;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Says of standing origins, across blocks and regions, which are muzzles and which are bursts, and in which direction was fired. A function of the origins that stand within
/// <see cref="Context"/> of each.
/// </summary>
internal sealed class FiringPass
{
    /// <summary>Nanoseconds.</summary>
    public const long Context = (long)(OriginSignatures.ContextSeconds * 1e9);

    // One plane for all regions: what lies in two of them is compared, too. Nothing is said finer than a degree or so.
    private readonly RegionPlane _plane;
    private readonly bool _sound;

    public FiringPass(SensingModel sensing)
    {
        var boxes = sensing.Regions.Select(region => region.Box).ToArray();
        _plane = new RegionPlane(
            new RegionBox(boxes.Min(b => b.West), boxes.Min(b => b.South), boxes.Max(b => b.East), boxes.Max(b => b.North)).Centre
        );
        _sound = sensing.Regions.Any(region => region.Waves.Velocity is null);
    }

    /// <summary>The origins of a span, with what they were of a firing.</summary>
    /// <param name="about">What stands within <see cref="Context"/> of the span, and in it.</param>
    public IEnumerable<FoundOrigin> Judge(IEnumerable<FoundOrigin> about, long from, long to)
    {
        var all = about.ToArray();
        var inside = all.Where(found => found.Time >= from && found.Time <= to);
        if (!_sound)
        {
            return inside;
        }
        // Times from the span's middle: seconds since 1970 would leave a quarter of a microsecond, which is enough, but costs nothing to have.
        var cued = all.Where(found => found.Time >= from - Context && found.Time <= to + Context).Select(Cued).ToArray();
        var signatures = OriginSignatures
            .Read(cued, from / 1e9, (to / 1e9) + 1e-6)
            .ToDictionary(read => read.Origin.Id, read => read.Signature, StringComparer.Ordinal);
        return inside.Select(found => signatures.TryGetValue(found.Id, out var signature) ? With(found, signature) : found);
    }

    private FoundOrigin With(FoundOrigin found, OriginSignature signature)
    {
        var origin = StoredOrigin.Read(found.Body);
        var turn = _plane.ConvergenceDegrees(origin.Where) * Math.PI / 180;
        return found with { Body = (origin with { Signature = Rounded(signature, turn) }).Write() };
    }

    /// <summary>No finer than it is known: what changes by less is no revision. Azimuths are turned to true north.</summary>
    private static OriginSignature Rounded(OriginSignature signature, double turn) =>
        signature with
        {
            Muzzle = Math.Round(signature.Muzzle, 2),
            Burst = Math.Round(signature.Burst, 2),
            Neither = Math.Round(signature.Neither, 2),
            Kinds = [.. signature.Kinds.Select(weight => weight with { Probability = Math.Round(weight.Probability, 3) })],
            Direction = signature.Direction is { } way
                ? way with
                {
                    AzimuthRadians = Math.Round(Math.IEEERemainder(way.AzimuthRadians + turn, Math.Tau), 4),
                    SigmaRadians = Math.Round(way.SigmaRadians, 4),
                    Probability = Math.Round(way.Probability, 2),
                    FlightSeconds = way.FlightSeconds is { } seconds ? Math.Round(seconds, 1) : null,
                }
                : null,
        };

    private CuedOrigin Cued(FoundOrigin found)
    {
        var head = OriginHead.Read(found.Body);
        var (east, north) = _plane.Of(new GeoPoint(head.Latitude, head.Longitude));
        var angle = (head.Error.AzimuthDegrees - _plane.ConvergenceDegrees(new GeoPoint(head.Latitude, head.Longitude))) * Math.PI / 180;
        var (sine, cosine) = Math.SinCos(angle);
        var (a, b) = (head.Error.SemiMajorMetres * head.Error.SemiMajorMetres, head.Error.SemiMinorMetres * head.Error.SemiMinorMetres);
        return new CuedOrigin(
            found.Id,
            found.Time / 1e9,
            head.TimeSigmaSeconds,
            east,
            north,
            (a * sine * sine) + (b * cosine * cosine),
            (a - b) * sine * cosine,
            (a * cosine * cosine) + (b * sine * sine),
            head.Cue,
            head.Kinds
        );
    }
}

/// <summary>What pairing needs of a stored origin: what stands before the arrivals in its body.</summary>
internal sealed record OriginHead(
    OriginCue Cue,
    double TimeSigmaSeconds,
    double Latitude,
    double Longitude,
    ErrorEllipse Error,
    System.Collections.Immutable.ImmutableArray<KindWeight> Kinds
)
{
    public static OriginHead Read(byte[] body) =>
        JsonSerializer.Deserialize<OriginHead>(body) ?? throw new InvalidDataException("An origin without a body.");
}
