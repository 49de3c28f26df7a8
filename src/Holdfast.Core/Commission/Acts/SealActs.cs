using System.Collections.Immutable;

namespace Holdfast.Core.Commission.Acts;

/// <summary>
/// An act under seal as it stands in the record: its kind, too, is in the ciphertext. Who did it, when, and in which case stand around it. Opened by whoever holds the
/// seal's key (<see cref="OpenedCase"/>); for everybody else it takes a number and has no effect.
/// </summary>
/// <param name="Key">The id of the seal's key.</param>
/// <param name="Nonce">12 bytes in base64url.</param>
/// <param name="Text">Ciphertext and tag of AES-256-GCM (NIST SP 800-38D) in base64url; the plaintext is padded to a bucket (<see cref="SealedForm"/>).</param>
public sealed record Sealed(string Key, string Nonce, string Text) : CaseAct;

/// <summary>A new key to the case's seal, wrapped to each member who may vote in the case and has a key pair. Later acts under seal are under this key.</summary>
/// <param name="From">The opener's public key, by which the wraps are authenticated.</param>
public sealed record SealOpened(string Key, string From, ImmutableArray<SealWrap> Wraps) : CaseAct;

/// <summary>A member gives another, who has a key pair that the seal does not know, the keys to it that the giver holds.</summary>
/// <param name="From">The giver's public key; empty, like the wraps, until the desk has filled it in.</param>
public sealed record SealAdmitted(string Person, string From, ImmutableArray<SealWrap> Wraps) : CaseAct;

/// <summary>A seal's key, readable for the holder of one private key (NIST SP 800-56A, One-Pass Unified Model, C(1e, 2s); RFC 5869; AES-256-GCM).</summary>
/// <param name="Key">The id of the wrapped key.</param>
/// <param name="To">The public key it is wrapped to: an uncompressed point of P-256 in base64url.</param>
/// <param name="Ephemeral">A public key that was used this once.</param>
/// <param name="Text">Ciphertext and tag in base64url.</param>
public sealed record SealWrap(string Key, string Person, string To, string Ephemeral, string Text);
