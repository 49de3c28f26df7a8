using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>Which tiers run, who is due and what blocks them, for every undertaking whose trigger has held up to an instant.</summary>
public static class TierBoard
{
    /// <summary>By undertaking, then episode, then tier. An episode that is over is left out, unless the undertaking was bound in it.</summary>
    public static ImmutableArray<TierClock> At(GuaranteeNetwork network, Instant at) =>
        [.. network.Lives.SelectMany(l => Of(network, l, at))];

    /// <summary>The tiers of one undertaking at an instant.</summary>
    public static ImmutableArray<TierClock> Of(GuaranteeNetwork network, UndertakingLife life, Instant at) =>
        [
            .. life
                .Episodes.Where(e => e.From <= at && (at < e.Until || e.BoundFrom <= at))
                .SelectMany(e => life.Undertaking.Tiers.Select(t => Clock(network, life, e, t, at))),
        ];

    private static TierClock Clock(GuaranteeNetwork network, UndertakingLife life, Episode episode, Tier tier, Instant at)
    {
        var bound = episode.BoundFrom is { } from && from <= at;
        var starts = Starts(network, life.Undertaking, episode, tier).Where(s => s.At <= at).ToImmutableArray();
        var lifted = tier.Unless?.At(network.Facts, at) ?? Truth.False;
        var due = starts.Where(s => s.Operative).Select(s => s.Due).ToList();
        var status =
            !bound ? TierStatus.NotBound
            : due.Count == 0 ? TierStatus.NoClock
            : lifted.IsTrue ? TierStatus.Lifted
            : due.All(d => at < d) ? TierStatus.Running
            : due.All(d => at >= d) ? TierStatus.Overdue
            : TierStatus.Disputed;
        ImmutableArray<MissingFact> blockers = bound ? [] : network.Missing(life.Undertaking.Name, at);
        return new TierClock(
            life.Undertaking,
            tier,
            episode,
            status,
            starts,
            lifted,
            blockers,
            Late(network, life, episode, tier, starts, blockers, at)
        )
        {
            Said = [.. Said(network, life.Undertaking, episode)],
        };
    }

    private static IEnumerable<ClockStart> Starts(GuaranteeNetwork network, Undertaking undertaking, Episode episode, Tier tier)
    {
        var origins = tier.From switch
        {
            ClockOrigin.Breach => Breaches(network, undertaking, episode),
            ClockOrigin.Notification => Stated(network, UndertakingFacts.Notified, undertaking.Name),
            ClockOrigin.Determination => Determinations(network, undertaking, episode),
        };
        return origins
            .GroupBy(o => (o.At, o.Operative))
            .OrderBy(g => g.Key.At)
            .Select(g => new ClockStart(
                [.. g.SelectMany(o => o.By).Distinct().Order(StringComparer.Ordinal)],
                g.Key.At,
                tier.Within.After(g.Key.At, network.Zone),
                g.Key.Operative
            ));
    }

    private readonly record struct Origin(ImmutableArray<string> By, Instant At, bool Operative);

    /// <summary>The breach as stated, else as those say who determined the trigger, else where the trigger begins to hold.</summary>
    private static List<Origin> Breaches(GuaranteeNetwork network, Undertaking undertaking, Episode episode)
    {
        var stated = Stated(network, UndertakingFacts.BreachAt, undertaking.Name);
        if (stated.Count > 0)
        {
            return stated;
        }
        var said = Said(network, undertaking, episode)
            .Where(s => s.ValidFrom is { } from && from >= episode.From)
            .Select(s => new Origin([s.Authority], s.ValidFrom ?? episode.From, true))
            .ToList();
        return said.Count > 0 ? said
            : episode.From == Instant.MinValue ? []
            : [new Origin([], episode.From, true)];
    }

    private static List<Origin> Stated(GuaranteeNetwork network, string fact, string undertaking) =>
        network.Facts.InstantValue(fact, [undertaking]) is null
            ? []
            :
            [
                .. network
                    .Facts.Readings(fact, [undertaking], Instant.MaxValue - Duration.Epsilon)
                    .Where(r => Iso.TryParse(r.Value, out _))
                    .Select(r => new Origin(r.Authorities, Iso.Parse(r.Value), true)),
            ];

    /// <summary>
    /// When each of those who may determined the trigger. The clock starts with the one that made it so: the first instant of known time at which the trigger
    /// held for this episode.
    /// </summary>
    private static List<Origin> Determinations(GuaranteeNetwork network, Undertaking undertaking, Episode episode)
    {
        var said = Said(network, undertaking, episode).ToList();
        Instant? operative = null;
        foreach (var known in said.Select(s => s.KnownAt).Distinct().Order())
        {
            var facts = FactBase.From(network.Facts.Clauses, said, known);
            foreach (var other in undertaking.HangsOn.Select(network.Life).OfType<UndertakingLife>())
            {
                facts = facts.WithInForce(other.Undertaking.Name, [.. other.Spans.Select(s => new TruthSpan(s.From, s.Until, s.InForce))]);
            }
            if (undertaking.Trigger?.Over(facts, Range(episode)).Any(s => s.Value.IsTrue) == true)
            {
                operative = known;
                break;
            }
        }
        return [.. said.Select(s => new Origin([s.Authority], s.KnownAt, s.KnownAt == operative))];
    }

    private static TimeRange Range(Episode episode) => new(episode.From, episode.Until);

    /// <summary>Statements that make the trigger's facts so during the episode, by those whose word counts; an assumption is known from its start.</summary>
    private static IEnumerable<FactStatement> Said(GuaranteeNetwork network, Undertaking undertaking, Episode episode)
    {
        var uses = undertaking.Trigger?.Facts ?? [];
        return network
            .Facts.Statements.Where(s =>
                s.Value == "true"
                && (s.ValidFrom ?? Instant.MinValue) < episode.Until
                && (s.ValidTo ?? Instant.MaxValue) > episode.From
                && uses.Any(u =>
                    u.Name == s.Name
                    && u.Arguments.SequenceEqual(s.Arguments)
                    && (u.By is null || s.Authority == FactStatement.Assumption || u.By.Names.Contains(s.Authority))
                )
            )
            .Select(s =>
                s.Authority == FactStatement.Assumption ? s with { KnownAt = Instant.Max(episode.From, s.ValidFrom ?? episode.From) } : s
            );
    }

    private static ImmutableArray<LateProcedure> Late(
        GuaranteeNetwork network,
        UndertakingLife life,
        Episode episode,
        Tier tier,
        ImmutableArray<ClockStart> starts,
        ImmutableArray<MissingFact> blockers,
        Instant at
    )
    {
        var operative = starts.Where(s => s.Operative).ToList();
        var origin = operative.Count > 0 ? operative.Max(s => s.At) : episode.From;
        if (origin == Instant.MinValue)
        {
            return [];
        }
        var due = operative.Count > 0 ? operative.Max(s => s.Due) : tier.Within.After(origin, network.Zone);
        var wanted = blockers.Select(b => b.Fact.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Needed(network, life.Undertaking, wanted)
                .Where(p => p.Procedure.Takes is not null && !p.Procedure.Done.At(network.Facts, at).IsTrue)
                .Select(p => new LateProcedure(p.Of, p.Procedure, Earliest(network, p.Procedure, origin, at), due))
                .Where(l => l.Earliest > l.Due)
                .DistinctBy(l => l.Procedure.Fact.Key),
        ];
    }

    // Nobody records when a procedure began: at best with the clock, and what is not over yet is at best over now.
    private static Instant Earliest(GuaranteeNetwork network, Procedure procedure, Instant origin, Instant at) =>
        Instant.Max(at, procedure.Takes?.Least.After(origin, network.Zone) ?? origin);

    /// <summary>Its own procedures that follow the trigger, and every procedure that yields a fact which keeps it out of force.</summary>
    private static IEnumerable<(string Of, Procedure Procedure)> Needed(
        GuaranteeNetwork network,
        Undertaking undertaking,
        HashSet<string> wanted
    ) =>
        undertaking
            .Procedures.Where(p => p.FollowsTrigger)
            .Select(p => (undertaking.Name, p))
            .Concat(
                network.Lives.SelectMany(l =>
                    l.Undertaking.Procedures.Where(p => !p.After && wanted.Contains(p.Fact.Key)).Select(p => (l.Undertaking.Name, p))
                )
            );
}
