using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Facts;
using Holdfast.Core.Clauses.Syntax;
using NodaTime;

namespace Holdfast.Core.Commission.Rules;

/// <summary>Who can hold up a stage on the way to a determination.</summary>
/// <param name="Longest">The longest it lasts when one member does not help, and nobody blocks.</param>
/// <param name="Alone">Members who can hold it up for ever by themselves: by staying away, or by their vote.</param>
/// <param name="Together">The smallest number of members who can, whichever they are where the rules do not name them.</param>
/// <param name="Others">Whoever else can: the secretariat, a party.</param>
public sealed record StageBlock(
    CaseState Stage,
    Duration Longest,
    ImmutableArray<string> Alone,
    int Together,
    ImmutableArray<string> Others
);

/// <summary>The way to a determination, provisional or final.</summary>
/// <param name="Longest">The sum of its stages: the longest time without any one member, where nobody blocks.</param>
/// <param name="BlockedBy">Members who can hold it up for ever by themselves.</param>
public sealed record DeterminationPath(
    bool Provisional,
    ImmutableArray<StageBlock> Stages,
    Duration Longest,
    ImmutableArray<string> BlockedBy
);

/// <summary>The answer for one tier of one undertaking that waits for the commission.</summary>
/// <param name="Provisional">Whether a provisional determination is enough.</param>
/// <param name="Others">Who else may determine the trigger: where somebody can, the commission's delay stalls nothing.</param>
/// <param name="InTime">Whether the way is over within the tier's time whoever stays away; a clock from the determination starts with it and is always in time.</param>
public sealed record TierStall(
    string Undertaking,
    int Tier,
    string Within,
    ClockOrigin From,
    bool Provisional,
    Duration Longest,
    bool InTime,
    ImmutableArray<string> BlockedBy,
    ImmutableArray<string> Others
);

/// <summary>
/// Could one member stall a case past a tier's deadline? Computed from the rules of procedure: at each stage who has to act, what happens when they do not, and
/// whether a vote can carry without, or against, each member.
/// </summary>
public static class Stalling
{
    private const string Commission = "Commission";
    private static readonly ImmutableArray<CaseState> ToProvisional = [CaseState.Received, CaseState.Preliminary, CaseState.Investigating];

    private static readonly ImmutableArray<CaseState> ToFinal =
    [
        .. ToProvisional,
        CaseState.Draft,
        CaseState.PartyResponse,
        CaseState.Deliberation,
    ];

    /// <param name="excluded">Members who may not vote in the case at hand: recused, or appointed by a party it is about.</param>
    public static DeterminationPath Path(CommissionRules rules, bool provisional, IReadOnlySet<string> excluded)
    {
        var stages = (provisional ? ToProvisional : ToFinal).Select(s => Block(rules, s, provisional, excluded)).ToImmutableArray();
        return new DeterminationPath(
            provisional,
            stages,
            stages.Aggregate(Duration.Zero, (sum, s) => sum + s.Longest),
            [.. stages.SelectMany(s => s.Alone).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>Every tier whose trigger the commission may determine, by undertaking and tier.</summary>
    public static ImmutableArray<TierStall> Tiers(CommissionRules rules, ClauseSet clauses, IReadOnlySet<string> excluded)
    {
        var (provisional, final) = (Path(rules, provisional: true, excluded), Path(rules, provisional: false, excluded));
        return
        [
            .. clauses
                .Undertakings.OrderBy(u => u.Name, StringComparer.Ordinal)
                .SelectMany(u =>
                {
                    var who = (u.Trigger?.Facts ?? []).Select(f => f.By).OfType<Who>().Where(w => w.Names.Contains(Commission)).ToList();
                    if (who.Count == 0)
                    {
                        return [];
                    }
                    var path = who.Any(w => w.IsMetBy(Only, Only)) ? provisional : final;
                    var others = who.SelectMany(w => w.Names.Where(n => n != Commission && Suffices(w, n)))
                        .Distinct(StringComparer.Ordinal);
                    return u.Tiers.Select(t => Stall(u, t, path, [.. others.Order(StringComparer.Ordinal)]));
                }),
        ];
    }

    private static readonly ImmutableHashSet<string> Only = [Commission];

    private static bool Suffices(Who who, string name) => who.IsMetBy(ImmutableHashSet.Create(name), ImmutableHashSet<string>.Empty);

    private static TierStall Stall(Undertaking u, Tier t, DeterminationPath path, ImmutableArray<string> others) =>
        new(
            u.Name,
            t.Number,
            t.Within.Text,
            t.From,
            path.Provisional,
            path.Longest,
            path.BlockedBy.IsEmpty && (t.From == ClockOrigin.Determination || path.Longest.TotalDays <= t.Within.Days),
            path.BlockedBy,
            others
        );

    private static StageBlock Block(CommissionRules rules, CaseState state, bool provisional, IReadOnlySet<string> excluded)
    {
        var stage = rules.Stage(state);
        var votes = state == CaseState.Deliberation || (provisional && state == CaseState.Investigating);
        var longest = provisional && state == CaseState.Investigating ? rules.ProvisionalWithin : stage?.Within ?? Duration.Zero;
        if (votes)
        {
            var voters = rules.Members.Where(m => !excluded.Contains(m.Id)).ToImmutableArray();
            var majority = rules.MajorityFor(provisional);
            return new StageBlock(
                state,
                longest,
                CanBlock(voters.Length, 1, rules.Quorum, majority) ? [.. voters.Select(v => v.Id)] : [],
                Smallest(voters.Length, rules.Quorum, majority),
                []
            );
        }
        var waits = stage is { Late: WhenLate.Waits };
        return stage?.By switch
        {
            StageActor.Chair when waits && rules.Chair is { } chair => new StageBlock(state, longest, [chair], 1, []),
            StageActor.Secretariat when waits => new StageBlock(state, longest, [], rules.Members.Length, ["the secretariat"]),
            StageActor.Parties when waits => new StageBlock(state, longest, [], rules.Members.Length, ["each party"]),
            _ => new StageBlock(state, longest, [], rules.Members.Length, []),
        };
    }

    /// <summary>Whether so many of the voters can keep a vote from carrying although all others are for it: by staying away, by voting against, or by abstaining.</summary>
    public static bool CanBlock(int voters, int blockers, int quorum, Majority majority)
    {
        var rest = voters - blockers;
        return !new Tally(voters, rest, 0, 0).Carries(quorum, majority)
            || !new Tally(voters, rest, blockers, 0).Carries(quorum, majority)
            || !new Tally(voters, rest, 0, blockers).Carries(quorum, majority);
    }

    /// <summary>The smallest number of voters who can block; 0 where a vote cannot carry even when all are for it.</summary>
    private static int Smallest(int voters, int quorum, Majority majority) =>
        Enumerable.Range(0, voters + 1).First(k => k == voters || CanBlock(voters, k, quorum, majority));
}
