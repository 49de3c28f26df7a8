using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Values;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Commission.Forms;

/// <summary>Reads what a form handed in. Every fault is a <see cref="FormatException"/> that names the field, what was found and what was expected.</summary>
internal sealed class FormReader(IReadOnlyDictionary<string, StringValues> fields, DateTimeZone zone)
{
    private static readonly LocalDateTimePattern[] LocalTimes =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm"),
    ];

    public IReadOnlyDictionary<string, StringValues> Fields => fields;

    /// <summary>What stands in the field, without space around it; empty where there is no such field.</summary>
    public string Text(string name) => fields.TryGetValue(name, out var values) ? values.ToString().Trim() : "";

    public string? Optional(string name) => Text(name) is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => Text(name).Length > 0;

    public ImmutableArray<string> Many(string name) =>
        fields.TryGetValue(name, out var values) ? [.. values.OfType<string>().Select(v => v.Trim()).Where(v => v.Length > 0)] : [];

    /// <summary>Parts of one text, parted by commas, semicolons, spaces or lines.</summary>
    public ImmutableArray<string> List(string name) =>
        [
            .. Text(name)
                .Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal),
        ];

    public T Word<T>(string name)
        where T : struct, Enum => CaseWords.Parse<T>(Text(name));

    public int Count(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' is '{Text(name)}'; expected a whole number from 0.");

    public double? Ratio(string name) =>
        Optional(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"'{name}' is '{text}'; expected a number such as 4 or 0.25.");

    /// <summary>A date and time in the mission's zone, or an instant in UTC.</summary>
    public Instant Moment(string name) =>
        OptionalMoment(name) ?? throw new FormatException($"'{name}' is empty; expected a date and time such as 2026-03-02T08:00.");

    public Instant? OptionalMoment(string name)
    {
        if (Optional(name) is not { } text)
        {
            return null;
        }
        if (Iso.TryParse(text, out var instant))
        {
            return instant;
        }
        foreach (var pattern in LocalTimes)
        {
            if (pattern.Parse(text) is { Success: true, Value: var local })
            {
                return local.InZoneLeniently(zone).ToInstant();
            }
        }
        return LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date }
            ? zone.AtStartOfDay(date).ToInstant()
            : throw new FormatException($"'{name}' is '{text}'; expected a date and time such as 2026-03-02T08:00, or an instant in UTC.");
    }
}
