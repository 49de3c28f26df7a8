using Holdfast.App.Briefing.Questions;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Briefing;

/// <summary>The pages for people without an account: the mission's public page and the plain questions; the same answers as Markdown and under the API.</summary>
internal static class QuestionsRoutes
{
    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/public", PublicAsync);
        pages.MapGet("/questions", PageAsync);
        pages.MapGet("/questions.md", MarkdownAsync);
        var api = routes.MapGroup("/api/v1/missions/{mission}").WithMetadata(RoutePolicy.PublicRead).WithTags("briefing");
        api.MapGet("/questions", ApiAsync)
            .WithName("listQuestions")
            .WithSummary(
                "Plain questions answered from the data with citations; lang= en, uk, fr, de; at= and known= ask as of an instant, as known at one."
            )
            .Produces<AnswerDocument[]>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/questions/{id}", ApiOneAsync)
            .WithName("getQuestion")
            .Produces<AnswerDocument>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> PublicAsync(Visit visit, TimeProvider clock)
    {
        var (view, refusal) = PublicView.Of(visit, clock);
        return view is null
            ? Refused(visit, refusal)
            : Html.Page<PublicPage>(
                new
                {
                    View = view,
                    Account = await PublicAccount.OfAsync(visit, view, clock),
                    Frame = PageFrame.Of(visit.Context, view.Text("page.public"), "public"),
                }
            );
    }

    private static async Task<IResult> PageAsync(Visit visit, TimeProvider clock)
    {
        var (view, refusal) = PublicView.Of(visit, clock);
        return view is null
            ? Refused(visit, refusal)
            : Html.Page<QuestionsPage>(
                new
                {
                    View = view,
                    Answers = await new QuestionDesk(visit.Workspace).AnswerAllAsync(visit.Reader, view.Request, visit.Cancellation),
                    Frame = PageFrame.Of(visit.Context, view.Text("page.questions"), "questions"),
                }
            );
    }

    private static async Task<IResult> MarkdownAsync(Visit visit, TimeProvider clock)
    {
        var (view, refusal) = PublicView.Of(visit, clock);
        if (view is null)
        {
            return Refused(visit, refusal);
        }
        var answers = await new QuestionDesk(visit.Workspace).AnswerAllAsync(visit.Reader, view.Request, visit.Cancellation);
        return Results.Text(AnswerMarkdown.Write(answers, view.Phrases), "text/markdown; charset=utf-8");
    }

    private static async Task<IResult> ApiAsync(Visit visit, TimeProvider clock)
    {
        var (view, refusal) = PublicView.Of(visit, clock);
        if (view is null)
        {
            return Refused(visit, refusal);
        }
        var answers = await new QuestionDesk(visit.Workspace).AnswerAllAsync(visit.Reader, view.Request, visit.Cancellation);
        return Results.Json(answers.Select(a => AnswerDocument.Of(a, view.Phrases)), JsonText.Options);
    }

    private static async Task<IResult> ApiOneAsync(Visit visit, string id, TimeProvider clock)
    {
        var (view, refusal) = PublicView.Of(visit, clock);
        if (view is null)
        {
            return Refused(visit, refusal);
        }
        if (visit.Mission.Questions.FirstOrDefault(q => q.Id == id) is not { } question)
        {
            var near = NearestWord.To(id, visit.Mission.Questions.Select(q => q.Id));
            var shown = id.Length > 60 ? id[..60] : id;
            return Refusal
                .NotFound($"This mission has no question '{shown}'." + (near is null ? "" : $" Did you mean '{near}'?"))
                .ToResult(visit.Context);
        }
        var answer = await new QuestionDesk(visit.Workspace).AnswerAsync(visit.Reader, question, view.Request, visit.Cancellation);
        return Results.Json(AnswerDocument.Of(answer, view.Phrases), JsonText.Options);
    }

    private static IResult Refused(Visit visit, Refusal? refusal) => (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
}
