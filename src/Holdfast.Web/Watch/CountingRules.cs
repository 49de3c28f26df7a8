using System.Collections.Immutable;

namespace Holdfast.Web.Watch;

/// <summary>The definitions of the four numbers, in the words that pages, downloads and the API give them. One place, so that they agree.</summary>
internal static class CountingRules
{
    public const string Observations =
        "Statements that something was seen, heard or reported at a place and a time, or that somebody looked and saw nothing. One event may have many.";

    public const string Incidents =
        "Events as far as all their observations tell: observations that are probably one event are joined. An incident is not a violation.";

    public const string ApparentViolations =
        "Incidents under a term that appears to be broken, counted once for each term. Alleged: only the commission establishes a violation.";

    public const string EstablishedViolations = "Violations that the commission has established.";

    public const string Claims =
        "Statements by a party that so many events happened. Counted as statements; the numbers they state are never added to incidents.";

    public static string ShortFor(string name) =>
        name switch
        {
            "incidents" => Incidents,
            "violations" => ApparentViolations,
            "claims" => Claims,
            _ => Observations,
        };

    /// <summary>The rules, each with a heading, for the page that explains the counting.</summary>
    public static readonly ImmutableArray<(string Heading, string Text)> Rules =
    [
        (
            "Four numbers, never mixed",
            "Observations, incidents, violations and claims are four different numbers. No page adds one to another, and none is derived from another by a factor."
        ),
        (
            "From observations to incidents",
            "Located observations from different sources are joined when the posterior probability that they are one event reaches the mission's match probability, given their uncertain places, times and kinds. The result is a function of the set of observations: order and exact duplicates change nothing. Late data amend it, visibly."
        ),
        (
            "Independence",
            "Sources that copy each other share an independence group and count once. Corroborated means two or more independent groups, not all of one party."
        ),
        (
            "Uncertainty of place and time",
            "A point is given with the region that holds it nine times in ten. Where the source only names a district or a day, the incident is as uncertain as that, and a term whose boundary crosses it is undeterminable."
        ),
        (
            "From incidents to apparent violations",
            "Each incident is held against every term. At or above the mission's breach threshold the outcome is apparent breach; at or below the lower one, no apparent breach; in between, or where an attribute is missing, undeterminable, with the reason. Outside the term's time or area, not applicable."
        ),
        (
            "Who did it",
            "A separate question. The perpetrator is undetermined unless the commission determines it. An event file's actor columns, and maps of control, are not attribution."
        ),
        (
            "Claims",
            "Cumulative claims stand at the time at which they were stated, in the categories in which they were stated. What the categories leave of the total is shown as a residual. Nothing is interpolated."
        ),
        (
            "Silence",
            "No breach found may only be said for a place and a day where enough could be seen. Coverage says how much could be seen; rates are made only of events that happened where and while somebody looked, adjusted for how much that was, and given with an interval; below 5 % there is none."
        ),
        (
            "Lines that could not be read",
            "They are kept in the quarantine with their number and the reason, can be mended and replayed, and are in none of the four numbers until then."
        ),
    ];
}
