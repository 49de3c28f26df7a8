using System.Collections.Immutable;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Commission;

/// <summary>
/// For whom a page of the commission is drawn. Without signing in: the public. The operator of a local installation may look with an officer's eyes, and in an exercise
/// with a member's; never with a member's in earnest, since no administrator reads a deliberation.
/// </summary>
internal static class Seat
{
    public static ImmutableArray<(string Id, string Name)> Open(Visit visit, CommissionRules rules) =>
        !visit.SignedIn
            ? []
            :
            [
                .. rules.Officers.Select(o => (o.Id, o.Name)),
                .. rules.Members.Where(_ => visit.Mission.Mode != Mode.Actual).Select(m => (m.Id, m.Name)),
            ];

    /// <summary>The person asked for with <c>as=</c> where that seat is open to the visitor, else the public.</summary>
    public static string Of(Visit visit, CommissionRules rules) =>
        QueryText.Single(visit.Query, "as") is { } asked && Open(visit, rules).Any(s => s.Id == asked) ? asked : CommissionRules.Public;
}
