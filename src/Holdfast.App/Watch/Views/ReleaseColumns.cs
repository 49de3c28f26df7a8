using System.Globalization;
using Holdfast.Core.Watch.Release;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The columns of <c>incident i</c> that a reader's filters, sorts and counts may see under a release policy. Outside the watch room these are the released
/// values only; inside it a fresh firing point is seen on the grid; elsewhere the exact ones.
/// </summary>
internal sealed class ReleaseColumns
{
    // A fresh firing point in the watch room. $fresh is the instant 24 hours ago.
    // And what may yet turn out to be one: $fresh less a day is now.
    private static readonly string Shielded = string.Create(
        CultureInfo.InvariantCulture,
        $"((i.firing=1 AND max(i.t1, i.known)>$fresh) OR (i.firing=2 AND max(i.t1, i.known)>$fresh+{(ReleasePolicy.Delay - ReleasePolicy.Hold).BclCompatibleTicks}))"
    );

    private readonly ReleasePolicy _policy;

    public ReleaseColumns(ReleasePolicy policy)
    {
        _policy = policy;
        (Latitude, Longitude, Sector, Exact) = policy.Scope switch
        {
            ReleaseScope.Exempt => ("i.lat", "i.lon", "i.sector", "1"),
            ReleaseScope.WatchRoom => (
                Either("i.glat", "i.lat"),
                Either("i.glon", "i.lon"),
                Either("i.gsector", "i.sector"),
                $"NOT ({Shielded})"
            ),
            ReleaseScope.Outside => ("i.glat", "i.glon", "i.gsector", "0"),
        };
    }

    public string Latitude { get; }
    public string Longitude { get; }
    public string Sector { get; }

    /// <summary>Whether the exact place, and so its ellipse, may be shown.</summary>
    public string Exact { get; }

    public string Start => _policy.IsOutside ? "i.gt0" : "i.t0";
    public string End => _policy.IsOutside ? "i.gt1" : "i.t1";
    public string Kind => _policy.IsOutside ? "i.gkind" : "i.kind";
    public string Verification => _policy.IsOutside ? "min(i.verification, 2)" : "i.verification";

    /// <summary>What holds for every incident that this reader gets at all.</summary>
    public string Condition =>
        !_policy.IsOutside ? "1"
        : _policy.Known is { } known ? $"{Left} AND {Settled}<={Ticks.Of(known)}"
        : Left;

    // ReleasePolicy.Due.
    private static string Left =>
        $"i.releasable=1 AND (CASE WHEN i.known<={Settled} THEN {Settled} ELSE {UpToStep("i.known")} END)<=$fresh";

    private static string Settled => $"({UpToStep("i.t1")}+{Step})";

    private static string UpToStep(string column) => $"(({column}+{Step - 1})/{Step}*{Step})";

    private static long Step => ReleasePolicy.Step.BclCompatibleTicks;

    public (string Name, object Value) Fresh => ("$fresh", Ticks.Of(_policy.Now - ReleasePolicy.Delay));

    private static string Either(string shielded, string exact) => $"(CASE WHEN {Shielded} THEN {shielded} ELSE {exact} END)";
}
