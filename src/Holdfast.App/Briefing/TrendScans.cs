using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Briefing;

/// <summary>What a scan of a mission is asked.</summary>
/// <param name="Day">The last day; clusters end with it.</param>
/// <param name="Days">Days of the study, the last included: what places and days have by themselves is learned from them.</param>
/// <param name="Known">As known at this instant; null for now.</param>
/// <param name="ForCoverage">Whether what could be seen is taken into account.</param>
public sealed record TrendQuestion(LocalDate Day, int Days, ScanLimits Limits, Mode Mode, Instant? Known, bool ForCoverage);

/// <summary>A scan of a mission with what it looked at.</summary>
/// <param name="Coverage">Whether coverage was taken into account; it cannot be where nothing is recorded of it.</param>
/// <param name="Outside">Incidents in no sector: counted, though coverage of their place is not known.</param>
public sealed record TrendScan(TrendQuestion Question, ScanData Data, ScanAnswer Answer, bool Coverage, int Outside)
{
    /// <summary>The sector of each place; null where it lies in none.</summary>
    public required ImmutableArray<string?> Sectors { get; init; }
}

/// <summary>
/// Scans a mission's incidents for places where the truce has begun to break down. Incidents are laid on the grid of 10 km that released outputs use, so that a cluster tells no place more exactly
/// than they do. What it finds is internal until two people release it (DECISIONS, neutral words).
/// </summary>
public sealed class TrendScans(Workspace workspace)
{
    private const double CellDegrees = 0.09;
    private const int PageSize = 5_000;
    private const int MostIncidents = 500_000;

    public async Task<TrendScan> ScanAsync(
        Reader reader,
        TrendQuestion question,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var zone = workspace.Mission.Zone;
        var first = question.Day.PlusDays(1 - question.Days);
        var when = new TimeRange(
            first.AtStartOfDayInZone(zone).ToInstant(),
            question.Day.PlusDays(1).AtStartOfDayInZone(zone).ToInstant() - Duration.FromNanoseconds(1)
        );
        var cells = new SortedDictionary<(int Row, int Column), (int[] Counts, string? Sector)>();
        var outside = 0;
        await foreach (
            var row in IncidentsAsync(reader, new IncidentFilter(When: when, Mode: question.Mode, Known: question.Known), cancellation)
        )
        {
            var day = Period.DaysBetween(first, row.Incident.When.Earliest.InZone(zone).Date);
            if (day < 0 || day >= question.Days)
            {
                continue;
            }
            var cell = CellOf(row.Incident.Where.Centre);
            if (!cells.TryGetValue(cell, out var found))
            {
                cells.Add(cell, found = (new int[question.Days], row.Sector));
            }
            found.Counts[day]++;
            outside += row.Sector is null ? 1 : 0;
        }
        var coverage = question.ForCoverage ? await CoverageAsync(reader, first, question, cancellation) : null;
        var data = new ScanData(
            [.. cells.Select(c => PlaceOf(c.Key, c.Value.Sector))],
            question.Days,
            [.. cells.Values.SelectMany(c => c.Counts)]
        )
        {
            // Where nothing is known of a place's coverage it is taken to be the same on all days.
            Coverage = coverage is null
                ? []
                :
                [
                    .. cells.Values.SelectMany(c =>
                        Enumerable
                            .Range(0, question.Days)
                            .Select(d => c.Sector is { } s && coverage.TryGetValue((s, d), out var share) ? share : 1)
                    ),
                ],
        };
        var limits = question.Limits with { LongestDays = Math.Min(question.Limits.LongestDays, question.Days) };
        var answer = await Task.Run(() => new SpaceTimeScan(data, limits).Run(progress, cancellation), cancellation);
        return new TrendScan(question, data, answer, coverage is not null, outside) { Sectors = [.. cells.Values.Select(c => c.Sector)] };
    }

    private async IAsyncEnumerable<IncidentRow> IncidentsAsync(
        Reader reader,
        IncidentFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? cursor = null;
        var read = 0;
        do
        {
            var page = await workspace.Watch.IncidentsAsync(reader, filter, "time", cursor, PageSize, cancellation);
            foreach (var row in page.Items)
            {
                yield return row;
            }
            read += page.Items.Length;
            if (read > MostIncidents)
            {
                throw new InvalidDataException($"More than {MostIncidents:N0} incidents in the study: take fewer days.");
            }
            cursor = page.Next;
        } while (cursor is not null);
    }

    /// <summary>Shares by sector and day; null where none was ever above 0, which is to say that nothing is recorded of it.</summary>
    private async Task<Dictionary<(string Sector, int Day), double>?> CoverageAsync(
        Reader reader,
        LocalDate first,
        TrendQuestion question,
        CancellationToken cancellation
    )
    {
        var rows = await workspace.Watch.CoverageAsync(reader, first, question.Day, null, question.Known, cancellation);
        return rows.Any(r => r.CoveredShare > 0)
            ? rows.GroupBy(r => (r.Sector, Period.DaysBetween(first, r.Day)))
                .ToDictionary(g => g.Key, g => g.Max(r => Math.Clamp(r.CoveredShare, 0, 1)))
            : null;
    }

    private static (int Row, int Column) CellOf(GeoPoint at)
    {
        var row = (int)Math.Floor(at.Latitude / CellDegrees);
        return (row, (int)Math.Floor(at.Longitude / Width(row)));
    }

    private static ScanPlace PlaceOf((int Row, int Column) cell, string? sector)
    {
        var (latitude, longitude) = ((cell.Row + 0.5) * CellDegrees, (cell.Column + 0.5) * Width(cell.Row));
        return new ScanPlace(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{sector ?? "outside the sectors"}, cell of 10 km around {latitude:0.00} N {longitude:0.00} E"
            ),
            longitude,
            latitude
        );
    }

    // As many degrees of longitude as make 10 km in the middle of the row.
    private static double Width(int row) => CellDegrees / Math.Max(0.05, Math.Cos(double.DegreesToRadians((row + 0.5) * CellDegrees)));
}
