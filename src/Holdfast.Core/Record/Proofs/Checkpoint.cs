using System.Collections.Immutable;
using System.Globalization;

namespace Holdfast.Core.Record.Proofs;

/// <summary>
/// What a log says of itself at one moment (c2sp.org/tlog-checkpoint): its name, how many leaves, and the root over them.
/// </summary>
/// <param name="Origin">The log's name, for ever the same.</param>
/// <param name="Extensions">Further lines, each not empty. Holdfast writes one, <c>time INSTANT</c>: when it was signed.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root, ImmutableArray<string> Extensions)
{
    /// <summary>The note's text: origin, size, root in base64, extension lines, each ended by a newline.</summary>
    public string ToText()
    {
        var size = Size.ToString(CultureInfo.InvariantCulture);
        return $"{Origin}\n{size}\n{Root.ToBase64()}\n" + string.Concat(Extensions.Select(e => e + "\n"));
    }

    /// <summary>Reads a note's text. Throws <see cref="FormatException"/> naming the line that is wrong.</summary>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[..^1].Any(l => l.Length == 0))
        {
            throw new FormatException("A checkpoint has at least three lines, none of them empty, each ended by a newline.");
        }
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || Leads(lines[1]))
        {
            throw new FormatException($"Line 2 of the checkpoint, '{lines[1]}', is not a size: a decimal without leading zeros.");
        }
        var root = new byte[TreeHash.Bytes + 4];
        if (!Convert.TryFromBase64String(lines[2], root, out var length) || length != TreeHash.Bytes)
        {
            throw new FormatException($"Line 3 of the checkpoint, '{lines[2]}', is not a root: 32 bytes in base64.");
        }
        var checkpoint = new Checkpoint(lines[0], size, new TreeHash(root.AsSpan(0, length)), [.. lines[3..^1]]);
        return checkpoint.ToText() == text
            ? checkpoint
            : throw new FormatException("Line 3 of the checkpoint is not base64 in its one proper form.");
    }

    private static bool Leads(string digits) => digits.Length > 1 && digits[0] == '0';

    /// <summary>
    /// Reads a signed checkpoint whose log key is known. Throws <see cref="FormatException"/> where the key has not signed it, the signature is wrong,
    /// or the origin is not the key's name.
    /// </summary>
    public static Checkpoint Open(SignedNote note, NoteKey log)
    {
        var signatures = note.Signatures.Where(s => s.IsBy(log)).ToList();
        if (signatures.Count == 0)
        {
            throw new FormatException($"The checkpoint is not signed by {log.Name} (key {log.KeyId:x8}).");
        }
        if (!signatures.TrueForAll(s => log.Verify(note.TextBytes(), s.Bytes.AsSpan())))
        {
            throw new FormatException($"The checkpoint's signature by {log.Name} (key {log.KeyId:x8}) is wrong.");
        }
        var checkpoint = Parse(note.Text);
        return checkpoint.Origin == log.Name
            ? checkpoint
            : throw new FormatException($"The checkpoint is of '{checkpoint.Origin}', not of '{log.Name}'.");
    }
}
