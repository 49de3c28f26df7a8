using System.Text;
using Holdfast.Core.Record.Proofs;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// A log as static files (c2sp.org/tlog-tiles): <c>checkpoint</c>, <c>tile/...</c>, and beside them <c>log.pub</c>. Anybody can serve the folder, and whoever
/// copies it holds the record's administrator to it.
/// </summary>
public static class LogMirror
{
    /// <summary>
    /// Writes what the folder does not have yet; tiles first, the checkpoint last, so that a reader never finds a checkpoint without its tiles. Returns how
    /// many tiles were written.
    /// </summary>
    public static int Publish(RecordProofs proofs, string folder)
    {
        var checkpoint = proofs.MakeCheckpoint();
        Directory.CreateDirectory(folder);
        var written = 0;
        foreach (var tile in TilePath.Of(checkpoint.Size))
        {
            var path = Path.Combine(folder, tile.ToString());
            if (File.Exists(path))
            {
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            Replace(path, proofs.Tile(tile) ?? throw new InvalidDataException($"There is no {tile}."));
            written++;
        }
        foreach (var handover in proofs.Handovers)
        {
            var name = "handover-" + handover.Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Replace(Path.Combine(folder, name), Encoding.UTF8.GetBytes(handover.Note.ToString()));
        }
        Replace(Path.Combine(folder, "log.pub"), Encoding.UTF8.GetBytes(proofs.Key.ToVerifierKey() + "\n"));
        Replace(Path.Combine(folder, "checkpoint"), Encoding.UTF8.GetBytes(checkpoint.Note.ToString()));
        return written;
    }

    /// <summary>The nodes of the tree of that size out of tiles that are fetched as they are needed.</summary>
    /// <param name="fetch">The bytes at an address of the log, relative to its root.</param>
    public static ITreeNodes Nodes(long size, Func<string, byte[]> fetch) =>
        new TileNodes(
            (level, index) =>
            {
                var hashes = size >> (level * TilePath.Height);
                var width = (int)Math.Min(TilePath.FullWidth, hashes - index * TilePath.FullWidth);
                var path = new TilePath(level, index, width).ToString();
                var bytes = fetch(path);
                return bytes.Length == width * TreeHash.Bytes
                    ? bytes
                    : throw new InvalidDataException($"{path} has {bytes.Length} bytes; {width * TreeHash.Bytes} are expected.");
            }
        );

    private static void Replace(string path, byte[] content)
    {
        var draft = path + ".new";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
    }
}
