using Holdfast.App.Commission;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Web.Commission.Forms;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Holdfast.Web.Commission;

/// <summary>What is done in a case through its page: every act of the law's table, each by one form.</summary>
internal static class ActRoutes
{
    /// <summary>The largest file that one form takes, in bytes.</summary>
    public const long LargestFileBytes = 64L << 30;

    // Fields and multipart heads beside the file.
    private const long Beside = 16L << 20;

    // Which acts, is the case law's to say, and the seat's.
    internal static readonly RoutePolicy Acts = new([Right.ActInCommission, Right.ReplyAsParty], Writes: true, OperatorToo: true);

    public static void MapCaseActs(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/commission").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/open", OpenCase.PageAsync);
        var room = routes.MapGroup("/m/{mission}/commission/cases").WithMetadata(Acts).ExcludeFromDescription();
        room.MapPost("", OpenCase.FromFormAsync);
        room.MapPost("/{id}/acts/{word}", FromFormAsync);
        foreach (var word in new[] { ActKind.WordOf<EvidenceAdded>(), ActKind.WordOf<CaseReopened>() })
        {
            room.MapPost($"/{{id}}/acts/{word}", (Visit visit, IAntiforgery forgery, string id) => WithFileAsync(visit, forgery, id, word))
                .WithMetadata(StreamedForm.Instance, new RequestSizeLimitAttribute(LargestFileBytes + Beside));
        }
        room.MapPost("/{id}/evidence/{item}/copy", EvidenceFile.CopyAsync).WithMetadata(RepeatableForm.Instance);
    }

    private static async Task<IResult> FromFormAsync(Visit visit, IAntiforgery forgery, string id, string word)
    {
        var (room, of, kind) = await FindAsync(visit, id, word);
        if (room is null || of is null || kind is null)
        {
            return await MissingAsync(visit, room, of, kind);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        return await TakeAsync(new FormAct(room, of, kind, form.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal)), forgery);
    }

    private static async Task<IResult> WithFileAsync(Visit visit, IAntiforgery forgery, string id, string word)
    {
        var (room, of, kind) = await FindAsync(visit, id, word);
        if (room?.Files is null || of is null || kind is null)
        {
            return await MissingAsync(visit, room, of, kind);
        }
        var act = new FormAct(room, of, kind, new Dictionary<string, StringValues>(StringComparer.Ordinal));
        // Whoever may not add it, or not under this name, is told so before a byte is stored.
        var upload = await Upload.ReadAsync(visit, room.Files.Store, fields => (act with { Fields = fields }).Refusal() is null);
        if (upload.Unwanted)
        {
            var refused = act with { Fields = upload.Fields };
            return (await refused.RefuseAsync()).Refusal is { } refusal
                ? Page(refused, refusal, forgery)
                : throw new InvalidOperationException("An act without a hash was taken.");
        }
        return upload.Fault is { } fault
            ? await UnreadAsync(act with { Fields = upload.Fields }, new CaseRefusal(upload.FaultCode, fault, []), forgery)
            : await TakeAsync(act with { Fields = upload.Fields, File = upload.File, MediaType = upload.MediaType }, forgery);
    }

    private static async Task<(CaseRoom?, Case?, ActKind?)> FindAsync(Visit visit, string id, string word)
    {
        var room = CaseRoom.Of(visit);
        var of = room is null ? null : await room.Desk.Registry.FindAsync(room.Seat, id, visit.Cancellation);
        return (room, of, ActForms.Find(word));
    }

    private static async Task<IResult> TakeAsync(FormAct act, IAntiforgery forgery)
    {
        CaseAnswer answer;
        try
        {
            if (act.Unconfirmed)
            {
                const string Unmeant = "This cannot be taken back: tick the box that it is meant.";
                return await UnreadAsync(act, new CaseRefusal("unconfirmed", Unmeant, []), forgery);
            }
            answer = await act.DoAsync();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return await UnreadAsync(act, new CaseRefusal("bad-input", e.Message, []), forgery);
        }
        if (answer.Refusal is { } refusal)
        {
            return Page(act, refusal, forgery);
        }
        var address = act.Room.PageOf(act.Of.Id);
        var done = FormattableString.Invariant(
            $"{(act.Room.Query.Length == 0 ? "?" : "&")}done={answer.Receipt?.Index}&in={act.Section}#done"
        );
        return answer.Case is null ? Results.LocalRedirect(act.Room.Root + act.Room.Query) : SeeOther(act.Room.Visit, address + done);
    }

    // Neither whether there is such a case nor whether there is such an act is told to who may not see it; that somebody asked is.
    private static async Task<IResult> MissingAsync(Visit visit, CaseRoom? room, Case? of, ActKind? kind)
    {
        await (room is null ? CaseRoom.NoSeatAsync(visit) : room.NoteAsync(of, kind?.Word, of is null ? "no-case" : "no-act"));
        return CommissionRoutes.Missing.ToResult(visit.Context);
    }

    // Refused before it was an act: the desk has not seen it.
    private static async Task<IResult> UnreadAsync(FormAct act, CaseRefusal refusal, IAntiforgery forgery)
    {
        await act.Room.NoteAsync(act.Of, act.Kind.Word, refusal.Code);
        return Page(act, refusal, forgery);
    }

    // 303: whatever was sent, the page is read.
    internal static IResult SeeOther(Visit visit, string address)
    {
        visit.Context.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Page(FormAct act, CaseRefusal refusal, IAntiforgery forgery)
    {
        var view = CommissionRoutes.Viewed(act.Room, act.Of, forgery);
        var form = act.Form;
        return CommissionRoutes.Page(
            view with
            {
                Refused = new RefusedForm(form, refusal, act.Fields),
            },
            refusal.Code is "bad-input" or Upload.BadFileName ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict
        );
    }
}
