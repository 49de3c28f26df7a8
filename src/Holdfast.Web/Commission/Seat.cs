using System.Collections.Immutable;
using Holdfast.Core.Access;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Commission;

/// <summary>
/// For whom a page of the commission is drawn, and who acts through its forms. Without signing in: the public; with an account: its seat in this mission, and no other. The operator of a local installation may sit in an officer's
/// seat, and in an exercise in a member's; never in a member's in earnest, since no administrator reads a deliberation or votes.
/// </summary>
internal static class Seat
{
    /// <summary>The seats that a visitor may take: the operator's choice, or the one that an account has in this mission.</summary>
    public static ImmutableArray<(string Id, string Name)> Open(Visit visit, CommissionRules rules) =>
        visit.Principal is { Local: true, Scopes: null }
            ?
            [
                .. rules.Officers.Select(o => (o.Id, o.Name)),
                .. rules.Members.Where(_ => visit.Mission.Mode != Mode.Actual).Select(m => (m.Id, m.Name)),
            ]
        : Own(visit, rules) is { } own ? [(own, rules.Member(own)?.Name ?? rules.Officer(own)?.Name ?? own)]
        : [];

    /// <summary>An account's own seat; else the person asked for with <c>as=</c> where that seat is open to the visitor; else the public.</summary>
    public static string Of(Visit visit, CommissionRules rules) =>
        Own(visit, rules)
        ?? (
            QueryText.Single(visit.Query, "as") is { } asked && Open(visit, rules).Any(s => s.Id == asked) ? asked : CommissionRules.Public
        );

    // A seat reads what labels keep from others: a token that was not made for reading it has none.
    private static string? Own(Visit visit, CommissionRules rules)
    {
        var name = visit.Mission.Name;
        return
            !visit.Principal.Local
            && visit.Principal.May(Right.ReadLabelled)
            && visit.Principal.Seats.TryGetValue(name, out var person)
            && (rules.Member(person) is not null || rules.Officer(person) is not null)
            ? visit.Principal.SeatIn(name, rules.Member(person) is not null)
            : null;
    }

    /// <summary>The seat from which pages of other rooms look at the commission: the one asked for, else the first that serves it; null for the public.</summary>
    public static string? Usual(Visit visit, CommissionRules rules)
    {
        if (Of(visit, rules) is var asked && asked != CommissionRules.Public)
        {
            return asked;
        }
        var open = Open(visit, rules);
        return open.Select(s => s.Id).FirstOrDefault(s => rules.Officer(s)?.Office == Office.Secretary)
            ?? open.Select(s => s.Id).FirstOrDefault(s => rules.Officer(s)?.Office == Office.Investigator);
    }
}
