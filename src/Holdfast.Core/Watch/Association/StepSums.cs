using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Sums, for every step of time, what those channels count that have an arrival present; working memory of one task. A stretch of steps that cannot reach what is needed any more is left
/// (branch and bound, as Munchmeyer 2024): its sums stay too small, and below what is needed no sum is read.
/// </summary>
internal sealed class StepSums(int steps, int mostChannels)
{
    /// <summary>Steps that are summed together, in registers.</summary>
    public static readonly int Stretch = 4 * Vector<byte>.Count;

    /// <summary>After so many channels, and each time as many again, it is asked whether enough can come.</summary>
    private const int ChannelsBetween = 4;

    private readonly byte[] sums = new byte[((steps / Stretch) + 1) * Stretch];
    private readonly int[] offsets = new int[mostChannels];
    private readonly byte[] counts = new byte[mostChannels];

    /// <summary>What the channels from one on can count together, at most.</summary>
    private readonly byte[] most = new byte[mostChannels + 1];

    private int channels;

    /// <summary>Steps in whole stretches.</summary>
    public int Length => sums.Length;

    /// <summary>The sums; those that <see cref="Reach"/> left early are too small.</summary>
    public ReadOnlySpan<byte> Steps => sums.AsSpan(0, steps);

    public void Clear() => channels = 0;

    /// <summary>A channel whose presence begins at an offset counts so much where it is present.</summary>
    public void Count(int offset, byte count) => (offsets[channels], counts[channels++]) = (offset, count);

    /// <summary>Sums; whether any step reaches what is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Reach(ReadOnlySpan<byte> presence, byte needed)
    {
        most[channels] = 0;
        for (var channel = channels - 1; channel >= 0; channel--)
        {
            most[channel] = (byte)Math.Min(byte.MaxValue, most[channel + 1] + counts[channel]);
        }
        if (most[0] < needed)
        {
            return false;
        }
        var reached = false;
        for (var step = 0; step < sums.Length; step += Stretch)
        {
            reached |= ReachStretch(presence, needed, step);
        }
        return reached;
    }

    /// <summary>Every channel's offset has a whole row behind it: <see cref="Presence.Offset"/> sees to that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReachStretch(ReadOnlySpan<byte> presence, byte needed, int step)
    {
        unchecked
        {
            ref var bits = ref MemoryMarshal.GetReference(presence);
            var width = (nuint)Vector<byte>.Count;
            var (first, second, third, fourth) = (Vector<byte>.Zero, Vector<byte>.Zero, Vector<byte>.Zero, Vector<byte>.Zero);
            for (var channel = 0; channel < channels; channel++)
            {
                if (channel % ChannelsBetween == 0 && channel >= 2 * ChannelsBetween)
                {
                    var highest = Vector.Max(Vector.Max(first, second), Vector.Max(third, fourth));
                    if (
                        !Vector.GreaterThanOrEqualAny(
                            Vector.AddSaturate(highest, new Vector<byte>(most[channel])),
                            new Vector<byte>(needed)
                        )
                    )
                    {
                        break;
                    }
                }
                var at = (nuint)(offsets[channel] + step);
                var count = new Vector<byte>(counts[channel]);
                first = Vector.AddSaturate(first, Vector.LoadUnsafe(ref bits, at) & count);
                second = Vector.AddSaturate(second, Vector.LoadUnsafe(ref bits, at + width) & count);
                third = Vector.AddSaturate(third, Vector.LoadUnsafe(ref bits, at + (2 * width)) & count);
                fourth = Vector.AddSaturate(fourth, Vector.LoadUnsafe(ref bits, at + (3 * width)) & count);
            }
            var into = MemoryMarshal.Cast<byte, Vector<byte>>(sums.AsSpan(step, Stretch));
            (into[0], into[1], into[2], into[3]) = (first, second, third, fourth);
            var best = Vector.Max(Vector.Max(first, second), Vector.Max(third, fourth));
            return Vector.GreaterThanOrEqualAny(best, new Vector<byte>(needed));
        }
    }
}
