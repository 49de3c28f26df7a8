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

    /// <summary>
    /// Events leave at full quarters of an hour, one quarter after their own: when the last sensor was heard would tell whoever fired how far it stands, and what was
    /// recorded within that quarter leaves no trace of when.
    /// </summary>
    public static readonly Duration Step = Duration.FromMinutes(15);

    /// <summary>
    /// Until the longest flight is over and was settled nobody can say that a blast is not the muzzle whose burst is yet to come: so long the watch room too sees it on the grid.
    /// </summary>
    public static readonly Duration Hold = Duration.FromMinutes(15);

    /// <summary>As known then, for readers outside in full steps; null for now.</summary>
    public Instant? Known { get; init; }

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

    /// <summary>
    /// When an event leaves the watch room: a day after it ended and was recorded, and the same for all that were recorded soon after they ended, however soon.
    /// </summary>
    public static Instant Due(Instant ended, Instant known)
    {
        var settled = Settled(ended);
        return (known <= settled ? settled : UpToStep(known)) + Delay;
    }

    /// <summary>The policy for a read "as known at": outside in full steps, so that asking often does not tell when anything was recorded.</summary>
    public ReleasePolicy AsKnown(Instant? known) => this with { Known = IsOutside && known is { } at ? DownToStep(at) : known };

    /// <summary>Whether a reader may filter by source or word, see counts of observations, or leave out a source: each of these would tell who heard what.</summary>
    public bool MayAskAboutSources => !IsOutside;

    /// <summary>The incident as released, or null where this reader gets none of it (yet).</summary>
    public Incident? Apply(Incident incident, ReleaseContext context) =>
        Scope switch
        {
            ReleaseScope.Exempt => incident,
            ReleaseScope.WatchRoom => IsShielded(incident, context)
                ? Blurred(incident) with
                {
                    Observations = incident.Observations,
                    Sources = incident.Sources,
                    IndependentGroups = incident.IndependentGroups,
                    Verification = incident.Verification,
                }
                : incident,
            ReleaseScope.Outside => IsReleasable(incident, context.FiringPoint) && HasLeft(incident.When.Latest, context.KnownAt)
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

    /// <summary>Whether this reader sees the incident's place only coarsely as yet, because it is that of a probable firing point.</summary>
    public bool IsShielded(Incident incident, ReleaseContext context) =>
        Scope == ReleaseScope.WatchRoom
        && (
            (context.FiringPoint && IsFresh(incident.When.Latest, context.KnownAt))
            || (context.Undetermined && Instant.Max(incident.When.Latest, context.KnownAt) > Now - Hold)
        );

    /// <summary>
    /// An observation of an incident that is shielded: whatever it says itself, its place is that of the firing point, and is shown as coarsely.
    /// </summary>
    public static Observation Shielded(Observation observation) =>
        observation switch
        {
            FixObservation fix => Blurred(fix),
            BearingObservation bearing => Blurred(bearing),
            _ => observation,
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
        if (!HasLeft(claim.When.Latest, claim.StatedAt))
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
    /// <param name="shielded">The incident's place is kept from the watch room too: probabilities of lying in zones would tell it.</param>
    public Assessment Apply(Assessment assessment, bool shielded = false)
    {
        if (!IsOutside && !shielded)
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

    /// <summary>Fewer incidents than this in a sector and day, and which of them were watched would tell where somebody looks and listens.</summary>
    public const long LeastForRate = 10;

    /// <summary>
    /// A row with its share in tenths, and the share of incidents that were watched in tenths too, and the rate recomputed from both: for readers who may not know what
    /// sensors there are. Of few incidents none is said to have been watched, and no rate is given.
    /// </summary>
    public static CoverageRow InTenths(CoverageRow row, string? without)
    {
        var share = Math.Round(row.CoveredShare, 1, MidpointRounding.AwayFromZero);
        var enough = row.Incidents is 0 or >= LeastForRate;
        var watched = enough
            ? (long)
                Math.Round(row.Incidents * Math.Round((double)row.Watched / Math.Max(1, row.Incidents), 1, MidpointRounding.AwayFromZero))
            : 0;
        var rate = enough ? CoverageLedger.Rate(watched, share) : null;
        var basis = enough
            ? CoverageLedger.Basis(share, row.Incidents, watched, 0, without, row.Computed)
            : CoverageLedger.FewBasis(share, without, row.Computed);
        return row with
        {
            CoveredShare = share,
            Watched = watched,
            AdjustedRate = rate?.Rate,
            RateLow = rate?.Low,
            RateHigh = rate?.High,
            Basis = basis,
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

    private bool HasLeft(Instant ended, Instant known) => Due(ended, known) <= Now && (Known is not { } at || Settled(ended) <= at);

    private static Instant Settled(Instant ended) => UpToStep(ended) + Step;

    private static Instant UpToStep(Instant instant) => NodaConstants.UnixEpoch - DownToStep(NodaConstants.UnixEpoch - instant);

    private static Instant DownToStep(Instant instant) => NodaConstants.UnixEpoch + DownToStep(instant - NodaConstants.UnixEpoch);

    private static Duration DownToStep(Duration since) => Step * Math.Floor(since / Step);

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
