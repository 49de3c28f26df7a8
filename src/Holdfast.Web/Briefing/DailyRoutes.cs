using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Briefing;

/// <summary>The daily report, released for its reader: a page, and the same report as Markdown, JSON and a document made for print.</summary>
internal static class DailyRoutes
{
    public static void MapDaily(this IEndpointRouteBuilder routes)
    {
        var mission = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        mission.MapGet("/daily", PageAsync);
        mission.MapGet("/daily.{format:regex(^(html|md|json)$)}", FileAsync);
    }

    private sealed record Question(LocalDate Date, LocalTime? AsOf, Instant? Known);

    private static async Task<IResult> PageAsync(Visit visit, TimeProvider clock)
    {
        var (question, refusal) = await ReadAsync(visit);
        var (language, unknown) = PublicLanguage.Asked(visit.Context);
        if (question is null || unknown is not null)
        {
            return (refusal ?? unknown ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var model = await BuildAsync(visit, question, clock);
        return Html.Page<DailyPage>(
            new
            {
                Report = model.In(language),
                Query = visit.Context.Request.QueryString.HasValue
                    ? visit.Context.Request.QueryString.Value ?? ""
                    : $"?date={LocalDatePattern.Iso.Format(question.Date)}",
                Frame = PageFrame.Of(visit.Context, "Daily report", "daily"),
            }
        );
    }

    private static async Task<IResult> FileAsync(Visit visit, string format, TimeProvider clock)
    {
        var (question, refusal) = await ReadAsync(visit);
        var (language, unknown) = PublicLanguage.Asked(visit.Context);
        if (question is null || unknown is not null)
        {
            return (refusal ?? unknown ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var model = (await BuildAsync(visit, question, clock)).In(language, format);
        return Results.Text(ReportFormats.Write(model, format, "/assets/app.css"), ReportFormats.MediaType(format));
    }

    private static Task<ReportModel> BuildAsync(Visit visit, Question question, TimeProvider clock) =>
        new DailyReports(visit.Workspace, clock).BuildAsync(visit.Reader, question.Date, question.AsOf, question.Known, visit.Cancellation);

    private static async Task<(Question? Question, Refusal? Refusal)> ReadAsync(Visit visit)
    {
        var date = QueryText.Single(visit.Query, "date");
        var day = date is null ? await LastDayAsync(visit) : (LocalDate?)null;
        if (date is not null)
        {
            var parsed = LocalDatePattern.Iso.Parse(date);
            if (!parsed.Success || parsed.Value.Year is < 1900 or >= 2200)
            {
                return (null, Refusal.BadRequest($"'date' is '{date}'; expected a day such as 2025-04-20."));
            }
            day = parsed.Value;
        }
        var asOf = QueryText.Single(visit.Query, "as-of");
        var time = asOf is null ? null : LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(asOf);
        if (time is { Success: false })
        {
            return (null, Refusal.BadRequest($"'as-of' is '{asOf}'; expected a time of day such as 19:30."));
        }
        var known = QueryText.Single(visit.Query, "known");
        Instant at = default;
        if (known is not null && !QueryText.TryInstant(known, visit.Mission.Zone, endOfDay: true, out at))
        {
            return (null, Refusal.BadRequest(QueryText.InstantExpected("known", known)));
        }
        return (new Question(day ?? default, time?.Value, known is null ? null : at), null);
    }

    /// <summary>The last day of the mission's period that had an incident, otherwise its last day.</summary>
    private static async Task<LocalDate> LastDayAsync(Visit visit)
    {
        var filter = new App.Watch.IncidentFilter(When: visit.Mission.Period, Mode: visit.Mission.Mode);
        var last = await visit.Workspace.Watch.IncidentsAsync(visit.Reader, filter, "-time", null, 1, visit.Cancellation);
        var at = last.Items.IsEmpty ? visit.Mission.Period.Latest : last.Items[0].Incident.When.Earliest;
        return at.InZone(visit.Mission.Zone).Date;
    }
}
