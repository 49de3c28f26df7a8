using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>CAP's dates ("2022-03-15T16:10:34+02:00") and references.</summary>
internal static class CapTimes
{
    public static Instant? Read(string text) =>
        MomentParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text), DateOrder.YearMonthDay, out var moment)
        && moment is { NanosecondOfDay: not null, OffsetSeconds: { } offset }
            ? moment.Local.WithOffset(Offset.FromSeconds(offset)).ToInstant()
            : null;

    /// <summary>Each as "sender,identifier,sent"; the time in one spelling, so that offsets written otherwise are the same.</summary>
    public static IEnumerable<string> References(string text) =>
        text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(200).Select(Key);

    public static string Key(string sender, string identifier, string sent) =>
        $"{sender},{identifier},{(Read(sent) is { } at ? Iso.Format(at) : sent)}";

    private static string Key(string reference)
    {
        var (first, last) = (reference.IndexOf(','), reference.LastIndexOf(','));
        return first >= 0 && last > first ? Key(reference[..first], reference[(first + 1)..last], reference[(last + 1)..]) : reference;
    }
}
