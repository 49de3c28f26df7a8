using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Record.Verify;

/// <summary>The 64 rounds of SHA-256 (FIPS 180-4 section 6.2.2) over one block in every lane.</summary>
internal static class HashRounds
{
    private static readonly uint[] Constants =
    [
        .. (uint[])[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
        .. (uint[])[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
        .. (uint[])[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
        .. (uint[])[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
        .. (uint[])[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
        .. (uint[])[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
        .. (uint[])[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
        .. (uint[])[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
    ];

    /// <param name="state">Eight rows of as many words as there are lanes; changed in place.</param>
    /// <param name="words">Sixteen rows of the same; used up.</param>
    public static void Compress<TOps, T>(Span<uint> state, Span<uint> words)
        where TOps : ILanes<T>
        where T : unmanaged
    {
        var rows = MemoryMarshal.Cast<uint, T>(state);
        ref var w = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<uint, T>(words));
        var (a, b, c, d, e, f, g, h) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7]);
        ref var k = ref MemoryMarshal.GetArrayDataReference(Constants);
        for (var rest = 4; rest > 0; rest--, k = ref Unsafe.Add(ref k, 16))
        {
            for (var half = 0; half <= 8; half += 8)
            {
                ref var x = ref Unsafe.Add(ref w, half);
                ref var y = ref Unsafe.Add(ref k, half);
                Round<TOps, T>(a, b, c, ref d, e, f, g, ref h, x, y);
                Round<TOps, T>(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref x, 1), Unsafe.Add(ref y, 1));
                Round<TOps, T>(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref x, 2), Unsafe.Add(ref y, 2));
                Round<TOps, T>(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref x, 3), Unsafe.Add(ref y, 3));
                Round<TOps, T>(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref x, 4), Unsafe.Add(ref y, 4));
                Round<TOps, T>(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref x, 5), Unsafe.Add(ref y, 5));
                Round<TOps, T>(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref x, 6), Unsafe.Add(ref y, 6));
                Round<TOps, T>(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref x, 7), Unsafe.Add(ref y, 7));
            }
            if (rest > 1)
            {
                Schedule<TOps, T>(ref w);
            }
        }
        rows[0] = TOps.Add(rows[0], a);
        rows[1] = TOps.Add(rows[1], b);
        rows[2] = TOps.Add(rows[2], c);
        rows[3] = TOps.Add(rows[3], d);
        rows[4] = TOps.Add(rows[4], e);
        rows[5] = TOps.Add(rows[5], f);
        rows[6] = TOps.Add(rows[6], g);
        rows[7] = TOps.Add(rows[7], h);
    }

    /// <summary>The next sixteen words of the message schedule in place of the last: word t from those 16, 15, 7 and 2 before it.</summary>
    private static void Schedule<TOps, T>(ref T w)
        where TOps : ILanes<T>
        where T : unmanaged
    {
        for (var t = 0; t < 16; t++)
        {
            unchecked
            {
                var (early, late) = (Unsafe.Add(ref w, (t + 1) & 15), Unsafe.Add(ref w, (t + 14) & 15));
                var small0 = TOps.Xor(TOps.Xor(TOps.RotateRight(early, 7), TOps.RotateRight(early, 18)), TOps.ShiftRight(early, 3));
                var small1 = TOps.Xor(TOps.Xor(TOps.RotateRight(late, 17), TOps.RotateRight(late, 19)), TOps.ShiftRight(late, 10));
                ref var word = ref Unsafe.Add(ref w, t);
                word = TOps.Add(TOps.Add(word, small0), TOps.Add(Unsafe.Add(ref w, (t + 9) & 15), small1));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TOps, T>(T a, T b, T c, ref T d, T e, T f, T g, ref T h, T word, uint constant)
        where TOps : ILanes<T>
        where T : unmanaged
    {
        var big1 = TOps.Xor(TOps.Xor(TOps.RotateRight(e, 6), TOps.RotateRight(e, 11)), TOps.RotateRight(e, 25));
        var first = TOps.Add(TOps.Add(h, big1), TOps.Add(TOps.Choose(e, f, g), TOps.Add(word, TOps.Same(constant))));
        var big0 = TOps.Xor(TOps.Xor(TOps.RotateRight(a, 2), TOps.RotateRight(a, 13)), TOps.RotateRight(a, 22));
        // The majority of three bits is the third where the first two differ, and else the second.
        var second = TOps.Add(big0, TOps.Choose(TOps.Xor(a, b), c, b));
        d = TOps.Add(d, first);
        h = TOps.Add(first, second);
    }
}
