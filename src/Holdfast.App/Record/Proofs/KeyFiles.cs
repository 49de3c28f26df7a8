using System.Globalization;
using Holdfast.Core.Record.Proofs;

namespace Holdfast.App.Record.Proofs;

/// <summary>A key of a log: the sizes for which it signs, and whether its private half is still here.</summary>
/// <param name="To">The size at which it was retired; null for the key in use.</param>
public sealed record KeyState(NoteKey Key, long From, long? To, bool PrivateHalf);

/// <summary>
/// The files of a record's keys: <c>log.pem</c> and <c>log.pub</c> of the key in use, <c>next.*</c> while a handover is under way, <c>retired-KEYID.*</c> of those
/// before. A promotion that was cut off is finished by whoever opens the folder next.
/// </summary>
internal static class KeyFiles
{
    public static string Retired(string folder, uint keyId, string half) =>
        Path.Combine(folder, "retired-" + keyId.ToString("x8", CultureInfo.InvariantCulture) + half);

    /// <summary>The key in use is put aside as retired, and the next one takes its place. The handover is recorded before this.</summary>
    public static void Promote(string folder)
    {
        var old = LogKey.ReadPublic(LogKey.PublicPath(folder));
        Disk.Rename(Path.Combine(folder, "log.pem"), Retired(folder, old.KeyId, ".pem"));
        FinishPromotion(folder);
    }

    /// <summary>Without <c>log.pem</c> but with <c>next.pem</c> a promotion had begun; with <c>next.pub</c> alone only its last step was left.</summary>
    public static void FinishPromotion(string folder)
    {
        var (secret, known) = (Path.Combine(folder, "log.pem"), LogKey.PublicPath(folder));
        var (nextSecret, nextKnown) = (Path.Combine(folder, "next.pem"), Path.Combine(folder, "next.pub"));
        if (!File.Exists(secret) && File.Exists(nextSecret) && File.Exists(nextKnown))
        {
            if (File.Exists(known))
            {
                Disk.Rename(known, Retired(folder, LogKey.ReadPublic(known).KeyId, ".pub"));
            }
            Disk.Rename(nextSecret, secret);
            Disk.SyncFolder(folder);
        }
        if (!File.Exists(known) && !File.Exists(nextSecret) && File.Exists(nextKnown))
        {
            Disk.Rename(nextKnown, known);
            Disk.SyncFolder(folder);
        }
    }
}
