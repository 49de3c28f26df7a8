using Holdfast.Web.Frame;

namespace Holdfast.Web.Missions;

internal static class MissionRoutes
{
    public static void MapMissions(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet(
            "/missions",
            (HttpContext context) => Html.Page<MissionsPage>(new { Frame = PageFrame.Of(context, "Missions") with { Mission = null } })
        );
        pages.MapGet(
            "/m/{mission}/mission",
            (Visit visit) => Html.Page<MissionPage>(new { Frame = PageFrame.Of(visit.Context, "Mission", "mission") })
        );
        pages.MapGet(
            "/m/{mission}/counting",
            (Visit visit) => Html.Page<CountingPage>(new { Frame = PageFrame.Of(visit.Context, "How it was counted", "counting") })
        );
        pages.MapGet(
            "/counting",
            (HttpContext context) => Html.Page<CountingPage>(new { Frame = PageFrame.Of(context, "How it was counted", "counting") })
        );
        pages.MapGet(
            "/design",
            (HttpContext context) => Html.Page<DesignPage>(new { Frame = PageFrame.Of(context, "Design language") with { Mission = null } })
        );
    }
}
