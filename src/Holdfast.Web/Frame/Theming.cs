namespace Holdfast.Web.Frame;

/// <summary>Light, dark or the system's choice, kept in a cookie so that it works without scripts and never flashes.</summary>
internal static class Theming
{
    private const string Cookie = "hf-theme";

    public static string Of(HttpRequest request) =>
        request.Cookies[Cookie] switch
        {
            "light" => "light",
            "dark" => "dark",
            _ => "auto",
        };

    public static void MapTheming(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/preferences/theme",
                (HttpContext context, string? to, string? back) =>
                {
                    var theme = to is "light" or "dark" ? to : "auto";
                    context.Response.Cookies.Append(
                        Cookie,
                        theme,
                        new CookieOptions
                        {
                            HttpOnly = true,
                            SameSite = SameSiteMode.Lax,
                            MaxAge = TimeSpan.FromDays(365),
                        }
                    );
                    return Results.LocalRedirect(LocalPath(back));
                }
            )
            .WithMetadata(RoutePolicy.PublicRead)
            .ExcludeFromDescription();

    /// <summary>The path when it stays on this server, otherwise the front page.</summary>
    public static string LocalPath(string? path) => path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl) ? path : "/";
}
