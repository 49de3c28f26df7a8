using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Commission.Acts;

/// <summary>A draft of the report, with the passages that nobody outside may read.</summary>
/// <param name="Redactions">Half-open ranges of characters of the text, each with its reason.</param>
public sealed record Drafted(string Id, string Text, ImmutableArray<Redaction> Redactions) : CaseAct;

public sealed record Redaction(int From, int To, string Reason);

/// <summary>A party is told that a case concerns it, and what is alleged in one sentence.</summary>
public sealed record PartyNotified(string Party, string Notice) : CaseAct;

/// <summary>
/// What a party is told: one point for each allegation, without sources or positions, reviewed by two people, and of the same substance for every party.
/// Sending the first opens the reply clock and the state <see cref="CaseState.PartyResponse"/>.
/// </summary>
/// <param name="ReviewedBy">At least two people, neither of them its author.</param>
public sealed record SummarySent(string Party, ImmutableArray<SummaryPoint> Points, ImmutableArray<string> ReviewedBy, Instant ReplyDue)
    : CaseAct;

/// <summary>What is held on one allegation, and how much supports it: numbers of items by kind, never which.</summary>
public sealed record SummaryPoint(string Allegation, string Text, int SupportingItems, int ContradictingItems);

/// <summary>A party answers.</summary>
public sealed record ReplyReceived(string Party, string Text) : CaseAct;

/// <summary>A party asks that something be corrected.</summary>
public sealed record CorrectionRequested(string Party, string Id, string Text) : CaseAct;

public sealed record CorrectionAnswered(string Id, bool Accepted, string Answer) : CaseAct;

/// <summary>The reply clock ran out and the party had not answered. The case proceeds.</summary>
public sealed record SilenceRecorded(string Party) : CaseAct;
