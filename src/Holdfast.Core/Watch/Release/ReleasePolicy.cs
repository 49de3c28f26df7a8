using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Coverage;
using NodaTime;

namespace Holdfast.Core.Watch.Release;

/// <summary>How much of a mission a reader gets.</summary>
public enum ReleaseScope
{
    /// <summary>Everything: the mission is made of public or historical data.</summary>
    Exempt,

    /// <summary>Everything at once, but firing points, which are blurred for 24 hours.</summary>
    WatchRoom,

    /// <summary>Events 24 hours late on the 10 km grid; never an observation, a source, a sensor, a patrol, a witness or a firing point.</summary>
    Outside,
}

/// <summary>
/// Do no harm (DECISIONS.md): what may leave the system for one reader at one instant. Pure. Every read passes its results through here, and every
/// filter, sort, page and count works on what comes out, never on what goes in (<see cref="ReleasedView"/>).
/// </summary>
/// <param name="Now">The instant of the read.</param>
public sealed record ReleasePolicy(ReleaseScope Scope, Instant Now)
{
    public static readonly Duration Delay = Duration.FromHours(24);

    public static ReleasePolicy For(Reader reader, Exposure exposure, Instant now) =>
        new(
            exposure is Exposure.Public or Exposure.Historical ? ReleaseScope.Exempt
                : reader.InWatchRoom ? ReleaseScope.WatchRoom
                : ReleaseScope.Outside,
            now
        );

    public bool IsOutside => Scope == ReleaseScope.Outside;

    /// <summary>Only what ended and was recorded at or before this leaves; null where there is no delay. Reads that can ask "as known at" this instant.</summary>
    public Instant? LatestEnd => IsOutside ? Now - Delay : null;

    /// <summary>Whether a reader may filter by source or word, see counts of observations, or leave out a source: each of these would tell who heard what.</summary>
    public bool MayAskAboutSources => !IsOutside;

    /// <summary>The incident as released, or null where this reader gets none of it (yet).</summary>
    public Incident? Apply(Incident incident, ReleaseContext context) =>
        Scope switch
        {
            ReleaseScope.Exempt => incident,
            ReleaseScope.WatchRoom => context.FiringPoint && IsFresh(incident.When.Latest, context.KnownAt)
                ? Blurred(incident) with
                {
                    Observations = incident.Observations,
                    Sources = incident.Sources,
                    IndependentGroups = incident.IndependentGroups,
                    Verification = incident.Verification,
                }
                : incident,
            ReleaseScope.Outside => IsReleasable(incident, context.FiringPoint) && !IsFresh(incident.When.Latest, context.KnownAt)
                ? Blurred(incident)
                : null,
        };

    /// <summary>Whether an incident ever leaves the watch room as an event: not if its place is where somebody stands or may have fired from.</summary>
    public static bool IsReleasable(Incident incident, bool firingPoint) =>
        !firingPoint && !incident.Kinds.Any(k => FiringPoints.IsStandingKind(k.Kind));

    /// <summary>
    /// What is left of an incident outside, whatever the instant: a cell of the grid, minutes, kinds in tenths, and no trace of who saw it. A function of
    /// the event alone: moving a sensor, a patrol or a witness does not change it.
    /// </summary>
    public static Incident Blurred(Incident incident) =>
        incident with
        {
            Where = ReleaseGrid.Cell(incident.Where),
            When = WholeMinutes(incident.When),
            Kinds = InTenths(incident.Kinds),
            Verification = incident.Verification == VerificationLevel.Verified ? VerificationLevel.Corroborated : incident.Verification,
            Observations = [new ObservationId("released", incident.Id.Value)],
            Sources = [],
            IndependentGroups = [],
            Casualties = incident.Casualties is { } c ? c with { Confirmation = "" } : null,
            Description = "",
            MatchProbability = 1,
        };

    /// <summary>The observation as this reader may see it, or null. Outside, only claims that a party made itself.</summary>
    public Observation? Apply(Observation observation, Instant recordedAt) =>
        Scope switch
        {
            ReleaseScope.Exempt => observation,
            ReleaseScope.WatchRoom => IsFresh(observation.When.Latest, recordedAt) ? WithoutFiringPoint(observation) : observation,
            ReleaseScope.Outside => observation is ClaimObservation claim ? Apply(claim) : null,
        };

    /// <summary>A claim is public once its party made it: outside it comes a day later, with its words but without any position.</summary>
    public ClaimObservation? Apply(ClaimObservation claim)
    {
        if (!IsOutside)
        {
            return claim;
        }
        if (IsFresh(claim.When.Latest, claim.StatedAt))
        {
            return null;
        }
        return claim with
        {
            Description = CoordinateText.Strip(claim.Description),
            Citation = CoordinateText.Strip(claim.Citation),
            Attributes = ImmutableSortedDictionary<string, string>.Empty,
            Places =
            [
                .. claim.Places.Select(p => new AreaPlace(
                    p.Name,
                    ReleaseGrid.Snap(p.Point),
                    Math.Max(p.RadiusMetres, ReleaseGrid.CellMetres)
                )),
            ],
        };
    }

    /// <summary>
    /// A verdict without what would undo the blur: outside, no probability, no list of observations, no finer grounds than the codes of its reasons.
    /// </summary>
    public Assessment Apply(Assessment assessment)
    {
        if (!IsOutside)
        {
            return assessment;
        }
        var verdict = assessment.Verdict;
        var trace = new TraceNode(verdict.Trace.Clause, verdict.Trace.Location, verdict.Trace.Value, "", null, [], []);
        return assessment with
        {
            Verdict = verdict with { Reasons = [.. verdict.Reasons.Select(r => r with { Text = "" })], Trace = trace },
        };
    }

    /// <summary>
    /// Coverage outside: a day late, the share in tenths, the rate recomputed from the rounded share. Null for a sector so small that its name alone would
    /// locate a patrol within 10 km with a probability above one quarter.
    /// </summary>
    /// <param name="dayEnds">When the row's day ended, in the mission's zone.</param>
    public CoverageRow? Apply(CoverageRow row, NamedShape sector, Instant dayEnds)
    {
        if (!IsOutside)
        {
            return row;
        }
        if (dayEnds > Now - Delay || !IsLargeEnough(sector))
        {
            return null;
        }
        return InTenths(row, null);
    }

    /// <summary>A row with its share in tenths and the rate recomputed from that: for readers who may not know what sensors there are.</summary>
    public static CoverageRow InTenths(CoverageRow row, string? without)
    {
        var share = Math.Round(row.CoveredShare, 1, MidpointRounding.AwayFromZero);
        var rate = CoverageLedger.Rate(row.Watched, share);
        return row with
        {
            CoveredShare = share,
            AdjustedRate = rate?.Rate,
            RateLow = rate?.Low,
            RateHigh = rate?.High,
            Basis = CoverageLedger.Basis(share, row.Incidents, row.Watched, 0, without, row.Computed),
        };
    }

    /// <summary>Whether coverage of a sector may leave the watch room: a disc of 10 km holds at most a quarter of it.</summary>
    public static bool IsLargeEnough(NamedShape sector) =>
        sector.Kind == ShapeKind.Area
        && LargestShares.GetValue(sector, s => new(SectorGrid.Of(s).LargestShareWithin(ReleaseGrid.CellMetres))).Value <= 0.25;

    // A property of the shape, worked out once for each: a long table of coverage asks for it on every row.
    private static readonly ConditionalWeakTable<NamedShape, StrongBox<double>> LargestShares = [];

    /// <summary>Free text for this reader.</summary>
    public string Apply(string text) => IsOutside ? CoordinateText.Strip(text) : text;

    private static Observation WithoutFiringPoint(Observation observation) =>
        observation switch
        {
            FixObservation fix when FiringPoints.Is(fix) => Blurred(fix),
            BearingObservation bearing when FiringPoints.Is(bearing.AsFix()) => Blurred(bearing),
            _ => observation,
        };

    // The direction by the sixteenth, no distance, the observer on the grid: lines from it tell no more than the cell of the firing point would.
    private static BearingObservation Blurred(BearingObservation bearing) =>
        bearing with
        {
            From = ReleaseGrid.Cell(bearing.From),
            AzimuthDegrees = 22.5 * (Math.Floor((bearing.AzimuthDegrees / 22.5) + 0.5) % 16),
            AzimuthSigmaDegrees = Math.Max(bearing.AzimuthSigmaDegrees, 22.5 / Math.Sqrt(12)),
            RangeMetres = null,
            Description = CoordinateText.Strip(bearing.Description),
            Citation = CoordinateText.Strip(bearing.Citation),
            Attributes = ImmutableSortedDictionary<string, string>.Empty,
        };

    private static FixObservation Blurred(FixObservation fix) =>
        fix with
        {
            Where = ReleaseGrid.Cell(fix.Where),
            StatedDirection = null,
            Description = CoordinateText.Strip(fix.Description),
            Citation = CoordinateText.Strip(fix.Citation),
            Attributes = ImmutableSortedDictionary<string, string>.Empty,
        };

    private bool IsFresh(Instant ended, Instant known) => Instant.Max(ended, known) > Now - Delay;

    private static TimeRange WholeMinutes(TimeRange when)
    {
        const long Minute = 600_000_000;
        var (from, to) = (when.Earliest.ToUnixTimeTicks(), when.Latest.ToUnixTimeTicks());
        var start = from - ((from % Minute) + Minute) % Minute;
        var end = to + (Minute - ((to % Minute) + Minute) % Minute) % Minute;
        return new(Instant.FromUnixTimeTicks(start), Instant.FromUnixTimeTicks(end));
    }

    private static ImmutableArray<KindWeight> InTenths(ImmutableArray<KindWeight> kinds)
    {
        if (kinds.Length == 1)
        {
            return [new KindWeight(kinds[0].Kind, 1)];
        }
        var tenths = kinds
            .Select(k => (k.Kind, Tenths: (int)Math.Round(k.Probability * 10, MidpointRounding.AwayFromZero)))
            .Where(k => k.Tenths > 0);
        var kept = tenths.OrderByDescending(k => k.Tenths).ThenBy(k => k.Kind, StringComparer.Ordinal).ToArray();
        var sum = (double)kept.Sum(k => k.Tenths);
        return kept.Length == 0 ? [new KindWeight(kinds[0].Kind, 1)] : [.. kept.Select(k => new KindWeight(k.Kind, k.Tenths / sum))];
    }
}
