using System.Collections.Immutable;
using System.Globalization;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>How far a fold has come; <see cref="Total"/> is null while it is not known.</summary>
public readonly record struct FoldProgress(string Stage, long Done, long? Total);

/// <summary>
/// Folds the record into the tables of one scope: entries → observations → incidents → verdicts. Observations are fused in the order of their phenomenon
/// time, whatever the order in which they came, so the tables are a function of the set; new observations recompute only the stretch of time they can
/// touch. Memory is bounded by what one stretch of fusion holds open.
/// </summary>
internal sealed class WatchFold(ViewDatabase database, Mission mission, FoldScope scope, Reader reader, IRecord record)
{
    private const int CommitEvery = 20_000;

    private static readonly ImmutableArray<string> Kinds =
    [
        ObservationCodec.FixKind,
        ObservationCodec.ClaimKind,
        ObservationCodec.NullKind,
        QuarantineBody.Kind,
        MendedBody.Kind,
        FactBody.Kind,
    ];

    private readonly IncidentTables _incidents = new(database, mission);

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
        var touched = await TakeEntriesAsync(from, head.Count, progress, cancellation);
        var facts = await ReadFactsAsync(cancellation);
        using (var unit = new Unit(database.Writer))
        {
            foreach (var (mode, (earliest, latest)) in touched.Fixes)
            {
                var amended = from > 0;
                var affected = _incidents.Refuse(mode, earliest, latest, amended ? head.RecordedAt : null, progress, cancellation);
                _incidents.Assess(mode, touched.Facts.Contains(mode) ? null : affected, facts[mode], progress, cancellation);
            }
            foreach (var mode in touched.Facts.Where(m => !touched.Fixes.ContainsKey(m)))
            {
                _incidents.Assess(mode, null, facts[mode], progress, cancellation);
            }
            database.SetMeta("head", head.Count.ToString(CultureInfo.InvariantCulture));
            database.SetMeta("known", head.RecordedAt is { } known ? Iso.Format(known) : "");
            unit.Commit();
        }
        return true;
    }

    private sealed class Touched
    {
        public SortedSet<Mode> Facts { get; } = [];

        /// <summary>The earliest and the latest new fix of each mode, by when they begin.</summary>
        public SortedDictionary<Mode, (FixObservation Earliest, FixObservation Latest)> Fixes { get; } = [];

        public void Add(FixObservation fix)
        {
            var (earliest, latest) = Fixes.GetValueOrDefault(fix.Mode, (fix, fix));
            Fixes[fix.Mode] = (
                fix.When.Earliest < earliest.When.Earliest ? fix : earliest,
                fix.When.Earliest > latest.When.Earliest ? fix : latest
            );
        }
    }

    private async Task<Touched> TakeEntriesAsync(long from, long before, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        var touched = new Touched();
        using var taker = new ObservationTable(database.Writer);
        using var unit = new Unit(database.Writer);
        long taken = 0;
        var query = new RecordQuery(FromIndex: from, BeforeIndex: before, Kinds: Kinds, KnownUntil: scope.KnownUntil);
        await foreach (var entry in record.ReadAsync(reader, query, cancellation))
        {
            if (scope.Labels.Contains(entry.Label.ToString()))
            {
                Take(entry, taker, touched);
            }
            if (++taken % CommitEvery == 0)
            {
                unit.Checkpoint();
                progress?.Report(new FoldProgress("reading", taken, before - from));
            }
        }
        unit.Commit();
        return touched;
    }

    private void Take(Entry entry, ObservationTable table, Touched touched)
    {
        if (entry.Kind == FactBody.Kind)
        {
            touched.Facts.Add(entry.Mode);
            return;
        }
        if (entry.Kind == QuarantineBody.Kind)
        {
            table.Quarantine(entry, QuarantineBody.Decode(entry.Body.Span));
            return;
        }
        if (entry.Kind == MendedBody.Kind)
        {
            table.Mend(entry, MendedBody.Decode(entry.Body.Span));
            return;
        }
        var observation = ObservationCodec.Decode(entry);
        if (scope.Without is { } without && IsOf(observation.SourceId, without))
        {
            return;
        }
        table.Insert(entry, observation);
        if (observation is FixObservation fix)
        {
            touched.Add(fix);
        }
    }

    private bool IsOf(string sourceId, string without) =>
        sourceId == without || mission.Sources.Any(s => s.Id == sourceId && s.Owner == without);

    /// <summary>The facts of each mode: an exercise's facts never decide about what is real.</summary>
    private async Task<Dictionary<Mode, FactBase>> ReadFactsAsync(CancellationToken cancellation)
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
