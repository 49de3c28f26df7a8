using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>
/// The lead time of one procedure, in days from an instant, as a triangular distribution over least, usual and most (uniform where nobody says what is usual). The
/// triangle is the usual stand-in where experts give three numbers and nothing else (Kotz and van Dorp 2004, <i>Beyond Beta</i>, chapter 1).
/// </summary>
public sealed record LeadDistribution(string Fact, double Least, double? Usual, double Most, string Of, LineSource Source)
{
    internal static LeadDistribution Make(string fact, Procedure procedure, LeadTime takes, string of, Instant from, DateTimeZone zone)
    {
        double Days(TimeAmount amount) => (amount.After(from, zone) - from).TotalDays;
        return new LeadDistribution(
            fact,
            Days(takes.Least),
            takes.Usual is { } usual ? Days(usual) : null,
            Days(takes.Most),
            of,
            procedure.Source
        );
    }

    /// <summary>The value below which a draw falls with probability <paramref name="u"/>, 0 to 1.</summary>
    public double Quantile(double u)
    {
        var width = Most - Least;
        if (width <= 0)
        {
            return Least;
        }
        if (Usual is not { } usual)
        {
            return Least + (u * width);
        }
        var turn = (usual - Least) / width;
        return u < turn ? Least + Math.Sqrt(u * width * (usual - Least)) : Most - Math.Sqrt((1 - u) * width * (Most - usual));
    }

    /// <summary>The probability of taking longer than so many days.</summary>
    public double Exceeds(double days)
    {
        if (days < Least)
        {
            return 1;
        }
        if (days >= Most)
        {
            return 0;
        }
        var width = Most - Least;
        if (Usual is not { } usual)
        {
            return (Most - days) / width;
        }
        return days <= usual && usual > Least
            ? 1 - ((days - Least) * (days - Least) / (width * (usual - Least)))
            : (Most - days) * (Most - days) / (width * (Most - usual));
    }

    /// <summary>Every fact that some procedure of the mission yields in a stated time, with the slowest statement where several differ.</summary>
    internal static ImmutableSortedDictionary<string, LeadDistribution> All(ClauseSet clauses, Instant from, DateTimeZone zone) =>
        clauses
            .Undertakings.SelectMany(u => u.Procedures.Where(p => p.Takes is not null).Select(p => (Of: u.Name, Procedure: p)))
            .Select(p => Make(p.Procedure.Fact.Key, p.Procedure, Takes(p.Procedure), p.Of, from, zone))
            .GroupBy(d => d.Fact, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                g => g.Key,
                g => g.OrderByDescending(d => d.Most).ThenByDescending(d => d.Least).ThenBy(d => d.Of, StringComparer.Ordinal).First(),
                StringComparer.Ordinal
            );

    private static LeadTime Takes(Procedure procedure) =>
        procedure.Takes ?? throw new InvalidOperationException($"The procedure {procedure.Fact.Key} has no lead time.");
}

/// <summary>A tier that a procedure may fail: its deadline against the lead time.</summary>
/// <param name="Of">The undertaking whose procedure it is: its own, or one that it needs.</param>
/// <param name="Certain">Even the least time is longer than the deadline.</param>
/// <param name="Probability">Of taking longer than the deadline, if the procedure starts with the clock.</param>
public sealed record TierConflict(
    Undertaking Undertaking,
    Tier Tier,
    string Of,
    Procedure Procedure,
    bool Certain,
    double Probability,
    double DeadlineDays,
    LeadDistribution Lead
);

/// <summary>Which national procedure is slower than the tier that needs it. A property of the text: no fact is asked.</summary>
public static class TierConflicts
{
    /// <summary>By undertaking, tier and fact. Lead times count from the given instant, since months differ.</summary>
    public static ImmutableArray<TierConflict> Of(ClauseSet clauses, Instant from, DateTimeZone zone)
    {
        var byName = clauses.Undertakings.ToDictionary(u => u.Name, StringComparer.Ordinal);
        return
        [
            .. clauses.Undertakings.SelectMany(u =>
                u.Tiers.SelectMany(t => Needed(u, byName).SelectMany(n => One(u, t, n.Of, n.Procedure, from, zone)))
            ),
        ];
    }

    private static IEnumerable<TierConflict> One(
        Undertaking undertaking,
        Tier tier,
        string of,
        Procedure procedure,
        Instant from,
        DateTimeZone zone
    )
    {
        if (procedure.Takes is not { } takes)
        {
            yield break;
        }
        var lead = LeadDistribution.Make(procedure.Fact.Key, procedure, takes, of, from, zone);
        var deadline = (tier.Within.After(from, zone) - from).TotalDays;
        if (lead.Most > deadline)
        {
            yield return new TierConflict(undertaking, tier, of, procedure, lead.Least > deadline, lead.Exceeds(deadline), deadline, lead);
        }
    }

    /// <summary>Its own procedures and those of every undertaking that it names, however far down.</summary>
    private static IEnumerable<(string Of, Procedure Procedure)> Needed(Undertaking undertaking, Dictionary<string, Undertaking> byName)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([undertaking.Name]);
        while (open.TryDequeue(out var name))
        {
            if (!seen.Add(name) || !byName.TryGetValue(name, out var one))
            {
                continue;
            }
            foreach (var procedure in one.Procedures.Where(p => !p.After || (p.FollowsTrigger && name == undertaking.Name)))
            {
                yield return (name, procedure);
            }
            foreach (var next in one.HangsOn)
            {
                open.Enqueue(next);
            }
        }
    }
}
