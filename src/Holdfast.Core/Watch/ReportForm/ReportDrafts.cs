using System.Collections.Immutable;
using Holdfast.Core.Record;

namespace Holdfast.Core.Watch.ReportForm;

/// <summary>The entries that record a report: the report itself, then the observations in it. The same report again gives the same entries.</summary>
public static class ReportDrafts
{
    public static ImmutableArray<EntryDraft> Of(Report report, ReportContext context) =>
        [
            new EntryDraft(
                context.SourceId,
                "report/" + report.Id,
                context.Author,
                context.Standing,
                context.Label,
                context.Mode,
                ReportCodec.KindOf(report),
                report.When,
                ReportCodec.Encode(report)
            ),
            .. ReportObservations.Of(report, context).Select(o => ObservationCodec.Draft(o, context.Author)),
        ];
}
