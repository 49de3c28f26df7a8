namespace Holdfast.Core.Cell.Notices;

/// <summary>The words for kinds, ways and states, in files, bodies and pages.</summary>
public static class NoticeWords
{
    public static string Of(SignalKind kind) =>
        kind switch
        {
            SignalKind.TierStarted => "tier started",
            SignalKind.TierDueSoon => "tier due soon",
            SignalKind.TierOverdue => "tier overdue",
            SignalKind.UndertakingState => "undertaking state",
            SignalKind.CaseDecided => "case decided",
            SignalKind.TrendAlert => "trend alert",
            SignalKind.DecisionProposed => "decision proposed",
            SignalKind.DecisionTookEffect => "decision took effect",
            SignalKind.TaskDue => "task due",
            SignalKind.TaskOverdue => "task overdue",
            SignalKind.Correction => "correction",
        };

    public static string Of(NoticeChannel channel) =>
        channel switch
        {
            NoticeChannel.Page => "page",
            NoticeChannel.Email => "email",
            NoticeChannel.Webhook => "webhook",
            NoticeChannel.Cap => "cap",
        };

    public static string Of(DeliveryOutcome outcome) =>
        outcome switch
        {
            DeliveryOutcome.Taken => "taken",
            DeliveryOutcome.Deferred => "deferred",
            DeliveryOutcome.Bounced => "bounced",
        };

    public static string Of(NoticeState state) =>
        state switch
        {
            NoticeState.ForInformation => "for information",
            NoticeState.Waiting => "waiting",
            NoticeState.Acknowledged => "acknowledged",
            NoticeState.NobodyLeft => "nobody left",
        };

    public static string Of(TellingState state) =>
        state switch
        {
            TellingState.Due => "being sent",
            TellingState.Waiting => "tried, again later",
            TellingState.Told => "told",
            TellingState.Failed => "failed",
        };

    /// <summary>The value of an enumeration by its word; null for none.</summary>
    public static T? Parse<T>(string word, Func<T, string> of)
        where T : struct, Enum => Enum.GetValues<T>().Where(v => of(v) == word).Select(v => (T?)v).FirstOrDefault();
}
