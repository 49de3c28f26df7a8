using Holdfast.App.Access;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Access;

/// <summary>Coming in and going out: the one-time link of the machine's owner, name with password and code, and the first link of a new account.</summary>
internal static class SignInRoutes
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").ExcludeFromDescription();
        open.MapGet("/sign-in", EnterAsync).WithMetadata(RoutePolicy.PublicRead);
        open.MapPost("/sign-in", SignInAsync).WithMetadata(RoutePolicy.PublicWrite, SecretForm.Instance);
        open.MapPost("/sign-out", SignOutAsync).WithMetadata(RoutePolicy.PublicWrite);
        open.MapGet("/first-link", (HttpContext context, string? link) => First(context, link, null, null))
            .WithMetadata(RoutePolicy.PublicRead);
        open.MapPost("/first-link", RedeemAsync).WithMetadata(RoutePolicy.PublicWrite, SecretForm.Instance);
        open.MapPost("/first-link/code", EnrolAsync).WithMetadata(RoutePolicy.PublicWrite, SecretForm.Instance);
    }

    private static async Task<IResult> EnterAsync(HttpContext context, Sessions sessions, OperatorDoor door, string? once, string? back)
    {
        if (once is null)
        {
            return await PageAsync(context, "", back, null);
        }
        if (door.Redeem(once) is not { } secret)
        {
            await context
                .RequestServices.GetRequiredService<RefusalNotes>()
                .NoteAsync(context, RefusalKind.ForgedToken, "a one-time link that is used or unknown");
            return new Refusal(
                StatusCodes.Status403Forbidden,
                "This sign-in link does not work any more",
                "Each link works once. A fresh one has been printed where Holdfast was started; open that one."
            ).ToResult(context);
        }
        await sessions.BeginOperatorAsync(context, secret);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Sessions sessions, HoldfastWebOptions options)
    {
        var form = await AccessForm.ReadAsync(context);
        var (name, back) = (form["name"], Theming.LocalPath(form["back"]));
        if (options.Accounts is not { } accounts)
        {
            return await PageAsync(context, name, back, SignInAnswer.WrongOrLocked.Message);
        }
        var code = form["code"].Replace(" ", "", StringComparison.Ordinal);
        var answer = await accounts.SignInAsync(name, form.Secret("password"), code, RefusalNotes.From(context), context.RequestAborted);
        if (answer is not SignInAnswer.Granted granted)
        {
            return await PageAsync(context, name, back, SignInAnswer.WrongOrLocked.Message);
        }
        await sessions.BeginAsync(context, granted.Session);
        return Results.LocalRedirect(granted.FailedBefore > 0 ? $"/account?failed={granted.FailedBefore}" : back);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions)
    {
        await sessions.EndAsync(context);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> PageAsync(HttpContext context, string name, string? back, string? fault)
    {
        var accounts = context.RequestServices.GetRequiredService<HoldfastWebOptions>().Accounts;
        return Html.Page<SignInPage>(
            new
            {
                Name = name,
                Back = Theming.LocalPath(back),
                Fault = fault,
                AnyAccount = accounts is not null && await accounts.AnyAsync(context.RequestAborted),
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, "Sign in") with
                {
                    Mission = null,
                },
            },
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized
        );
    }

    private static IResult First(HttpContext context, string? link, Enrolment? enrolment, string? fault, string? ticket = null) =>
        Html.Page<FirstLinkPage>(
            new
            {
                Link = link ?? "",
                Enrolment = enrolment,
                Ticket = ticket ?? enrolment?.Ticket,
                Fault = fault,
                Forgery = AccessForm.Token(context),
                Frame = PageFrame.Of(context, "First link") with
                {
                    Mission = null,
                },
            },
            fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest
        );

    private static async Task<IResult> RedeemAsync(HttpContext context, HoldfastWebOptions options)
    {
        var form = await AccessForm.ReadAsync(context);
        // Somebody may paste the whole address.
        var (link, password) = (form["link"].Split("link=")[^1], form.Secret("password"));
        if (options.Accounts is not { } accounts)
        {
            return First(context, link, null, "This server keeps no accounts.");
        }
        if (password != form.Secret("again"))
        {
            return First(context, link, null, "The two passwords differ; type the same one twice.");
        }
        var answer = await accounts.RedeemFirstLinkAsync(link, password, RefusalNotes.From(context), context.RequestAborted);
        return First(context, link, answer.Enrolment, answer.Refusal?.ToString());
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, HoldfastWebOptions options)
    {
        var form = await AccessForm.ReadAsync(context);
        if (options.Accounts is not { } accounts)
        {
            return First(context, null, null, "This server keeps no accounts.");
        }
        var code = form["code"].Replace(" ", "", StringComparison.Ordinal);
        var answer = await accounts.EnrolTotpAsync(form["ticket"], code, context.RequestAborted);
        return answer.Refusal is { } refusal
            ? First(context, null, null, refusal.ToString(), form["ticket"])
            : Results.LocalRedirect("/sign-in?enrolled=yes");
    }
}
