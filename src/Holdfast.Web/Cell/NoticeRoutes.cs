using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Cell;
using Holdfast.App.Cell.Notices;
using Holdfast.App.Guarantees;
using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Web.Api;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace Holdfast.Web.Cell;

/// <summary>The cell today, notices and their acknowledgement, and the feed of alerts.</summary>
internal static class NoticeRoutes
{
    private const int MostListed = 50;

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/cell", (Visit visit, TimeProvider clock, IAntiforgery forgery) => PageAsync(visit, clock, forgery, null))
            .WithMetadata(RoutePolicy.Reads(Right.ReadLabelled))
            .ExcludeFromDescription();
        routes
            .MapPost("/m/{mission}/cell/acknowledge", AcknowledgeAsync)
            .WithMetadata(RoutePolicy.Changes(Right.ReadLabelled))
            .ExcludeFromDescription();
        var open = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        open.MapGet("/cap.atom", FeedAsync);
        open.MapGet("/cap/{notice:long}.xml", CapAsync);
        var api = routes.MapGroup("/api/v1/missions/{mission}/notices").WithTags("cell");
        api.MapGet("", ApiAsync)
            .WithMetadata(RoutePolicy.Reads(Right.ReadLabelled))
            .WithName("listNotices")
            .WithSummary("Notices of a mode that the reader may read, with who was told by which way, and how they stand.")
            .Produces<IReadOnlyList<NoticeItem>>();
    }

    private static Mode? ModeOf(Visit visit) =>
        QueryText.Single(visit.Query, "mode") switch
        {
            null or "" => visit.Mission.Mode,
            "actual" => Mode.Actual,
            "exercise" => Mode.Exercise,
            "test" => Mode.Test,
            _ => null,
        };

    private static Refusal NoMode(Visit visit) =>
        Refusal.BadRequest($"'mode' is '{QueryText.Single(visit.Query, "mode")}'; expected actual, exercise or test.");

    private static async Task<CellToday> TodayAsync(Visit visit, TimeProvider clock, Mode mode, IAntiforgery forgery, string? told)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var workspace = visit.Workspace;
        var stop = visit.Cancellation;
        var network = (await workspace.Guarantees.AskAsync(visit.Reader, new GuaranteeQuestion(now, null, mode, []), stop)).Today;
        var cell = (await new CellDesk(visit.Mission, workspace.Record, clock).BookAsync(visit.Reader, mode, null, stop)).At(now);
        var notices = await new NoticeDesk(workspace, clock).BoardAsync(visit.Reader, mode, null, stop);
        var trend = mode == visit.Mission.Mode ? (await new TrendDesk(workspace, clock).BookAsync(visit.Reader, null, stop)).Alerts : [];
        var own = visit.Mission.Cell.OfficesOf(visit.Reader).Select(o => o.Id).ToImmutableHashSet(StringComparer.Ordinal);
        return new CellToday(
            mode,
            now,
            [.. TierBoard.At(network, now).Where(c => c.Status is TierStatus.Running or TierStatus.Overdue or TierStatus.Disputed)],
            [
                .. notices
                    .OrderByDescending(n => n.State is NoticeState.Waiting or NoticeState.NobodyLeft)
                    .ThenByDescending(n => n.Id)
                    .Take(MostListed),
            ],
            notices.Length,
            cell,
            [.. trend.Reverse().DistinctBy(a => a.Alert.Id).Take(5)],
            own,
            visit.Context.RequestServices.GetService<NoticePump>()?.Wrong(visit.Mission.Name) ?? [],
            forgery.GetAndStoreTokens(visit.Context).RequestToken,
            told
        );
    }

    private static async Task<IResult> PageAsync(Visit visit, TimeProvider clock, IAntiforgery forgery, string? told)
    {
        if (ModeOf(visit) is not { } mode)
        {
            return NoMode(visit).ToResult(visit.Context);
        }
        var today = await TodayAsync(visit, clock, mode, forgery, told);
        var frame = PageFrame.Of(visit.Context, "Cell", "cell") with { Mode = mode };
        return Html.Page<CellPage>(
            new { Today = today, Frame = frame },
            told is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );
    }

    private static async Task<IResult> AcknowledgeAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        if (ModeOf(visit) is not { } mode)
        {
            return NoMode(visit).ToResult(visit.Context);
        }
        if (!long.TryParse(form["notice"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var notice))
        {
            return await PageAsync(visit, clock, forgery, $"'{form["notice"]}' is no number of a notice.");
        }
        var author = visit.Reader with { Name = visit.Principal.Account };
        var answer = await new NoticeDesk(visit.Workspace, clock).AcknowledgeAsync(
            author,
            mode,
            notice,
            form["note"].ToString().Trim(),
            visit.Cancellation
        );
        if (answer.Entry is null)
        {
            return await PageAsync(visit, clock, forgery, answer.Refusal);
        }
        visit.Context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"/m/{visit.Mission.Name}/cell?mode={Core.Record.Words.Of(mode)}#notice-{notice}"
        );
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<ImmutableArray<Notice>> CapsAsync(Visit visit, TimeProvider clock) =>
        [
            .. (await new NoticeDesk(visit.Workspace, clock).BoardAsync(visit.Reader, visit.Mission.Mode, null, visit.Cancellation))
                .Where(n => n.Rule.By.Contains(NoticeChannel.Cap))
                .DistinctBy(n => n.Id),
        ];

    // Links in a feed are whole: by the name under which it was asked for.
    private static string Here(Visit visit) => $"{visit.Context.Request.Scheme}://{visit.Context.Request.Host}";

    private static async Task<IResult> FeedAsync(Visit visit, TimeProvider clock)
    {
        var notices = await CapsAsync(visit, clock);
        return Results.Text(CapText.Feed(visit.Mission, [.. notices.TakeLast(100)], Here(visit)), "application/atom+xml; charset=utf-8");
    }

    private static async Task<IResult> CapAsync(Visit visit, long notice, TimeProvider clock) =>
        (await CapsAsync(visit, clock)).FirstOrDefault(n => n.Id == notice) is { } found
            ? Results.Text(CapText.Alert(visit.Mission, found, Here(visit)), "application/cap+xml; charset=utf-8")
            : Refusal.NotFound("There is no such alert.").ToResult(visit.Context);

    private static async Task<IResult> ApiAsync(Visit visit, TimeProvider clock) =>
        ModeOf(visit) is { } mode
            ? Results.Ok(
                (await new NoticeDesk(visit.Workspace, clock).BoardAsync(visit.Reader, mode, null, visit.Cancellation)).Select(
                    NoticeItem.Of
                )
            )
            : NoMode(visit).ToResult(visit.Context);
}

/// <summary>What the page of the cell shows.</summary>
/// <param name="Clocks">Tiers whose clock runs or is over.</param>
/// <param name="Notices">Those that wait first; <paramref name="All"/> there are.</param>
/// <param name="Own">Offices that the reader stands for.</param>
/// <param name="Wrong">What is wrong with the file of contacts.</param>
/// <param name="Told">Why what was asked for was not done.</param>
public sealed record CellToday(
    Mode Mode,
    Instant Now,
    ImmutableArray<TierClock> Clocks,
    ImmutableArray<Notice> Notices,
    int All,
    CellView Cell,
    ImmutableArray<RecordedAlert> Trend,
    ImmutableHashSet<string> Own,
    ImmutableArray<Diagnostic> Wrong,
    string? Forgery,
    string? Told
)
{
    public bool MayTake(Notice notice) =>
        notice.State is NoticeState.Waiting or NoticeState.NobodyLeft && notice.Rule.To.Concat(notice.Rule.Then).Any(Own.Contains);
}

/// <summary>A notice under <c>/api/v1</c>.</summary>
public sealed record NoticeItem(
    long Id,
    string Kind,
    string Title,
    string At,
    string RaisedAt,
    string? Due,
    string Mode,
    string Label,
    string Path,
    string State,
    string? NextAt,
    IReadOnlyList<NoticeItem.Way> Told,
    string? AcknowledgedBy,
    string? AcknowledgedAt
)
{
    /// <summary>One office by one way.</summary>
    public sealed record Way(string Office, string Channel, int Step, string State, int Attempts, string Detail);

    internal static NoticeItem Of(Notice n) =>
        new(
            n.Id,
            NoticeWords.Of(n.Raised.Signal.Kind),
            n.Raised.Signal.Title,
            Iso.Format(n.Raised.Signal.At),
            Iso.Format(n.Raised.At),
            n.Raised.Signal.Due is { } due ? Iso.Format(due) : null,
            Core.Record.Words.Of(n.Raised.Signal.Mode),
            n.Raised.Signal.Label.ToString(),
            n.Raised.Signal.Path,
            NoticeWords.Of(n.State),
            n.NextAt is { } next ? Iso.Format(next) : null,
            [
                .. n.Tellings.Select(t => new Way(
                    t.Office,
                    NoticeWords.Of(t.Channel),
                    t.Step,
                    NoticeWords.Of(t.State),
                    t.Attempts,
                    t.Detail
                )),
            ],
            n.Acknowledged?.By,
            n.Acknowledged is { } a ? Iso.Format(a.At) : null
        );
}
