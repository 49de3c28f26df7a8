using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Hearing;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.App.Watch.Sensors;

/// <summary>A sensor at a glance.</summary>
/// <param name="UpShare">Share of the day before in which it listened.</param>
/// <param name="Arrivals">Arrivals in the day before.</param>
/// <param name="Day">Arrivals in each hour of that day, oldest first.</param>
public sealed record SensorRow(
    RegisteredSensor Sensor,
    SensorSite? Site,
    SensorCondition Condition,
    Instant? LastSign,
    double UpShare,
    long Arrivals,
    ImmutableArray<int> Day,
    SensorStatus? LastStatus,
    double? SelfNoise,
    ImmutableArray<SensorFinding> Findings
)
{
    /// <summary>The findings with since when, and how many arrivals they cost; empty where arrivals are not associated.</summary>
    public ImmutableArray<SensorFlag> Flags { get; init; } = [];

    public long HeldBack => Flags.Sum(f => f.HeldBack);

    public long Weighed => Flags.Sum(f => f.Weighed);
}

/// <summary>All sensors at an instant.</summary>
/// <param name="Strangers">Names that nobody registered and that reported, with how often.</param>
/// <param name="Faults">Entries that contradict the registry.</param>
/// <param name="ScreenedAll">False where the day held more arrivals than are screened at once: then findings are of its last part.</param>
public sealed record SensorBoard(
    Instant At,
    ImmutableArray<SensorRow> Rows,
    ImmutableArray<(string Name, long Arrivals, string? Nearest)> Strangers,
    ImmutableArray<SensorFault> Faults,
    bool ScreenedAll
)
{
    /// <summary>What became of the arrivals of the whole hours of the last day; null where they are not associated.</summary>
    public ScreenedSpan? Screened { get; init; }
}

/// <summary>One sensor with its history.</summary>
public sealed record SensorDetail(
    SensorRow Row,
    Instant At,
    ImmutableArray<SensorEntry> Entries,
    ImmutableArray<SensorResidual> Residuals,
    ClockHealth? Clock
)
{
    /// <summary>What the audits of whole hours say of it, the last first.</summary>
    public ImmutableArray<HourHearing> Hours { get; init; } = [];

    /// <summary>Its arrivals that were not taken as they are, the last first.</summary>
    public ImmutableArray<DoubtedArrival> Doubted { get; init; } = [];

    /// <summary>Incidents by the origins that doubted arrivals are a part of.</summary>
    public ImmutableSortedDictionary<string, string> Incidents { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>The answer to something said of a sensor: the receipt, or why not.</summary>
public sealed record SensorAnswer(Receipt? Receipt, string Fault);

/// <summary>
/// What the watch room asks about sensors and says of them. Every answer is for readers who may know sensors (<see cref="MayRead"/>); others get none, whatever they ask.
/// </summary>
/// <param name="book">Where the screens of associated arrivals are read; null where nothing is associated: then arrivals are screened for the page alone.</param>
public sealed class SensorDesk(Mission mission, IRecord record, IScreenBook? book = null)
{
    public const int MostScreened = 200_000;

    private readonly SensorLedger ledger = new(mission, record);
    private readonly SensorLedger registered = new(mission, record, hears: false);
    private readonly SemaphoreSlim gate = new(1, 1);
    private (long Head, Instant At, ImmutableArray<SensorFinding> Findings, bool All)? screened;

    public bool MayRead(Reader reader) => SensorAccess.MayRead(reader, mission.SensorLabel, mission.Exposure);

    /// <summary>The sensors as known now; null for readers who may not know.</summary>
    public async ValueTask<SensorRegistry?> RegistryAsync(Reader reader, CancellationToken cancellation = default) =>
        MayRead(reader) ? (await registered.ReadAsync(null, cancellation)).Registry : null;

    /// <summary>
    /// Stations that reported and that nobody registered: their arrivals are recorded, held back and taken up as soon as the registry names them. None for readers who may not know.
    /// </summary>
    public async ValueTask<ImmutableArray<StrangeStation>> StrangersAsync(
        Reader reader,
        Instant? known = null,
        CancellationToken cancellation = default
    ) => MayRead(reader) ? StrangeStation.Of(await ledger.ReadAsync(known, cancellation)) : [];

    /// <summary>Whether there is anything to see: a sensor, or an arrival of one.</summary>
    public async ValueTask<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        var state = await ledger.ReadAsync(null, cancellation);
        return state.Registry.Count == 0 && state.Arrivals.IsEmpty;
    }

    /// <summary>Null for readers who may not know.</summary>
    /// <param name="at">The instant asked about; null for now, or for the last sign of life where that is more than two days ago.</param>
    public async ValueTask<SensorBoard?> BoardAsync(
        Reader reader,
        Instant? at,
        Instant? known,
        Instant now,
        CancellationToken cancellation = default
    )
    {
        if (!MayRead(reader))
        {
            return null;
        }
        var state = await ledger.ReadAsync(known, cancellation);
        var asked = at ?? Latest(state, now);
        var span = book is null ? null : await book.ReadAsync(asked - Duration.FromDays(1), asked, known, cancellation);
        var (findings, all) = span is null
            ? await ScreenAsync(state, asked, known, cancellation)
            : ([.. span.Flags.Select(f => f.Finding)], true);
        var flags = span?.Flags.ToLookup(f => f.Sensor, StringComparer.Ordinal);
        var up = new HearingCoverage(HearingArea.Of(mission), state, new LeftOut(null, [])).Up;
        var bySensor = findings.ToLookup(f => f.Sensor, StringComparer.Ordinal);
        return new SensorBoard(
            asked,
            [.. state.Registry.All.Select(s => Row(s, asked, state, up, [.. bySensor[s.Id]]) with { Flags = [.. flags?[s.Id] ?? []] })],
            [.. StrangeStation.Of(state).Select(s => (s.Name, s.Arrivals, s.Nearest))],
            state.Faults,
            all
        )
        {
            Screened = span,
        };
    }

    /// <summary>Null for readers who may not know, and for a sensor that is not registered.</summary>
    public async ValueTask<SensorDetail?> OneAsync(
        Reader reader,
        string id,
        Instant? at,
        Instant? known,
        Instant now,
        CancellationToken cancellation = default
    )
    {
        if (
            await BoardAsync(reader, at, known, now, cancellation) is not { } board
            || board.Rows.FirstOrDefault(r => r.Sensor.Id == id) is not { } row
        )
        {
            return null;
        }
        var state = await ledger.ReadAsync(known, cancellation);
        var (picks, _) = await PicksAsync(board.At, known, cancellation);
        // The hour up to what it told last: where it is silent since, that is what there is to judge by.
        var last = picks.Where(p => p.Sensor == id).Select(p => p.At).DefaultIfEmpty(board.At).Max();
        var audit = HourAudit.Of(mission, state, id, picks, Instant.Min(board.At, last + Duration.FromMinutes(1)));
        var flagged = row with { Findings = [.. row.Findings.Concat(audit.Findings).DistinctBy(f => f.Reason)] };
        ImmutableArray<DoubtedArrival> doubted = [.. (board.Screened?.Doubted ?? []).Where(d => d.Sensor == id)];
        string[] origins = [.. doubted.Select(d => d.Origin).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new SensorDetail(
            flagged,
            board.At,
            [.. state.Entries.Where(e => e.Event.Sensor == id)],
            audit.Residuals,
            ClockHealth.Of(audit.Residuals)
        )
        {
            Doubted = doubted,
            Hours = [.. (board.Screened?.Hours ?? []).Where(h => h.Residuals.Sensor == id).Reverse()],
            Incidents = book is null
                ? ImmutableSortedDictionary<string, string>.Empty
                : await book.IncidentsOfAsync(reader, origins, cancellation),
        };
    }

    /// <summary>Regions for which hearing is computed.</summary>
    public ImmutableArray<HearingArea> Areas { get; } = HearingArea.Of(mission);

    /// <summary>What could have been heard; null for readers who may not know.</summary>
    public async ValueTask<HearingCoverage?> HearingAsync(
        Reader reader,
        string? without,
        Instant? known,
        CancellationToken cancellation = default
    ) =>
        MayRead(reader)
            ? new HearingCoverage(Areas, await ledger.ReadAsync(known, cancellation), new LeftOut(without, mission.Sources))
            : null;

    /// <summary>Where events were, for readers who may know sensors; none where nothing is associated.</summary>
    public async ValueTask<ImmutableArray<GeoPoint>> EventsAsync(Reader reader, CancellationToken cancellation = default) =>
        MayRead(reader) && book is not null ? await book.EventsAsync(reader, cancellation) : [];

    /// <summary>The instant that is asked about where none is given.</summary>
    public async ValueTask<Instant> LatestAsync(Instant? known, Instant now, CancellationToken cancellation = default) =>
        Latest(await ledger.ReadAsync(known, cancellation), now);

    /// <summary>Records something said of a sensor. The same said again is a no-op.</summary>
    public async ValueTask<SensorAnswer> SayAsync(
        Reader author,
        SensorEvent said,
        Standing standing,
        CancellationToken cancellation = default
    )
    {
        if (!MayRead(author) || !Rights.Allows(author, Right.WriteObservations))
        {
            return new SensorAnswer(null, "This is for the watch room's readers who hold the category of sensors.");
        }
        if (SensorRules.FaultOf(said) is { } fault)
        {
            return new SensorAnswer(null, fault);
        }
        var state = await ledger.ReadAsync(null, cancellation);
        var body = SensorCodec.Write(said);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))[..32];
        var messageId = $"{SensorCodec.KindOf(said)} {digest}";
        var producer = "sensors:" + author.Name;
        if (await record.FindAsync(SensorLedger.Inside(mission.SensorLabel), producer, messageId, cancellation) is null)
        {
            var (_, faults) = state.Registry.With([new SensorEntry(long.MaxValue, default, author.Name, standing, said)]);
            if (faults.FirstOrDefault() is { } refused)
            {
                return new SensorAnswer(null, refused.Reason);
            }
            if (said is SensorStatus && !state.Registry.TryFind(said.Sensor, out _))
            {
                var near = state.Registry.Nearest(said.Sensor);
                return new SensorAnswer(null, $"There is no sensor '{said.Sensor}'." + (near is null ? "" : $" Did you mean '{near}'?"));
            }
        }
        var draft = new EntryDraft(
            producer,
            messageId,
            author.Name,
            standing,
            mission.SensorLabel,
            mission.Mode,
            SensorCodec.KindOf(said),
            SensorCodec.Valid(said),
            body
        );
        return new SensorAnswer((await record.AppendAsync([draft], cancellation))[0], "");
    }

    private static Instant Latest(SensorsKnown state, Instant now)
    {
        var last = state.Statuses.Select(s => s.At).Concat(state.Arrivals.Values.Select(a => a.Last)).DefaultIfEmpty(now).Max();
        return now - last > Duration.FromDays(2) || last > now ? last + Duration.FromMinutes(1) : now;
    }

    private static SensorRow Row(RegisteredSensor sensor, Instant at, SensorsKnown state, UpTime up, ImmutableArray<SensorFinding> findings)
    {
        var arrivals = state.Arrivals.GetValueOrDefault(sensor.Id);
        var status = up.States.At(sensor.Id, at);
        var last = up.LastSign(sensor.Id, at + UpTime.Speaks);
        var hour = at.ToUnixTimeSeconds() / 3600;
        var day = Enumerable.Range(0, 24).Select(h => Hour(arrivals, hour - 23 + h)).ToImmutableArray();
        var condition =
            sensor.SiteAt(at) is null ? SensorCondition.Withdrawn
            : status is { State: not SensorState.Up } ? SensorCondition.OutOfService
            : last is null ? SensorCondition.NeverHeard
            : !up.IsUp(sensor, at) ? SensorCondition.Silent
            : findings.Any(IsSuspicious) ? SensorCondition.Suspect
            : SensorCondition.Well;
        return new SensorRow(
            sensor,
            sensor.SiteAt(at),
            condition,
            last,
            up.Share(sensor, at - Duration.FromDays(1), at),
            day.Sum(),
            day,
            up.States.Of(sensor.Id).LastOrDefault(s => s.At <= at),
            up.LastNoise(sensor.Id, at),
            findings
        );
    }

    // Once within its dead time is a picker's slip and no fault of the sensor.
    private static bool IsSuspicious(SensorFinding finding) => finding.Reason != ScreenReason.Repeats || finding.Count >= 3;

    private static int Hour(ReportedArrivals? arrivals, long hour) =>
        arrivals is null ? 0 : Enumerable.Range(0, 4).Sum(q => arrivals.Quarters.GetValueOrDefault((hour * 4) + q));

    /// <summary>The arrivals of the day before an instant, screened hour by hour of the calendar.</summary>
    private async ValueTask<(ImmutableArray<SensorFinding> Findings, bool All)> ScreenAsync(
        SensorsKnown state,
        Instant at,
        Instant? known,
        CancellationToken cancellation
    )
    {
        var head = known is null ? (await record.HeadAsync(cancellation)).Count : -1;
        await gate.WaitAsync(cancellation);
        try
        {
            // A minute more changes nothing that a page shows.
            if (known is null && screened is { } s && s.Head == head && (at - s.At).TotalMinutes is >= 0 and < 1)
            {
                return (s.Findings, s.All);
            }
            var (picks, all) = await PicksAsync(at, known, cancellation);
            var screen = new ArrivalScreen(state.Registry);
            var findings = picks
                .GroupBy(p => p.At.ToUnixTimeSeconds() / 3600)
                .OrderBy(g => g.Key)
                .SelectMany(g => screen.Judge(g, state.Statuses).Findings)
                .ToImmutableArray();
            screened = known is null ? (head, at, findings, all) : screened;
            return (findings, all);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<(Queue<ScreenPick> Picks, bool All)> PicksAsync(Instant at, Instant? known, CancellationToken cancellation)
    {
        var picks = new Queue<ScreenPick>();
        var all = true;
        var day = new TimeRange(at - Duration.FromDays(1), at);
        var query = new RecordQuery(Kinds: [ObservationCodec.ArrivalKind], Mode: mission.Mode, KnownUntil: known, Valid: day);
        await foreach (var entry in record.ReadAsync(SensorLedger.Inside(mission.SensorLabel), query, cancellation))
        {
            var arrival = (ArrivalObservation)ObservationCodec.Decode(entry);
            // What is replayed for practice came in at another time than it tells of.
            var received = mission.Mode == Mode.Actual && mission.Exposure == Exposure.Live ? entry.RecordedAt : (Instant?)null;
            picks.Enqueue(
                new ScreenPick(
                    arrival.Id.ToString(),
                    arrival.Sensor,
                    arrival.When.Earliest,
                    arrival.SigmaSeconds,
                    arrival.Phase.ToString(),
                    received
                )
            );
            if (picks.Count > MostScreened)
            {
                picks.Dequeue();
                all = false;
            }
        }
        return (picks, all);
    }
}
