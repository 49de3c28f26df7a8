using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Access;

/// <summary>One's own account: who one is here, sessions, tokens for programs, another password.</summary>
internal static class OwnAccountRoutes
{
    private const int MostDays = 366;

    public static void MapOwnAccount(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/account").ExcludeFromDescription();
        own.MapGet("", (Delegate)((HttpContext context) => PageAsync(context, null))).WithMetadata(RoutePolicy.Reads(Right.UseOwnAccount));
        var change = RoutePolicy.Changes(Right.UseOwnAccount);
        own.MapPost("/password", PasswordAsync).WithMetadata(change, SecretForm.Instance);
        own.MapPost("/tokens", (Delegate)IssueAsync).WithMetadata(change);
        own.MapPost("/tokens/{id}/revoke", RevokeAsync).WithMetadata(change);
        own.MapPost("/sessions/{id}/end", EndAsync).WithMetadata(change);
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccountNote? note)
    {
        var principal = Caller.Of(context).Principal;
        Account? account = null;
        var sessions = System.Collections.Immutable.ImmutableArray<OpenSession>.Empty;
        if (AccountsRoutes.Accounts(context) is { } accounts && !principal.Local)
        {
            var book = await accounts.BookAsync(context.RequestAborted);
            account = book.Accounts.GetValueOrDefault(principal.Account);
            sessions = await accounts.SessionsAsync(principal.Account, context.RequestAborted);
        }
        return Html.Page<OwnAccountPage>(
            new
            {
                Me = principal,
                Of = account,
                Sessions = sessions,
                Note = note,
                Failed = int.TryParse(QueryText.Single(context.Request.Query, "failed"), out var failed) ? Math.Clamp(failed, 0, 999) : 0,
                Now = AccountsRoutes.NowOf(context),
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, "Your account", "account") with
                {
                    Mission = null,
                },
            },
            AccountsRoutes.StatusOf(note)
        );
    }

    private static async Task<IResult> PasswordAsync(HttpContext context, Sessions sessions)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        if (form.Secret("next") != form.Secret("again"))
        {
            return await PageAsync(context, new AccountNote(null, "The two new passwords differ; type the same one twice."));
        }
        var answer = await accounts.ChangePasswordAsync(
            Caller.Of(context).Principal.Account,
            form.Secret("password"),
            form["code"].Replace(" ", "", StringComparison.Ordinal),
            form.Secret("next"),
            context.RequestAborted
        );
        if (!answer.Done)
        {
            return await PageAsync(context, AccountNote.Of(answer, ""));
        }
        await sessions.EndAsync(context);
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> IssueAsync(HttpContext context)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var form = await AccessForm.ReadAsync(context);
        if (!QueryText.TryLimit(form["days"] is { Length: > 0 } text ? text : null, 30, MostDays, out var days))
        {
            return await PageAsync(context, new AccountNote(null, $"'days' is a whole number from 1 to {MostDays}."));
        }
        var me = Caller.Of(context).Principal;
        var until = AccountsRoutes.NowOf(context) + Duration.FromDays(days);
        using var key = await accounts.SealKeyOfAsync(Caller.Of(context).Secret, context.RequestAborted);
        var answer = await accounts.IssueTokenAsync(me, me.Account, form["called"], form.Many("scope"), until, context.RequestAborted, key);
        return await PageAsync(context, AccountNote.Of(answer, "The token is made."));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string id)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var me = Caller.Of(context).Principal;
        return await PageAsync(
            context,
            AccountNote.Of(await accounts.RevokeTokenAsync(me, me.Account, id, context.RequestAborted), "Revoked.")
        );
    }

    private static async Task<IResult> EndAsync(HttpContext context, string id)
    {
        if (AccountsRoutes.Accounts(context) is not { } accounts)
        {
            return AccountsRoutes.None(context);
        }
        var me = Caller.Of(context).Principal;
        return await PageAsync(
            context,
            AccountNote.Of(await accounts.EndSessionAsync(me, me.Account, id, context.RequestAborted), "Ended.")
        );
    }
}
