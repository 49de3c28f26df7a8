using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace Holdfast.Core.Commission.Acts;

/// <summary>A draft of the report, with the passages that nobody outside may read.</summary>
/// <param name="Redactions">Half-open ranges of characters of the text, each with its reason.</param>
public sealed record Drafted(string Id, string Text, ImmutableArray<Redaction> Redactions) : CaseAct;

public sealed record Redaction(int From, int To, string Reason);

/// <summary>A party is told that a case concerns it, and what is alleged in one sentence.</summary>
public sealed record PartyNotified(string Party, string Notice) : CaseAct;

/// <summary>What a party is to be told, before anybody has reviewed it. Another wording is another draft.</summary>
/// <param name="Id">Such as <c>P1</c>.</param>
public sealed record SummaryDrafted(string Id, string Party, ImmutableArray<SummaryPoint> Points) : CaseAct;

/// <summary>Somebody other than its author has read a draft of a summary, and says whether it may leave.</summary>
/// <param name="Note">Why; may be empty where it is approved.</param>
public sealed record SummaryReviewed(string Draft, bool Approved, string Note) : CaseAct;

/// <summary>
/// What a party is told: one point for each allegation, without sources or positions, of the same substance for every party, and word for word a draft that two
/// people other than its author and its sender approved. Sending the first opens the reply clock and the state <see cref="CaseState.PartyResponse"/>.
/// </summary>
public sealed record SummarySent(string Party, ImmutableArray<SummaryPoint> Points, Instant ReplyDue) : CaseAct
{
    /// <summary>In entries of version 1 the sender named the reviewers; since then they follow from their own acts (<see cref="SummaryReview"/>).</summary>
    [JsonIgnore]
    public ImmutableArray<string> NamedReviewers { get; init; } = [];
}

/// <summary>A party says that it has received a letter: the letters to a party count from 1 in their order (<see cref="Case.LettersTo"/>).</summary>
public sealed record ReceiptGiven(string Party, int Letter) : CaseAct;

/// <summary>What is held on one allegation, and how much supports it: numbers of items by kind, never which.</summary>
public sealed record SummaryPoint(string Allegation, string Text, int SupportingItems, int ContradictingItems);

/// <summary>A party answers.</summary>
public sealed record ReplyReceived(string Party, string Text) : CaseAct;

/// <summary>A party asks that something be corrected.</summary>
public sealed record CorrectionRequested(string Party, string Id, string Text) : CaseAct;

public sealed record CorrectionAnswered(string Id, bool Accepted, string Answer) : CaseAct;

/// <summary>The reply clock ran out and the party had not answered. The case proceeds.</summary>
public sealed record SilenceRecorded(string Party) : CaseAct;
