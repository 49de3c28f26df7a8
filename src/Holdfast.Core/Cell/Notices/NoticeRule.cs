using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell.Notices;

/// <summary>Which happening a notice tells of.</summary>
public enum SignalKind
{
    TierStarted,
    TierDueSoon,
    TierOverdue,
    UndertakingState,
    CaseDecided,
    TrendAlert,
    DecisionProposed,
    DecisionTookEffect,
    TaskDue,
    TaskOverdue,
    Correction,
}

/// <summary>By which way somebody is told.</summary>
public enum NoticeChannel
{
    Page,
    Email,
    Webhook,
    Cap,
}

/// <summary>Who is told of a kind of happening, by which ways, and to whom it goes when nobody acknowledges it in time.</summary>
/// <param name="Undertaking">Only where it is about this undertaking; null for any.</param>
/// <param name="To">Offices, by their ids; at least one.</param>
/// <param name="Acknowledge">How long they have; null where nobody has to.</param>
/// <param name="Then">The offices it goes to when nobody acknowledged, each after the same time again.</param>
public sealed record NoticeRule(
    SignalKind On,
    string? Undertaking,
    ImmutableArray<string> To,
    ImmutableArray<NoticeChannel> By,
    Duration? Acknowledge,
    ImmutableArray<string> Then,
    Standing Standing,
    string Cites
);
