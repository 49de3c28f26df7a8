using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Access;

/// <summary>The page <em>Accounts</em>, for administrators: who may come in, as what; every change is an entry of the installation's own record.</summary>
internal static class AccountsRoutes
{
    private static readonly RoutePolicy Read = RoutePolicy.Reads(Right.ManageAccounts);
    private static readonly RoutePolicy Change = RoutePolicy.Changes(Right.ManageAccounts);

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var list = routes.MapGroup("/accounts").ExcludeFromDescription();
        list.MapGet("", (Delegate)((HttpContext context) => ListAsync(context, null))).WithMetadata(Read);
        list.MapPost("", (Delegate)CreateAsync).WithMetadata(Change);
        var one = list.MapGroup("/{name}");
        one.MapGet("", (HttpContext context, string name) => OneAsync(context, name, null)).WithMetadata(Read);
        one.MapPost("/grant", GrantAsync).WithMetadata(Change);
        one.MapPost("/link", LinkAsync).WithMetadata(Change);
        one.MapPost("/disable", DisableAsync).WithMetadata(Change);
        one.MapPost("/enable", Act((a, by, name, _, stop) => a.EnableAsync(by, name, stop), "Enabled.")).WithMetadata(Change);
        one.MapPost("/unlock", Act((a, by, name, _, stop) => a.UnlockAsync(by, name, stop), "Unlocked.")).WithMetadata(Change);
        one.MapPost("/seats", SeatRoutes.GiveAsync).WithMetadata(Change);
        one.MapPost("/seats/take", Act((a, by, name, f, stop) => a.UnseatAsync(by, name, f["mission"], stop), "Seat taken."))
            .WithMetadata(Change);
        one.MapPost("/tokens/{id}/revoke", RevokeAsync).WithMetadata(Change);
        one.MapPost("/sessions/{id}/end", EndAsync).WithMetadata(Change);
    }

    private delegate ValueTask<AccountAnswer> Deed(Accounts accounts, Principal by, string name, AccessForm form, CancellationToken stop);

    private static Delegate Act(Deed deed, string done) =>
        async (HttpContext context, string name) =>
        {
            if (Accounts(context) is not { } accounts)
            {
                return None(context);
            }
            var form = await AccessForm.ReadAsync(context);
            var answer = await deed(accounts, Caller.Of(context).Principal, name, form, context.RequestAborted);
            return await OneAsync(context, name, AccountNote.Of(answer, done));
        };

    internal static Accounts? Accounts(HttpContext context) => context.RequestServices.GetRequiredService<HoldfastWebOptions>().Accounts;

    internal static IResult None(HttpContext context) => Refusal.NotFound("This server keeps no accounts.").ToResult(context);

    internal static int StatusOf(AccountNote? note) =>
        note is { Fault: not null } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;

    private static async Task<IResult> ListAsync(HttpContext context, AccountNote? note)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var book = await accounts.BookAsync(context.RequestAborted);
        return Html.Page<AccountsPage>(
            new
            {
                Book = book,
                Note = note,
                Now = NowOf(context),
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, "Accounts", "accounts") with
                {
                    Mission = null,
                },
            },
            StatusOf(note)
        );
    }

    internal static async Task<IResult> OneAsync(HttpContext context, string name, AccountNote? note)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var book = await accounts.BookAsync(context.RequestAborted);
        if (!book.Accounts.TryGetValue(name, out var account))
        {
            return Refusal.NotFound(book.Unknown(name).ToString()).ToResult(context);
        }
        return Html.Page<AccountDetailPage>(
            new
            {
                Of = account,
                Sessions = await accounts.SessionsAsync(name, context.RequestAborted),
                Note = note,
                Now = NowOf(context),
                Missions = context.RequestServices.GetRequiredService<IMissionDirectory>().All.Select(w => w.Mission).ToList(),
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, $"Account {name}", "accounts") with
                {
                    Mission = null,
                },
            },
            StatusOf(note)
        );
    }

    internal static Instant NowOf(HttpContext context) =>
        Instant.FromDateTimeOffset(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    private static async Task<IResult> CreateAsync(HttpContext context)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        try
        {
            var answer = await accounts.CreateAsync(Caller.Of(context).Principal, form["name"], form.Grant(), context.RequestAborted);
            return await ListAsync(context, AccountNote.Of(answer, $"Account '{answer.Account}' is made.", link => LinkOf(context, link)));
        }
        catch (FormatException e)
        {
            return await ListAsync(context, new AccountNote(null, e.Message));
        }
    }

    private static async Task<IResult> GrantAsync(HttpContext context, string name)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        try
        {
            var grant = (await AccessForm.ReadAsync(context)).Grant();
            var answer = await accounts.ChangeAsync(Caller.Of(context).Principal, name, grant, context.RequestAborted);
            return await OneAsync(context, name, AccountNote.Of(answer, "Changed; its sessions have ended."));
        }
        catch (FormatException e)
        {
            return await OneAsync(context, name, new AccountNote(null, e.Message));
        }
    }

    private static async Task<IResult> LinkAsync(HttpContext context, string name)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var answer = await accounts.IssueLinkAsync(Caller.Of(context).Principal, name, context.RequestAborted);
        return await OneAsync(context, name, AccountNote.Of(answer, "A new first link is made.", link => LinkOf(context, link)));
    }

    private static async Task<IResult> DisableAsync(HttpContext context, string name)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        var answer = await accounts.DisableAsync(Caller.Of(context).Principal, name, form["reason"], context.RequestAborted);
        return await OneAsync(context, name, AccountNote.Of(answer, "Disabled; its sessions have ended."));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string name, string id)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var answer = await accounts.RevokeTokenAsync(Caller.Of(context).Principal, name, id, context.RequestAborted);
        return await OneAsync(context, name, AccountNote.Of(answer, "The token is revoked."));
    }

    private static async Task<IResult> EndAsync(HttpContext context, string name, string id)
    {
        if (Accounts(context) is not { } accounts)
        {
            return None(context);
        }
        var answer = await accounts.EndSessionAsync(Caller.Of(context).Principal, name, id, context.RequestAborted);
        return await OneAsync(context, name, AccountNote.Of(answer, "The session has ended."));
    }

    private static string LinkOf(HttpContext context, string link) =>
        $"{context.Request.Scheme}://{context.Request.Host}/first-link?link={Uri.EscapeDataString(link)}";
}
