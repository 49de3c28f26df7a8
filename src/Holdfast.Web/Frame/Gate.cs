using Holdfast.App.Missions;
using Microsoft.AspNetCore.Antiforgery;

namespace Holdfast.Web.Frame;

/// <summary>
/// Stands before every route: refuses routes without a policy, readers whom the policy does not admit, posts without an anti-forgery token, and
/// unknown missions. What passes carries its <see cref="Visit"/>.
/// </summary>
internal sealed class Gate(RequestDelegate next, Sessions sessions, IMissionDirectory missions, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var refusal = context.GetEndpoint() switch
        {
            RouteEndpoint route => await CheckAsync(context, route),
            null => Unknown(context),
            // The framework's own answers: method not allowed, media type not supported.
            _ => null,
        };
        if (refusal is null)
        {
            await next(context);
        }
        else
        {
            await refusal.WriteAsync(context);
        }
    }

    private async Task<Refusal?> CheckAsync(HttpContext context, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<RoutePolicy>() is not { } policy)
        {
            return new Refusal(StatusCodes.Status403Forbidden, "Refused", "This route declares no policy.");
        }
        var reader = sessions.ReaderOf(context);
        var signedIn = sessions.IsSignedIn(context);
        if (!policy.Admits(reader, signedIn))
        {
            return new Refusal(
                signedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
                signedIn ? "Not for this role" : "Sign in first",
                "Open the sign-in link that was printed where Holdfast was started, then come back to this address."
            );
        }
        if (policy.Audience == RouteAudience.Write && !await IsMeantAsync(context))
        {
            return new Refusal(
                StatusCodes.Status400BadRequest,
                "The form has expired",
                "Its anti-forgery token is missing or belongs to another session. Reload the page and send the form again."
            );
        }
        return Mission(context, reader, signedIn);
    }

    /// <summary>
    /// Whether a write was meant by who is signed in: a program with the token, a script of our own pages (the browser itself says so, and no other
    /// site can), or a form with its anti-forgery token. A report written offline has no fresh token: it rests on the second.
    /// </summary>
    private async Task<bool> IsMeantAsync(HttpContext context) =>
        sessions.IsBearer(context)
        || context.Request.Headers["Sec-Fetch-Site"] == "same-origin"
        || await antiforgery.IsRequestValidAsync(context);

    private Refusal? Mission(HttpContext context, Core.Values.Reader reader, bool signedIn)
    {
        var name = context.GetRouteValue("mission") as string;
        var workspace = name is null ? missions.First : missions.Find(name);
        if (workspace is null)
        {
            return name is null ? null : Refusal.NotFound(NoSuchMission(name));
        }
        new Visit(context, reader, signedIn, workspace).Attach();
        return null;
    }

    private string NoSuchMission(string name)
    {
        var nearest = Core.Values.NearestWord.To(name, missions.All.Select(w => w.Mission.Name));
        return $"There is no mission '{name}' here." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }

    private static Refusal Unknown(HttpContext context) =>
        Refusal.NotFound($"There is no page at {context.Request.Path}. The front page lists all missions.");
}
