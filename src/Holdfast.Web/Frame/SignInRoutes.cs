namespace Holdfast.Web.Frame;

internal static class SignInRoutes
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/sign-in",
                async (HttpContext context, Sessions sessions, OperatorDoor door, string? once) =>
                {
                    if (door.Redeem(once) is not { } secret)
                    {
                        return new Refusal(
                            StatusCodes.Status403Forbidden,
                            "This sign-in link does not work any more",
                            "Each link works once. A fresh one has been printed where Holdfast was started; open that one."
                        ).ToResult(context);
                    }
                    await sessions.BeginAsync(context, secret);
                    return Results.LocalRedirect("/");
                }
            )
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();
        routes
            .MapPost(
                "/sign-out",
                async (HttpContext context, Sessions sessions) =>
                {
                    await sessions.EndAsync(context);
                    return Results.LocalRedirect("/");
                }
            )
            .WithMetadata(RoutePolicy.Write)
            .ExcludeFromDescription();
    }
}
