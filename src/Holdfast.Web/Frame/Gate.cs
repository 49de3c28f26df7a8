using Holdfast.App.Missions;
using Holdfast.Core.Access;

namespace Holdfast.Web.Frame;

/// <summary>
/// Stands before every route: finds out who calls, refuses routes without a policy, callers whom the policy does not admit, writes that were not meant or were sent
/// before, and unknown missions. Each refusal is noted for the auditor. What passes carries its <see cref="Visit"/>.
/// </summary>
internal sealed class Gate(RequestDelegate next, Sessions sessions, IMissionDirectory missions, WriteCheck writes, RefusalNotes notes)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var caller = await sessions.ResolveAsync(context);
        caller.Attach(context);
        context.User = Sessions.IdentityOf(caller);
        if (caller.Kind == CallerKind.Session && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            // On a shared machine the way back must not show what the one before read.
            context.Response.Headers.CacheControl = "no-store, no-cache, private";
        }
        var refusal = await FaultAsync(context, caller);
        refusal ??= context.GetEndpoint() switch
        {
            RouteEndpoint route => await CheckAsync(context, caller, route),
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

    /// <summary>A worthless token is refused; with a worthless session one is the public, whom a page tells to sign in again.</summary>
    private async Task<Refusal?> FaultAsync(HttpContext context, Caller caller)
    {
        if (caller.Fault is not { } fault)
        {
            return null;
        }
        await notes.NoteAsync(context, caller.ForgedBearer ? RefusalKind.ForgedToken : RefusalKind.EndedSession, fault);
        if (!caller.ForgedBearer)
        {
            Sessions.Forget(context);
            return null;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return new Refusal(
            StatusCodes.Status401Unauthorized,
            "This token is not accepted",
            "It is unknown, revoked, expired, or not meant for this installation. Leave it out to read as the public."
        );
    }

    private async Task<Refusal?> CheckAsync(HttpContext context, Caller caller, Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<RoutePolicy>() is not { } policy)
        {
            return new Refusal(StatusCodes.Status403Forbidden, "Refused", "This route declares no policy.");
        }
        var decision = policy.Decide(caller.Principal);
        if (decision != RightDecision.Granted)
        {
            await notes.NoteAsync(context, RefusalKind.Denied, $"{AccessWords.Plain(decision)}: {Words(policy)}");
            return Denied(context, caller, policy, decision);
        }
        if (policy.Writes && await writes.RefuseAsync(context, caller) is { } unmeant)
        {
            return unmeant;
        }
        return await MissionAsync(context, caller);
    }

    private static Refusal Denied(HttpContext context, Caller caller, RoutePolicy policy, RightDecision decision)
    {
        if (caller.SignedIn)
        {
            var why = Rights.Explain(decision, policy.AnyOf.FirstOrDefault());
            return new Refusal(StatusCodes.Status403Forbidden, "Not for this role", why);
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new Refusal(
            StatusCodes.Status401Unauthorized,
            "Sign in first",
            (caller.Fault is null ? "" : "Your session has ended. ")
                + "Sign in with your account, or open the link that was printed where Holdfast was started; then come back to this address."
        );
    }

    private async Task<Refusal?> MissionAsync(HttpContext context, Caller caller)
    {
        var name = context.GetRouteValue("mission") as string;
        var workspace = name is null ? missions.First : missions.Find(name);
        if (workspace is not null)
        {
            new Visit(context, caller.Principal, workspace).Attach();
            return null;
        }
        if (name is null)
        {
            return null;
        }
        if (caller.SignedIn)
        {
            await notes.NoteAsync(context, RefusalKind.UnknownMission, "there is no such mission");
        }
        return Refusal.NotFound(NoSuchMission(name));
    }

    private static string Words(RoutePolicy policy) => string.Join(" or ", policy.AnyOf.Select(AccessWords.Of));

    private string NoSuchMission(string name)
    {
        var nearest = Core.Values.NearestWord.To(name, missions.All.Select(w => w.Mission.Name));
        return $"There is no mission '{name}' here." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
    }

    private static Refusal Unknown(HttpContext context) =>
        Refusal.NotFound($"There is no page at {context.Request.Path}. The front page lists all missions.");
}
