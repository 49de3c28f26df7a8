using System.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record;

/// <summary>Reads rows of <c>entries</c>; texts that repeat from row to row are read once.</summary>
internal sealed class SqliteRow
{
    /// <summary>The columns in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns =
        "idx, recorded_at, producer, message_id, author, standing, label, mode, kind, valid_from, valid_to, body, salt, leaf_hash";

    private readonly (byte[] Utf8, string Text)[] _last = [.. Enumerable.Repeat((Array.Empty<byte>(), ""), 9)];
    private (string Text, Label Label) _label = ("", Label.Public);

    public Entry Read(SqliteStatement row)
    {
        var bytes = row.Bytes(12).Length + row.Bytes(13).Length;
        var hashes = new byte[bytes];
        row.Bytes(12).CopyTo(hashes);
        row.Bytes(13).CopyTo(hashes.AsSpan(bytes - row.Bytes(13).Length));
        return new Entry(
            row.Int64(0),
            InstantText.Parse(row.Bytes(1)),
            Repeated(row, 2),
            row.Text(3),
            Repeated(row, 4),
            Words.ToStanding(Repeated(row, 5)),
            LabelOf(Repeated(row, 6)),
            Words.ToMode(Repeated(row, 7)),
            Repeated(row, 8),
            Valid(row, 9),
            row.Bytes(11).ToArray(),
            hashes.AsMemory(0, LeafHash.SaltBytes),
            hashes.AsMemory(LeafHash.SaltBytes)
        );
    }

    /// <summary>The valid time in a column and the next, or null.</summary>
    public static TimeRange? Valid(SqliteStatement row, int column)
    {
        var from = row.Bytes(column);
        if (from.IsEmpty)
        {
            return null;
        }
        var earliest = InstantText.Parse(from);
        var to = row.Bytes(column + 1);
        return new TimeRange(earliest, to.SequenceEqual(row.Bytes(column)) ? earliest : InstantText.Parse(to));
    }

    private string Repeated(SqliteStatement row, int column)
    {
        ref var last = ref _last[column];
        var utf8 = row.Bytes(column);
        if (!utf8.SequenceEqual(last.Utf8))
        {
            last = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        }
        return last.Text;
    }

    private Label LabelOf(string text)
    {
        if (!ReferenceEquals(text, _label.Text))
        {
            _label = Label.TryParse(text, out var label)
                ? (text, label)
                : throw new RecordException(RecordFault.Damaged, $"An entry has the label '{text}', which is none.");
        }
        return _label.Label;
    }
}
