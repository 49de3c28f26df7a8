using System.Globalization;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Exif;

/// <summary>The few tags of a photo that are read; serial numbers, owners, makers' notes and texts are never looked at.</summary>
internal sealed record PhotoTags
{
    private const int TagHorizontalError = 0x001F;

    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>GPSStatus V: the measurement is void.</summary>
    public bool Void { get; init; }

    /// <summary>GPSHPositioningError, metres.</summary>
    public double? ErrorMetres { get; init; }
    public double? Dilution { get; init; }

    /// <summary>GPSImgDirection, degrees clockwise from north, 0 to below 360.</summary>
    public double? Direction { get; init; }
    public bool Magnetic { get; init; }

    /// <summary>DateTimeOriginal as the camera's clock showed it.</summary>
    public LocalDateTime? Taken { get; init; }
    public int? OffsetSeconds { get; init; }

    /// <summary>GPSDateStamp and GPSTimeStamp, UTC.</summary>
    public Instant? Satellite { get; init; }

    /// <summary>The tags, or null with the reason where the bytes are no photo.</summary>
    public static PhotoTags? Of(byte[] photo, out string problem)
    {
        problem = "";
        try
        {
            var directories = Directories(photo);
            if (directories.Count == 0)
            {
                problem = "it holds no metadata.";
                return null;
            }
            return Of(directories.OfType<GpsDirectory>().FirstOrDefault(), directories.OfType<ExifSubIfdDirectory>().FirstOrDefault());
        }
        // The library reads whatever a stranger sends and throws what its parsers happen to meet: any of it means that this is no photo.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            problem = RowFault.Cut(e.Message);
            return null;
        }
    }

    private static IReadOnlyList<MetadataExtractor.Directory> Directories(byte[] photo)
    {
        if (photo.Length > 12 && photo.AsSpan(4, 4).SequenceEqual("ftyp"u8))
        {
            return Boxed(photo);
        }
        return ImageMetadataReader.ReadMetadata(new MemoryStream(photo));
    }

    // HEIC and AVIF keep the block that JPEG has, whole, in an item of its own: "Exif", two zeros, a TIFF header.
    private static IReadOnlyList<MetadataExtractor.Directory> Boxed(byte[] photo)
    {
        for (var from = 0; from < photo.Length; )
        {
            var at = photo.AsSpan(from).IndexOf("Exif\0\0"u8);
            if (at < 0)
            {
                break;
            }
            from += at + 6;
            var rest = photo.AsSpan(from);
            if (rest.StartsWith("II*\0"u8) || rest.StartsWith("MM\0*"u8))
            {
                return new ExifReader().Extract(new ByteArrayReader(photo, from));
            }
        }
        return [];
    }

    private static PhotoTags Of(GpsDirectory? gps, ExifSubIfdDirectory? exif)
    {
        var where = gps?.GetGeoLocation();
        return new PhotoTags
        {
            Latitude = Finite(where?.Latitude),
            Longitude = Finite(where?.Longitude),
            Void = gps?.GetString(GpsDirectory.TagStatus)?.Trim('\0', ' ') == "V",
            ErrorMetres = Number(gps, TagHorizontalError),
            Dilution = Number(gps, GpsDirectory.TagDop),
            Direction = Number(gps, GpsDirectory.TagImgDirection) is >= 0 and <= 360 and var degrees ? degrees % 360 : null,
            Magnetic = gps?.GetString(GpsDirectory.TagImgDirectionRef)?.Trim('\0', ' ') == "M",
            Taken = Moment(exif?.GetString(ExifDirectoryBase.TagDateTimeOriginal)),
            OffsetSeconds = Shift(exif?.GetString(0x9011) ?? exif?.GetString(0x9010)),
            Satellite = Time(gps),
        };
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static double? Number(MetadataExtractor.Directory? directory, int tag) =>
        directory is not null && directory.TryGetDouble(tag, out var value) ? Finite(value) : null;

    // "2024:03:05 14:05:09": colons in the date too.
    private static LocalDateTime? Moment(string? text)
    {
        if (text is not { Length: >= 19 })
        {
            return null;
        }
        var iso = text[..4] + "-" + text[5..7] + "-" + text[8..10] + " " + text[11..19];
        return
            MomentParser.TryParse(Encoding.UTF8.GetBytes(iso), DateOrder.YearMonthDay, out var moment) && moment.NanosecondOfDay is not null
            ? moment.Local
            : null;
    }

    private static int? Shift(string? text)
    {
        var shown = text?.Trim('\0', ' ') ?? "";
        return
            shown.Length > 0
            && MomentParser.TryParse(Encoding.UTF8.GetBytes("2000-01-01 00:00:00" + shown), DateOrder.YearMonthDay, out var moment)
            ? moment.OffsetSeconds
            : null;
    }

    private static Instant? Time(GpsDirectory? gps)
    {
        var date = gps?.GetString(GpsDirectory.TagDateStamp)?.Trim('\0', ' ');
        var clock = gps?.GetRationalArray(GpsDirectory.TagTimeStamp);
        if (date is not { Length: 10 } || clock is not { Length: 3 })
        {
            return null;
        }
        var (hour, minute, second) = (clock[0].ToDouble(), clock[1].ToDouble(), clock[2].ToDouble());
        if (!(hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 61))
        {
            return null;
        }
        var iso = string.Create(CultureInfo.InvariantCulture, $"{date[..4]}-{date[5..7]}-{date[8..10]}");
        return MomentParser.TryParse(Encoding.UTF8.GetBytes(iso), DateOrder.YearMonthDay, out var moment)
            ? moment.Date.AtMidnight().InUtc().ToInstant() + Duration.FromSeconds((hour * 3_600) + (minute * 60) + second)
            : null;
    }
}
