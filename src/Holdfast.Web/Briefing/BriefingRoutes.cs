using System.Collections.Immutable;
using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Briefing;

/// <summary>
/// The library of released editions, drafts that wait for the second person, corrigenda, any report on demand in any edition that the reader may have, two editions side by side with their proof, and the forms by which
/// two people publish.
/// </summary>
internal static class BriefingRoutes
{
    private const string Formats = "{format:regex(^(html|md|csv|json|geojson|cap|pdf)$)}";
    private static readonly Right[] Releasing = [Right.ProposeRelease, Right.ConfirmRelease];

    public static void MapBriefings(this IEndpointRouteBuilder routes)
    {
        var mission = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        mission.MapGet("/briefings", (Visit visit, TimeProvider clock, IAntiforgery forgery) => LibraryAsync(visit, clock, forgery, null));
        mission.MapGet("/briefings/compare", CompareAsync);
        mission.MapGet("/briefing", DemandAsync);
        mission.MapGet("/briefing." + Formats, DemandFileAsync);
        mission.MapGet("/briefings/{id}", EditionAsync);
        mission.MapGet("/briefings/{id}/file." + Formats, EditionFileAsync);
        routes.MapPost("/m/{mission}/briefings", ActAsync).WithMetadata(RoutePolicy.Changes(Releasing)).ExcludeFromDescription();
    }

    private static Reader Actor(Visit visit) => visit.Reader with { Name = visit.Principal.Account };

    private static BriefDesk Desk(Visit visit, TimeProvider clock) => new(visit.Workspace, clock, visit.Principal.Local);

    private static async Task<IResult> LibraryAsync(Visit visit, TimeProvider clock, IAntiforgery forgery, string? told)
    {
        var desk = Desk(visit, clock);
        var may = Array.Exists(Releasing, visit.May);
        var book = await desk.BookAsync(Actor(visit), null, visit.Cancellation);
        var due = may ? await new Corrigenda(visit.Workspace, clock, visit.Principal.Local).DueAsync(Actor(visit), visit.Cancellation) : [];
        var editions = desk.For(visit.Reader).ToImmutableArray();
        var view = new BriefingView(
            book,
            due,
            editions,
            visit.May(Right.ProposeRelease),
            visit.May(Right.ConfirmRelease),
            visit.Principal.Account,
            may ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
            told,
            await DayAsync(visit),
            new Corrigenda(visit.Workspace, clock).LookedAt
        );
        return Html.Page<BriefingsPage>(
            new { View = view, Frame = PageFrame.Of(visit.Context, "Briefings", "briefings") },
            told is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );
    }

    private static async Task<IResult> EditionAsync(Visit visit, string id, TimeProvider clock)
    {
        var (language, refusal) = PublicLanguage.Asked(visit.Context);
        if (refusal is not null)
        {
            return refusal.ToResult(visit.Context);
        }
        var book = await Desk(visit, clock).BookAsync(Actor(visit), null, visit.Cancellation);
        return book.Find(id) is not { } brief
            ? Unknown(id).ToResult(visit.Context)
            : Html.Page<EditionPage>(
                new
                {
                    Brief = brief,
                    Corrigenda = book.CorrigendaOf(id),
                    Report = ReportReader.Read(brief.Proposed.Report).In(language),
                    Frame = PageFrame.Of(visit.Context, ReportKinds.Title(ReportKinds.Parse(brief.Proposed.Kind)), "briefings") with
                    {
                        Mode = brief.Mode,
                    },
                }
            );
    }

    private static async Task<IResult> EditionFileAsync(Visit visit, string id, string format, TimeProvider clock)
    {
        var book = await Desk(visit, clock).BookAsync(Actor(visit), null, visit.Cancellation);
        if (book.Find(id) is not { } brief)
        {
            return Unknown(id).ToResult(visit.Context);
        }
        var report = ReportReader.Read(brief.Proposed.Report);
        return await FileAsync(visit, report, format, told => BriefCap.Write(book, brief, told));
    }

    private static async Task<IResult> DemandAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AskedAsync(visit, clock, "edition");
        var (language, unknown) = PublicLanguage.Asked(visit.Context);
        if (asked is null || unknown is not null)
        {
            return (refusal ?? unknown ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var report = await new ReportDesk(visit.Workspace, clock).BuildAsync(asked.Question, asked.Edition, visit.Cancellation);
        return Html.Page<DemandPage>(
            new
            {
                Report = report.In(language),
                Editions = Desk(visit, clock).For(visit.Reader).ToImmutableArray(),
                Query = AddressOf(asked),
                Frame = PageFrame.Of(visit.Context, ReportKinds.Title(report.Kind), "briefings") with
                {
                    Mode = asked.Question.Mode,
                },
            }
        );
    }

    private static async Task<IResult> DemandFileAsync(Visit visit, string format, TimeProvider clock)
    {
        var (asked, refusal) = await AskedAsync(visit, clock, "edition");
        return asked is null
            ? (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : await FileAsync(
                visit,
                await new ReportDesk(visit.Workspace, clock).BuildAsync(asked.Question, asked.Edition, visit.Cancellation),
                format
            );
    }

    private static async Task<IResult> CompareAsync(Visit visit, TimeProvider clock)
    {
        var (first, refusal) = await AskedAsync(visit, clock, "first");
        var (second, other) = await AskedAsync(visit, clock, "second");
        if (first is null || second is null)
        {
            return (refusal ?? other ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var desk = new ReportDesk(visit.Workspace, clock);
        // Both as known at one instant, or nothing would have one scope.
        var question = first.Question with
        {
            Known = first.Question.Known ?? desk.Now,
        };
        var (one, two) = (
            await desk.BuildAsync(question, first.Edition, visit.Cancellation),
            await desk.BuildAsync(question, second.Edition, visit.Cancellation)
        );
        return Html.Page<ComparePage>(
            new
            {
                Comparison = EditionProof.Compare(one, two),
                Report = one,
                Editions = Desk(visit, clock).For(visit.Reader).ToImmutableArray(),
                Frame = PageFrame.Of(visit.Context, "Editions compared", "briefings") with
                {
                    Mode = question.Mode,
                },
            }
        );
    }

    private static async Task<IResult> ActAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        string Field(string name) => form[name].ToString().Trim();
        var (desk, author) = (Desk(visit, clock), Actor(visit));
        try
        {
            var answer = Field("act") switch
            {
                "propose" => await desk.ProposeAsync(
                    author,
                    new ReportQuestion(ReportKinds.Parse(Field("kind")), Day(Field("date")), Mode: ModeOf(Field("mode"))),
                    desk.EditionOf(Field("edition")),
                    Field("reason"),
                    visit.Cancellation
                ),
                "release" => await desk.ReleaseAsync(author, Field("brief"), visit.Cancellation),
                "withdraw" => await desk.WithdrawAsync(author, Field("brief"), Field("reason"), visit.Cancellation),
                "correct" => await new Corrigenda(visit.Workspace, clock, visit.Principal.Local).ProposeAsync(
                    author,
                    Field("brief"),
                    Field("reason"),
                    visit.Cancellation
                ),
                var act => new BriefAnswer("", null, "bad-input", $"'{act}' is no act: propose, release, withdraw or correct."),
            };
            if (!answer.Done)
            {
                return await LibraryAsync(visit, clock, forgery, answer.Message);
            }
            // Read anew after it is done: to reload the page does nothing again.
            visit.Context.Response.Headers.Location = $"/m/{visit.Mission.Name}/briefings?done={answer.Brief}#brief-{answer.Brief}";
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (FormatException e)
        {
            return await LibraryAsync(visit, clock, forgery, e.Message);
        }
    }

    private sealed record Asked(ReportQuestion Question, Edition Edition);

    private static async Task<(Asked? Asked, Refusal? Refusal)> AskedAsync(Visit visit, TimeProvider clock, string edition)
    {
        var known = QueryText.Single(visit.Query, "known");
        Instant at = default;
        if (known is { Length: > 0 } && !QueryText.TryInstant(known, visit.Mission.Zone, endOfDay: true, out at))
        {
            return (null, Refusal.BadRequest(QueryText.InstantExpected("known", known)));
        }
        try
        {
            var date = QueryText.Single(visit.Query, "date") is { Length: > 0 } text ? Day(text) : await DayAsync(visit);
            var kind = ReportKinds.Parse(QueryText.Single(visit.Query, "kind") ?? "readiness");
            var named = Desk(visit, clock).EditionOf(QueryText.Single(visit.Query, edition) is { Length: > 0 } e ? e : "public");
            var question = new ReportQuestion(
                kind,
                date,
                null,
                known is { Length: > 0 } ? at : null,
                ModeOf(QueryText.Single(visit.Query, "mode"))
            );
            _ = new ReportDesk(visit.Workspace, clock).Head(question);
            return visit.Principal.Local || named.MayBeReadBy(visit.Reader)
                ? (new Asked(question, named), null)
                : (
                    null,
                    new Refusal(
                        StatusCodes.Status403Forbidden,
                        "Not for you to read",
                        $"The edition '{named.Name}' is for those who may read all that is in it."
                    )
                );
        }
        catch (FormatException e)
        {
            return (null, Refusal.BadRequest(e.Message));
        }
    }

    private static string AddressOf(Asked asked) =>
        $"kind={ReportKinds.Of(asked.Question.Kind)}&date={LocalDatePattern.Iso.Format(asked.Question.Date)}&edition={Uri.EscapeDataString(asked.Edition.Name)}"
        + (asked.Question.Known is { } known ? $"&known={Uri.EscapeDataString(Iso.Format(known))}" : "")
        + (asked.Question.Mode is { } mode ? $"&mode={Words.Of(mode)}" : "");

    private static Mode? ModeOf(string? word) => string.IsNullOrEmpty(word) ? null : Core.Record.Words.ToMode(word);

    private static LocalDate Day(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 1900 and < 2200 } day }
            ? day
            : throw new FormatException($"'{text}' is not a day such as 2026-03-04.");

    /// <summary>The last day of the mission's period that had an incident, otherwise its last day.</summary>
    private static async Task<LocalDate> DayAsync(Visit visit)
    {
        var filter = new App.Watch.IncidentFilter(When: visit.Mission.Period, Mode: visit.Mission.Mode);
        var last = await visit.Workspace.Watch.IncidentsAsync(visit.Reader, filter, "-time", null, 1, visit.Cancellation);
        var at = last.Items.IsEmpty ? visit.Mission.Period.Latest : last.Items[0].Incident.When.Earliest;
        return at.InZone(visit.Mission.Zone).Date;
    }

    /// <param name="cap">How an edition is written as CAP, which knows what went out before it; null for a report by itself.</param>
    private static async Task<IResult> FileAsync(Visit visit, ReportModel report, string format, Func<ReportModel, string>? cap = null)
    {
        var (language, refusal) = PublicLanguage.Asked(visit.Context);
        if (refusal is not null)
        {
            return refusal.ToResult(visit.Context);
        }
        var told = report.In(language, format);
        if (format != ReportFormats.Pdf)
        {
            var text = format == "cap" && cap is not null ? cap(told) : ReportFormats.Write(told, format, "/assets/app.css");
            return Results.Text(text, ReportFormats.MediaType(format));
        }
        try
        {
            var pdf = await PdfPrinter.Default.PrintAsync(told, visit.Cancellation);
            return Results.File(pdf, ReportFormats.MediaType(format), ReportFormats.FileName(visit.Mission.Name, report, format));
        }
        catch (PdfException e)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, "There is no PDF", e.Message).ToResult(visit.Context);
        }
    }

    private static Refusal Unknown(string id) => Refusal.NotFound($"There is no edition '{id}' that you may read.");
}

/// <summary>What the library shows.</summary>
/// <param name="Due">Corrigenda that stand beside released editions; for those who publish.</param>
/// <param name="LookedAt">When the released editions were last made again.</param>
/// <param name="Account">Who looks: nobody is the second of two for what they proposed.</param>
public sealed record BriefingView(
    BriefBook Book,
    ImmutableArray<Corrigendum> Due,
    ImmutableArray<Edition> Editions,
    bool MayPropose,
    bool MayRelease,
    string Account,
    string? Forgery,
    string? Told,
    LocalDate Day,
    Instant? LookedAt
);
