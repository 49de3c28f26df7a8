using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Briefing;

/// <summary>What an update found and recorded.</summary>
/// <param name="Alerts">Alerts of the day, recorded now or before.</param>
/// <param name="New">How many entries are new.</param>
public sealed record TrendUpdate(TrendScan Scan, HealthBoard Board, ImmutableArray<TrendAlert> Alerts, int New);

/// <summary>
/// Alerts and figures of sectors of a mission: made daily and on demand, recorded under a label of the watch floor, and read by others once two people have released them. Both are made from what
/// a reader of that label may read and nothing above it.
/// </summary>
public sealed class TrendDesk(Workspace workspace, TimeProvider time)
{
    public const string Producer = "trend";

    /// <summary>Under which an alert and a figure are recorded.</summary>
    public static readonly Label Internal = Label.Restricted;

    /// <summary>On a live mission nothing of a day is told outside the watch room sooner than so long after its end (DECISIONS, Do no harm).</summary>
    private static readonly Duration Delay = Duration.FromHours(24);

    // Whoever may read what is recorded may read all that it was made of.
    private static readonly Reader Floor = new("trend", [Role.WatchOfficer], Classification.Restricted, [], null);

    private TrendRules Rules => workspace.Mission.Trend;

    /// <summary>Scans the days up to one, works out the figures, and records what is new. A day without any incident in its study records nothing.</summary>
    /// <exception cref="UnauthorizedAccessException">The author does not belong to the watch floor.</exception>
    public async Task<TrendUpdate> UpdateAsync(
        Reader author,
        LocalDate day,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(author);
        if (!Rights.Allows(author, Right.WatchRoom))
        {
            throw new UnauthorizedAccessException(
                $"'{author.Name}' may not record alerts. {Rights.Explain(Rights.Decide(author, Right.WatchRoom), Right.WatchRoom)}"
            );
        }
        var mission = workspace.Mission;
        var limits = new ScanLimits(Rules.LongestDays, Rules.RadiusKm, 0.5, 999, Seed(day));
        var question = new TrendQuestion(day, Rules.StudyDays, limits, mission.Mode, null, ForCoverage: true);
        var scan = await new TrendScans(workspace).ScanAsync(Floor, question, progress, cancellation);
        var board = await HealthAsync(Floor, day, null, cancellation);
        if (scan.Answer.Events == 0)
        {
            return new TrendUpdate(scan, board, [], 0);
        }
        var before = (await BookAsync(Floor, null, cancellation)).Alerts;
        ImmutableArray<TrendAlert> alerts =
        [
            .. scan.Answer.Clusters.Where(c => Recurrence(c) >= Rules.AlertDays).Select(c => Alert(scan, c, before)),
        ];
        var drafts = alerts.Select(a => Draft(author, TrendCodec.AlertKind, Range(a.From, a.To), TrendCodec.Write(a))).ToList();
        drafts.Add(Draft(author, TrendCodec.HealthKind, Range(day, day), TrendCodec.Write(board)));
        var receipts = await workspace.Record.AppendAsync(drafts, cancellation);
        return new TrendUpdate(scan, board, alerts, receipts.Count(r => r.Kind == ReceiptKind.Appended));
    }

    /// <summary>What is recorded and the reader may read.</summary>
    /// <param name="known">As known then; null for now.</param>
    public async Task<TrendBook> BookAsync(Reader reader, Instant? known, CancellationToken cancellation = default)
    {
        var mission = workspace.Mission;
        var now = known ?? Instant.FromDateTimeOffset(time.GetUtcNow());
        var last = mission.Exposure == Exposure.Live && !reader.InWatchRoom ? now - Delay : Instant.MaxValue;
        var alerts = ImmutableArray.CreateBuilder<RecordedAlert>();
        var health = ImmutableArray.CreateBuilder<RecordedHealth>();
        var irregular = ImmutableArray.CreateBuilder<long>();
        var query = new RecordQuery(Kinds: TrendCodec.Kinds, Mode: mission.Mode, KnownUntil: known);
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            try
            {
                if (entry.Kind == TrendCodec.AlertKind)
                {
                    var alert = TrendCodec.ReadAlert(entry.Body.Span);
                    if (Range(alert.From, alert.To).Latest <= last)
                    {
                        alerts.Add(new RecordedAlert(entry.Index, entry.RecordedAt, entry.Mode, entry.Label, alert));
                    }
                }
                else
                {
                    var board = TrendCodec.ReadHealth(entry.Body.Span);
                    if (Range(board.Day, board.Day).Latest <= last)
                    {
                        health.Add(new RecordedHealth(entry.Index, entry.RecordedAt, entry.Mode, entry.Label, board));
                    }
                }
            }
            catch (FormatException)
            {
                irregular.Add(entry.Index);
            }
        }
        return new TrendBook(alerts.ToImmutable(), health.ToImmutable(), irregular.ToImmutable());
    }

    /// <summary>The figures of all sectors on a day, from what the reader may read.</summary>
    public async Task<HealthBoard> HealthAsync(Reader reader, LocalDate day, Instant? known, CancellationToken cancellation = default)
    {
        var first = day.PlusDays(1 - Rules.StudyDays);
        var rows = await workspace.Watch.CoverageAsync(reader, first, day, null, known, cancellation);
        var adjusted = rows.Any(r => r.CoveredShare > 0);
        // Where nothing is recorded of coverage every day counts alike, and the figure says so.
        SectorDay Of(CoverageRow row) =>
            adjusted ? new SectorDay(Math.Clamp(row.CoveredShare, 0, 1), row.Watched) : new SectorDay(1, row.Incidents);
        var none = new SectorDay(adjusted ? 0 : 1, 0);
        var found = rows.ToLookup(r => (r.Sector, r.Day));
        return new HealthBoard(
            day,
            adjusted,
            [
                .. workspace.Mission.Sectors.Select(sector =>
                    SectorHealth.Of(
                        sector,
                        [
                            .. Enumerable
                                .Range(0, Rules.StudyDays)
                                .Select(d => found[(sector, first.PlusDays(d))].Select(Of).DefaultIfEmpty(none).First()),
                        ],
                        Rules
                    )
                ),
            ]
        );
    }

    /// <summary>By the share of draws as long as it can tell; beyond what so many draws can tell, by the fitted distribution.</summary>
    private static double Recurrence(ScanCluster c) => Math.Max(c.RecurrenceDays, c.GumbelP > 0 ? 1 / c.GumbelP : c.RecurrenceDays);

    private TrendAlert Alert(TrendScan scan, ScanCluster cluster, ImmutableArray<RecordedAlert> before)
    {
        var (day, place) = (scan.Question.Day, scan.Data.Places[cluster.Center]);
        var from = day.PlusDays(1 - cluster.Days);
        var (latitude, longitude) = (Math.Round(place.Latitude, 4), Math.Round(place.Longitude, 4));
        var earlier = before
            .Select(b => b.Alert)
            .Where(b => b.To < day && b.To >= from.PlusDays(-1))
            .LastOrDefault(b =>
                Geodesic.DistanceMetres(new GeoPoint(b.Latitude, b.Longitude), new GeoPoint(latitude, longitude))
                <= (b.RadiusKm + cluster.RadiusKm) * 1000
            );
        return new TrendAlert(
            TrendCodec.IdOf(from, day, latitude, longitude),
            from,
            day,
            latitude,
            longitude,
            Math.Round(cluster.RadiusKm, 1),
            [.. cluster.Places.Select(p => scan.Sectors[p]).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            cluster.Observed,
            Math.Round(cluster.Expected, 3),
            cluster.P,
            cluster.GumbelP,
            Math.Round(Recurrence(cluster), 1),
            scan.Coverage,
            scan.Question.Days,
            earlier?.Id ?? ""
        );
    }

    private EntryDraft Draft(Reader author, string kind, TimeRange valid, byte[] body) =>
        new(
            Producer,
            $"{kind} {Words.Of(workspace.Mission.Mode)} {Convert.ToHexStringLower(SHA256.HashData(body))[..32]}",
            author.Name,
            StandingOf(),
            Internal,
            workspace.Mission.Mode,
            kind,
            valid,
            body
        );

    // What is computed from an exercise is as made up as the exercise.
    private Standing StandingOf() => workspace.Mission.Mode == Mode.Actual ? Standing.Recorded : Standing.Illustrative;

    private TimeRange Range(LocalDate from, LocalDate to)
    {
        var zone = workspace.Mission.Zone;
        return new TimeRange(
            from.AtStartOfDayInZone(zone).ToInstant(),
            to.PlusDays(1).AtStartOfDayInZone(zone).ToInstant() - Duration.FromNanoseconds(1)
        );
    }

    // DECISIONS: seeds follow from the question.
    private int Seed(LocalDate day)
    {
        var text = $"trend {workspace.Mission.Name} {LocalDatePattern.Iso.Format(day)}";
        return BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) & int.MaxValue;
    }
}
