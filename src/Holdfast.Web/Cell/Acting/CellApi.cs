using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Nodes;
using Holdfast.App.Cell;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Values;
using Holdfast.Web.Api;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Cell.Acting;

/// <summary>An act as a program hands it in.</summary>
public sealed record CellActInput
{
    [Description("The act's word, such as decision_word (docs/guide/cell.md).")]
    public string? Act { get; init; }

    [Description("What it is about, such as decision-3fa9c1d2; absent where it opens something.")]
    public string? Subject { get; init; }

    [Description("Of what is opened; restricted where it is absent.")]
    public string? Label { get; init; }

    [Description("The members of the act as the record holds them.")]
    public JsonObject? Body { get; init; }
}

/// <summary>The cell for programs: the same states as the pages, and one door for acts.</summary>
internal static class CellApi
{
    public static void MapCellApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/missions/{mission}/cell").WithTags("cell");
        List<DecisionItem>(
            api,
            "decisions",
            "Decisions of the willing, with each nation's place, effect and reasons.",
            async (a, c) => (await a.DecisionsAsync(c)).Select(d => CellItems.Of(d.State, d.Effects))
        );
        List<CallItem>(
            api,
            "calls",
            "Calls to the parties with reply, effect, and when the coordination had failed by them.",
            async (a, c) => (await a.ViewAsync(c)).Calls.Select(CellItems.Of)
        );
        List<WindowItem>(
            api,
            "windows",
            "Quiet windows and guarantees for repairs.",
            async (a, c) => (await a.ViewAsync(c)).Windows.Select(CellItems.Of)
        );
        List<MeetingItem>(
            api,
            "meetings",
            "Meetings that were called here.",
            async (a, c) => (await a.ViewAsync(c)).Meetings.Select(CellItems.Of)
        );
        List<TaskItem>(
            api,
            "tasks",
            "Tasks and requests for information, with whom each is.",
            async (a, c) => (await a.ViewAsync(c)).Tasks.Select(CellItems.Of)
        );
        List<LogItem>(api, "log", "The watch log.", async (a, c) => (await a.ViewAsync(c)).Log.Select(CellItems.Of));
        List<OpenMatter>(api, "open", "What waits for somebody, overdue first.", async (a, c) => (await a.ViewAsync(c)).Open);
        api.MapPost("/acts", ActAsync)
            .WithMetadata(RoutePolicy.Changes(CellRoutes.Acts))
            .WithName("actInCell")
            .WithSummary("Does an act of the cell. What is refused records nothing; what was done in the same words returns its entry.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void List<T>(
        RouteGroupBuilder api,
        string name,
        string summary,
        Func<CellAnswers, CancellationToken, Task<IEnumerable<T>>> items
    ) =>
        api.MapGet("/" + name, (Visit visit, TimeProvider clock) => ReadAsync(visit, clock, items))
            .WithMetadata(RoutePolicy.PublicRead)
            .WithName("listCell" + char.ToUpperInvariant(name[0]) + name[1..])
            .WithSummary($"{summary} As far as the reader may read; at=, known= and mode= as on the pages.")
            .Produces<ImmutableArray<T>>();

    private static async Task<IResult> ReadAsync<T>(
        Visit visit,
        TimeProvider clock,
        Func<CellAnswers, CancellationToken, Task<IEnumerable<T>>> items
    )
    {
        var (ask, refusal) = CellRoutes.Asked(visit, clock);
        return ask is null
            ? (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : ApiRoutes.Json(await items(CellRoutes.Answers(visit, clock, ask), visit.Cancellation));
    }

    private static async Task<IResult> ActAsync(Visit visit, TimeProvider clock, CellActInput input)
    {
        var (ask, refusal) = CellRoutes.Asked(visit, clock);
        if (ask is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        CellAct act;
        Label? label = null;
        try
        {
            act = CellCodec.ReadAct(CellCodec.KindOfWord(input.Act ?? ""), (input.Body ?? []).ToJsonString());
            if (input.Label is { } text)
            {
                label = Label.TryParse(text, out var parsed)
                    ? parsed
                    : throw new FormatException($"'{text}' is not a label, such as 'restricted rel:FR,GB'.");
            }
        }
        catch (FormatException e)
        {
            return Problem(new CellAnswer(null, "", "not-a-body", e.Message));
        }
        var answer = await CellRoutes
            .Desk(visit, clock)
            .ActAsync(CellRoutes.Author(visit), act, input.Subject, label, ask.Mode, visit.Cancellation);
        return answer.Entry is { } entry
            ? Results.Json(
                new
                {
                    entry,
                    answer.Subject,
                    already = answer.Code == "already",
                },
                JsonText.Options
            )
            : Problem(answer);
    }

    private static IResult Problem(CellAnswer answer) =>
        Results.Problem(
            answer.Refusal,
            statusCode: CellRoutes.StatusOf(answer),
            title: "The act was not done",
            extensions: new Dictionary<string, object?> { ["code"] = answer.Code }
        );
}
