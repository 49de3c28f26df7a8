using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Cell;
using Holdfast.App.Guarantees;
using Holdfast.Core.Access;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Holdfast.Web.Cell.Acting;

/// <summary>Pages on which the cell acts: decisions, liaison, meetings, tasks, the log; and the calendar. Labels decide what a reader sees; every form leads to the one door.</summary>
internal static class CellRoutes
{
    public static readonly Right[] Acts = [Right.ActInCell, Right.SpeakForNation];

    public static void MapCell(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        read.MapGet(
            "/decisions",
            (Visit visit, TimeProvider clock, IAntiforgery forgery) => PageAsync(visit, clock, forgery, "decisions", null)
        );
        read.MapGet(
            "/decisions/{id}",
            (Visit visit, TimeProvider clock, IAntiforgery forgery, string id) => PageAsync(visit, clock, forgery, "decisions", id)
        );
        foreach (var page in new[] { "liaison", "meetings", "tasks", "log" })
        {
            read.MapGet(
                "/" + page,
                (Visit visit, TimeProvider clock, IAntiforgery forgery) => PageAsync(visit, clock, forgery, page, null)
            );
        }
        read.MapGet("/cell.ics", CalendarAsync);
        routes.MapPost("/m/{mission}/cell/acts", ActAsync).WithMetadata(RoutePolicy.Changes(Acts)).ExcludeFromDescription();
        routes.MapCellApi();
    }

    /// <summary>The question that an address asks: mode, instant, and as known when.</summary>
    internal static (CellAsk? Ask, Refusal? Refusal) Asked(Visit visit, TimeProvider clock)
    {
        var zone = visit.Mission.Zone;
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var word = QueryText.Single(visit.Query, "mode");
        Mode? mode = word is null or ""
            ? visit.Mission.Mode
            : Enum.GetValues<Mode>().Where(m => Words.Of(m) == word).Cast<Mode?>().FirstOrDefault();
        if (mode is not { } asked)
        {
            return (null, Refusal.BadRequest($"'mode' is '{word}'; expected actual, exercise or test."));
        }
        var times = new Instant?[2];
        foreach (var (name, i) in new[] { ("at", 0), ("known", 1) })
        {
            if (QueryText.Single(visit.Query, name) is { Length: > 0 } text)
            {
                if (!QueryText.TryInstant(text, zone, endOfDay: true, out var at))
                {
                    return (null, Refusal.BadRequest(QueryText.InstantExpected(name, text)));
                }
                times[i] = at;
            }
        }
        return (new CellAsk(asked, times[0] ?? times[1] ?? now, times[1], times[0] is null && times[1] is null), null);
    }

    internal static CellAnswers Answers(Visit visit, TimeProvider clock, CellAsk ask) =>
        new(visit.Mission, Desk(visit, clock), visit.Workspace.Guarantees, visit.Reader, ask.Mode, ask.At, ask.Known);

    internal static CellDesk Desk(Visit visit, TimeProvider clock) => new(visit.Mission, visit.Workspace.Record, clock);

    /// <summary>Who acts: the account, as the record names it.</summary>
    internal static Reader Author(Visit visit) => visit.Reader with { Name = visit.Principal.Account };

    internal static bool MayAct(Visit visit) => Array.Exists(Acts, visit.May);

    private static async Task<IResult> PageAsync(
        Visit visit,
        TimeProvider clock,
        IAntiforgery forgery,
        string page,
        string? decision,
        SentAct? kept = null,
        CellAnswer? told = null
    )
    {
        var (ask, refusal) = Asked(visit, clock);
        if (ask is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var answers = Answers(visit, clock, ask);
        var book = await answers.BookAsync(visit.Cancellation);
        var scene = new CellScene(
            visit.Mission,
            ask.Mode,
            ask.At,
            ask.Known,
            book,
            book.At(ask.At),
            await answers.DecisionsAsync(visit.Cancellation),
            visit.Reader,
            ask.IsNow && MayAct(visit) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
            kept,
            told,
            long.TryParse(QueryText.Single(visit.Query, "done"), NumberStyles.None, CultureInfo.InvariantCulture, out var done)
                ? done
                : null
        );
        var frame = PageFrame.Of(visit.Context, char.ToUpperInvariant(page[0]) + page[1..], page) with { Mode = ask.Mode };
        var status = told is null or { Entry: not null } ? StatusCodes.Status200OK : StatusOf(told);
        if (decision is not null)
        {
            return scene.Decisions.Any(d => d.State.Id == decision)
                ? Html.Page<DecisionPage>(
                    new
                    {
                        Scene = scene,
                        Frame = frame,
                        Id = decision,
                    },
                    status
                )
                : Refusal.NotFound($"There is no decision '{decision}' that you may read in this mode.").ToResult(visit.Context);
        }
        return page switch
        {
            "decisions" => Page<DecisionsPage>(scene, frame, status),
            "liaison" => Page<LiaisonPage>(scene, frame, status),
            "meetings" => Page<MeetingsPage>(scene, frame, status),
            "tasks" => Page<TasksPage>(scene, frame, status),
            _ => Page<LogPage>(scene, frame, status),
        };
    }

    private static IResult Page<TPage>(CellScene scene, PageFrame frame, int status)
        where TPage : IComponent => Html.Page<TPage>(new { Scene = scene, Frame = frame }, status);

    private static async Task<IResult> ActAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        var (ask, refusal) = Asked(visit, clock);
        if (ask is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        string Sent(string name) => form[name].ToString().Trim();
        var (word, subject) = (Sent("act"), Sent("subject"));
        if (!CellForms.Words.Contains(word))
        {
            return Refusal.BadRequest($"'act' is '{word}'; expected one of {string.Join(", ", CellForms.Words)}.").ToResult(visit.Context);
        }
        var fields = CellForms.Of(word, visit.Mission).Fields;
        var kept = new SentAct(word, subject, fields.ToImmutableSortedDictionary(f => f.Name, f => Sent(f.Name), StringComparer.Ordinal));
        var answer = await DoAsync(visit, clock, ask.Mode, kept, Sent("label"));
        var (page, decision) = PageOf(word, answer.Subject.Length > 0 ? answer.Subject : subject);
        if (answer.Entry is not { } entry)
        {
            // Where the subject itself is not there, there is no page of it to come back to.
            var there = decision is not null && answer.Code != "unknown-subject" ? decision : null;
            return await PageAsync(visit, clock, forgery, page, there, kept, answer);
        }
        var mode = ask.Mode == visit.Mission.Mode ? "" : $"&mode={Words.Of(ask.Mode)}";
        var anchor = decision is null ? $"#{answer.Subject}" : "";
        visit.Context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"/m/{visit.Mission.Name}/{page}{(decision is null ? "" : "/" + decision)}?done={entry}{mode}{anchor}"
        );
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<CellAnswer> DoAsync(Visit visit, TimeProvider clock, Mode mode, SentAct sent, string labelled)
    {
        var desk = Desk(visit, clock);
        Label? label = null;
        if (labelled.Length > 0)
        {
            if (!Label.TryParse(labelled, out var parsed))
            {
                return new CellAnswer(null, sent.Subject, "bad-label", $"'{labelled}' is not a label, such as 'restricted rel:FR,GB'.");
            }
            label = parsed;
        }
        try
        {
            var act = new CellReading(f => sent.Fields.GetValueOrDefault(f, ""), visit.Mission.Zone, desk.Now).Act(sent.Word);
            return await desk.ActAsync(Author(visit), act, sent.Subject.Length > 0 ? sent.Subject : null, label, mode, visit.Cancellation);
        }
        catch (FormatException e)
        {
            return new CellAnswer(null, sent.Subject, "not-a-body", e.Message);
        }
    }

    private static (string Page, string? Decision) PageOf(string word, string subject) =>
        word.Split('_')[0] switch
        {
            "call" or "window" => ("liaison", null),
            "meeting" => ("meetings", null),
            "task" => ("tasks", null),
            "decision" => ("decisions", CellId.KindOf(subject) == CellSubjectKind.Decision ? subject : null),
            _ => ("log", null),
        };

    internal static int StatusOf(CellAnswer answer) =>
        answer.Code switch
        {
            "no-right" or "not-your-nation" or "not-your-label" => StatusCodes.Status403Forbidden,
            "unknown-subject" => StatusCodes.Status404NotFound,
            "ended" or "held" or "opened" or "joined-otherwise" or "not-joined" or "deadline-passed" or "changed" or "label-of-subject" =>
                StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };

    private static async Task<IResult> CalendarAsync(Visit visit, TimeProvider clock)
    {
        var (ask, refusal) = Asked(visit, clock);
        return ask is null
            ? (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : Results.Text(await Answers(visit, clock, ask).CalendarAsync(visit.Cancellation), "text/calendar; charset=utf-8");
    }
}

/// <summary>What an address asks of the cell.</summary>
/// <param name="IsNow">Neither an instant nor a past knowledge is asked for.</param>
internal sealed record CellAsk(Mode Mode, Instant At, Instant? Known, bool IsNow);
