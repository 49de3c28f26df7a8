using System.Globalization;
using System.Text;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record.Export;

/// <summary>How many entries of an export are disclosed, and how many are commitments alone.</summary>
public readonly record struct ExportCounts(long Disclosed, long Withheld);

/// <summary>
/// A record up to a checkpoint as JSON Lines (docs/guide/proofs.md, <c>holdfast-export/1</c>): a head with the signed checkpoint, then a line for every entry in order. Those that
/// are asked for and that the reader may read are there in full; of all others, whatever the reason, the leaf hash alone. So anybody can work out the signed root, and nobody
/// can tell what was left out from what is hidden. The same record, checkpoint, reader and selection give the same bytes.
/// </summary>
public sealed class RecordExport(SqliteRecord record, RecordProofs proofs, Disclosure disclosure)
{
    private const int Stretch = 2048;
    private const int LongestHead = 1 << 20;

    /// <summary>Writes an export from the start.</summary>
    public Task<ExportCounts> WriteAsync(Stream output, RecordQuery selection, CancellationToken cancellation = default)
    {
        var checkpoint = proofs.MakeCheckpoint();
        output.Write(Head(checkpoint, selection));
        return LinesAsync(output, selection, checkpoint.Size, 0, cancellation);
    }

    /// <summary>
    /// Goes on with an export that was cut off: keeps its whole lines, under the checkpoint that it has. Throws <see cref="FormatException"/> for a file that is not the
    /// beginning of this very export.
    /// </summary>
    public Task<ExportCounts> ResumeAsync(FileStream file, RecordQuery selection, CancellationToken cancellation = default)
    {
        var (head, lines, end) = Whole(file);
        var checkpoint =
            proofs.Checkpoints(int.MaxValue).FirstOrDefault(c => Head(c, selection).AsSpan().SequenceEqual(head))
            ?? throw new FormatException(
                $"{Path.GetFileName(file.Name)} is not the beginning of this export: another record, reader or selection."
            );
        file.SetLength(end);
        file.Position = end;
        return LinesAsync(file, selection, checkpoint.Size, lines - 1, cancellation);
    }

    private async Task<ExportCounts> LinesAsync(Stream output, RecordQuery selection, long size, long from, CancellationToken cancellation)
    {
        var (disclosed, withheld) = (0L, 0L);
        for (; from < size; from += Stretch)
        {
            var to = Math.Min(size, from + Stretch);
            var hashes = record.LeafHashes(from, to);
            var query = selection with
            {
                FromIndex = Math.Max(from, selection.FromIndex),
                BeforeIndex = Math.Min(to, selection.BeforeIndex ?? long.MaxValue),
            };
            var readable = new Dictionary<long, Entry>();
            await foreach (var entry in record.ReadAsync(disclosure.Reader, query, cancellation).ConfigureAwait(false))
            {
                if (disclosure.Allows(entry))
                {
                    readable[entry.Index] = entry with { Label = entry.RecordedLabel ?? entry.Label, RecordedLabel = null };
                }
            }
            for (var index = from; index < to; index++)
            {
                var found = readable.TryGetValue(index, out var entry);
                var line = found && entry is not null ? EntryLine.Write(entry) : Commitment(index, hashes[(int)(index - from)]);
                output.Write(line);
                output.WriteByte((byte)'\n');
                (disclosed, withheld) = found ? (disclosed + 1, withheld) : (disclosed, withheld + 1);
            }
        }
        await output.FlushAsync(cancellation).ConfigureAwait(false);
        return new ExportCounts(disclosed, withheld);
    }

    private static byte[] Commitment(long index, byte[] leaf) =>
        Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{index},\"leaf_hash\":\"{Convert.ToHexStringLower(leaf)}\"}}")
        );

    /// <summary>The head with its end of line. It says how the export was asked for, so that another cannot be taken for it.</summary>
    private byte[] Head(StoredCheckpoint checkpoint, RecordQuery selection)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        writer.String("checkpoint", checkpoint.Note.ToString());
        writer.String("format", "holdfast-export/1");
        writer.Name("handovers");
        writer.StartArray();
        foreach (var handover in proofs.Handovers.Where(h => h.Size <= checkpoint.Size))
        {
            writer.String(handover.Note.ToString());
        }
        writer.EndArray();
        writer.String("key", proofs.Key.ToVerifierKey());
        writer.String("selection", Words(selection));
        writer.EndObject();
        return [.. writer.Written, (byte)'\n'];
    }

    private string Words(RecordQuery selection)
    {
        var reader = disclosure.Reader;
        var categories = string.Join(',', reader.Categories.Order(StringComparer.Ordinal));
        var kinds = selection.Kinds.IsDefaultOrEmpty ? "all kinds" : string.Join(',', selection.Kinds.Order(StringComparer.Ordinal));
        var until = selection.BeforeIndex is { } before ? before.ToString(CultureInfo.InvariantCulture) : "the end";
        var from = selection.FromIndex.ToString(CultureInfo.InvariantCulture);
        var mode = selection.Mode is { } one ? Core.Record.Words.Of(one) : "all modes";
        var known = selection.KnownUntil is { } at ? $"; known {Iso.Format(at)}" : "";
        var valid = selection.Valid is { } range ? $"; valid {Iso.Format(range.Earliest)} to {Iso.Format(range.Latest)}" : "";
        var room = (reader.InWatchRoom ? ", watch room" : "") + (disclosure.Unveiled ? ", open mission" : "");
        var level = reader.Clearance.ToString().ToLowerInvariant();
        return $"{kinds}; {mode}; entries {from} to {until}{known}{valid}; for {level} [{categories}] {reader.Nationality}{room}";
    }

    /// <summary>The head, the number of whole lines with it, and where they end.</summary>
    private static (byte[] Head, long Lines, long End) Whole(FileStream file)
    {
        file.Position = 0;
        var head = new MemoryStream();
        var buffer = new byte[1 << 16];
        var (lines, end, at) = (0L, 0L, 0L);
        for (int read; (read = file.Read(buffer)) > 0; at += read)
        {
            for (var i = 0; i < read; i++)
            {
                if (lines == 0 && head.Length < LongestHead)
                {
                    head.WriteByte(buffer[i]);
                }
                if (buffer[i] == '\n')
                {
                    lines++;
                    end = at + i + 1;
                }
            }
        }
        return lines > 0
            ? (head.ToArray(), lines, end)
            : throw new FormatException($"{Path.GetFileName(file.Name)} has no whole line to go on from.");
    }
}
