using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Turns rows of one table into observations. A row gives an observation or a fault, never both and never an exception.</summary>
internal abstract class RowReader(TableHeader header, FeedInput input)
{
    protected const int LongestAttribute = 1_000;

    protected static readonly ImmutableSortedDictionary<string, string> NoAttributes = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal
    );

    protected TableHeader Header { get; } = header;
    protected FeedInput Input { get; } = input;

    /// <summary>Reads the current row; null with <paramref name="fault"/> set when it cannot.</summary>
    public abstract Observation? Read(CsvRows row, out RowFault? fault);

    /// <summary>A row that was acknowledged before is passed over; a table whose cells hang on the row above takes them from it.</summary>
    public virtual void Pass(CsvRows row) { }

    /// <summary>Latitude and longitude of two columns, or a fault: empty, not a number, impossible, probably swapped, or 0/0.</summary>
    protected bool Point(CsvRows row, int latitude, int longitude, out GeoPoint point, out RowFault? fault) =>
        Coordinates.TryRead(row, latitude, longitude, Header.Names[latitude], Header.Names[longitude], (byte)'.', out point, out fault);

    protected bool Future(TimeRange when) => when.Earliest > Input.Now;

    /// <summary>Adds the column's text under its own name unless it is empty.</summary>
    protected void Attribute(ImmutableSortedDictionary<string, string>.Builder attributes, CsvRows row, int column)
    {
        if (column >= 0 && row.Text(column) is { Length: > 0 } text)
        {
            attributes[Header.Names[column]] = text.Length > LongestAttribute ? text[..LongestAttribute] + "..." : text;
        }
    }

    protected static void NoteEncoding(ImmutableSortedDictionary<string, string>.Builder attributes, CsvRows row)
    {
        if (row.FellBack)
        {
            attributes["text encoding"] = row.Fallback.Name;
        }
    }

    protected static string Optional(CsvRows row, int column) => column < 0 ? "" : row.Text(column);

    protected string Cite(CsvRows row) => $"{Input.File}:{row.Line}";

    protected static int? Whole(CsvRows row, int column) =>
        column >= 0 && FastNumber.TryInt(row.Field(column), out var value) ? value : null;
}
