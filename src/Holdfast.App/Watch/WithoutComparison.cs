using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>What of an incident is another without somebody.</summary>
/// <param name="What"><c>verification</c>, <c>status</c>, <c>verdict</c>, <c>kind</c> or <c>place</c>.</param>
public readonly record struct IncidentChange(string What, string Before, string After);

/// <summary>One event with everybody and without somebody.</summary>
/// <param name="Changes">Never empty.</param>
public sealed record ChangedIncident(IncidentRow With, IncidentRow Without, ImmutableArray<IncidentChange> Changes);

/// <summary>The covered share of a sector over the days compared, with everybody and without somebody.</summary>
public sealed record SectorLoss(string Sector, double With, double Without)
{
    public double Lost => With - Without;
}

/// <summary>
/// No single eye: incidents and coverage recomputed without one member's sources and sensors, beside those with everybody. Incidents are paired by id, then by an observation
/// that both rest on, then (origins are named by what was heard first, which may be left out) by place and time.
/// </summary>
/// <param name="Name">Who is left out (<see cref="LeftOut"/>).</param>
/// <param name="Gone">Incidents that nobody else tells of.</param>
/// <param name="Appeared">Incidents that are apart without somebody whose report held others together.</param>
/// <param name="Unchanged">Incidents that stay as they are.</param>
/// <param name="From">First day of <paramref name="Coverage"/>.</param>
/// <param name="All">False where there are more than <see cref="Most"/> incidents: the latest are compared.</param>
public sealed record WithoutComparison(
    string Name,
    ImmutableArray<IncidentRow> Gone,
    ImmutableArray<ChangedIncident> Changed,
    ImmutableArray<IncidentRow> Appeared,
    long Unchanged,
    LocalDate From,
    LocalDate To,
    ImmutableArray<SectorLoss> Coverage,
    bool All
)
{
    public const int Most = 20_000;
    private const int AtOnce = 5_000;
    private static readonly Duration SameMoment = Duration.FromSeconds(5);

    public long With => Gone.Length + Changed.Length + Unchanged;
    public long Without => Appeared.Length + Changed.Length + Unchanged;

    /// <summary>For readers who may ask about sources alone (<see cref="Core.Watch.Release.ReleasePolicy.MayAskAboutSources"/>): others get two equal pictures.</summary>
    public static async Task<WithoutComparison> OfAsync(
        IWatchViews watch,
        Reader reader,
        IncidentFilter filter,
        string name,
        LocalDate from,
        LocalDate to,
        CancellationToken cancellation = default
    )
    {
        var (all, whole) = await RowsAsync(watch, reader, filter with { Without = null }, cancellation);
        var (left, rest) = await RowsAsync(watch, reader, filter with { Without = name }, cancellation);
        var coverage = await watch.CoverageAsync(reader, from, to, null, filter.Known, cancellation);
        var less = await watch.CoverageAsync(reader, from, to, name, filter.Known, cancellation);
        var (gone, changed, same, appeared) = Pair(all, left);
        return new WithoutComparison(name, gone, changed, appeared, same, from, to, Losses(coverage, less), whole && rest);
    }

    /// <summary>Pairs the incidents of two pictures; each list in the order of the first.</summary>
    internal static (
        ImmutableArray<IncidentRow> Gone,
        ImmutableArray<ChangedIncident> Changed,
        long Unchanged,
        ImmutableArray<IncidentRow> Appeared
    ) Pair(IReadOnlyList<IncidentRow> all, IReadOnlyList<IncidentRow> left)
    {
        var open = new OpenRows(left);
        var mates = new IncidentRow?[all.Count];
        // The surest pairs first, so that no weaker one takes their place.
        foreach (var find in (Func<IncidentRow, IncidentRow?>[])[open.SameId, open.SameObservation, open.SamePlace])
        {
            for (var i = 0; i < all.Count; i++)
            {
                mates[i] ??= find(all[i]);
            }
        }
        var gone = ImmutableArray.CreateBuilder<IncidentRow>();
        var changed = ImmutableArray.CreateBuilder<ChangedIncident>();
        var same = 0L;
        for (var i = 0; i < all.Count; i++)
        {
            if (mates[i] is not { } mate)
            {
                gone.Add(all[i]);
            }
            else if (Changes(all[i], mate) is { Length: > 0 } changes)
            {
                changed.Add(new ChangedIncident(all[i], mate, changes));
            }
            else
            {
                same++;
            }
        }
        return (gone.ToImmutable(), changed.ToImmutable(), same, open.Rest);
    }

    private static ImmutableArray<IncidentChange> Changes(IncidentRow with, IncidentRow without)
    {
        var (a, b) = (with.Incident, without.Incident);
        var changes = ImmutableArray.CreateBuilder<IncidentChange>();
        void Add(string what, string before, string after)
        {
            if (before != after)
            {
                changes.Add(new IncidentChange(what, before, after));
            }
        }
        Add("verification", IncidentCodec.Word(a.Verification), IncidentCodec.Word(b.Verification));
        Add("status", a.Status.ToString().ToLowerInvariant(), b.Status.ToString().ToLowerInvariant());
        Add("verdict", Verdict(with), Verdict(without));
        Add("kind", a.BestKind, b.BestKind);
        var moved = Geodesic.DistanceMetres(a.Where.Centre, b.Where.Centre);
        if (moved >= 1)
        {
            changes.Add(
                new IncidentChange(
                    "place",
                    Metres(a.Where.Ellipse.SemiMajorMetres),
                    $"{Metres(b.Where.Ellipse.SemiMajorMetres)}, {Metres(moved)} away"
                )
            );
        }
        return changes.ToImmutable();
    }

    private static string Verdict(IncidentRow row) =>
        row.WorstOutcome is { } outcome
            ? (Words(outcome.ToString()) + (row.WorstSeverity is { } severity ? ", " + severity.ToString().ToLowerInvariant() : ""))
            : "no term applies";

    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Metres(double metres) => string.Create(CultureInfo.InvariantCulture, $"{metres:N0} m");

    private static ImmutableArray<SectorLoss> Losses(ImmutableArray<CoverageRow> all, ImmutableArray<CoverageRow> left)
    {
        var without = left.ToLookup(r => r.Sector, StringComparer.Ordinal);
        return
        [
            .. all.GroupBy(r => r.Sector, StringComparer.Ordinal)
                .Select(g => new SectorLoss(
                    g.Key,
                    g.Average(r => r.CoveredShare),
                    without[g.Key].Select(r => r.CoveredShare).DefaultIfEmpty(0).Average()
                )),
        ];
    }

    private static async Task<(List<IncidentRow> Rows, bool All)> RowsAsync(
        IWatchViews watch,
        Reader reader,
        IncidentFilter filter,
        CancellationToken cancellation
    )
    {
        var rows = new List<IncidentRow>();
        string? cursor = null;
        do
        {
            var page = await watch.IncidentsAsync(reader, filter, "-time", cursor, AtOnce, cancellation);
            rows.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null && rows.Count < Most);
        return (rows, cursor is null);
    }

    /// <summary>The incidents without somebody that have found no pair yet.</summary>
    private sealed class OpenRows
    {
        private readonly IReadOnlyList<IncidentRow> _all;
        private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly Dictionary<ObservationId, int> _observations = [];
        private readonly List<(Instant Begins, int Row)> _byTime = [];
        private readonly bool[] _taken;
        private readonly Duration _longest;

        public OpenRows(IReadOnlyList<IncidentRow> rows)
        {
            (_all, _taken) = (rows, new bool[rows.Count]);
            for (var i = 0; i < rows.Count; i++)
            {
                _ids[rows[i].Incident.Id.Value] = i;
                foreach (var id in rows[i].Incident.Observations)
                {
                    _observations.TryAdd(id, i);
                }
                _byTime.Add((rows[i].Incident.When.Earliest, i));
            }
            _byTime.Sort();
            _longest = rows.Select(r => r.Incident.When.Width).DefaultIfEmpty(Duration.Zero).Max();
        }

        public ImmutableArray<IncidentRow> Rest => [.. _all.Where((_, i) => !_taken[i])];

        public IncidentRow? SameId(IncidentRow row) => Take(_ids.GetValueOrDefault(row.Incident.Id.Value, -1));

        public IncidentRow? SameObservation(IncidentRow row) =>
            row
                .Incident.Observations.Select(id => Take(_observations.GetValueOrDefault(id, -1)))
                .FirstOrDefault(found => found is not null);

        public IncidentRow? SamePlace(IncidentRow row)
        {
            var (when, where) = (row.Incident.When, row.Incident.Where);
            var from = _byTime.BinarySearch((when.Earliest - SameMoment - _longest, -1));
            var (best, nearest) = (-1, double.PositiveInfinity);
            for (var i = from < 0 ? ~from : from; i < _byTime.Count && _byTime[i].Begins <= when.Latest + SameMoment; i++)
            {
                var other = _all[_byTime[i].Row].Incident;
                var reach = 1_000 + (3 * (where.Ellipse.SemiMajorMetres + other.Where.Ellipse.SemiMajorMetres));
                var distance = Geodesic.DistanceMetres(where.Centre, other.Where.Centre);
                if (!_taken[_byTime[i].Row] && other.When.Latest >= when.Earliest - SameMoment && distance < Math.Min(reach, nearest))
                {
                    (best, nearest) = (_byTime[i].Row, distance);
                }
            }
            return Take(best);
        }

        private IncidentRow? Take(int row)
        {
            if (row < 0 || _taken[row])
            {
                return null;
            }
            _taken[row] = true;
            return _all[row];
        }
    }
}
