using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>What surrounds a page: its title, mission, navigation and preferences. Made once per request.</summary>
public sealed record PageFrame
{
    public required string Title { get; init; }

    /// <summary>The navigation entry that is marked as current, or empty.</summary>
    public string Here { get; init; } = "";
    public Mission? Mission { get; init; }

    /// <summary>The activity of which the page tells; null for the mission's own mode. Exercises and tests carry a banner.</summary>
    public Mode? Mode { get; init; }
    public required IReadOnlyList<Mission> Missions { get; init; }
    public required bool SignedIn { get; init; }

    /// <summary>Who is signed in, and for what; the public where nobody is.</summary>
    public required Principal Principal { get; init; }
    public bool Veiled { get; init; }

    /// <summary><c>light</c>, <c>dark</c> or <c>auto</c> (the system's).</summary>
    public required string Theme { get; init; }

    /// <summary>Path and query of this page, for links that come back.</summary>
    public required string Address { get; init; }
    public required bool AssetsBuilt { get; init; }

    public string Root => Mission is null ? "" : $"/m/{Mission.Name}";

    public static PageFrame Of(HttpContext context, string title, string here = "")
    {
        var services = context.RequestServices;
        var visit = Visit.Of(context);
        return new PageFrame
        {
            Title = title,
            Here = here,
            Mission = visit?.Mission,
            Missions = [.. services.GetRequiredService<IMissionDirectory>().All.Select(w => w.Mission)],
            SignedIn = Caller.Of(context).SignedIn,
            Principal = Caller.Of(context).Principal,
            Veiled = visit?.IsVeiled ?? false,
            Theme = Theming.Of(context.Request),
            Address = context.Request.Path + context.Request.QueryString.ToString(),
            AssetsBuilt = services.GetRequiredService<BuiltAssets>().AreBuilt,
        };
    }
}
