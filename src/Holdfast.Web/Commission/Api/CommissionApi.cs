using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace Holdfast.Web.Commission.Api;

/// <summary>
/// The commission for programs: the same documents as the terminal's, as the caller's seat may see them, and every act of the law's table as the record's own JSON. What is refused is problem+json with a code
/// and the acts that would be lawful.
/// </summary>
internal static class CommissionApi
{
    private const long LargestActBytes = 4 << 20;

    /// <summary>The header with the sender's own id of a request: the same again is answered with the first receipt and does nothing.</summary>
    public const string MessageId = "Idempotency-Key";

    public static void MapCommissionApi(this IEndpointRouteBuilder routes)
    {
        var reads = routes.MapGroup("/api/v1/m/{mission}/commission").WithMetadata(RoutePolicy.PublicRead).WithTags("commission");
        Read(reads, "", "listCases", "The docket, as the caller's seat may see it.", DocketAsync);
        reads
            .MapGet(
                "/cases/{id}",
                (Visit visit, string id) => CaseAsync(visit, id, (of, room) => CaseDocuments.Case(of, room.Rules, room.Now))
            )
            .WithName("getCase")
            .WithSummary("One case: its acts, clocks and hypotheses, as the caller's seat may see it.")
            .Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        reads
            .MapGet("/cases/{id}/evidence", (Visit visit, string id) => CaseAsync(visit, id, (of, _) => CaseDocuments.Evidence(of)))
            .WithName("listEvidence")
            .WithSummary("Items and statements of a case with their hashes and custody; never their content.")
            .Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        Read(
            reads,
            "/latency",
            "getCaseLatency",
            "How long each stage takes, beside the time that the rules of procedure give it.",
            LatencyAsync
        );
        Read(
            reads,
            "/stall",
            "getStalling",
            "Could one member stall it? For members and the secretary; without= leaves members out.",
            StallAsync
        );
        Read(
            reads,
            "/refused",
            "listRefusedActs",
            "Acts that were refused, and irregular entries, for the people of the commission.",
            RefusedAsync
        );
        Read(reads, "/intake", "listIntake", "What was handed in and what became of it, for the people of the commission.", IntakeAsync);
        MapActs(routes.MapGroup("/api/v1/m/{mission}/commission").WithTags("commission"));
    }

    private static void Read(RouteGroupBuilder group, string path, string name, string summary, Func<CaseRoom, Task<IResult>> answer) =>
        group
            .MapGet(path, (Visit visit) => CaseRoom.Of(visit) is { } room ? answer(room) : Task.FromResult(NoCommission(visit)))
            .WithName(name)
            .WithSummary(summary)
            .Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static void MapActs(RouteGroupBuilder group)
    {
        var limit = new RequestSizeLimitAttribute(LargestActBytes);
        Act(group.MapPost("/cases", OpenAsync), "openCase", "Opens a case: {title, allegation}, as the record has it.").WithMetadata(limit);
        Act(
                group.MapPost("/cases/{id}/acts/{word}", ActAsync),
                "act",
                "Any act of the law's table, its body as the record has it; the word is the kind without room and version, such as vote_opened."
            )
            .WithMetadata(limit);
        Act(group.MapPost("/intake/{reference}/open", OpenIntakeAsync), "openIntake", "Opens a case with something handed in: {title}.");
        Act(group.MapPost("/intake/{reference}/link", LinkIntakeAsync), "linkIntake", "Adds something handed in to a case: {case}.");
        Act(
            group.MapPost("/intake/{reference}/set-aside", SetAsideAsync),
            "setIntakeAside",
            "Does not pursue something handed in: {reason}."
        );
        group
            .MapPost("/allegations", AllegeAsync)
            .WithMetadata(RoutePolicy.PublicWrite, PublicForm.Instance, limit)
            .WithName("allege")
            .WithSummary(
                "Hands an allegation in, for the caller's seat: {text, against, when_and_where, incident, contact}. Idempotency-Key is needed: 16 to 64 letters, digits and hyphens."
            )
            .Produces<JsonObject>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static RouteHandlerBuilder Act(RouteHandlerBuilder route, string name, string summary) =>
        route
            .WithMetadata(ActRoutes.Acts)
            .WithName(name)
            .WithSummary(summary + " Idempotency-Key makes it safe to repeat.")
            .Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> DocketAsync(CaseRoom room) =>
        Json(CaseDocuments.Docket(await CasesAsync(room), room.Rules, room.Now));

    private static async Task<IResult> LatencyAsync(CaseRoom room) =>
        Json(CaseDocuments.Latency(await CasesAsync(room), room.Rules, room.Now));

    private static Task<IResult> StallAsync(CaseRoom room)
    {
        if (room.Rules.Member(room.Seat) is null && room.Rules.Officer(room.Seat)?.Office is not Office.Secretary)
        {
            // No adversary's handbook.
            return Task.FromResult(
                Refusal.NotFound("Only members and the secretary are told who could stall.").ToResult(room.Visit.Context)
            );
        }
        var without = room.Visit.Query["without"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Task.FromResult(Json(CaseDocuments.Stall(room.Rules, room.Mission.Clauses, without)));
    }

    private static async Task<IResult> RefusedAsync(CaseRoom room) =>
        room.Serves
            ? Json(
                CaseDocuments.Refused(
                    await room.Desk.Registry.RefusedAsync(room.Seat, room.Visit.Cancellation),
                    await room.Desk.Registry.IrregularitiesAsync(room.Seat, room.Visit.Cancellation)
                )
            )
            : Refusal.NotFound("Refused acts are shown to the people of the commission.").ToResult(room.Visit.Context);

    private static async Task<IResult> IntakeAsync(CaseRoom room) =>
        room.Serves
            ? Json(CaseDocuments.Intake(await room.Intake.ListAsync(room.Seat, room.Visit.Cancellation)))
            : Refusal.NotFound("What came in is shown to the people of the commission.").ToResult(room.Visit.Context);

    private static async Task<IResult> CaseAsync(Visit visit, string id, Func<Case, CaseRoom, JsonObject> document) =>
        CaseRoom.Of(visit) is not { } room ? NoCommission(visit)
        : await room.Desk.Registry.FindAsync(room.Seat, id, visit.Cancellation) is { } of ? Json(document(of, room))
        : CommissionRoutes.Missing.ToResult(visit.Context);

    private static ValueTask<ImmutableArray<Case>> CasesAsync(CaseRoom room) =>
        room.Desk.Registry.CasesAsync(room.Seat, null, room.Visit.Cancellation);

    private static Task<IResult> OpenAsync(Visit visit, JsonElement body) =>
        DoneAsync(
            visit,
            room =>
                CaseCodec.ReadAct(CaseCodec.KindOf(typeof(Opened)), body.GetRawText()) is Opened act
                    ? room.Desk.OpenAsync(room.Seat, act.Title, act.Allegation, visit.Cancellation, Client(visit))
                    : throw new FormatException("No case is opened by this.")
        );

    private static Task<IResult> ActAsync(Visit visit, string id, string word, JsonElement body) =>
        DoneAsync(
            visit,
            room =>
                room.Desk.ActAsync(
                    id,
                    room.Seat,
                    CaseCodec.ReadAct(CaseCodec.KindOfWord(word), body.GetRawText()),
                    visit.Cancellation,
                    Client(visit)
                )
        );

    private static Task<IResult> OpenIntakeAsync(Visit visit, string reference, JsonElement body) =>
        DoneAsync(visit, room => room.Intake.OpenAsync(room.Seat, reference, Text(body, "title"), visit.Cancellation));

    private static Task<IResult> LinkIntakeAsync(Visit visit, string reference, JsonElement body) =>
        DoneAsync(visit, room => room.Intake.LinkAsync(room.Seat, reference, Text(body, "case"), visit.Cancellation));

    private static Task<IResult> SetAsideAsync(Visit visit, string reference, JsonElement body) =>
        DoneAsync(
            visit,
            async room => new CaseAnswer(
                "",
                null,
                await room.Intake.SetAsideAsync(room.Seat, reference, Text(body, "reason"), visit.Cancellation),
                null
            )
        );

    private static async Task<IResult> AllegeAsync(Visit visit, JsonElement body)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return NoCommission(visit);
        }
        IntakeForm form;
        try
        {
            var contact = Text(body, "contact");
            var incident = Text(body, "incident");
            form = new IntakeForm(
                Text(body, "text"),
                Names(body, "against"),
                Text(body, "when_and_where"),
                incident.Length == 0 ? null : incident,
                contact.Length == 0 ? null : contact
            );
        }
        catch (FormatException e)
        {
            await room.NoteAsync(null, null, "bad-input");
            return BadInput(e.Message);
        }
        var answer = await room.Intake.ReceiveAsync(room.Seat, form, Client(visit) ?? "", visit.Cancellation);
        return answer.Receipt is { } receipt
            ? Results.Json(
                new JsonObject
                {
                    ["reference"] = receipt.Reference,
                    ["leaf_hash"] = receipt.LeafHash,
                    ["entry"] = receipt.Index,
                    ["received"] = Iso.Format(receipt.At),
                },
                JsonText.Options,
                statusCode: StatusCodes.Status201Created
            )
            : Refused(answer.Refusal ?? new CaseRefusal("refused", "It was not taken in.", []));
    }

    private static async Task<IResult> DoneAsync(Visit visit, Func<CaseRoom, ValueTask<CaseAnswer>> work)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return NoCommission(visit);
        }
        CaseAnswer answer;
        try
        {
            answer = await work(room);
        }
        catch (FormatException e)
        {
            await room.NoteAsync(null, null, "bad-input");
            return BadInput(e.Message);
        }
        return answer.Refusal is { } refusal
            ? Refused(refusal)
            : Json(
                new JsonObject
                {
                    ["case"] = answer.Id,
                    ["state"] = answer.Case is { } of ? CaseWords.Of(of.State) : null,
                    ["entry"] = answer.Receipt?.Index,
                }
            );
    }

    private static string? Client(Visit visit) => visit.Context.Request.Headers[MessageId].ToString() is { Length: > 0 } id ? id : null;

    private static string Text(JsonElement body, string name) =>
        body.ValueKind != JsonValueKind.Object ? throw new FormatException("The body is a JSON object.")
        : !body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? ""
        : value.ValueKind == JsonValueKind.String ? (value.GetString() ?? "").Trim()
        : throw new FormatException($"'{name}' is a text.");

    private static ImmutableArray<string> Names(JsonElement body, string name) =>
        !body.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")]
        : throw new FormatException($"'{name}' is a list of texts.");

    private static IResult Json(JsonObject document) => Results.Json(document, JsonText.Options);

    private static IResult NoCommission(Visit visit) => Refusal.NotFound("This mission has no commission.").ToResult(visit.Context);

    private static IResult BadInput(string message) =>
        Problem(StatusCodes.Status400BadRequest, "The act could not be read", message, "bad-input", []);

    private static IResult Refused(CaseRefusal refusal) =>
        Problem(
            refusal.Code switch
            {
                "no-case" or "unknown-reference" => StatusCodes.Status404NotFound,
                "bad-id" or "empty" or "too-long" or "too-many" => StatusCodes.Status400BadRequest,
                "not-permitted" or "unknown-person" => StatusCodes.Status403Forbidden,
                _ => StatusCodes.Status409Conflict,
            },
            "The act is refused",
            refusal.Message,
            refusal.Code,
            refusal.Lawful
        );

    private static IResult Problem(int status, string title, string detail, string code, IReadOnlyList<string> lawful) =>
        Results.Problem(
            detail,
            statusCode: status,
            title: title,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code, ["lawful"] = lawful }
        );
}
