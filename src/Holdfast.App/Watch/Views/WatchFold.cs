using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>How far a fold has come; <see cref="Total"/> is null while it is not known.</summary>
public readonly record struct FoldProgress(string Stage, long Done, long? Total);

/// <summary>
/// Folds the record into the tables of one scope: entries → observations → incidents → verdicts. Observations are fused in the order of their phenomenon
/// time, whatever the order in which they came, so the tables are a function of the set; new observations recompute only the stretch of time they can
/// touch. Memory is bounded by what one stretch of fusion holds open.
/// </summary>
/// <param name="origins">What sensors heard: what acts cite of it may be called otherwise by now. Null where the mission does not listen.</param>
internal sealed class WatchFold(
    ViewDatabase database,
    Mission mission,
    FoldScope scope,
    Reader reader,
    IRecord record,
    OriginStore? origins = null
)
{
    private const int CommitEvery = 20_000;

    private (Label? Label, bool Folded) _label;

    private static readonly ImmutableArray<string> Kinds =
    [
        ObservationCodec.FixKind,
        ObservationCodec.BearingKind,
        ObservationCodec.ClaimKind,
        ObservationCodec.NullKind,
        QuarantineBody.Kind,
        MendedBody.Kind,
        FactBody.Kind,
        .. OperatorCodec.Kinds,
    ];

    private readonly IncidentTables _incidents = new(database, mission);

    private readonly LeftOut _leftOut = new(scope.Without, mission.Sources);

    private Instant? _known;

    /// <summary>The index of the first entry not folded yet.</summary>
    public long Head => long.Parse(database.Meta("head") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Folds everything that the record holds beyond <see cref="Head"/>; false when there was nothing new.</summary>
    public async Task<bool> AdvanceAsync(IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        var head = await record.HeadAsync(cancellation);
        var from = Head;
        if (from >= head.Count)
        {
            return false;
        }
        var facts = await ReadFactsAsync(cancellation);
        var journals = await ReadJournalsAsync(cancellation);
        if (database.IsEmpty)
        {
            using var unit = new BulkUnit(database);
            await new BulkFold(database, mission, facts, journals).RunAsync(
                EntriesAsync(from, head.Count, cancellation),
                head.Count - from,
                progress,
                cancellation
            );
            Reached(head.Count);
            unit.Commit();
        }
        else
        {
            database.MakeIndexes();
            var touched = await TakeEntriesAsync(from, head.Count, progress, cancellation);
            Amend(touched, head, facts, journals, progress, cancellation);
        }
        return true;
    }

    private void Amend(
        Touched touched,
        RecordHead head,
        Dictionary<Mode, FactBase> facts,
        Dictionary<Mode, OperatorJournal> journals,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var unit = new Unit(database.Writer);
        foreach (var (mode, acts) in touched.Acts)
        {
            foreach (var begins in CitedTimes.Of(database, journals[mode], acts))
            {
                touched.Add(mode, begins);
            }
        }
        foreach (var (mode, (earliest, latest)) in touched.Spans)
        {
            var known = _known ?? head.RecordedAt;
            var affected = _incidents.Refuse(mode, earliest, latest, known, journals[mode], progress, cancellation);
            _incidents.Assess(mode, touched.Facts.Contains(mode) ? null : affected, facts[mode], progress, cancellation);
        }
        foreach (var mode in touched.Facts.Where(m => !touched.Spans.ContainsKey(m)))
        {
            _incidents.Assess(mode, null, facts[mode], progress, cancellation);
        }
        Reached(head.Count);
        unit.Commit();
    }

    internal void Reached(long head)
    {
        database.SetMeta("head", head.ToString(CultureInfo.InvariantCulture));
        // When the last entry of this scope was recorded: that of a hidden one would tell that it is there.
        if (_known is { } known)
        {
            database.SetMeta("known", Iso.Format(known));
        }
    }

    private sealed class Touched
    {
        public SortedSet<Mode> Facts { get; } = [];

        /// <summary>When the earliest and the latest observation begin that are new, or that an operator decided about, by mode.</summary>
        public SortedDictionary<Mode, (Instant Earliest, Instant Latest)> Spans { get; } = [];

        /// <summary>The entries of operators' acts, by mode.</summary>
        public SortedDictionary<Mode, List<Entry>> Acts { get; } = [];

        public void Add(TakenEntry taken)
        {
            if (taken.Entry.Kind == FactBody.Kind)
            {
                Facts.Add(taken.Entry.Mode);
            }
            if (OperatorCodec.IsAct(taken.Entry.Kind))
            {
                Acts.TryAdd(taken.Entry.Mode, []);
                Acts[taken.Entry.Mode].Add(taken.Entry);
            }
            if (taken.Fix is { } fix)
            {
                Add(fix.Mode, fix.When.Earliest);
            }
        }

        public void Add(Mode mode, Instant begins)
        {
            var (earliest, latest) = Spans.GetValueOrDefault(mode, (begins, begins));
            Spans[mode] = (Instant.Min(earliest, begins), Instant.Max(latest, begins));
        }
    }

    private async Task<Touched> TakeEntriesAsync(long from, long before, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        var touched = new Touched();
        using var taker = new ObservationTable(database.Writer);
        using var unit = new Unit(database.Writer);
        long done = 0;
        await foreach (var taken in EntriesAsync(from, before, cancellation))
        {
            taker.Take(taken);
            touched.Add(taken);
            if (++done % CommitEvery == 0)
            {
                unit.Checkpoint();
                progress?.Report(new FoldProgress("reading", done, before - from));
            }
        }
        foreach (var (mode, (earliest, latest)) in taker.Superseded.Touched)
        {
            touched.Add(mode, earliest);
            touched.Add(mode, latest);
        }
        unit.Commit();
        return touched;
    }

    /// <summary>The entries of this scope, decoded, in the order of the record.</summary>
    internal async IAsyncEnumerable<TakenEntry> EntriesAsync(
        long from,
        long before,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var query = new RecordQuery(FromIndex: from, BeforeIndex: before, Kinds: Kinds, KnownUntil: scope.KnownUntil);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation).ConfigureAwait(false))
        {
            if (IsFolded(entry.Label) && TakenEntry.Of(entry) is var taken && !IsLeftOut(taken.Observation))
            {
                _known = entry.RecordedAt;
                yield return taken;
            }
        }
    }

    // The same label comes again and again, as the very same object.
    private bool IsFolded(Label label)
    {
        if (!ReferenceEquals(label, _label.Label))
        {
            _label = (label, scope.Labels.Contains(label.ToString()));
        }
        return _label.Folded;
    }

    private bool IsLeftOut(Observation? observation) => observation is not null && _leftOut.Source(observation.SourceId);

    /// <summary>What operators decided, by mode.</summary>
    internal async Task<Dictionary<Mode, OperatorJournal>> ReadJournalsAsync(CancellationToken cancellation)
    {
        var deeds = new List<OperatorDeed>();
        var query = new RecordQuery(Kinds: OperatorCodec.Kinds, KnownUntil: scope.KnownUntil);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            if (scope.Labels.Contains(entry.Label.ToString()) && OperatorDeed.TryOf(entry) is { } deed)
            {
                deeds.Add(deed);
            }
        }
        var heirs = deeds.Count > 0 && origins is not null ? OriginHeir.Names(await origins.HeirsAsync(cancellation)) : null;
        return Enum.GetValues<Mode>().ToDictionary(mode => mode, mode => OperatorJournal.Of(deeds, mode, heirs));
    }

    /// <summary>The facts of each mode: an exercise's facts never decide about what is real.</summary>
    internal async Task<Dictionary<Mode, FactBase>> ReadFactsAsync(CancellationToken cancellation)
    {
        var facts = Enum.GetValues<Mode>().ToDictionary(mode => mode, _ => new List<FactStatement>());
        var query = new RecordQuery(Kinds: [FactBody.Kind], KnownUntil: scope.KnownUntil);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            if (scope.Labels.Contains(entry.Label.ToString()))
            {
                facts[entry.Mode].Add(FactEntries.Decode(entry));
            }
        }
        return facts.ToDictionary(
            pair => pair.Key,
            pair => FactBase.From(mission.Clauses, pair.Value, scope.KnownUntil ?? Instant.MaxValue)
        );
    }
}
