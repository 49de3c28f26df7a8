using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Record;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Briefing;

/// <summary>Where the truce may be breaking down: alerts and figures of sectors, those that are released for the reader; the watch floor has them made and proposes their release.</summary>
internal static class TrendRoutes
{
    public static void MapTrend(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/trend", (Visit visit, TimeProvider clock, IAntiforgery forgery) => PageAsync(visit, clock, forgery, null))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes.MapPost("/m/{mission}/trend", UpdateAsync).WithMetadata(RoutePolicy.Changes(Right.WatchRoom)).ExcludeFromDescription();
        routes
            .MapGet("/api/v1/missions/{mission}/trend", ApiAsync)
            .WithMetadata(RoutePolicy.PublicRead)
            .WithTags("briefing")
            .WithName("trend")
            .WithSummary(
                "Alerts of the space-time scan and calm, strained or breaking by sector, as far as they are released for the reader."
            )
            .Produces<TrendItem>();
    }

    private static async Task<TrendView> ViewAsync(Visit visit, TimeProvider clock, IAntiforgery? forgery, string? told)
    {
        var (known, _) = Known(visit);
        var book = await new TrendDesk(visit.Workspace, clock).BookAsync(visit.Reader, known, visit.Cancellation);
        var releases =
            visit.Workspace.Record is SqliteRecord record && Array.Exists(Record.ReleaseRoutes.Rights, visit.May)
                ? await new ReleaseDoor(record).ListAsync(visit.Reader with { Name = visit.Principal.Account }, visit.Cancellation)
                : [];
        return new TrendView(
            book,
            visit.Mission.Trend,
            known,
            visit.May(Right.WatchRoom) && known is null,
            visit.May(Right.ProposeRelease),
            releases.Where(r => r.State == ReleaseState.Proposed).Select(r => r.Entry).ToImmutableHashSet(),
            forgery?.GetAndStoreTokens(visit.Context).RequestToken,
            told
        );
    }

    private static (Instant? Known, bool Wrong) Known(Visit visit) =>
        QueryText.Single(visit.Query, "known") is not { Length: > 0 } text ? (null, false)
        : QueryText.TryInstant(text, visit.Mission.Zone, endOfDay: true, out var at) ? (at, false)
        : (null, true);

    private static async Task<IResult> PageAsync(Visit visit, TimeProvider clock, IAntiforgery forgery, string? told)
    {
        if (Known(visit).Wrong)
        {
            return Refusal
                .BadRequest(QueryText.InstantExpected("known", QueryText.Single(visit.Query, "known") ?? ""))
                .ToResult(visit.Context);
        }
        return Html.Page<TrendPage>(
            new { View = await ViewAsync(visit, clock, forgery, told), Frame = PageFrame.Of(visit.Context, "Trend", "trend") },
            told is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );
    }

    private static async Task<IResult> UpdateAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var text = form["day"].ToString();
        var day = LocalDatePattern.Iso.Parse(text);
        if (!day.Success || day.Value.Year is < 1900 or >= 2200)
        {
            return await PageAsync(visit, clock, forgery, $"'{text}' is not a day such as 2026-03-04.");
        }
        var author = visit.Reader with { Name = visit.Principal.Account };
        var update = await new TrendDesk(visit.Workspace, clock).UpdateAsync(author, day.Value, null, visit.Cancellation);
        visit.Context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"/m/{visit.Mission.Name}/trend?done={text}&events={update.Scan.Answer.Events}&new={update.New}#alerts-title"
        );
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> ApiAsync(Visit visit, TimeProvider clock) =>
        Known(visit).Wrong
            ? Refusal.BadRequest(QueryText.InstantExpected("known", QueryText.Single(visit.Query, "known") ?? "")).ToResult(visit.Context)
            : Results.Ok(TrendItem.Of(await ViewAsync(visit, clock, null, null)));
}

/// <summary>What the page of trends shows.</summary>
/// <param name="Proposed">Entries whose release somebody has proposed.</param>
/// <param name="Told">Why what was asked for was not done.</param>
public sealed record TrendView(
    TrendBook Book,
    TrendRules Rules,
    Instant? Known,
    bool MayUpdate,
    bool MayPropose,
    ImmutableHashSet<long> Proposed,
    string? Forgery,
    string? Told
)
{
    /// <summary>The last word on each alert, the latest first.</summary>
    public ImmutableArray<RecordedAlert> Alerts =>
        [
            .. Book
                .Alerts.GroupBy(a => a.Alert.Id)
                .Select(g => g.Last())
                .OrderByDescending(a => a.Alert.To)
                .ThenByDescending(a => a.Alert.RecurrenceDays),
        ];
}

/// <summary>Trends under <c>/api/v1</c>.</summary>
public sealed record TrendItem(IReadOnlyList<TrendItem.Alert> Alerts, TrendItem.Figures? Health, string Definition)
{
    /// <summary>Degrees of the middle of a cell of 10 km; days in the mission's zone.</summary>
    public sealed record Alert(
        long Entry,
        string Id,
        string From,
        string To,
        double Latitude,
        double Longitude,
        double RadiusKm,
        IReadOnlyList<string> Sectors,
        long Observed,
        double Expected,
        double P,
        double GumbelP,
        double RecurrenceDays,
        bool AdjustedForCoverage,
        string? Continues,
        string Label
    );

    public sealed record Figures(long Entry, string Day, bool AdjustedForCoverage, string Label, IReadOnlyList<Sector> Sectors);

    /// <summary>Probabilities of the three states; incidents per day with 90 % limits.</summary>
    public sealed record Sector(
        string Id,
        string State,
        double Calm,
        double Strained,
        double Breaking,
        HealthRate? Recent,
        HealthRate? Before,
        double Dispersion,
        double Covered,
        long Incidents
    );

    internal static TrendItem Of(TrendView view) =>
        new(
            [.. view.Alerts.Select(Of)],
            view.Book.LatestHealth is { } h
                ? new Figures(h.Entry, Iso(h.Board.Day), h.Board.Adjusted, h.Label.ToString(), [.. h.Board.Sectors.Select(Of)])
                : null,
            "docs/guide/trend.md"
        );

    private static Alert Of(RecordedAlert a) =>
        new(
            a.Entry,
            a.Alert.Id,
            Iso(a.Alert.From),
            Iso(a.Alert.To),
            a.Alert.Latitude,
            a.Alert.Longitude,
            a.Alert.RadiusKm,
            a.Alert.Sectors,
            a.Alert.Observed,
            a.Alert.Expected,
            a.Alert.P,
            a.Alert.GumbelP,
            a.Alert.RecurrenceDays,
            a.Alert.Adjusted,
            a.Alert.Continues.Length > 0 ? a.Alert.Continues : null,
            a.Label.ToString()
        );

    private static Sector Of(SectorHealth s) =>
        new(s.Sector, HealthWords.Of(s.State), s.Calm, s.Strained, s.Breaking, s.Recent, s.Before, s.Dispersion, s.Covered, s.Incidents);

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
