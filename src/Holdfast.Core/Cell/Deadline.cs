using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Cell;

/// <summary>
/// A deadline as people write it, read in a zone: <c>2026-03-29T03:30</c> (wall clock of the zone), <c>2026-03-29T03:30+03:00</c> (with its offset), <c>2026-03-29</c> (the end of that day),
/// <c>72 h</c> and <c>90 min</c> (elapsed), <c>3 days</c> (the same wall clock so many days on). A wall clock that the change to summer time leaves out is moved on by the hour left out; one
/// that comes twice in autumn is the later of the two: nobody loses the hour.
/// </summary>
public static partial class Deadline
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly OffsetDateTimePattern Offset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>");
    private static readonly OffsetDateTimePattern OffsetSeconds = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm:sso<Z+HH:mm>"
    );

    /// <summary>Throws <see cref="FormatException"/> with the forms that are right.</summary>
    public static Instant Read(string text, Instant now, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var trimmed = text.Trim();
        foreach (var pattern in new[] { Minutes, Seconds })
        {
            if (pattern.Parse(trimmed) is { Success: true } local)
            {
                return AtWallClock(local.Value, zone);
            }
        }
        foreach (var pattern in new[] { Offset, OffsetSeconds })
        {
            if (pattern.Parse(trimmed) is { Success: true } exact)
            {
                return exact.Value.ToInstant();
            }
        }
        if (LocalDatePattern.Iso.Parse(trimmed) is { Success: true } day)
        {
            return zone.AtStartOfDay(day.Value.PlusDays(1)).ToInstant();
        }
        return Later(trimmed, now, zone)
            ?? throw new FormatException(
                $"'{text}' is no deadline: write 2026-03-29T03:30 (in {zone.Id}), 2026-03-29T03:30+03:00, 2026-03-29, '72 h', '90 min' or '3 days'."
            );
    }

    /// <summary>The instant of a wall clock: moved on where it is left out, the later where it comes twice.</summary>
    public static Instant AtWallClock(LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(
                local,
                NodaTime.TimeZones.Resolvers.CreateMappingResolver(
                    NodaTime.TimeZones.Resolvers.ReturnLater,
                    NodaTime.TimeZones.Resolvers.ReturnForwardShifted
                )
            )
            .ToInstant();

    private static Instant? Later(string text, Instant now, DateTimeZone zone)
    {
        if (Length().Match(text) is not { Success: true } match)
        {
            return null;
        }
        var count = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value[0] switch
        {
            'h' => now + Duration.FromHours(count),
            'm' => now + Duration.FromMinutes(count),
            _ => AtWallClock(now.InZone(zone).LocalDateTime.PlusDays(count), zone),
        };
    }

    [GeneratedRegex(@"^([1-9]\d{0,3}) ?(h|hours?|min|minutes?|days?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
