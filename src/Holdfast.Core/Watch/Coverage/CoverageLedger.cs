using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>
/// What could have been detected where and when. The covered share of a sector and day is the probability that an event at a random place and moment of it
/// would have been seen: over about 300 points and 24 hours, one minus the product over independent groups of sources of what the group misses; within a
/// group the best look counts alone. A look at an instant (a satellite's pass) stands for 30 minutes, since what it sees lasts. A denial covers nothing.
/// </summary>
public static class CoverageLedger
{
    /// <summary>Said with every figure, so that a reader knows how it came about.</summary>
    public const string Method =
        "share of the sector's area and of the day in which an event would have been seen; independent groups of sources multiply, sources of one group do not";

    private const int Hours = 24;
    private static readonly Duration LeastSpell = Duration.FromMinutes(30);
    private static readonly Period LongestPeriod = Period.FromYears(10);

    /// <summary>One row per sector and day, in the order of the sectors, then days. Throws for a period that ends before it starts or is too long.</summary>
    public static ImmutableArray<CoverageRow> Compute(CoverageInput input)
    {
        if (input.To < input.From || input.To > input.From + LongestPeriod)
        {
            throw new ArgumentOutOfRangeException(
                nameof(input),
                $"Coverage from {input.From} to {input.To} is not a period of at most ten years."
            );
        }
        var looks = input
            .Nulls.Where(n => !input.IsLeftOut(n.SourceId))
            .OrderBy(n => n.Id)
            .Select(n => new Look(n, new Footprint(n.Where, input.Places), input.GroupOf(n.SourceId)))
            .ToArray();
        var counts = CountIncidents(input, looks);
        var rows = ImmutableArray.CreateBuilder<CoverageRow>();
        foreach (var sector in input.Sectors)
        {
            var grid = SectorGrid.Of(sector);
            var here = looks.Select(look => look.Over(grid)).Where(look => look.Points.Length > 0).ToArray();
            for (var day = input.From; day <= input.To; day = day.PlusDays(1))
            {
                rows.Add(Row(input, grid, day, here, counts.GetValueOrDefault((sector.Name, day))));
            }
        }
        return rows.ToImmutable();
    }

    /// <summary>Below this share of area and day no rate is given: what was watched is then no sample of what was not.</summary>
    public const double LeastShare = 0.05;

    /// <summary>
    /// The events per day that the events seen while watching stand for (Horvitz and Thompson 1952), with the 90 % interval; null where too little was watched.
    /// </summary>
    public static RateInterval? Rate(long watched, double coveredShare) =>
        coveredShare < LeastShare ? null : PoissonRate.Of(watched, coveredShare);

    /// <summary>In words: what a count of nothing means where so much was covered.</summary>
    public static string Basis(double coveredShare, long incidents, long watched, long spread, string? without, string computed = "")
    {
        var percent = (coveredShare * 100).ToString(coveredShare < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture);
        var seen = watched.ToString(CultureInfo.InvariantCulture);
        var text = (coveredShare, incidents) switch
        {
            (<= 0, 0) => "Nothing could be seen: no look at this sector is recorded. This is not an absence of events.",
            (<= 0, _) => "Events are reported, but no look at this sector is recorded: there is no rate.",
            (< LeastShare, _) => $"Too little was watched ({percent} %) for a rate or for the absence of events.",
            (_, 0) => $"No event was seen; an event would have been seen with a probability of {percent} %.",
            _ =>
                $"Events seen where and while somebody looked ({seen} of {incidents.ToString(CultureInfo.InvariantCulture)}) divided by the covered share ({percent} %).",
        };
        text +=
            spread > 0
                ? $" {spread.ToString(CultureInfo.InvariantCulture)} more are known only to a span of days and are not counted here."
                : "";
        text += computed.Length > 0 ? $" A part is computed from {computed}." : "";
        return text + (without is null ? "" : $" Without the sources of {without}.");
    }

    /// <summary>In words: the same where there are too few events to say which of them were watched.</summary>
    public static string FewBasis(double coveredShare, string? without, string computed)
    {
        var percent = (coveredShare * 100).ToString("0", CultureInfo.InvariantCulture);
        return $"{percent} % of area and day were covered; there are too few events here to say for this reader how many of them lay in it, and so no rate."
            + (computed.Length > 0 ? $" A part is computed from {computed}." : "")
            + (without is null ? "" : $" Without the sources of {without}.");
    }

    private static CoverageRow Row(CoverageInput input, SectorGrid grid, LocalDate day, LookOverSector[] here, DayCount? count)
    {
        var start = input.Zone.AtStartOfDay(day).ToInstant();
        var end = input.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant();
        var today = here.Where(l => l.From < end && l.To > start).ToArray();
        var looks = today.Where(l => !l.IsDenial).ToArray();
        var heard = Heard(input, grid, start, end);
        var share = looks.Length == 0 && heard is null ? 0 : CoveredShare(looks, grid.Points.Length, start, end, heard);
        var (incidents, denied, spread) = (count?.Incidents ?? 0, count?.Denials ?? 0, count?.Spread ?? 0);
        var watched = count?.Watched ?? 0;
        var rate = Rate(watched, share);
        return new(
            grid.Sector.Name,
            day,
            share,
            incidents,
            today.Count(l => !l.IsDenial),
            today.Count(l => l.IsDenial) + denied,
            rate?.Rate,
            rate?.Low,
            rate?.High,
            Basis(share, incidents, watched, spread, input.Without, heard is null ? "" : input.Computed?.Basis ?? "")
        )
        {
            Watched = watched,
            Computed = heard is null ? "" : input.Computed?.Basis ?? "",
        };
    }

    /// <summary>The probability of hearing, for each cell of points and hours; null where nothing of the sector could be heard all day.</summary>
    private static double[]? Heard(CoverageInput input, SectorGrid grid, Instant start, Instant end)
    {
        if (input.Computed is not { } computed)
        {
            return null;
        }
        var cell = (end - start) / Hours;
        var heard = new double[grid.Points.Length * Hours];
        for (var point = 0; point < grid.Points.Length; point++)
        {
            for (var hour = 0; hour < Hours; hour++)
            {
                heard[point * Hours + hour] = computed.Probability(grid.Points[point], start + cell * hour, start + cell * (hour + 1));
            }
        }
        return heard.Any(p => p > 0) ? heard : null;
    }

    private static double CoveredShare(IEnumerable<LookOverSector> looks, int points, Instant start, Instant end, double[]? heard)
    {
        var missed = new double[points * Hours];
        Array.Fill(missed, 1);
        foreach (var group in looks.GroupBy(l => l.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var best = new double[points * Hours];
            foreach (var look in group)
            {
                look.Mark(best, start, (end - start) / Hours, Hours);
            }
            for (var i = 0; i < best.Length; i++)
            {
                missed[i] *= 1 - best[i];
            }
        }
        for (var i = 0; i < missed.Length && heard is not null; i++)
        {
            missed[i] *= 1 - heard[i];
        }
        return Math.Clamp(1 - missed.Sum() / missed.Length, 0, 1);
    }

    private static Dictionary<(string Sector, LocalDate Day), DayCount> CountIncidents(CoverageInput input, Look[] looks)
    {
        var counts = new Dictionary<(string, LocalDate), DayCount>();
        foreach (
            var incident in input.Incidents.Where(i =>
                i.Status != IncidentStatus.Rejected && (i.Sources.IsEmpty || !i.Sources.All(input.IsLeftOut))
            )
        )
        {
            var at = new PointPlace(incident.Where.Centre, default);
            if (input.Sectors.FirstOrDefault(s => input.Places.Inside(at, s) > 0.5) is not { } sector)
            {
                continue;
            }
            var key = (sector.Name, incident.When.Middle.InZone(input.Zone).Date);
            var known = counts.GetValueOrDefault(key) ?? new(0, 0, 0, 0);
            var isDay = incident.When.Width <= Duration.FromHours(25);
            var isDenial = EventKinds.IsA(incident.BestKind, "denial_of_movement");
            counts[key] =
                isDenial ? known with { Denials = known.Denials + 1 }
                : isDay
                    ? known with
                    {
                        Incidents = known.Incidents + 1,
                        Watched = known.Watched + (looks.Any(l => l.Holds(incident)) || IsHeard(input, incident) ? 1 : 0),
                    }
                : known with { Spread = known.Spread + 1 };
        }
        return counts;
    }

    /// <summary>Whether an event at the incident's best point and moment would rather have been heard than not.</summary>
    private static bool IsHeard(CoverageInput input, Incident incident) =>
        input.Computed?.Probability(incident.Where.Centre, incident.When.Middle, incident.When.Middle + Duration.FromMinutes(1)) > 0.5;

    private sealed record DayCount(long Incidents, long Watched, long Denials, long Spread);

    private sealed record Look(NullObservation Null, Footprint Footprint, string Group)
    {
        public LookOverSector Over(SectorGrid grid)
        {
            var points = Footprint.Box.Intersects(grid.Sector.Geometry.EnvelopeInternal)
                ? Enumerable.Range(0, grid.Points.Length).Where(i => Footprint.Covers(grid.Points[i])).ToArray()
                : [];
            var isDenial = Null.Means == "denial";
            // A denial at a gate is smaller than the grid: the nearest point stands for it.
            if (points.Length == 0 && isDenial && grid.Sector.Geometry.Intersects(grid.Sector.Geometry.Factory.CreatePoint(Centre)))
            {
                points = [0];
            }
            var to = Null.When.Width < LeastSpell ? Null.When.Middle + LeastSpell / 2 : Null.When.Latest;
            var from = Null.When.Width < LeastSpell ? Null.When.Middle - LeastSpell / 2 : Null.When.Earliest;
            return new(points, from, to, Math.Clamp(Null.ProbabilityOfDetection, 0, 1), Group, isDenial);
        }

        /// <summary>Whether the incident's best point and moment lie in what was looked at.</summary>
        public bool Holds(Incident incident) =>
            Null.Means != "denial"
            && incident.When.Middle >= Null.When.Earliest - LeastSpell / 2
            && incident.When.Middle <= Null.When.Latest + LeastSpell / 2
            && Footprint.Covers(incident.Where.Centre);

        private NetTopologySuite.Geometries.Coordinate Centre => new(Null.Where.Centre.Longitude, Null.Where.Centre.Latitude);
    }

    private sealed record LookOverSector(int[] Points, Instant From, Instant To, double Probability, string Group, bool IsDenial)
    {
        /// <summary>Raises each cell of points and hours to what this look would have seen there.</summary>
        public void Mark(double[] best, Instant start, Duration cell, int cells)
        {
            for (var hour = 0; hour < cells; hour++)
            {
                var (from, to) = (start + cell * hour, start + cell * (hour + 1));
                var overlap = (Instant.Min(to, To) - Instant.Max(from, From)) / cell;
                if (overlap <= 0)
                {
                    continue;
                }
                foreach (var point in Points)
                {
                    ref var seen = ref best[point * cells + hour];
                    seen = Math.Max(seen, Probability * Math.Min(1, overlap));
                }
            }
        }
    }
}
