using System.Globalization;
using Holdfast.Core.Commission.Rules;
using Holdfast.Web.Commission.Api;
using Holdfast.Web.Commission.Forms;
using Holdfast.Web.Commission.Portal;
using Holdfast.Web.Commission.Reception;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Commission;

/// <summary>The commission's pages: the board, a case, refused acts, each as the visitor's seat may see it. What is done in them: <see cref="ActRoutes"/>.</summary>
internal static class CommissionRoutes
{
    public static void MapCommission(this IEndpointRouteBuilder routes)
    {
        var room = routes.MapGroup("/m/{mission}/commission").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        room.MapGet("", BoardAsync);
        room.MapGet("/cases/{id}", CaseAsync);
        room.MapGet("/refused", RefusedAsync);
        routes.MapCaseActs();
        routes.MapPortal();
        routes.MapReception();
        routes.MapCommissionApi();
    }

    private static async Task<IResult> BoardAsync(Visit visit)
    {
        var frame = PageFrame.Of(visit.Context, "Commission", "commission");
        if (CaseRoom.Of(visit) is not { } room)
        {
            return Html.Page<NoCommissionPage>(new { Frame = frame });
        }
        var cases = await room.Desk.Registry.CasesAsync(room.Seat, null, visit.Cancellation);
        var filter = BoardFilter.Of(visit);
        return Html.Page<BoardPage>(
            new
            {
                Room = room,
                Cases = filter.Pick(cases),
                All = cases.Length,
                Filter = filter,
                Seats = Seat.Open(visit, room.Rules),
                Frame = frame,
            }
        );
    }

    private static async Task<IResult> CaseAsync(Visit visit, IAntiforgery forgery, string id)
    {
        if (CaseRoom.Of(visit) is not { } room || await room.Desk.Registry.FindAsync(room.Seat, id, visit.Cancellation) is not { } found)
        {
            return Missing.ToResult(visit.Context);
        }
        var closed = await room.Desk.Registry.ClosedToAsync(room.Seat, id, visit.Cancellation);
        var view = Viewed(room, found, forgery) with { ClosedBecause = closed };
        if (QueryText.Single(visit.Query, "read") is { } statement && room.Files is { } files)
        {
            var (text, reason) = await files.ReadStatementAsync(id, room.Seat, statement, visit.Cancellation);
            view = view with { Words = new OpenedWords(statement, text, reason) };
            visit.Context.Response.Headers.CacheControl = "no-store";
        }
        return Page(view);
    }

    private static async Task<IResult> RefusedAsync(Visit visit)
    {
        if (CaseRoom.Of(visit) is not { Serves: true } room)
        {
            return Refusal.NotFound("Refused acts are shown to the people of the commission.").ToResult(visit.Context);
        }
        return Html.Page<RefusedPage>(
            new
            {
                Room = room,
                Refused = await room.Desk.Registry.RefusedAsync(room.Seat, visit.Cancellation),
                Irregular = await room.Desk.Registry.IrregularitiesAsync(room.Seat, visit.Cancellation),
                Frame = PageFrame.Of(visit.Context, "Refused acts", "commission"),
            }
        );
    }

    internal static Refusal Missing => Refusal.NotFound("There is no such case that you may read.");

    internal static CaseView Viewed(CaseRoom room, Core.Commission.Case found, IAntiforgery forgery)
    {
        var visit = room.Visit;
        var token = visit.SignedIn && room.Seat != CommissionRules.Public ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null;
        var view = new CaseView(room, found, PageFrame.Of(visit.Context, $"Case {found.Id}", "commission"), token);
        // Said only of an act that this seat sees and did.
        return
            long.TryParse(QueryText.Single(visit.Query, "done"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && found.Deeds.Any(d => d.Index == index && d.By == room.Seat)
            && Enum.TryParse<CaseSection>(QueryText.Single(visit.Query, "in"), out var section)
            ? view with
            {
                Done = index,
                DoneIn = section,
            }
            : view;
    }

    internal static IResult Page(CaseView view, int status = StatusCodes.Status200OK) =>
        Html.Page<CasePage>(new { View = view, Seats = Seat.Open(view.Room.Visit, view.Rules) }, status);
}
