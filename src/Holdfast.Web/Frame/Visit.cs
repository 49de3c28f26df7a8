using System.Reflection;
using Holdfast.App.Missions;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>One request as a room sees it: who reads, and which mission.</summary>
internal sealed record Visit(HttpContext Context, Reader Reader, bool SignedIn, Workspace Workspace)
{
    private static readonly object Key = new();

    public Mission Mission => Workspace.Mission;

    public CancellationToken Cancellation => Context.RequestAborted;

    public IQueryCollection Query => Context.Request.Query;

    /// <summary>
    /// Whether outputs about this mission are delayed and blurred for this reader (DECISIONS, Do no harm). The views do it; pages say so.
    /// </summary>
    public bool IsVeiled => Mission.Exposure == Exposure.Live && !Reader.InWatchRoom;

    public void Attach() => Context.Items[Key] = this;

    /// <summary>Found by the gate before the handler runs.</summary>
    public static ValueTask<Visit?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context));

    public static Visit? Of(HttpContext context) => context.Items[Key] as Visit;
}
