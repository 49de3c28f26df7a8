using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>What one thread found in a stretch of the record that is one perfect subtree, or the end of the record.</summary>
internal sealed class EntryChunk
{
    /// <summary>Leaves of a whole chunk, as a power of two.</summary>
    public const int Level = 12;

    public const int Size = 1 << Level;

    public byte[] Leaves { get; } = new byte[Size * 32];
    public byte[] FirstRecorded { get; private set; } = [];
    public byte[] LastRecorded { get; private set; } = [];
    public long Conflicts { get; private set; }

    /// <summary>The root, of a whole chunk only.</summary>
    public byte[] Root { get; } = new byte[32];

    /// <summary>Reads and checks entries [from, from + count).</summary>
    /// <param name="hasher">Works out the root of a whole chunk; null where it is not wanted.</param>
    /// <param name="ids">Where fingerprints of (producer, message id) go, by index in the chunk; empty for none.</param>
    public void Read(EntryRows rows, EntryCheck check, Frontier? hasher, long from, int count, Span<ulong> ids, Action<VerifyFault> tell)
    {
        (FirstRecorded, LastRecorded, Conflicts) = ([], [], 0);
        Leaves.AsSpan(0, count * 32).Clear();
        var last = new byte[30];
        var (expected, seen) = (from, false);
        var suspects = new List<(long Index, byte[] Body)>();
        var fingerprints = ids.IsEmpty ? [] : new ulong[count];
        rows.Read(
            from,
            from + count,
            (in EntryColumns entry) =>
            {
                Missing(expected, entry.Index, tell);
                expected = entry.Index + 1;
                var at = (int)(entry.Index - from);
                if (check.IsFull)
                {
                    check.Finish(Put, tell);
                }
                check.Take(entry, tell);
                if (seen && entry.RecordedAt.SequenceCompareTo(last) < 0)
                {
                    tell(new VerifyFault("order", entry.Index, "recorded_at", "lies before that of the entry before it"));
                }
                if (!seen)
                {
                    FirstRecorded = entry.RecordedAt.ToArray();
                }
                seen = true;
                entry.RecordedAt[..Math.Min(30, entry.RecordedAt.Length)].CopyTo(last);
                if (at < fingerprints.Length)
                {
                    fingerprints[at] = Fingerprint(entry.Producer, entry.MessageId);
                }
                if (entry.Kind.SequenceEqual("record.conflict/1"u8))
                {
                    suspects.Add((entry.Index, entry.Body.ToArray()));
                }
            }
        );
        check.Finish(Put, tell);
        Missing(expected, from + count, tell);
        fingerprints.CopyTo(ids);
        LastRecorded = seen ? last : [];
        Conflicts = suspects.Count;
        suspects.ForEach(s => Conflict(rows, s.Index, s.Body, tell));
        if (count == Size && hasher is not null)
        {
            var scratch = Leaves.ToArray();
            hasher.Reduce(scratch, Level);
            scratch.AsSpan(0, 32).CopyTo(Root);
        }
        void Put(long index, ReadOnlySpan<byte> leaf) => leaf.CopyTo(Leaves.AsSpan(32 * (int)(index - from)));
    }

    /// <summary>64 bits of an id; equal ids have equal ones, others hardly ever, and those are then compared in full.</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> producer, ReadOnlySpan<byte> messageId) =>
        Mix(Mix(0x9E3779B97F4A7C15, producer), messageId);

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            hash = (hash ^ (ulong)bytes.Length) * 0xBF58476D1CE4E5B9;
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), 29) * 0x94D049BB133111EB;
            }
            foreach (var b in bytes)
            {
                hash = BitOperations.RotateLeft(hash ^ b, 29) * 0x94D049BB133111EB;
            }
            return hash ^ (hash >> 32);
        }
    }

    private static void Missing(long expected, long found, Action<VerifyFault> tell)
    {
        if (expected < found)
        {
            var many = found - expected > 1 ? $" (and so are all up to {found - 1})" : "";
            tell(new VerifyFault("missing", expected, "idx", "there is no such entry" + many));
        }
    }

    /// <summary>A recorded conflict must name an earlier entry that stands under the same id.</summary>
    private static void Conflict(EntryRows rows, long index, byte[] body, Action<VerifyFault> tell)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var standsAt = long.Parse(
                json.RootElement.GetProperty("stands_at").GetString() ?? "",
                System.Globalization.CultureInfo.InvariantCulture
            );
            var producer = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("producer").GetString() ?? "");
            var message = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("message_id").GetString() ?? "");
            var agrees = false;
            rows.ReadIds(
                standsAt,
                standsAt + 1,
                (in EntryColumns e) => agrees = e.Producer.SequenceEqual(producer) && e.MessageId.SequenceEqual(message)
            );
            if (standsAt >= index || !agrees)
            {
                tell(
                    new VerifyFault("conflict", index, "body.stands_at", $"entry {standsAt} is not an earlier one under the id in conflict")
                );
            }
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or FormatException or OverflowException or InvalidOperationException)
        {
            tell(new VerifyFault("conflict", index, "body", "is not the body of a conflict: " + e.Message));
        }
    }
}
