namespace Holdfast.Web.Api;

internal static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
