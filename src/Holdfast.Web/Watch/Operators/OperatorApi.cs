using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Operators;
using Holdfast.Web.Api;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch.Operators;

/// <summary>An act as a program hands it in.</summary>
public sealed record OperatorActInput
{
    [Description("A kind of act, such as operator.confirm/1 (docs/guide/operators.md).")]
    public string? Kind { get; init; }

    [Description("Ids of the incidents whose observations the body cites; empty for a withdrawal.")]
    public ImmutableArray<string> Incidents { get; init; } = [];

    [Description("The body as the record holds it: reason, and the members of the kind.")]
    public JsonObject? Body { get; init; }
}

/// <summary>A line of the journal of operators.</summary>
public sealed record OperatorActItem
{
    [Description("Index of the act's entry.")]
    public required long Entry { get; init; }

    public required string At { get; init; }
    public required string By { get; init; }
    public required string Kind { get; init; }
    public required string Label { get; init; }

    [Description("Whether it binds now.")]
    public required bool Binds { get; init; }

    [Description("The entry that took it back.")]
    public long? WithdrawnBy { get; init; }

    [Description("Why it has no effect although nobody took it back.")]
    public string? Ineffective { get; init; }

    public required JsonNode? Body { get; init; }

    internal static OperatorActItem Of(JournalLine line) =>
        new()
        {
            Entry = line.Deed.Entry,
            At = Iso.Format(line.Deed.At),
            By = line.Deed.By,
            Kind = OperatorCodec.KindOf(line.Deed.Act),
            Label = line.Deed.Label.ToString(),
            Binds = line.Binds,
            WithdrawnBy = line.WithdrawnBy,
            Ineffective = line.Ineffective,
            Body = JsonNode.Parse(OperatorCodec.Write(line.Deed.Act)),
        };
}

internal static class OperatorApi
{
    public static void MapOperatorApi(this IEndpointRouteBuilder routes)
    {
        var acts = routes.MapGroup("/api/v1/m/{mission}/operators/acts").WithTags("operators");
        acts.MapGet("", JournalAsync)
            .WithMetadata(RoutePolicy.Reads(Right.DecideIncidents))
            .WithName("listOperatorActs")
            .WithSummary("Every act of an operator that the reader may read, in the order of the record, with what became of it.")
            .Produces<ImmutableArray<OperatorActItem>>();
        acts.MapPost("", ActAsync)
            .WithMetadata(RoutePolicy.Changes(Right.DecideIncidents))
            .WithName("decide")
            .WithSummary(
                "Decides about incidents: confirm, reject, split, merge, must_link, cannot_link, fix, withdraw. What is refused records nothing."
            )
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> JournalAsync(Visit visit)
    {
        if (!OperatorDesk.MayDecide(visit.Reader))
        {
            return Problem("no-right", OperatorRoutes.Outside, StatusCodes.Status403Forbidden);
        }
        var journal = await DecideView.Desk(visit).JournalAsync(visit.Reader, visit.Cancellation);
        return ApiRoutes.Json(journal.Lines.Select(OperatorActItem.Of));
    }

    private static async Task<IResult> ActAsync(Visit visit, OperatorActInput input)
    {
        OperatorAct act;
        try
        {
            act = OperatorCodec.Read(input.Kind ?? "", JsonSerializer.SerializeToUtf8Bytes(input.Body ?? []));
        }
        catch (FormatException e)
        {
            return Problem("not-a-body", e.Message, StatusCodes.Status400BadRequest);
        }
        string[] incidents = input.Incidents.IsDefault ? [] : [.. input.Incidents.Select(i => i ?? "")];
        var answer = await DecideView.Desk(visit).ActAsync(DecideView.Author(visit), incidents, act, visit.Cancellation);
        return answer.Entry is { } entry
            ? Results.Json(new { entry }, JsonText.Options)
            : Problem(answer.Code, answer.Refusal, OperatorRoutes.StatusOf(answer));
    }

    private static IResult Problem(string code, string reason, int status) =>
        Results.Problem(
            reason,
            statusCode: status,
            title: "The act was not done",
            extensions: new Dictionary<string, object?> { ["code"] = code }
        );
}
