using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Holdfast.Web.Frame;

/// <summary>A column of a download: its name in the file and what it means.</summary>
internal sealed record Column(string Name, string Meaning, PropertyInfo Property);

/// <summary>The columns of a flat row type, so that CSV, JSON and the companion file say the same thing.</summary>
internal static class Columns<T>
{
    public static readonly ImmutableArray<Column> All =
    [
        .. typeof(T)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => new Column(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name),
                p.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
                p
            )),
    ];
}

/// <summary>CSV after RFC 4180, UTF-8 without a byte-order mark, lines ended by CRLF.</summary>
internal static class Csv
{
    public static string Header<T>() => string.Join(',', Columns<T>.All.Select(c => c.Name)) + "\r\n";

    public static string Line<T>(T row)
    {
        var line = new StringBuilder();
        foreach (var column in Columns<T>.All)
        {
            line.Append(line.Length == 0 ? "" : ",").Append(Cell(column.Property.GetValue(row)));
        }
        return line.Append("\r\n").ToString();
    }

    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            string text => Quote(Defuse(text)),
            IEnumerable many => Quote(Defuse(string.Join(';', many.Cast<object>().Select(o => o.ToString())))),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Quote(value.ToString() ?? ""),
        };

    /// <summary>A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection).</summary>
    private static string Defuse(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
