using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Holdfast.Core.Record.Verify;

/// <summary>
/// SHA-256 (FIPS 180-4) of many short messages at once, one to a lane of a vector register: the system's hash asks more for being called than for
/// hashing what an entry or a node of the tree has. Without vectors of 256 bits, and for long messages, it is the system's hash. One thread.
/// </summary>
public sealed class HashLanes
{
    public const int HashBytes = 32;
    private const int BlockBytes = 64;
    private const int Rows = 8;

    /// <summary>Longer messages would keep one lane busy while the others have nothing left to do.</summary>
    private const int LongestInLane = 64 * 1024;

    private static readonly uint[] Start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private readonly int _width;
    private byte[] _arena = new byte[16 * 1024];
    private (int Offset, int Length)[] _messages = new (int, int)[256];
    private byte[] _digests = new byte[256 * HashBytes];
    private int _length;
    private int _first;

    /// <param name="width">Messages at once: 16, 8 or 1; 0 for what this processor does best.</param>
    public HashLanes(int width = 0)
    {
        if (width is not (0 or 1 or 8 or 16))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "There are 16 lanes, 8, or 1.");
        }
        var best =
            Vector512.IsHardwareAccelerated ? 16
            : Vector256.IsHardwareAccelerated ? 8
            : 1;
        _width = width == 0 ? best : width;
    }

    /// <summary>Messages that were closed since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that wait to be hashed.</summary>
    public int Waiting => _length;

    /// <summary>The hash of a message, after <see cref="Run"/>; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> this[int message] => _digests.AsSpan(message * HashBytes, HashBytes);

    public void Clear() => (Count, _length, _first) = (0, 0, 0);

    /// <summary>Adds bytes to the message that is open.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_arena.Length - _length < bytes.Length)
        {
            Room(bytes.Length);
        }
        bytes.CopyTo(_arena.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Closes the message: its padding follows it (FIPS 180-4 section 5.1.1), and the next begins.</summary>
    public void End()
    {
        var length = _length - _first;
        if (Count == _messages.Length)
        {
            Array.Resize(ref _messages, 2 * Count);
            Array.Resize(ref _digests, 2 * Count * HashBytes);
        }
        if (length > LongestInLane || _width == 1)
        {
            SHA256.HashData(_arena.AsSpan(_first, length), _digests.AsSpan(Count * HashBytes));
            _messages[Count++] = (0, 0);
            _length = _first;
            return;
        }
        var padding = Blocks(length) * BlockBytes - length;
        var tail = Room(padding)[..padding];
        tail.Clear();
        tail[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail[^8..], 8UL * (ulong)length);
        _messages[Count++] = (_first, Blocks(length) * BlockBytes);
        _length += padding;
        _first = _length;
    }

    /// <summary>Hashes all messages that were closed.</summary>
    public void Run()
    {
        if (_width == 16)
        {
            Run<Lanes16, Vector512<uint>>();
        }
        else if (_width == 8)
        {
            Run<Lanes8, Vector256<uint>>();
        }
    }

    private static int Blocks(int length) => (length + 9 + BlockBytes - 1) / BlockBytes;

    private Span<byte> Room(int bytes)
    {
        if (_arena.Length - _length < bytes)
        {
            Array.Resize(ref _arena, Math.Max(2 * _arena.Length, _length + bytes));
        }
        return _arena.AsSpan(_length);
    }

    /// <summary>A lane that is done takes the next message, so messages of any lengths keep all lanes busy until the last few.</summary>
    private void Run<TOps, TVector>()
        where TOps : ILanes<TVector>
        where TVector : unmanaged
    {
        Span<uint> state = stackalloc uint[Rows * 16];
        Span<uint> words = stackalloc uint[16 * 16];
        Span<int> message = stackalloc int[16];
        Span<int> at = stackalloc int[16];
        Span<int> left = stackalloc int[16];
        message.Fill(-1);
        left.Clear();
        for (var next = 0; ; )
        {
            var steps = int.MaxValue;
            for (var lane = 0; lane < TOps.Count; lane++)
            {
                if (left[lane] == 0)
                {
                    Finish(state, TOps.Count, lane, message[lane]);
                    next = Next(next, out message[lane], out at[lane], out left[lane]);
                    Begin(state, TOps.Count, lane);
                }
                steps = left[lane] > 0 ? Math.Min(steps, left[lane]) : steps;
            }
            if (steps == int.MaxValue)
            {
                return;
            }
            for (var step = 0; step < steps; step += BlockBytes)
            {
                // A lane without a message goes over the first bytes again, and nobody asks what comes of it.
                TOps.Gather(_arena, at[..TOps.Count], step, MemoryMarshal.Cast<uint, TVector>(words));
                HashRounds.Compress<TOps, TVector>(state, words);
            }
            for (var lane = 0; lane < TOps.Count; lane++)
            {
                var taken = left[lane] > 0 ? steps : 0;
                at[lane] += taken;
                left[lane] -= taken;
            }
        }
    }

    /// <summary>The next message with anything to hash, or none.</summary>
    private int Next(int next, out int message, out int at, out int left)
    {
        while (next < Count && _messages[next].Length == 0)
        {
            next++;
        }
        message = next < Count ? next : -1;
        (at, left) = next < Count ? _messages[next] : (0, 0);
        return next + 1;
    }

    private static void Begin(Span<uint> state, int width, int lane)
    {
        for (var row = 0; row < Rows; row++)
        {
            state[row * width + lane] = Start[row];
        }
    }

    private void Finish(ReadOnlySpan<uint> state, int width, int lane, int message)
    {
        for (var row = 0; row < Rows && message >= 0; row++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_digests.AsSpan(message * HashBytes + 4 * row), state[row * width + lane]);
        }
    }
}
