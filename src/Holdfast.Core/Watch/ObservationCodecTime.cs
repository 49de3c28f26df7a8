using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// Instants as the record writes them, thirty bytes such as <c>2025-04-19T15:00:00.000000000Z</c>, without going through a pattern. Days are turned
/// into dates by Howard Hinnant's <c>civil_from_days</c> and back (chrono-compatible low-level date algorithms).
/// </summary>
internal static class ObservationCodecTime
{
    public const int Length = 30;

    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Writes 30 bytes; false for years outside 0 to 9999.</summary>
    public static bool TryFormat(Instant instant, Span<byte> target)
    {
        var since = instant - NodaConstants.UnixEpoch;
        long days = since.Days;
        var nanoseconds = since.NanosecondOfDay;
        if (nanoseconds < 0)
        {
            days--;
            nanoseconds += NodaConstants.NanosecondsPerDay;
        }
        var (year, month, day) = Civil(days);
        if (year is < 0 or > 9999)
        {
            return false;
        }
        var seconds = (int)(nanoseconds / NanosecondsPerSecond);
        Digits(target, 4, year);
        target[4] = (byte)'-';
        Digits(target[5..], 2, month);
        target[7] = (byte)'-';
        Digits(target[8..], 2, day);
        target[10] = (byte)'T';
        Digits(target[11..], 2, seconds / 3600);
        target[13] = (byte)':';
        Digits(target[14..], 2, seconds / 60 % 60);
        target[16] = (byte)':';
        Digits(target[17..], 2, seconds % 60);
        target[19] = (byte)'.';
        Digits(target[20..], 9, (int)(nanoseconds % NanosecondsPerSecond));
        target[29] = (byte)'Z';
        return true;
    }

    /// <summary>Parses exactly the form that <see cref="TryFormat"/> writes; anything else is left to a slower parser.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length != Length || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        if (text[19] != '.' || text[29] != 'Z')
        {
            return false;
        }
        var year = Number(text, 0, 4);
        var month = Number(text, 5, 2);
        var day = Number(text, 8, 2);
        var hour = Number(text, 11, 2);
        var minute = Number(text, 14, 2);
        var second = Number(text, 17, 2);
        var nanosecond = Number(text, 20, 9);
        if ((year | month | day | hour | minute | second | nanosecond) < 0 || month is < 1 or > 12 || day < 1 || year < 1)
        {
            return false;
        }
        if (day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }
        var seconds = (DaysFromCivil(year, month, day) * 86_400) + (hour * 3600) + (minute * 60) + second;
        instant = Instant.FromUnixTimeSeconds(seconds);
        instant = nanosecond == 0 ? instant : instant.PlusNanoseconds(nanosecond);
        return true;
    }

    private static void Digits(Span<byte> target, int count, int value)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static int Number(ReadOnlySpan<byte> text, int start, int count)
    {
        var value = 0;
        foreach (var b in text.Slice(start, count))
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }
            value = (value * 10) + (b - '0');
        }
        return value;
    }

    private static (int Year, int Month, int Day) Civil(long days)
    {
        var z = days + 719_468;
        var era = (z >= 0 ? z : z - 146_096) / 146_097;
        var dayOfEra = (int)(z - (era * 146_097));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shifted) + 2) / 5) + 1;
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        return ((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, day);
    }

    private static long DaysFromCivil(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return ((long)era * 146_097) + dayOfEra - 719_468;
    }
}
