using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission.Sealing;

/// <summary>
/// Keys of seats in exercises and tests, where the owner of the machine acts for all of them: every pair follows from one seed in a file beside the record, so the seal is a
/// rehearsal and keeps nothing from that owner. Never used in earnest.
/// </summary>
internal sealed class LocalSeatKeys : SeatKeys
{
    private const int SeedBytes = 32;
    private const string End = ".exercise-seats";
    private const string Heading =
        "Keys of the commission's seats for exercises and tests. Whoever reads this file reads every deliberation that was rehearsed here.\n";

    // Order of P-256 (NIST SP 800-186, 3.2.1.3).
    private static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        isUnsigned: true,
        isBigEndian: true
    );

    private static readonly ConditionalWeakTable<IRecord, Lazy<byte[]>> Seeds = [];

    private readonly Lazy<byte[]> _seed;
    private readonly Mode _mode;

    private LocalSeatKeys(Lazy<byte[]> seed, Mode mode) => (_seed, _mode) = (seed, mode);

    /// <summary>Those of a record: for one that is no file they last as long as it does.</summary>
    public static LocalSeatKeys Beside(IRecord record, Mode mode) =>
        mode == Mode.Actual
            ? throw new ArgumentException("Seats have keys of their own only in exercises and tests.", nameof(mode))
            : new LocalSeatKeys(Seeds.GetValue(record, r => new Lazy<byte[]>(() => SeedOf(r))), mode);

    internal override ValueTask<ImmutableArray<string>> PublicOfAsync(string person, CancellationToken cancellation)
    {
        using var key = KeyOf(person);
        return new([key.Public]);
    }

    internal override ValueTask<bool> IsOfAsync(string person, string publicKey, CancellationToken cancellation)
    {
        using var key = KeyOf(person);
        return new(key.Public == publicKey);
    }

    internal override ValueTask<(SeatKey? Key, string Why)> OwnAsync(string person, CancellationToken cancellation) =>
        new((KeyOf(person), ""));

    // A private key from a seed: extra random bits, reduced (NIST SP 800-56A rev. 3, 5.6.1.2.1).
    private SeatKey KeyOf(string person)
    {
        var info = Encoding.UTF8.GetBytes($"holdfast exercise seat {Words.Of(_mode)} {person}");
        var bits = HKDF.Expand(HashAlgorithmName.SHA256, _seed.Value, SeedBytes + 8, info);
        var scalar = (new BigInteger(bits, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var digits = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        return SeatKey.Of([.. new byte[SeedBytes - digits.Length], .. digits]);
    }

    private static byte[] SeedOf(IRecord record) =>
        record is SqliteRecord { Path: var path } ? Read(path + End) : RandomNumberGenerator.GetBytes(SeedBytes);

    private static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }
        var lines = File.ReadAllLines(path);
        return lines is [_, { Length: 2 * SeedBytes } seed, ..]
            ? Convert.FromHexString(seed)
            : throw new InvalidDataException($"{Path.GetFileName(path)} is damaged: its second line is no seed.");
    }

    private static void Make(string path)
    {
        var temporary = path + "." + Path.GetRandomFileName();
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using (var file = new FileStream(temporary, options))
            {
                file.Write(Encoding.UTF8.GetBytes(Heading + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SeedBytes)) + "\n"));
                Disk.Sync(file);
            }
            // Two that begin at once have the same.
            _ = Disk.LinkNew(temporary, path);
        }
        finally
        {
            Disk.TryDelete(temporary);
        }
        Disk.SyncFolder(Path.GetDirectoryName(path) ?? ".");
    }
}
