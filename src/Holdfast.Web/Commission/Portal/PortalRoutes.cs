using System.Globalization;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Holdfast.Web.Commission.Portal;

/// <summary>
/// The parties' portal: a representative reads what the commission sent to the party, gives receipts, answers within the reply clock, and asks for corrections. Nothing else of any case is
/// here.
/// </summary>
internal static class PortalRoutes
{
    private const long LargestFormBytes = 1 << 20;

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/commission/party").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("", ListAsync);
        pages.MapGet("/cases/{id}", CaseAsync);
        var acts = routes
            .MapGroup("/m/{mission}/commission/party/cases/{id}")
            .WithMetadata(ActRoutes.Acts, new RequestSizeLimitAttribute(LargestFormBytes))
            .ExcludeFromDescription();
        acts.MapPost(
            "/receipt",
            (Visit visit, IAntiforgery forgery, string id) =>
                ActAsync(visit, forgery, id, (party, _, form) => new ReceiptGiven(party, NumberOf(form("letter"))))
        );
        acts.MapPost(
            "/reply",
            (Visit visit, IAntiforgery forgery, string id) =>
                ActAsync(visit, forgery, id, (party, _, form) => new ReplyReceived(party, form("text")))
        );
        acts.MapPost(
            "/correction",
            (Visit visit, IAntiforgery forgery, string id) =>
                ActAsync(visit, forgery, id, (party, of, form) => new CorrectionRequested(party, of.NextRequest(party), form("text")))
        );
    }

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<IResult> ListAsync(Visit visit)
    {
        if (Room(visit, out var party, out var other) is not { } room)
        {
            return other;
        }
        var cases = await room.Desk.Registry.CasesAsync(room.Seat, null, visit.Cancellation);
        return Html.Page<PortalPage>(
            new
            {
                Room = room,
                Party = party,
                Cases = cases.Select(c => PortalCase.Of(c, party)).OfType<PortalCase>().Where(c => c.Letters.Length > 0).ToList(),
                Published = cases.Select(c => PortalCase.Of(c, party)).OfType<PortalCase>().Where(c => c.Letters.IsEmpty).ToList(),
                Seats = Seat.Open(visit, room.Rules),
                Frame = Frame(visit),
            }
        );
    }

    private static async Task<IResult> CaseAsync(Visit visit, IAntiforgery forgery, string id)
    {
        if (Room(visit, out var party, out var other) is not { } room)
        {
            return other;
        }
        var of = await FindAsync(room, party, id);
        return of is null ? CommissionRoutes.Missing.ToResult(visit.Context) : Page(room, party, of, forgery, null, "");
    }

    private static async Task<IResult> ActAsync(
        Visit visit,
        IAntiforgery forgery,
        string id,
        Func<string, PortalCase, Func<string, string>, CaseAct> act
    )
    {
        if (Room(visit, out var party, out var other) is not { } room)
        {
            await CaseRoom.NoSeatAsync(visit);
            return other;
        }
        if (await FindAsync(room, party, id) is not { } of)
        {
            await room.NoteAsync(null, null, "no-case");
            return CommissionRoutes.Missing.ToResult(visit.Context);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var done = act(party, of, name => form[name].ToString().Trim());
        var answer = await room.Desk.ActAsync(id, room.Seat, done, visit.Cancellation);
        if (answer.Refusal is { } refusal)
        {
            return Page(room, party, of, forgery, refusal, form["text"].ToString());
        }
        return ActRoutes.SeeOther(visit, AddressOf(room, id) + (room.Query.Length == 0 ? "?" : "&") + "done=1");
    }

    internal static string AddressOf(CaseRoom room, string id) => $"{room.Root}/party/cases/{Uri.EscapeDataString(id)}{room.Query}";

    private static async Task<PortalCase?> FindAsync(CaseRoom room, string party, string id) =>
        await room.Desk.Registry.FindAsync(room.Seat, id, room.Visit.Cancellation) is { } view ? PortalCase.Of(view, party) : null;

    private static IResult Page(CaseRoom room, string party, PortalCase of, IAntiforgery forgery, CaseRefusal? refusal, string kept) =>
        Html.Page<PortalCasePage>(
            new
            {
                Room = room,
                Party = party,
                Shown = of,
                Refusal = refusal,
                Kept = kept,
                Done = refusal is null && QueryText.Single(room.Visit.Query, "done") is not null,
                Forgery = forgery.GetAndStoreTokens(room.Visit.Context).RequestToken,
                Frame = Frame(room.Visit),
            },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict
        );

    private static PageFrame Frame(Visit visit) => PageFrame.Of(visit.Context, "Party portal", "commission");

    /// <summary>The room where the visitor sits for a party; else null, and the page that says what to do.</summary>
    private static CaseRoom? Room(Visit visit, out string party, out IResult other)
    {
        var room = CaseRoom.Of(visit);
        party = room?.Party ?? "";
        other = room switch
        {
            null => Html.Page<NoCommissionPage>(new { Frame = PageFrame.Of(visit.Context, "Commission", "commission") }),
            _ => Html.Page<NoSeatPage>(
                new
                {
                    Room = room,
                    Seats = Seat.Open(visit, room.Rules),
                    Frame = Frame(visit),
                },
                // To look in is anybody's; to act is not.
                HttpMethods.IsGet(visit.Context.Request.Method)
                    ? StatusCodes.Status200OK
                    : StatusCodes.Status403Forbidden
            ),
        };
        return room?.Party is null ? null : room;
    }
}
