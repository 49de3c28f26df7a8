using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Holdfast.Core.Record.Verify;

/// <summary>The word operations of SHA-256 in every lane of a vector. Sums wrap, as the standard says.</summary>
internal interface ILanes<T>
    where T : unmanaged
{
    static abstract int Count { get; }
    static abstract T Same(uint word);
    static abstract T Add(T a, T b);
    static abstract T Xor(T a, T b);

    /// <summary>Bit by bit: the second where the first is set, else the third.</summary>
    static abstract T Choose(T mask, T set, T unset);
    static abstract T RotateRight(T a, [ConstantExpected] byte bits);
    static abstract T ShiftRight(T a, [ConstantExpected] byte bits);

    /// <summary>One block of 64 bytes for each lane, turned into sixteen vectors: word j of every lane in the j-th.</summary>
    /// <param name="at">Where in the bytes each lane's block begins, from the offset on.</param>
    static abstract void Gather(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> at, int offset, Span<T> words);
}

/// <summary>16 lanes of 512 bits.</summary>
internal readonly struct Lanes16 : ILanes<Vector512<uint>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Same(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choose(Vector512<uint> mask, Vector512<uint> set, Vector512<uint> unset) =>
        Vector512.ConditionalSelect(mask, set, unset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateRight(Vector512<uint> a, [ConstantExpected] byte bits) =>
        Avx512F.IsSupported ? Avx512F.RotateRight(a, bits) : (a >>> bits) | (a << (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> a, [ConstantExpected] byte bits) => a >>> bits;

    public static void Gather(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> at, int offset, Span<Vector512<uint>> words)
    {
        if (!Avx512BW.IsSupported)
        {
            OneByOne.Gather(bytes, at, offset, MemoryMarshal.Cast<Vector512<uint>, uint>(words));
            return;
        }
        // Four by four within each quarter of the registers first: turned[4g + k] has in quarter q word 4q + k of lanes 4g to 4g + 3.
        Span<Vector512<uint>> turned = stackalloc Vector512<uint>[16];
        for (var g = 0; g < 16; g += 4)
        {
            var (a, b, c, d) = (
                Words(bytes, at[g] + offset),
                Words(bytes, at[g + 1] + offset),
                Words(bytes, at[g + 2] + offset),
                Words(bytes, at[g + 3] + offset)
            );
            var (abLow, abHigh) = (Avx512F.UnpackLow(a, b).AsUInt64(), Avx512F.UnpackHigh(a, b).AsUInt64());
            var (cdLow, cdHigh) = (Avx512F.UnpackLow(c, d).AsUInt64(), Avx512F.UnpackHigh(c, d).AsUInt64());
            turned[g] = Avx512F.UnpackLow(abLow, cdLow).AsUInt32();
            turned[g + 1] = Avx512F.UnpackHigh(abLow, cdLow).AsUInt32();
            turned[g + 2] = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
            turned[g + 3] = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
        }
        for (var k = 0; k < 4; k++)
        {
            var (a, b, c, d) = (turned[k], turned[4 + k], turned[8 + k], turned[12 + k]);
            var (abLow, abHigh) = (Avx512F.Shuffle4x128(a, b, 0x44), Avx512F.Shuffle4x128(a, b, 0xEE));
            var (cdLow, cdHigh) = (Avx512F.Shuffle4x128(c, d, 0x44), Avx512F.Shuffle4x128(c, d, 0xEE));
            words[k] = Avx512F.Shuffle4x128(abLow, cdLow, 0x88);
            words[4 + k] = Avx512F.Shuffle4x128(abLow, cdLow, 0xDD);
            words[8 + k] = Avx512F.Shuffle4x128(abHigh, cdHigh, 0x88);
            words[12 + k] = Avx512F.Shuffle4x128(abHigh, cdHigh, 0xDD);
        }
    }

    /// <summary>Sixteen words, big-endian in the message.</summary>
    private static Vector512<uint> Words(ReadOnlySpan<byte> bytes, int at)
    {
        var words = Vector512.Create(bytes.Slice(at, 64));
        return Avx512BW
            .Shuffle(
                words,
                Vector512.Create(
                    Vector256.Create(OneByOne.Reversed, OneByOne.Reversed),
                    Vector256.Create(OneByOne.Reversed, OneByOne.Reversed)
                )
            )
            .AsUInt32();
    }
}

/// <summary>8 lanes of 256 bits.</summary>
internal readonly struct Lanes8 : ILanes<Vector256<uint>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Same(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Choose(Vector256<uint> mask, Vector256<uint> set, Vector256<uint> unset) =>
        Vector256.ConditionalSelect(mask, set, unset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateRight(Vector256<uint> a, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(a, bits) : (a >>> bits) | (a << (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRight(Vector256<uint> a, [ConstantExpected] byte bits) => a >>> bits;

    public static void Gather(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> at, int offset, Span<Vector256<uint>> words)
    {
        if (!Avx2.IsSupported)
        {
            OneByOne.Gather(bytes, at, offset, MemoryMarshal.Cast<Vector256<uint>, uint>(words));
            return;
        }
        Span<Vector256<uint>> turned = stackalloc Vector256<uint>[8];
        for (var half = 0; half < 64; half += 32)
        {
            var from = offset + half;
            for (var g = 0; g < 8; g += 4)
            {
                var (a, b) = (Words(bytes, at[g] + from), Words(bytes, at[g + 1] + from));
                var (c, d) = (Words(bytes, at[g + 2] + from), Words(bytes, at[g + 3] + from));
                var (abLow, abHigh) = (Avx2.UnpackLow(a, b).AsUInt64(), Avx2.UnpackHigh(a, b).AsUInt64());
                var (cdLow, cdHigh) = (Avx2.UnpackLow(c, d).AsUInt64(), Avx2.UnpackHigh(c, d).AsUInt64());
                turned[g] = Avx2.UnpackLow(abLow, cdLow).AsUInt32();
                turned[g + 1] = Avx2.UnpackHigh(abLow, cdLow).AsUInt32();
                turned[g + 2] = Avx2.UnpackLow(abHigh, cdHigh).AsUInt32();
                turned[g + 3] = Avx2.UnpackHigh(abHigh, cdHigh).AsUInt32();
            }
            for (var k = 0; k < 4; k++)
            {
                words[half / 4 + k] = Avx2.Permute2x128(turned[k], turned[4 + k], 0x20);
                words[half / 4 + 4 + k] = Avx2.Permute2x128(turned[k], turned[4 + k], 0x31);
            }
        }
    }

    /// <summary>Eight words, big-endian in the message.</summary>
    private static Vector256<uint> Words(ReadOnlySpan<byte> bytes, int at)
    {
        var words = Vector256.Create(bytes.Slice(at, 32));
        return Avx2.Shuffle(words, Vector256.Create(OneByOne.Reversed, OneByOne.Reversed)).AsUInt32();
    }
}

/// <summary>Gathering where the processor has no instruction to turn registers with.</summary>
internal static class OneByOne
{
    /// <summary>The bytes of each word of four turned round.</summary>
    public static Vector128<byte> Reversed => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    public static void Gather(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> at, int offset, Span<uint> words)
    {
        for (var lane = 0; lane < at.Length; lane++)
        {
            for (var j = 0; j < 16; j++)
            {
                words[j * at.Length + lane] = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(at[lane] + offset + 4 * j, 4));
            }
        }
    }
}
