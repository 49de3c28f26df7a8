using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Core.Record.Proofs;

/// <summary>One signature line of a note: whose it says it is, and the bytes after the key id.</summary>
public sealed record NoteSignature(string Name, uint KeyId, ImmutableArray<byte> Bytes)
{
    /// <summary>The line without its end: em dash, name, base64 of key id and signature.</summary>
    public string ToLine()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.AsSpan().CopyTo(bytes.AsSpan(4));
        return $"— {Name} {Convert.ToBase64String(bytes)}";
    }

    public bool IsBy(NoteKey key) => Name == key.Name && KeyId == key.KeyId;
}

/// <summary>A text and who signed it (c2sp.org/signed-note). The text ends in a newline, which is signed with it.</summary>
public sealed record SignedNote(string Text, ImmutableArray<NoteSignature> Signatures)
{
    /// <summary>Larger notes are refused.</summary>
    public const int MaxBytes = 64 * 1024;

    public const int MaxSignatures = 64;

    public byte[] TextBytes() => Encoding.UTF8.GetBytes(Text);

    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(s => s.ToLine() + "\n"));

    /// <summary>Reads a note. Throws <see cref="FormatException"/> that says what is wrong.</summary>
    public static SignedNote Parse(string note)
    {
        if (note.Length > MaxBytes)
        {
            throw new FormatException($"The note has {note.Length} characters; at most {MaxBytes} are read.");
        }
        if (note.Any(c => c < 0x20 && c != '\n') || note.Contains('\uFFFD'))
        {
            throw new FormatException("The note holds a control character or is not valid UTF-8.");
        }
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
        {
            throw new FormatException("The note has no blank line before its signatures, or does not end with a newline.");
        }
        var lines = note[(split + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures)
        {
            throw new FormatException($"The note has {lines.Length} signatures; 1 to {MaxSignatures} are read.");
        }
        return new SignedNote(note[..(split + 1)], [.. lines.Select(Line)]);
    }

    private static NoteSignature Line(string line)
    {
        var parts = line.Split(' ');
        var bytes = new byte[line.Length];
        if (
            parts.Length != 3
            || parts[0] != "—"
            || !NoteKey.IsName(parts[1])
            || !Convert.TryFromBase64String(parts[2], bytes, out var length)
            || length < 5
        )
        {
            throw new FormatException($"'{line}' is no signature line: an em dash, a name and base64 are expected.");
        }
        var signature = new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), [.. bytes.AsSpan(4, length - 4)]);
        return signature.ToLine() == line
            ? signature
            : throw new FormatException($"'{line}' has base64 in another than its one proper form.");
    }
}
