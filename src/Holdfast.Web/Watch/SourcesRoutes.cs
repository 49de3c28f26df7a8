using Holdfast.App.Watch;
using Holdfast.Core.Access;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Watch;

/// <summary>What the page answers to a mended line.</summary>
/// <param name="Entry">The index of the entry that keeps the line aside.</param>
/// <param name="Text">What was handed in, so that nobody must type it again.</param>
public sealed record MendNote(long Entry, string Text, MendAnswer Answer);

internal static class SourcesRoutes
{
    public const int QuarantineShown = 50;
    public const int MendedShown = 20;
    public const int StationsShown = 200;

    public static void MapSources(this IEndpointRouteBuilder mission) =>
        mission.MapGet(
            "/sources",
            (Visit visit, IAntiforgery forgery, string? cursor, string? mended) => PageAsync(visit, forgery, cursor, mended, null)
        );

    /// <summary>Mending stands apart from the pages that only read: it has its own policy.</summary>
    public static void MapMending(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/m/{mission}/quarantine/{entry:long}", MendAsync)
            .WithMetadata(RoutePolicy.Changes(Right.MendQuarantine))
            .ExcludeFromDescription();

    private static async Task<IResult> MendAsync(Visit visit, long entry, IAntiforgery forgery, TimeProvider clock)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var text = form["line"].ToString();
        var mending = new QuarantineMending(visit.Mission, visit.Workspace.Record, clock);
        var answer = await mending.MendAsync(visit.Reader, entry, text, visit.Cancellation);
        var cursor = form["cursor"].ToString() is { Length: > 0 } page ? page : null;
        return await PageAsync(visit, forgery, cursor, null, new MendNote(entry, text, answer));
    }

    private static async Task<IResult> PageAsync(Visit visit, IAntiforgery forgery, string? cursor, string? mended, MendNote? note)
    {
        var watch = visit.Workspace.Watch;
        return Html.Page<SourcesPage>(
            new
            {
                Sources = await watch.SourcesAsync(visit.Reader, visit.Cancellation),
                Quarantine = await watch.QuarantineAsync(visit.Reader, cursor, QuarantineShown, visit.Cancellation),
                Strangers = await visit.Workspace.Sensors.StrangersAsync(visit.Reader, null, visit.Cancellation),
                Mended = await watch.MendedAsync(visit.Reader, mended, MendedShown, visit.Cancellation),
                Note = note,
                Cursor = cursor,
                Forgery = visit.May(Right.MendQuarantine) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Sources and quarantine", "sources"),
            },
            note is { Answer.Receipt: null } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }
}
