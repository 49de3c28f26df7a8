using System.Collections.Immutable;

namespace Holdfast.Core.Commission.Reception;

/// <summary>
/// What somebody handed in, before it is anybody's case: the body of an entry <c>allegation.received/1</c>. Only the secretariat, or a member, makes a case of it.
/// </summary>
/// <param name="By">The party or the person of the commission; <c>public</c> for the public form.</param>
/// <param name="Against">Who is said to have done it; empty where nobody is named.</param>
/// <param name="WhenAndWhere">In the words of who hands it in; may be empty.</param>
/// <param name="Incident">The incident that it is about, as they gave it; null where there is none.</param>
/// <param name="ContactSha256">Of the ciphertext of how to reach them, which is kept apart under a key of its own; null where none was given.</param>
public sealed record AllegationReceived(
    Intake From,
    string By,
    string Text,
    ImmutableArray<string> Against,
    string WhenAndWhere,
    string? Incident,
    string? ContactSha256
);

/// <summary>What became of something handed in. A closed union.</summary>
public abstract record IntakeFate
{
    private IntakeFate() { }

    /// <summary>Nobody has dealt with it yet.</summary>
    public sealed record Waiting : IntakeFate;

    /// <summary>It is an allegation of a case.</summary>
    public sealed record Accepted(string Case, string Allegation, string By, NodaTime.Instant At) : IntakeFate;

    /// <summary>It is not pursued, with the reason. It may still be accepted later.</summary>
    public sealed record SetAside(string Reason, string By, NodaTime.Instant At) : IntakeFate;
}

/// <summary>One thing handed in, as the queue has it.</summary>
/// <param name="Reference">What whoever handed it in holds, such as <c>7K3M9-QXD2F</c>: it follows from the entry's commitment and tells nothing of any case.</param>
/// <param name="Index">The entry's index in the record.</param>
/// <param name="MessageId">The id that its sender gave it.</param>
/// <param name="LeafHash">The entry's salted commitment, 64 hex digits: with it the sender can have the entry's place in the record proved.</param>
public sealed record IntakeItem(
    string Reference,
    long Index,
    string MessageId,
    NodaTime.Instant At,
    string Author,
    string LeafHash,
    AllegationReceived What,
    IntakeFate Fate
);
