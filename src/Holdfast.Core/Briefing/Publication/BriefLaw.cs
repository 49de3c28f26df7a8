using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.Core.Briefing.Publication;

/// <summary>Why an act of publication was refused: a stable word and a sentence that says what would have to change.</summary>
public sealed record BriefRefusal(string Code, string Message);

/// <summary>What may be published, when and by whom.</summary>
public static class BriefLaw
{
    public const int LongestReason = 2_000;

    /// <summary>Why one may not propose it, or null.</summary>
    /// <param name="owner">Whether it is the owner of the record's file, who could read it anyway.</param>
    public static BriefRefusal? AgainstProposal(
        Reader author,
        Edition edition,
        ReportModel report,
        Exposure exposure,
        Instant now,
        bool owner
    ) => Without(author, Right.ProposeRelease) ?? Unread(author, edition, owner) ?? TooSoon(edition, report, exposure, now);

    /// <summary>Why one may not be the second of the two, or null.</summary>
    public static BriefRefusal? AgainstRelease(Reader author, Edition edition, Brief brief, bool owner) =>
        Without(author, Right.ConfirmRelease)
        ?? Unread(author, edition, owner)
        ?? (
            brief.State != BriefState.Proposed
                ? new BriefRefusal("wrong-state", $"'{brief.Id}' is {Words(brief.State)}: there is nothing to release.")
            : IsSame(author.Name, brief.ProposedBy)
                ? new BriefRefusal("same-person", "You proposed it yourself: the second person has to be another.")
            : null
        );

    public static BriefRefusal? AgainstWithdrawal(Reader author, Brief brief, string reason) =>
        !Rights.Allows(author, Right.ProposeRelease) && !Rights.Allows(author, Right.ConfirmRelease)
            ? new BriefRefusal("not-permitted", Rights.Explain(RightDecision.NotOfAnyRole, Right.ProposeRelease))
        : brief.State == BriefState.Withdrawn ? new BriefRefusal("wrong-state", $"'{brief.Id}' is withdrawn already.")
        : string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason
            ? new BriefRefusal("no-reason", $"A reason of 1 to {LongestReason} characters is needed: it stands in the library.")
        : null;

    /// <summary>Names that differ in case or blanks only are one person.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    public static string Words(BriefState state) => state.ToString().ToLowerInvariant();

    private static BriefRefusal? Without(Reader author, Right right) =>
        Rights.Allows(author, right)
            ? null
            : new BriefRefusal("not-permitted", $"'{author.Name}' may not do this. {Rights.Explain(Rights.Decide(author, right), right)}");

    private static BriefRefusal? Unread(Reader author, Edition edition, bool owner) =>
        owner || edition.MayBeReadBy(author)
            ? null
            : new BriefRefusal("not-yours-to-read", $"The edition '{edition.Name}' may hold what '{author.Name}' may not read.");

    // On a live mission the last event of a period is told a day after it: before that an edition would say less than it will, and tell by its gaps what was withheld.
    private static BriefRefusal? TooSoon(Edition edition, ReportModel report, Exposure exposure, Instant now)
    {
        var delayed = ReleasePolicy.For(edition.Reader, exposure, now).IsOutside && report.Kind is ReportKind.Daily or ReportKind.Weekly;
        var due = report.To + ReleasePolicy.Delay + ReleasePolicy.Step;
        return report.To > now
                ? new BriefRefusal("not-over", $"Its period ends {ReportText.Moment(report.To)} UTC: what is to come cannot be told.")
            : delayed && due > now
                ? new BriefRefusal("too-soon", $"Outside the watch room this period is told from {ReportText.Moment(due)} UTC on.")
            : null;
    }
}
