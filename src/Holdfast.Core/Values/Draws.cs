namespace Holdfast.Core.Values;

/// <summary>Pseudorandom numbers that depend on the seed alone, on every platform: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal struct Draws(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 .. <paramref name="limit"/> - 1, by multiplication (Lemire 2019, without the rejection: its bias is below 2^-32).</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
