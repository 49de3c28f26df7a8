using System.Buffers.Text;
using System.Security.Cryptography;

namespace Holdfast.App.Commission.Sealing;

/// <summary>The key pair of one seat: P-256 (NIST SP 800-186), for agreeing on keys alone.</summary>
public sealed class SeatKey : IDisposable
{
    private const int Coordinate = 32;
    private readonly ECDiffieHellman _pair;

    private SeatKey(ECDiffieHellman pair)
    {
        _pair = pair;
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        Public = Base64Url.EncodeToString([4, .. point.X ?? [], .. point.Y ?? []]);
    }

    /// <summary>The public key: an uncompressed point in base64url (SEC 1, 2.3.3).</summary>
    public string Public { get; }

    internal static SeatKey New() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>From PKCS #8. Throws <see cref="CryptographicException"/> where it is none.</summary>
    internal static SeatKey Read(ReadOnlySpan<byte> stored)
    {
        var pair = ECDiffieHellman.Create();
        try
        {
            pair.ImportPkcs8PrivateKey(stored, out _);
            return new SeatKey(pair);
        }
        catch (CryptographicException)
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>From the private scalar, 32 bytes in network order.</summary>
    internal static SeatKey Of(byte[] scalar) =>
        new(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar }));

    internal byte[] Write() => _pair.ExportPkcs8PrivateKey();

    /// <summary>The shared secret with a public key; null where that is no point of the curve.</summary>
    internal byte[]? Agree(string other)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(other);
            if (bytes.Length != 1 + (2 * Coordinate) || bytes[0] != 4)
            {
                return null;
            }
            var parameters = new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = bytes[1..(1 + Coordinate)], Y = bytes[(1 + Coordinate)..] },
            };
            using var theirs = ECDiffieHellman.Create(parameters);
            using var key = theirs.PublicKey;
            return _pair.DeriveRawSecretAgreement(key);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Dispose() => _pair.Dispose();
}
