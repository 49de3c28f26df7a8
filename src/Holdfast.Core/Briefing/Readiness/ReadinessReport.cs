using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Guarantees;

namespace Holdfast.Core.Briefing.Readiness;

/// <summary>What a readiness brief is written from: a network of what its reader may read, and nothing else.</summary>
/// <param name="Times">Time to effect of what is not in force; empty where it was not asked for.</param>
/// <param name="Grantors">Whose withdrawal would break most: only for a reader who may have such analysis, null for others (DECISIONS, no adversary's handbook).</param>
public sealed record ReadinessInput(
    ReportHead Head,
    GuaranteeNetwork Network,
    ImmutableArray<TimeToEffect> Times,
    ImmutableArray<GrantorWeight>? Grantors
);

/// <summary>
/// The guarantee-readiness brief: every undertaking's state at an instant, what is missing for those that are not in force, who controls it, the tiers whose trigger holds and their
/// clocks, and how long it takes until the others can have effect. A pure function of the facts its reader may read.
/// </summary>
public static class ReadinessReport
{
    public static ReportModel Build(ReadinessInput input)
    {
        var count = new ReadinessCount(input);
        return input.Head.Model(
            ReportKind.Readiness,
            [
                ReadinessSections.Summary(count),
                ReadinessSections.Undertakings(count),
                ReadinessSections.Missing(count),
                ReadinessSections.Control(count),
                TierSections.Tiers(count),
                TierSections.Times(count),
                .. TierSections.Grantors(count) is { } grantors ? [grantors] : ImmutableArray<ReportSection>.Empty,
            ]
        );
    }
}
