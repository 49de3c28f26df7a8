using System.Reflection;
using Holdfast.App.Missions;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>One request as a room sees it: who acts and reads, and which mission.</summary>
internal sealed record Visit(HttpContext Context, Principal Principal, Workspace Workspace)
{
    private static readonly object Key = new();

    /// <summary>
    /// For whom everything is read. A token that was not made for the watch room reads as somebody outside of it, whatever its account's roles.
    /// </summary>
    public Reader Reader { get; } = Within(Principal);

    public bool SignedIn => Caller.Of(Context).SignedIn;

    public Mission Mission => Workspace.Mission;

    public CancellationToken Cancellation => Context.RequestAborted;

    public IQueryCollection Query => Context.Request.Query;

    public bool May(Right right) => Principal.May(right);

    /// <summary>
    /// Whether outputs about this mission are delayed and blurred for this reader (DECISIONS, Do no harm). The views do it; pages say so.
    /// </summary>
    public bool IsVeiled => Mission.Exposure == Exposure.Live && !Reader.InWatchRoom;

    private static Reader Within(Principal principal) =>
        principal.May(Right.WatchRoom) || !principal.Reader.InWatchRoom
            ? principal.Reader
            : principal.Reader with
            {
                Roles = principal.Reader.Roles.Except([Role.WatchOfficer, Role.Analyst]),
            };

    public void Attach() => Context.Items[Key] = this;

    /// <summary>Found by the gate before the handler runs.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context));

    public static Visit? Of(HttpContext context) => context.Items[Key] as Visit;
}
