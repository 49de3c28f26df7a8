using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Exif;

/// <summary>
/// One photo as an observation. With a direction of view it is a bearing from where the camera stood, without one a fix around it. What the photo shows nobody has said
/// yet: its kind is <c>event</c>. Nothing that names a device or its owner is kept, and where the camera stood is protected like any witness's place.
/// </summary>
internal sealed class PhotoReader(FeedInput input)
{
    // What a photo without a direction shows lies around the camera, as a rule within some hundred metres.
    private const double SceneSigmaMetres = 300;

    // A lens of a telephone sees about 65 degrees, and its compass errs by some ten: 65 / sqrt(12) and 10, together.
    private const double ViewSigmaDegrees = 21;

    // A dilution of precision multiplies the error of one range measurement, about 5 m (GPS Standard Positioning Service Performance Standard, 2020).
    private const double RangeErrorMetres = 5;
    private const double UnstatedSigmaMetres = 30;

    private static readonly Duration Agreement = Duration.FromMinutes(2);
    private static readonly Duration Together = Duration.FromHours(1);

    public static string Hash(byte[] photo) => Convert.ToHexStringLower(SHA256.HashData(photo));

    public Observation? Read(string name, byte[] photo, out RowFault? fault)
    {
        var tags = PhotoTags.Of(photo, out var problem);
        if (tags is null)
        {
            fault = new RowFault("", "not-a-photo", $"'{RowFault.Cut(name)}' is no photo that can be read: {problem}");
            return null;
        }
        if (tags.Latitude is not { } north || tags.Longitude is not { } east || tags.Void)
        {
            fault = new RowFault(
                "GPS",
                "no-position",
                tags.Void
                    ? "The camera marked its GPS position as void: it had no reception."
                    : "The photo has no GPS position: it was never written, or taken off on the way here."
            );
            return null;
        }
        if (
            !Coordinates.TryMake(north, east, "GPSLatitude", "GPSLongitude", out var point, out fault)
            || When(tags, out var when, out var clock, out fault) is false
        )
        {
            return null;
        }
        var hash = Hash(photo);
        var attributes = Attributes(tags, hash, clock);
        var citation = $"{(Path.GetFileName(name) is { Length: > 0 } file ? file : input.File)}; sha256 {hash}";
        return tags.Direction is { } direction
            ? Bearing(point, Sigma(tags), direction, when, hash, citation, attributes)
            : Fix(point, Sigma(tags), when, hash, citation, attributes);
    }

    private FixObservation Fix(
        GeoPoint point,
        double sigma,
        TimeRange when,
        string hash,
        string citation,
        ImmutableSortedDictionary<string, string> attributes
    ) =>
        new()
        {
            Id = new ObservationId(input.Source.Id, "photo/" + hash[..32]),
            SourceId = input.Source.Id,
            When = when,
            Standing = input.Standing,
            Mode = input.Mode,
            Label = input.Label,
            Description = "A photo taken here",
            Citation = citation,
            Attributes = attributes,
            Where = new PointPlace(point, ErrorEllipse.Circle(Math.Sqrt((sigma * sigma) + (SceneSigmaMetres * SceneSigmaMetres)))),
            Kinds = [new KindWeight("event", 1)],
        };

    private BearingObservation Bearing(
        GeoPoint point,
        double sigma,
        double direction,
        TimeRange when,
        string hash,
        string citation,
        ImmutableSortedDictionary<string, string> attributes
    ) =>
        new()
        {
            Id = new ObservationId(input.Source.Id, "photo/" + hash[..32]),
            SourceId = input.Source.Id,
            When = when,
            Standing = input.Standing,
            Mode = input.Mode,
            Label = input.Label,
            Description = "A photo taken in this direction",
            Citation = citation,
            Attributes = attributes,
            From = new PointPlace(point, ErrorEllipse.Circle(sigma)),
            AzimuthDegrees = direction,
            AzimuthSigmaDegrees = ViewSigmaDegrees,
            Kinds = [new KindWeight("event", 1)],
        };

    private static double Sigma(PhotoTags tags) =>
        tags.ErrorMetres is > 0 and < 100_000 and var error ? Math.Max(3, error)
        : tags.Dilution is > 0 and < 1_000 and var dilution ? Math.Max(3, dilution * RangeErrorMetres)
        : UnstatedSigmaMetres;

    // The satellites' time is the better one, though it may be that of the last fix; a camera's clock without an offset is read in the mission's zone.
    private bool? When(PhotoTags tags, out TimeRange when, out string? clock, out RowFault? fault)
    {
        (when, clock, fault) = (default, null, null);
        Instant? camera =
            tags.Taken is not { } local ? null
            : tags.OffsetSeconds is { } offset ? local.WithOffset(Offset.FromSeconds(offset)).ToInstant()
            : input.Zone.AtLeniently(local).ToInstant();
        if ((tags.Satellite ?? camera) is not { } best)
        {
            fault = new RowFault("DateTimeOriginal", "missing-field", "The photo says neither when it was taken nor the satellites' time.");
            return false;
        }
        when = TimeRange.At(best);
        if (tags.Satellite is { } satellite && camera is { } said)
        {
            var apart = said - satellite;
            if (apart > Agreement || apart < -Agreement)
            {
                clock = $"camera clock minus GPS time: {apart.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s";
            }
            if (tags.OffsetSeconds is not null && apart <= Together && apart >= -Together)
            {
                when = new TimeRange(Instant.Min(said, satellite), Instant.Max(said, satellite));
            }
        }
        fault = when.Earliest > input.Now ? RowFault.Future("DateTimeOriginal", Iso.Format(when.Earliest)) : null;
        return fault is null;
    }

    private static ImmutableSortedDictionary<string, string> Attributes(PhotoTags tags, string hash, string? clock)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        attributes["sha256"] = hash;
        // A phrase that release knows: the place is a witness's.
        attributes["place"] = "where the camera stood";
        attributes["time from"] =
            tags.Satellite is not null ? "GPS"
            : tags.OffsetSeconds is not null ? "camera clock with offset"
            : "camera clock, the mission's zone assumed";
        if (clock is not null)
        {
            attributes["clocks disagree"] = clock;
        }
        Number("gps error m", tags.ErrorMetres);
        Number("gps dilution of precision", tags.Dilution);
        if (tags.Direction is not null)
        {
            attributes["direction is from"] = tags.Magnetic ? "magnetic north, taken as true" : "true north";
        }
        return attributes.ToImmutable();

        void Number(string name, double? value)
        {
            if (value is { } number)
            {
                attributes[name] = number.ToString("0.##", CultureInfo.InvariantCulture);
            }
        }
    }
}
