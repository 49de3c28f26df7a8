using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NodaTime;

namespace Holdfast.Core.Record.Proofs;

/// <summary>
/// A witness's timestamped signature on a checkpoint (c2sp.org/tlog-cosignature), with ECDSA P-256 where the specification has Ed25519. The signed
/// message is the specification's own, <c>cosignature/v1\ntime SECONDS\n</c> and the note's text; the signature's bytes are the time (64 bits, big-endian)
/// and the DER signature. The key id is that of type 0xff (<see cref="NoteKey.CosignatureIdentifier"/>).
/// </summary>
public static class Cosignature
{
    /// <summary>The bytes that a witness signs.</summary>
    public static byte[] Message(string noteText, long unixSeconds) =>
        Encoding.UTF8.GetBytes($"cosignature/v1\ntime {unixSeconds.ToString(CultureInfo.InvariantCulture)}\n{noteText}");

    /// <summary>The signature line's content from the time and the DER signature over <see cref="Message"/>.</summary>
    public static NoteSignature Of(NoteKey witness, long unixSeconds, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[8 + signature.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, unixSeconds);
        signature.CopyTo(bytes.AsSpan(8));
        return new NoteSignature(witness.Name, witness.KeyId, [.. bytes]);
    }

    /// <summary>When the witness cosigned the note, or null where it has not or the signature is wrong.</summary>
    public static Instant? TimeOf(SignedNote note, NoteKey witness)
    {
        foreach (var signature in note.Signatures.Where(s => s.IsBy(witness) && s.Bytes.Length > 8))
        {
            var seconds = BinaryPrimitives.ReadInt64BigEndian(signature.Bytes.AsSpan());
            if (
                seconds is >= 0 and < 253402300800 // the year 10000
                && witness.Verify(Message(note.Text, seconds), signature.Bytes.AsSpan()[8..])
            )
            {
                return Instant.FromUnixTimeSeconds(seconds);
            }
        }
        return null;
    }
}
