using System.Collections.Immutable;
using System.Security.Cryptography;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Commission.Rules;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Holdfast.Web.Commission.Reception;

/// <summary>The public form for allegations, the receipt it gives, and the queue where the secretariat deals with what came in.</summary>
internal static class ReceptionRoutes
{
    private const long LargestFormBytes = 256 << 10;

    public static void MapReception(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}/commission").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/allege", (Visit visit, IAntiforgery forgery) => AllegePage(visit, forgery, null, null));
        pages.MapGet("/allege/receipt/{once}", ReceiptAsync);
        pages.MapGet("/intake", QueueAsync);
        routes
            .MapPost("/m/{mission}/commission/allege", AllegeAsync)
            .WithMetadata(RoutePolicy.PublicWrite, PublicForm.Instance, new RequestSizeLimitAttribute(LargestFormBytes))
            .ExcludeFromDescription();
        var acts = routes
            .MapGroup("/m/{mission}/commission/intake/{reference}")
            .WithMetadata(ActRoutes.Acts, new RequestSizeLimitAttribute(LargestFormBytes))
            .ExcludeFromDescription();
        acts.MapPost("/open", OpenAsync);
        acts.MapPost("/link", LinkAsync);
        acts.MapPost("/set-aside", SetAsideAsync);
        acts.MapPost("/contact", ContactAsync);
    }

    private static IResult NoCommission(Visit visit) =>
        Html.Page<NoCommissionPage>(new { Frame = PageFrame.Of(visit.Context, "Commission", "commission") });

    private static IResult AllegePage(Visit visit, IAntiforgery forgery, IFormCollection? kept, CaseRefusal? refusal)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return NoCommission(visit);
        }
        string Kept(string name) => kept?[name].ToString() ?? "";
        return Html.Page<AllegePage>(
            new
            {
                Room = room,
                Refusal = refusal,
                Once = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                Text = Kept("text"),
                Against = kept is null ? [] : kept["against"].OfType<string>().ToList(),
                WhenAndWhere = Kept("where"),
                Incident = kept is null ? QueryText.Single(visit.Query, "incident") ?? "" : Kept("incident"),
                Contact = Kept("contact"),
                Forgery = forgery.GetAndStoreTokens(visit.Context).RequestToken,
                Frame = PageFrame.Of(visit.Context, "Hand in an allegation", "commission"),
            },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict
        );
    }

    private static async Task<IResult> AllegeAsync(Visit visit, IAntiforgery forgery)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return NoCommission(visit);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        string? Field(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        ImmutableArray<string> against = [.. form["against"].OfType<string>().Where(a => a.Length > 0)];
        var input = new IntakeForm(Field("text") ?? "", against, Field("where") ?? "", Field("incident"), Field("contact"));
        var once = form["once"].ToString();
        var answer = await room.Intake.ReceiveAsync(room.Seat, input, once, visit.Cancellation);
        return answer.Refusal is { } refusal
            ? AllegePage(visit, forgery, form, refusal)
            : ActRoutes.SeeOther(visit, $"{room.Root}/allege/receipt/{Uri.EscapeDataString(once)}{room.Query}");
    }

    /// <summary>The receipt: known only to who holds the form's own random id.</summary>
    private static async Task<IResult> ReceiptAsync(Visit visit, string once)
    {
        if (CaseRoom.Of(visit) is not { } room)
        {
            return NoCommission(visit);
        }
        visit.Context.Response.Headers.CacheControl = "no-store";
        return await room.Intake.ReceiptAsync(room.Seat, once, visit.Cancellation) is not { } found
            ? Refusal.NotFound("Nothing was handed in under this address.").ToResult(visit.Context)
            : Html.Page<ReceiptPage>(
                new
                {
                    Room = room,
                    found.Receipt,
                    found.Fate,
                    Frame = PageFrame.Of(visit.Context, "Receipt", "commission"),
                }
            );
    }

    private static Task<IResult> QueueAsync(Visit visit, IAntiforgery forgery) => QueuePageAsync(visit, forgery, null, null);

    private static async Task<IResult> QueuePageAsync(
        Visit visit,
        IAntiforgery forgery,
        CaseRefusal? refusal,
        (string Reference, string Text)? contact
    )
    {
        if (CaseRoom.Of(visit) is not { Serves: true } room)
        {
            return Refusal.NotFound("What came in is shown to the people of the commission.").ToResult(visit.Context);
        }
        if (contact is not null)
        {
            visit.Context.Response.Headers.CacheControl = "no-store, no-cache";
        }
        var items = await room.Intake.ListAsync(room.Seat, visit.Cancellation);
        var cases = await room.Desk.Registry.CasesAsync(room.Seat, null, visit.Cancellation);
        var all = QueryText.Single(visit.Query, "all") is not null;
        return Html.Page<IntakePage>(
            new
            {
                Room = room,
                Items = items.Where(i => all || i.Fate is IntakeFate.Waiting).ToList(),
                Dealt = items.Count(i => i.Fate is not IntakeFate.Waiting),
                All = all,
                Cases = cases.Where(c => CaseLaw.IsLawful(c.State, typeof(Core.Commission.Acts.AllegationAdded))).ToList(),
                MayDecide = IntakeLaw.MayDecide(room.Seat, room.Rules),
                Refusal = refusal,
                Contact = contact,
                Seats = Seat.Open(visit, room.Rules),
                Forgery = forgery.GetAndStoreTokens(visit.Context).RequestToken,
                Frame = PageFrame.Of(visit.Context, "Intake", "commission"),
            },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict
        );
    }

    private static Task<IResult> OpenAsync(Visit visit, IAntiforgery forgery, string reference) =>
        DecideAsync(visit, forgery, (room, form) => room.Intake.OpenAsync(room.Seat, reference, form("title"), visit.Cancellation));

    private static Task<IResult> LinkAsync(Visit visit, IAntiforgery forgery, string reference) =>
        DecideAsync(visit, forgery, (room, form) => room.Intake.LinkAsync(room.Seat, reference, form("case"), visit.Cancellation));

    private static Task<IResult> SetAsideAsync(Visit visit, IAntiforgery forgery, string reference) =>
        DecideAsync(
            visit,
            forgery,
            async (room, form) =>
                new CaseAnswer("", null, await room.Intake.SetAsideAsync(room.Seat, reference, form("reason"), visit.Cancellation), null)
        );

    private static async Task<IResult> DecideAsync(
        Visit visit,
        IAntiforgery forgery,
        Func<CaseRoom, Func<string, string>, ValueTask<CaseAnswer>> decide
    )
    {
        if (CaseRoom.Of(visit) is not { Serves: true } room)
        {
            await CaseRoom.NoSeatAsync(visit);
            return Refusal.NotFound("What came in is dealt with by the people of the commission.").ToResult(visit.Context);
        }
        var form = await visit.Context.Request.FormAsync(visit.Cancellation);
        var answer = await decide(room, name => form[name].ToString().Trim());
        return answer.Refusal is { } refusal ? await QueuePageAsync(visit, forgery, refusal, null)
            : answer.Case is not null ? ActRoutes.SeeOther(visit, room.PageOf(answer.Id))
            : ActRoutes.SeeOther(visit, $"{room.Root}/intake{room.Query}");
    }

    private static async Task<IResult> ContactAsync(Visit visit, IAntiforgery forgery, string reference)
    {
        if (CaseRoom.Of(visit) is not { Serves: true } room)
        {
            await CaseRoom.NoSeatAsync(visit);
            return Refusal.NotFound("Contacts are read by the people of the commission.").ToResult(visit.Context);
        }
        var (text, reason) = await room.Intake.ContactAsync(room.Seat, reference, visit.Cancellation);
        return text is null
            ? await QueuePageAsync(visit, forgery, new CaseRefusal("no-contact", reason, []), null)
            : await QueuePageAsync(visit, forgery, null, (IntakeReference.Read(reference) ?? "", text));
    }
}
