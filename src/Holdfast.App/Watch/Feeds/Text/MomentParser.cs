using Holdfast.App.Watch.Feeds;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Reads the dates and times that tables hold: <c>2014-01-22</c>, <c>20140122</c>, <c>22.01.14</c>, <c>1/22/2014 12:00:00 AM</c>, <c>22 Jan 2014</c>,
/// <c>2022-03-15 16:10:34+00:00</c>, <c>2025-08-16T00:52:00.5Z</c>. Four figures first mean the year; otherwise the order is the caller's, never guessed.
/// </summary>
internal ref struct MomentParser
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private ReadOnlySpan<byte> _rest;

    private MomentParser(ReadOnlySpan<byte> text)
    {
        _rest = text.Trim((byte)' ');
    }

    public static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out ReadMoment moment)
    {
        var parser = new MomentParser(text);
        moment = default;
        if (!parser.Date(order, out var date))
        {
            return false;
        }
        if (parser._rest.IsEmpty)
        {
            moment = new ReadMoment(date, null, null);
            return true;
        }
        if (parser._rest[0] is not ((byte)' ' or (byte)'T' or (byte)'t'))
        {
            return false;
        }
        parser._rest = parser._rest[1..].TrimStart((byte)' ');
        if (!parser.Clock(out var nanosecond) || !parser.Offset(out var offset))
        {
            return false;
        }
        moment = new ReadMoment(date, nanosecond, offset);
        return parser._rest.IsEmpty;
    }

    /// <summary>A time of day alone: 0052, 52 (FIRMS drops leading zeros), 00:52, 00:52:10.5, 12:52 AM.</summary>
    public static bool TryParseClock(ReadOnlySpan<byte> text, out long nanosecondOfDay)
    {
        var parser = new MomentParser(text);
        if (!parser._rest.Contains((byte)':') && parser._rest.Length <= 4 && parser.Number(4, out var plain, out _))
        {
            nanosecondOfDay = ((plain / 100 * 3600L) + (plain % 100 * 60L)) * NodaConstants.NanosecondsPerSecond;
            return parser._rest.IsEmpty && plain / 100 < 24 && plain % 100 < 60;
        }
        return parser.Clock(out nanosecondOfDay) && parser._rest.IsEmpty;
    }

    private bool Date(DateOrder order, out LocalDate date)
    {
        date = default;
        if (Month(out var named))
        {
            Skip(" .");
            return Number(2, out var dayOfNamed, out _)
                && Skip(" ,")
                && Number(4, out var yearOfNamed, out _)
                && Make(yearOfNamed, named, dayOfNamed, out date);
        }
        if (!Number(8, out var first, out var length))
        {
            return false;
        }
        if (length == 8)
        {
            return Make(first / 10_000, first / 100 % 100, first % 100, out date);
        }
        if (!Skip("-/. "))
        {
            return false;
        }
        if (Month(out named))
        {
            return Skip("-/. ") && Number(4, out var y, out var digits) && Make(Full(y, digits), named, first, out date);
        }
        if (!Number(2, out var second, out _) || !Skip("-/.") || !Number(4, out var third, out var thirdLength))
        {
            return false;
        }
        if (length == 4)
        {
            return Make(first, second, third, out date);
        }
        return order switch
        {
            DateOrder.MonthDayYear => Make(Full(third, thirdLength), first, second, out date),
            DateOrder.DayMonthYear => Make(Full(third, thirdLength), second, first, out date),
            // A year of two figures is never taken to come first: 05.03.22 is no day of 2005.
            DateOrder.YearMonthDay => false,
        };
    }

    private bool Clock(out long nanosecond)
    {
        nanosecond = 0;
        if (!Number(2, out var hour, out _) || !Skip(":") || !Number(2, out var minute, out _))
        {
            return false;
        }
        var second = 0;
        long fraction = 0;
        if (Skip(":") && !Number(2, out second, out _))
        {
            return false;
        }
        if (Skip(".,") && !Fraction(out fraction))
        {
            return false;
        }
        if (!Half(ref hour) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }
        nanosecond = (((hour * 3600L) + (minute * 60L) + second) * NodaConstants.NanosecondsPerSecond) + fraction;
        return true;
    }

    // "AM" and "PM"; 12 AM is midnight.
    private bool Half(ref int hour)
    {
        var word = _rest.TrimStart((byte)' ');
        if (word.Length < 2 || (word[1] | 0x20) != 'm' || (word[0] | 0x20) is not ('a' or 'p'))
        {
            return true;
        }
        var afternoon = (word[0] | 0x20) == 'p';
        _rest = word[2..];
        var valid = hour is >= 1 and <= 12;
        hour = (hour % 12) + (afternoon ? 12 : 0);
        return valid;
    }

    private bool Offset(out int? seconds)
    {
        seconds = null;
        _rest = _rest.TrimStart((byte)' ');
        if (_rest.IsEmpty)
        {
            return true;
        }
        if ((_rest[0] | 0x20) == 'z' || _rest.SequenceEqual("UTC"u8) || _rest.SequenceEqual("GMT"u8))
        {
            _rest = _rest[((_rest[0] | 0x20) == 'z' ? 1 : 3)..];
            seconds = 0;
            return true;
        }
        var sign =
            _rest[0] == '-' ? -1
            : _rest[0] == '+' ? 1
            : 0;
        _rest = _rest[1..];
        if (sign == 0 || !Number(2, out var hours, out _))
        {
            return false;
        }
        Skip(":");
        var minutes = 0;
        if (!_rest.IsEmpty && !Number(2, out minutes, out _))
        {
            return false;
        }
        seconds = sign * ((hours * 3600) + (minutes * 60));
        return hours <= 18 && minutes < 60;
    }

    private bool Fraction(out long nanoseconds)
    {
        nanoseconds = 0;
        var digits = 0;
        while (digits < _rest.Length && _rest[digits] is >= (byte)'0' and <= (byte)'9')
        {
            nanoseconds += digits < 9 ? (_rest[digits] - '0') * (long)Math.Pow(10, 8 - digits) : 0;
            digits++;
        }
        _rest = _rest[digits..];
        return digits > 0;
    }

    private bool Number(int most, out int value, out int length)
    {
        value = 0;
        length = 0;
        while (length < most && length < _rest.Length && _rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (_rest[length++] - '0');
        }
        _rest = _rest[length..];
        return length > 0;
    }

    private bool Month(out int month)
    {
        month = 0;
        if (_rest.Length < 3 || !char.IsAsciiLetter((char)_rest[0]))
        {
            return false;
        }
        for (var i = 0; i < Months.Length; i++)
        {
            if ((_rest[0] | 0x20) == Months[i][0] && (_rest[1] | 0x20) == Months[i][1] && (_rest[2] | 0x20) == Months[i][2])
            {
                month = i + 1;
            }
        }
        while (!_rest.IsEmpty && char.IsAsciiLetter((char)_rest[0]))
        {
            _rest = _rest[1..];
        }
        return month > 0;
    }

    // Passes over any number of these characters; whether there was one.
    private bool Skip(string characters)
    {
        var before = _rest.Length;
        while (!_rest.IsEmpty && characters.Contains((char)_rest[0], StringComparison.Ordinal))
        {
            _rest = _rest[1..];
        }
        return _rest.Length < before;
    }

    private static int Full(int year, int digits) => digits > 2 ? year : year + (year < 70 ? 2000 : 1900);

    private static bool Make(int year, int month, int day, out LocalDate date)
    {
        // The last year is left out: a day in it has no next one.
        var valid = year is >= 1 and < 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = valid ? new LocalDate(year, month, day) : default;
        return valid;
    }
}
