using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Commission.Acts;

/// <summary>How sure one may be of what an item says, by the second half of NATO's Admiralty code; rated apart from its source.</summary>
public enum InformationCredibility
{
    Confirmed = 1,
    ProbablyTrue = 2,
    PossiblyTrue = 3,
    Doubtful = 4,
    Improbable = 5,
    CannotBeJudged = 6,
}

/// <summary>What was done with an item (Berkeley Protocol on Digital Open Source Investigations, 2022; ISO/IEC 27037).</summary>
public enum CustodyEvent
{
    Collected,
    Received,
    Copied,
    Examined,
    Moved,
    Returned,
    Sealed,
    Unsealed,
}

/// <summary>Where a page was captured, when and with what; kept beside its hash.</summary>
/// <param name="Tool">What captured it, with its version.</param>
/// <param name="FinalUrl">Where redirects ended; null where there were none.</param>
/// <param name="Headers">Response headers as received, one a line.</param>
/// <param name="Redirects">Each redirect in its order, one a line: <c>301 https://a.example/ https://b.example/</c>.</param>
/// <param name="Certificate">SHA-256 of the server's certificate (DER), 64 lower-case hex digits; null where there was none.</param>
/// <param name="Address">The network address that answered.</param>
/// <param name="PayloadSha256">Of what was fetched, without the protocol around it: the file's own hash, where it is known from elsewhere.</param>
public sealed record WebCapture(
    string Url,
    Instant CapturedAt,
    string Tool,
    string? FinalUrl,
    int? Status,
    string? Headers,
    string? Redirects = null,
    string? Certificate = null,
    string? Address = null,
    string? PayloadSha256 = null
);

/// <summary>One item of evidence: a file by its hash, and what is known of it.</summary>
/// <param name="Sha256">Of the evidentiary copy, 64 lower-case hex digits; null where the item is observations alone.</param>
/// <param name="Bytes">Its length; 0 where there is no file.</param>
/// <param name="Observations">Ids of observations of the watch that it rests on.</param>
/// <param name="MediaType">As its collector named it.</param>
/// <param name="Capture">Set exactly where the item is a web capture.</param>
/// <param name="Looks">
/// What its first and last bytes look like (<see cref="MediaLooks"/>), media types joined by a comma and a space; null where nothing is known. A note beside the claimed type,
/// trusted for nothing.
/// </param>
public sealed record EvidenceItem(
    string Id,
    string Title,
    string? Sha256,
    long Bytes,
    string MediaType,
    Reliability Source,
    InformationCredibility Credibility,
    string CollectedBy,
    ImmutableArray<string> Observations,
    WebCapture? Capture,
    string? Looks = null
);

/// <summary>An item enters the case; its first custody event is its collection.</summary>
public sealed record EvidenceAdded(EvidenceItem Item) : CaseAct;

/// <summary>
/// A custody event. A working copy has a hash of its own and says from which item it was made; the evidentiary copy is never worked on.
/// </summary>
/// <param name="Sha256">Of what was handled; where it is not the evidentiary copy's, it is a working copy's.</param>
public sealed record CustodyRecorded(string Evidence, CustodyEvent Event, string Holder, string Note, string? Sha256) : CaseAct;

/// <summary>Where was looked, for what, and what came of it; nothing found is worth as much as something found.</summary>
public sealed record SearchLogged(string Where, string For, string Outcome, ImmutableArray<string> Evidence) : CaseAct;

/// <summary>
/// A statement of a person. Text and identity are encrypted under the person's own key, which lives outside the log: here stand only hashes of the
/// ciphertexts and a pseudonym, so that destroying the key leaves every proof intact and makes the words unreadable.
/// </summary>
/// <param name="Consent">To what the person agreed, in words.</param>
/// <param name="Risk">What speaking may mean for the person, and what is done about it.</param>
/// <param name="Interpreter">Who interpreted, as a pseudonym; null where nobody did.</param>
public sealed record StatementTaken(
    string Id,
    string Pseudonym,
    string TextSha256,
    string IdentitySha256,
    string Language,
    string Consent,
    string Risk,
    string? Interpreter
) : CaseAct;

/// <summary>The person takes the consent back. From here the statement may not be used; whether its key is destroyed too is a decision of its own.</summary>
public sealed record ConsentWithdrawn(string Statement, string Reason) : CaseAct;

/// <summary>The person's key was destroyed.</summary>
public sealed record KeyDestroyed(string Statement) : CaseAct;
