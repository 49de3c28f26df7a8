using System.Globalization;
using System.Text;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Releases;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Access;
using Holdfast.Core.Record.Proofs;
using Holdfast.Core.Record.Verify;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Record;

/// <summary>The state of the log, as the API gives it.</summary>
public sealed record LogItem(
    string Origin,
    long Size,
    string Root,
    string MadeAt,
    string Checkpoint,
    string VerifierKey,
    string Fingerprint,
    IReadOnlyList<string> Cosigners
);

/// <summary>
/// The log for everybody (c2sp.org/tlog-tiles) and the page that explains it. Only hashes leave here: leaves are salted commitments, so nobody learns
/// from them what an entry says; how many entries there are is told to all, hidden ones included.
/// </summary>
internal static class ProofRoutes
{
    private const string Immutable = "public, max-age=604800, immutable";

    public static void MapRecordProofs(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/m/{mission}/record", (Visit visit, IAntiforgery forgery) => PageAsync(visit, forgery, null))
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        var log = routes.MapGroup("/log/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        log.MapGet(
            "/checkpoint",
            (Visit visit) => Latest(visit) is { } last ? Results.Text(last.Note.ToString(), "text/plain; charset=utf-8") : None(visit)
        );
        log.MapGet(
            "/log.pub",
            (Visit visit) =>
                Latest(visit) is not null ? Results.Text(visit.Workspace.Proofs?.Key.ToVerifierKey() + "\n", "text/plain") : None(visit)
        );
        log.MapGet("/tile/{**path}", Tile);
        log.MapGet("/handover-{size:long}", Handover);
        var api = routes.MapGroup("/api/v1/missions/{mission}/record").WithMetadata(RoutePolicy.PublicRead).WithTags("record");
        api.MapGet("", (Visit visit) => Item(visit) is { } item ? Results.Json(item, JsonText.Options) : None(visit))
            .WithName("getLog")
            .WithSummary("The log's last signed checkpoint, its key and who cosigned. Everybody sees the same.")
            .Produces<LogItem>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/proof/{index}", Proof)
            .WithName("proveEntry")
            .WithSummary("A proof that the commitment of an entry is in the record; it tells nothing of what the entry says.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/consistency", Consistency)
            .WithName("proveConsistency")
            .WithSummary(
                "The proof (RFC 6962) that the record at from= entries is a prefix of the record at to= entries, hashes in hexadecimal."
            )
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static LogItem? Item(Visit visit)
    {
        if (visit.Workspace.Proofs is not { } proofs || Latest(visit) is not { } last)
        {
            return null;
        }
        var checkpoint = Checkpoint.Parse(last.Note.Text);
        var cosigners = last.Note.Signatures.Where(s => s.Name != proofs.Key.Name).Select(s => s.Name).ToList();
        return new LogItem(
            checkpoint.Origin,
            checkpoint.Size,
            checkpoint.Root.ToHex(),
            last.MadeAt,
            last.Note.ToString(),
            proofs.Key.ToVerifierKey(),
            proofs.Key.Fingerprint,
            cosigners
        );
    }

    private static StoredCheckpoint? Latest(Visit visit) => ShownLog.Latest(visit);

    private static IResult None(Visit visit) =>
        Refusal
            .NotFound("This record has no checkpoint yet. One is made soon after the first entry, or with 'holdfast record checkpoint'.")
            .ToResult(visit.Context);

    internal static async Task<IResult> PageAsync(Visit visit, IAntiforgery forgery, ReleaseAnswer? answer, IFormCollection? sent = null)
    {
        var (report, fault) = Check(visit);
        var keeps = visit.May(Right.KeepRecord);
        var check = keeps && visit.Workspace.Record is SqliteRecord record ? LogChecks.Of(record.Path) : null;
        var releases = await ReleaseRoutes.ListAsync(visit);
        if (check is { Running: true } && HttpMethods.IsGet(visit.Context.Request.Method))
        {
            // Until it is done, without any script. The address changes each time: to the same one with a fragment a browser would only scroll.
            var turn = QueryText.Single(visit.Query, "turn") == "1" ? "2" : "1";
            visit.Context.Response.Headers["Refresh"] = $"1; url=/m/{visit.Mission.Name}/record?turn={turn}#log-title";
        }
        return Html.Page<RecordPage>(
            new
            {
                Log = Item(visit),
                Report = report,
                Fault = fault,
                Pasted = QueryText.Single(visit.Query, "proof") ?? "",
                Index = QueryText.Single(visit.Query, "index") ?? "",
                Keeps = keeps,
                LogCheck = check,
                Releases = releases,
                Answer = answer ?? ReleaseRoutes.Done(visit, releases),
                MayPropose = visit.May(Right.ProposeRelease),
                MayConfirm = visit.May(Right.ConfirmRelease),
                Account = visit.Principal.Account,
                Sent = sent,
                Forgery = visit.SignedIn ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Record", "record"),
            },
            answer is { Done: false } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    /// <summary>Checks a pasted proof, or the one of the index asked for, with the verifier's own code.</summary>
    private static (VerifyReport? Report, string? Fault) Check(Visit visit)
    {
        if (visit.Workspace.Proofs is not { } proofs || Latest(visit) is not { } last)
        {
            return (null, null);
        }
        var pasted = QueryText.Single(visit.Query, "proof");
        if (QueryText.Single(visit.Query, "index") is { } text && pasted is null)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return (null, $"'{text}' is not an index: a whole number from 0.");
            }
            if (index >= last.Size)
            {
                return (null, $"The last checkpoint covers entries 0 to {last.Size - 1}; {index} is not among them.");
            }
            pasted = Encoding.UTF8.GetString(ProofFile.Write(proofs.Prove(index, last), null));
        }
        if (pasted is null)
        {
            return (null, null);
        }
        var keys = new VerifyOptions([TrustedKey.Parse(proofs.Key.ToVerifierKey())], []);
        return (ProofVerifier.Verify("proof", Encoding.UTF8.GetBytes(pasted), keys), null);
    }

    private static IResult Proof(Visit visit, string index)
    {
        if (Latest(visit) is not { } last || visit.Workspace.Proofs is not { } proofs)
        {
            return None(visit);
        }
        return long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted < last.Size
            ? Results.Bytes(ProofFile.Write(proofs.Prove(wanted, last), null), "application/json", $"proof-{wanted}.json")
            : Refusal.BadRequest($"'{index}' is not an index below {last.Size}, the size of the last checkpoint.").ToResult(visit.Context);
    }

    private static IResult Consistency(Visit visit, string? from, string? to)
    {
        if (Latest(visit) is not { } last || visit.Workspace.Proofs is not { } proofs)
        {
            return None(visit);
        }
        var second = last.Size;
        if (
            !long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || (to is not null && !long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out second))
            || first > second
            || second > last.Size
        )
        {
            return Refusal
                .BadRequest($"'from' and 'to' are sizes of the record, at most {last.Size}, from not above to.")
                .ToResult(visit.Context);
        }
        var hashes = proofs.Consistency(first, second).Select(h => h.ToHex());
        return Results.Json(
            new
            {
                From = first,
                To = second,
                Hashes = hashes,
            },
            JsonText.Options
        );
    }

    private static IResult Handover(Visit visit, long size) =>
        visit.Workspace.Proofs?.Handovers.FirstOrDefault(h => h.Size == size && h.Size <= Latest(visit)?.Size) is { } handover
            ? Results.Text(handover.Note.ToString(), "text/plain; charset=utf-8")
            : Refusal.NotFound("The log was not handed over to another key at that size.").ToResult(visit.Context);

    private static IResult Tile(Visit visit, string path)
    {
        if (
            !TilePath.TryParse("tile/" + path, out var tile)
            || Latest(visit) is not { } last
            || visit.Workspace.Proofs?.Tile(tile, last.Size) is not { } bytes
        )
        {
            return Refusal.NotFound("The last checkpoint's tree has no such tile.").ToResult(visit.Context);
        }
        visit.Context.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(bytes, "application/octet-stream");
    }
}
