using Holdfast.App.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Web.Commission;

/// <summary>
/// A working copy of an item, handed out as a stream of bytes and never as anything that a browser shows. Its taking is recorded first. The hash is computed on the way: the last
/// piece is sent only where it is right, so that a changed file never arrives whole.
/// </summary>
internal sealed class EvidenceFile(CaseRoom room, CaseFiles files, string caseId, EvidenceItem item, string sha256) : IResult
{
    private const int PieceBytes = 1 << 18;

    public static async Task<IResult> CopyAsync(Visit visit, IAntiforgery forgery, string id, string item)
    {
        var room = CaseRoom.Of(visit);
        var of = room is null ? null : await room.Desk.Registry.FindAsync(room.Seat, id, visit.Cancellation);
        var found = of?.Evidence.FirstOrDefault(e => e.Id == item);
        if (room?.Files is not { } files || of is null || found?.Sha256 is not { } sha256)
        {
            await (room is null ? CaseRoom.NoSeatAsync(visit) : room.NoteAsync(of, null, of is null ? "no-case" : "no-file"));
            return Frame.Refusal.NotFound("There is no such file that you may read.").ToResult(visit.Context);
        }
        if (!files.Store.Has(sha256))
        {
            return Changed("The evidentiary copy is missing").ToResult(visit.Context);
        }
        var act = new CustodyRecorded(found.Id, CustodyEvent.Copied, room.Seat, "A working copy was downloaded", sha256);
        var answer = await room.Desk.ActAsync(id, room.Seat, act, visit.Cancellation);
        return answer.Refusal is { } refusal
            ? CommissionRoutes.Page(
                CommissionRoutes.Viewed(room, of, forgery) with
                {
                    Refused = new RefusedForm(null, refusal, new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>()),
                },
                StatusCodes.Status409Conflict
            )
            : new EvidenceFile(room, files, id, found, sha256);
    }

    public async Task ExecuteAsync(HttpContext context)
    {
        await using var content = files.Store.OpenRead(sha256);
        if (content.Length != item.Bytes)
        {
            await Changed("The evidentiary copy has another length").WriteAsync(context);
            return;
        }
        var (response, stop) = (context.Response, context.RequestAborted);
        var place = new ContentDispositionHeaderValue("attachment");
        place.SetHttpFileName(SafeName.Of(caseId, item));
        response.ContentType = "application/octet-stream";
        response.ContentLength = item.Bytes;
        response.Headers.ContentDisposition = place.ToString();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "no-store";
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";
        if (!await SendAsync(content, response.Body, stop))
        {
            // Cut off: the receiver sees that it has not got the whole.
            context.Abort();
            await room.Desk.ActAsync(
                caseId,
                room.Seat,
                new CustodyRecorded(item.Id, CustodyEvent.Examined, room.Seat, "The evidentiary copy no longer has its hash", null),
                CancellationToken.None
            );
        }
    }

    /// <summary>False where the content has another hash: the stream holds its last piece back then.</summary>
    private static async Task<bool> SendAsync(Stream content, Stream to, CancellationToken stop)
    {
        try
        {
            await content.CopyToAsync(to, PieceBytes, stop);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Frame.Refusal Changed(string title) =>
        new(
            StatusCodes.Status500InternalServerError,
            title,
            "It is not what was stored. Check the store of evidence (holdfast case evidence check) before anything rests on it."
        );
}
