using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Access;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch.Operators;

/// <summary>Pages on which operators decide: the panel of an incident, the queue, the journal. All lead through the one door.</summary>
internal static class OperatorRoutes
{
    /// <summary>Preliminary incidents shown before the others; more of them are one step away.</summary>
    public const int PreliminaryShown = 50;

    public const string Outside = "Acts of operators are for the watch room: a token needs the rights 'decide-incidents' and 'watch-room'.";

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.Reads(Right.DecideIncidents)).ExcludeFromDescription();
        read.MapGet("/queue", (Visit visit) => QueueAsync(visit, null, null));
        read.MapGet("/operators", (Visit visit) => JournalAsync(visit, null, null));
        var write = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.Changes(Right.DecideIncidents)).ExcludeFromDescription();
        write.MapPost("/incidents/{id}/acts", DecideAsync);
        write.MapPost("/queue", FromQueueAsync);
        write.MapPost("/operators", WithdrawAsync);
        routes.MapOperatorApi();
    }

    private static IResult? Refused(Visit visit) =>
        OperatorDesk.MayDecide(visit.Reader)
            ? null
            : new Refusal(StatusCodes.Status403Forbidden, "For the watch room", Outside).ToResult(visit.Context);

    private static async Task<IResult> QueueAsync(Visit visit, OperatorWish? kept, OperatorAnswer? answer)
    {
        if (Refused(visit) is { } outside)
        {
            return outside;
        }
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var none = new Page<IncidentRow>([], 0, null);
        var asked = !query.Filter.Statuses.IsDefaultOrEmpty;
        var preliminary =
            asked || query.Cursor is not null
                ? none
                : await RowsAsync(visit, query, query.Filter with { Statuses = [IncidentStatus.Preliminary] }, null, PreliminaryShown);
        var rest = await RowsAsync(
            visit,
            query,
            asked ? query.Filter : query.Filter with { Statuses = [IncidentStatus.Final] },
            query.Cursor,
            query.Limit
        );
        // What was decided a moment ago may not be folded yet: it waits no longer.
        var journal = await DecideView.Desk(visit).JournalAsync(visit.Reader, visit.Cancellation);
        Page<IncidentRow> Waiting(Page<IncidentRow> page) =>
            asked
                ? page
                : page with
                {
                    Items =
                    [
                        .. page.Items.Where(r => journal.Apply(r.Incident).Status is IncidentStatus.Preliminary or IncidentStatus.Final),
                    ],
                };
        return Html.Page<QueuePage>(
            new
            {
                Preliminary = Waiting(preliminary),
                Rows = Waiting(rest),
                Lost = LatestFirst(await DecideView.Desk(visit).LostAsync(visit.Reader, visit.Cancellation)),
                Query = query,
                Decide = await DecideView.OfAsync(visit, null, kept, answer),
                Frame = PageFrame.Of(visit.Context, "Queue", "queue"),
            },
            StatusOf(answer)
        );
    }

    private static ImmutableArray<LostAct> LatestFirst(ImmutableArray<LostAct> lost) => [.. lost.Reverse()];

    private static ValueTask<Page<IncidentRow>> RowsAsync(
        Visit visit,
        FilterQuery query,
        IncidentFilter filter,
        string? cursor,
        int limit
    ) => visit.Workspace.Watch.IncidentsAsync(visit.Reader, filter, query.Sort ?? "severity", cursor, limit, visit.Cancellation);

    private static async Task<IResult> JournalAsync(Visit visit, OperatorWish? kept, OperatorAnswer? answer) =>
        Refused(visit)
        ?? Html.Page<OperatorsPage>(
            new
            {
                Decide = await DecideView.OfAsync(visit, null, kept, answer),
                Frame = PageFrame.Of(visit.Context, "Operators", "operators"),
            },
            StatusOf(answer)
        );

    private static async Task<IResult> FromQueueAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var (wish, answer) = await AskAsync(visit, null);
        var address = $"/m/{visit.Mission.Name}/queue{query}";
        return answer.Entry is { } entry
            ? SeeOther(visit, address + (query.ToString().Length == 0 ? "?" : "&") + Done(entry))
            : await QueueAsync(visit, wish, answer);
    }

    private static async Task<IResult> DecideAsync(Visit visit, string id)
    {
        var (wish, answer) = await AskAsync(visit, id);
        return answer.Entry is { } entry
            ? SeeOther(visit, $"/m/{visit.Mission.Name}/incidents/{Uri.EscapeDataString(id)}?{Done(entry)}#decide")
            : await WatchRoutes.IncidentAsync(visit, id, wish, answer);
    }

    private static async Task<IResult> WithdrawAsync(Visit visit)
    {
        var (wish, answer) = await AskAsync(visit, null);
        return answer.Entry is { } entry
            ? SeeOther(visit, $"/m/{visit.Mission.Name}/operators?{Done(entry)}")
            : await JournalAsync(visit, wish, answer);
    }

    private static async Task<(OperatorWish Wish, OperatorAnswer Answer)> AskAsync(Visit visit, string? incident)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var wish = DecideForm.Read(visit, form, incident);
        return (wish, await DecideView.Desk(visit).AskAsync(DecideView.Author(visit), wish, visit.Cancellation));
    }

    private static string Done(long entry) => "done=" + entry.ToString(CultureInfo.InvariantCulture);

    // Read anew after it is done: to reload the page does nothing again.
    private static IResult SeeOther(Visit visit, string address)
    {
        visit.Context.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    internal static int StatusOf(OperatorAnswer? answer) =>
        answer switch
        {
            null or { Entry: not null } => StatusCodes.Status200OK,
            { Code: "no-right" } => StatusCodes.Status403Forbidden,
            { Code: "unknown-incident" } => StatusCodes.Status404NotFound,
            { Code: "contradicts" or "too-far-apart" } => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };
}
