using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Access;

/// <summary>Seats in missions' commissions: an administrator gives one; a member's waits until somebody else has confirmed it here.</summary>
internal static class SeatRoutes
{
    public static void MapSeats(this IEndpointRouteBuilder routes)
    {
        var seats = routes.MapGroup("/seats").ExcludeFromDescription();
        seats.MapGet("", (Delegate)((HttpContext context) => PageAsync(context, null))).WithMetadata(RoutePolicy.Reads(Right.ConfirmSeat));
        seats.MapPost("/confirm", (Delegate)ConfirmAsync).WithMetadata(RoutePolicy.Changes(Right.ConfirmSeat));
    }

    internal static async Task<IResult> GiveAsync(HttpContext context, string name, IMissionDirectory missions)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        // A seat is chosen as "mission/person"; neither has a slash.
        var parts = form["seat"].Split('/');
        if (parts is not [var of, var person] || missions.Find(of) is not { } workspace)
        {
            return await AccountsRoutes.OneAsync(
                context,
                name,
                new AccountNote(null, "Choose a seat: a mission and one of its commission's people.")
            );
        }
        if (CommissionSeats.Fault(workspace.Mission, person) is { } fault)
        {
            return await AccountsRoutes.OneAsync(context, name, new AccountNote(null, fault.ToString()));
        }
        var kind = workspace.Mission.Commission is { } rules ? CommissionSeats.KindOf(rules, person) : null;
        if (kind is not { } seat)
        {
            return await AccountsRoutes.OneAsync(context, name, new AccountNote(null, "There is no such seat."));
        }
        var by = Caller.Of(context).Principal;
        var answer = await accounts.SeatAsync(by, name, of, person, seat, context.RequestAborted);
        var done =
            seat == SeatKind.Member
                ? "The seat is given; it waits until somebody else confirms it on the page Seats."
                : "The seat is given.";
        return await AccountsRoutes.OneAsync(context, name, AccountNote.Of(answer, done));
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccountNote? note)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var book = await accounts.BookAsync(context.RequestAborted);
        var waiting = book.Accounts.Values.SelectMany(a => a.Seats.Values.Where(s => !s.Confirmed).Select(s => (a.Name, s))).ToList();
        return Html.Page<SeatsPage>(
            new
            {
                Waiting = waiting,
                Me = Caller.Of(context).Principal.Account,
                Note = note,
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, "Seats", "seats") with
                {
                    Mission = null,
                },
            },
            AccountsRoutes.StatusOf(note)
        );
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        var by = Caller.Of(context).Principal;
        var answer = await accounts.ConfirmSeatAsync(by, form["account"], form["mission"], form["person"], context.RequestAborted);
        return await PageAsync(context, AccountNote.Of(answer, "The seat is confirmed."));
    }
}
