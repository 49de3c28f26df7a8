using System.Security.Cryptography;

namespace Holdfast.Conformance.Record;

/// <summary>Salts that can be replayed: a test's stand-in for the system's generator.</summary>
public sealed class SeededSalts(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    public override void GetBytes(byte[] data) => _random.NextBytes(data);
}
