using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>
/// Which observations stand where later ones take the place of earlier ones: a revised event, an alert that is updated or cancelled. An observation supersedes those of its
/// own producer, source and mode whose message id or series it names. Of several that name the same series and belong to it, the one that was reported last stands. Nothing is
/// removed from the record: what is asked for as known then has what stood then. A function of the set: the order in which observations came leaves no trace.
/// </summary>
public static class Succession
{
    /// <summary>Those that stand, with the time that others leave them, in the order of their ids.</summary>
    public static ImmutableArray<Observation> Standing(IEnumerable<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var all = observations.DistinctBy(o => o.Id).OrderBy(o => o.Id).ToArray();
        var claims = all.SelectMany(o => o.Supersedes.Select(s => (Key: KeyOf(o, s.Series), Claim: SuccessionClaim.Of(o, s))))
            .ToLookup(pair => pair.Key, pair => pair.Claim);
        return [.. all.Select(o => Judge(o, Names(o).SelectMany(name => claims[KeyOf(o, name)])).Stands).OfType<Observation>()];
    }

    /// <summary>The names under which an observation may be superseded.</summary>
    public static IEnumerable<string> Names(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var (message, series) = (observation.Id.MessageId, observation.Id.Series);
        return series == message ? [message] : [message, series];
    }

    /// <summary>What is left of an observation.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="claims">What others of its producer, source and mode supersede under one of its <see cref="Names"/>; its own may be among them.</param>
    public static SuccessionVerdict Judge(Observation observation, IEnumerable<SuccessionClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(claims);
        var own = observation.Supersedes.Select(s => s.Series).ToHashSet(StringComparer.Ordinal);
        SuccessionClaim? heir = null;
        var until = observation.When.Latest;
        foreach (var claim in claims.Where(c => c.By != observation.Id && (!own.Contains(c.Series) || Outranks(c, observation))))
        {
            if (claim.From is not { } from || from <= observation.When.Earliest)
            {
                heir = heir is { } known && Order(claim, known) <= 0 ? known : claim;
            }
            else
            {
                until = Instant.Min(until, from);
            }
        }
        return heir is { } by ? new SuccessionVerdict(null, by.By)
            : until < observation.When.Latest
                ? new SuccessionVerdict(observation with { When = new TimeRange(observation.When.Earliest, until) }, null)
            : new SuccessionVerdict(observation, null);
    }

    private static bool Outranks(SuccessionClaim claim, Observation observation) =>
        Order(claim, new SuccessionClaim(observation.Id, observation.ReportedAt, "", null)) > 0;

    private static int Order(SuccessionClaim a, SuccessionClaim b)
    {
        var byTime = (a.ReportedAt ?? Instant.MinValue).CompareTo(b.ReportedAt ?? Instant.MinValue);
        return byTime != 0 ? byTime : a.By.CompareTo(b.By);
    }

    private static (string, string, Mode, string) KeyOf(Observation o, string series) => (o.Id.Producer, o.SourceId, o.Mode, series);
}

/// <summary>That an observation supersedes a series.</summary>
public readonly record struct SuccessionClaim(ObservationId By, Instant? ReportedAt, string Series, Instant? From)
{
    public static SuccessionClaim Of(Observation observation, Supersession supersession)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return new SuccessionClaim(observation.Id, observation.ReportedAt, supersession.Series, supersession.From);
    }
}

/// <summary>What is left of an observation.</summary>
/// <param name="Stands">The observation, ended earlier where another says so; null where another stands in its place.</param>
/// <param name="Heir">What stands in its place; null where it stands.</param>
public readonly record struct SuccessionVerdict(Observation? Stands, ObservationId? Heir);
