using Microsoft.AspNetCore.Authentication;

namespace Holdfast.Web.Frame;

internal static class SignInRoutes
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/sign-in",
                async (HttpContext context, Sessions sessions, string? once) =>
                {
                    if (!sessions.Redeem(once))
                    {
                        return new Refusal(
                            StatusCodes.Status403Forbidden,
                            "This sign-in link does not work any more",
                            "Each link works once. A fresh one has been printed where Holdfast was started; open that one."
                        ).ToResult(context);
                    }
                    await context.SignInAsync(Sessions.Scheme, Sessions.Operator());
                    return Results.LocalRedirect("/");
                }
            )
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes
            .MapPost(
                "/sign-out",
                async (HttpContext context) =>
                {
                    await context.SignOutAsync(Sessions.Scheme);
                    return Results.LocalRedirect("/");
                }
            )
            .WithMetadata(RoutePolicy.Write)
            .ExcludeFromDescription();
    }
}
