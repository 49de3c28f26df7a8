using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission.Sealing;

/// <summary>The key pairs of a commission's seats as one caller meets them: everybody's public keys, and at most the caller's own private one.</summary>
public abstract class SeatKeys
{
    /// <summary>Where nobody has said whose keys there are: in exercises and tests those of the installation itself, in earnest none.</summary>
    public static SeatKeys Of(IRecord record, Mode mode) => mode == Mode.Actual ? new NoSeatKeys() : LocalSeatKeys.Beside(record, mode);

    /// <summary>Public keys to which a seal may be wrapped for a seat now; none where whoever sits there has no key pair.</summary>
    internal abstract ValueTask<ImmutableArray<string>> PublicOfAsync(string person, CancellationToken cancellation);

    /// <summary>Whether a public key is, or was, one of that seat's.</summary>
    internal abstract ValueTask<bool> IsOfAsync(string person, string publicKey, CancellationToken cancellation);

    /// <summary>The caller's own key pair as that person, to be disposed; or why there is none.</summary>
    internal abstract ValueTask<(SeatKey? Key, string Why)> OwnAsync(string person, CancellationToken cancellation);
}

/// <summary>A caller by whom no seal is opened.</summary>
internal sealed class NoSeatKeys : SeatKeys
{
    private const string Why =
        "Nobody here holds a key to the seal: a member has an account, signs in with its password or a token of its own, and acts from its seat (holdfast account create, "
        + "account seat; at the terminal with --token).";

    internal override ValueTask<ImmutableArray<string>> PublicOfAsync(string person, CancellationToken cancellation) => new([]);

    internal override ValueTask<bool> IsOfAsync(string person, string publicKey, CancellationToken cancellation) => new(false);

    internal override ValueTask<(SeatKey? Key, string Why)> OwnAsync(string person, CancellationToken cancellation) => new((null, Why));
}
