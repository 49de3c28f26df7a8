using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Record;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Access;

/// <summary>The auditor's page: who did what, who was refused and why; in the installation's own record, and by author and kind in each mission's.</summary>
internal static class AuditRoutes
{
    private const int MostShown = 200;

    /// <summary>Entries that one page looks through; the next page goes on from there.</summary>
    private const long Window = 20_000;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", PageAsync).WithMetadata(RoutePolicy.Reads(Right.ReadAudit)).ExcludeFromDescription();

    private static async Task<IResult> PageAsync(HttpContext context, IMissionDirectory missions)
    {
        var names = missions.All.Select(w => w.Mission.Name).ToList();
        var (query, refusal) = AuditQuery.Read(context.Request.Query, names);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(context);
        }
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var principal = Caller.Of(context).Principal;
        var workspace = query.Record.Length == 0 ? null : missions.Find(query.Record);
        var record = workspace?.Record ?? accounts.Record;
        var end = Math.Min(query.Before ?? long.MaxValue, (await record.HeadAsync(context.RequestAborted)).Count);
        var start = Math.Max(0, end - Window);
        var known = query.Day is { } day ? day.PlusDays(1).AtMidnight().InUtc().ToInstant() : (Instant?)null;
        var asked = new RecordQuery(start, end, KnownUntil: known);
        var entries = workspace is null
            ? await accounts.AuditAsync(principal, asked, context.RequestAborted)
            : workspace.Record.ReadAsync(Grant.Auditing(principal.Reader), asked, context.RequestAborted);
        var lines = await LastAsync(entries, query, workspace is null, context.RequestAborted);
        return Html.Page<AuditPage>(
            new
            {
                Lines = lines,
                Query = query,
                Missions = names,
                Next = lines.Count == MostShown ? lines[^1].Index
                : start > 0 ? start
                : (long?)null,
                Frame = PageFrame.Of(context, "Audit", "audit") with
                {
                    Mission = null,
                },
            }
        );
    }

    /// <summary>The last lines that are asked for, the newest first.</summary>
    private static async Task<List<AuditLine>> LastAsync(
        IAsyncEnumerable<Entry>? entries,
        AuditQuery query,
        bool own,
        CancellationToken cancellation
    )
    {
        var kept = new Queue<AuditLine>();
        if (entries is null)
        {
            return [];
        }
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            // Observations come by the thousand from feeds; the page tells of people.
            if (!own && entry.Kind.StartsWith("observation.", StringComparison.Ordinal))
            {
                continue;
            }
            var line = own ? AuditLine.Of(entry) : AuditLine.OfMission(entry);
            if (!query.Takes(line))
            {
                continue;
            }
            kept.Enqueue(line);
            if (kept.Count > MostShown)
            {
                kept.Dequeue();
            }
        }
        return [.. kept.Reverse()];
    }
}
