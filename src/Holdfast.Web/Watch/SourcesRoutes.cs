using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

internal static class SourcesRoutes
{
    public const int QuarantineShown = 50;

    public static void MapSources(this IEndpointRouteBuilder mission) => mission.MapGet("/sources", SourcesAsync);

    private static async Task<IResult> SourcesAsync(Visit visit, string? cursor)
    {
        var sources = await visit.Workspace.Watch.SourcesAsync(visit.Reader, visit.Cancellation);
        var quarantine = await visit.Workspace.Watch.QuarantineAsync(visit.Reader, cursor, QuarantineShown, visit.Cancellation);
        return Html.Page<SourcesPage>(
            new
            {
                Sources = sources,
                Quarantine = quarantine,
                Frame = PageFrame.Of(visit.Context, "Sources and quarantine", "sources"),
            }
        );
    }
}
