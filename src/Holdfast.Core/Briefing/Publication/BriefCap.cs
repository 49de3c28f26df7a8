using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;

namespace Holdfast.Core.Briefing.Publication;

/// <summary>
/// An edition as a message of the Common Alerting Protocol that stands to what went out before it (OASIS CAP 1.2, 3.2.1): a corrigendum updates its edition and the corrigenda before it, what was withdrawn is
/// cancelled with the reason.
/// </summary>
public static class BriefCap
{
    /// <param name="told">The edition's report, in any language.</param>
    public static string Write(BriefBook book, Brief brief, ReportModel told)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(brief);
        return ReportCap.Write(told, Link(book, brief));
    }

    private static CapLink? Link(BriefBook book, Brief brief)
    {
        if (brief.State == BriefState.Withdrawn)
        {
            return new CapLink("Cancel", [Reference(brief)], brief.Withdrawal, brief.WithdrawnAt);
        }
        if (!brief.IsCorrigendum)
        {
            return null;
        }
        var earlier = book.CorrigendaOf(brief.Proposed.Corrects).Where(c => c.Entry < brief.Entry);
        var edition = book.Find(brief.Proposed.Corrects);
        return new CapLink(
            "Update",
            [.. (edition is null ? earlier : earlier.Prepend(edition)).Select(Reference)],
            $"Corrects {brief.Proposed.Corrects}."
        );
    }

    private static string Reference(Brief brief) => ReportCap.Reference(ReportReader.Read(brief.Proposed.Report));
}
