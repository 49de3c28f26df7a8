using Holdfast.App.Record;
using Holdfast.App.Watch.Origins.Early;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Operators;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The quick way into the tables of one scope: each new located observation becomes at once an incident of its own with the status preliminary, put to the terms with
/// those that came with it. Nothing that stands is read or changed, so the cost follows the number of new entries alone. <see cref="SettlingPass"/> fuses later.
/// </summary>
/// <remarks>The outcome of a term never hangs on a count; a severity by count is that of the batch until it is settled.</remarks>
internal sealed class LiveFold(ViewDatabase database, Mission mission, WatchFold fold, IRecord record)
{
    /// <summary>One transaction takes so many entries: a reader that waits for it waits for no more.</summary>
    private const int MostAtOnce = 2_000;

    private readonly PreliminaryIncidents _incidents = new(mission.Sources.ToDictionary(s => s.Id));
    private readonly SectorIndex _sectors = new(mission);
    private Dictionary<Mode, Assessor>? _terms;

    /// <summary>Takes the next entries, at most one transaction of them; false where there were none.</summary>
    public async Task<bool> AdvanceAsync(CancellationToken cancellation)
    {
        var head = (await record.HeadAsync(cancellation)).Count;
        var from = fold.Head;
        if (from >= head)
        {
            return false;
        }
        var before = Math.Min(head, from + MostAtOnce);
        var taken = new List<TakenEntry>(MostAtOnce);
        await foreach (var entry in fold.EntriesAsync(from, before, cancellation))
        {
            taken.Add(entry);
        }
        if (_terms is null || taken.Exists(IsFact))
        {
            _terms = await ReadTermsAsync(cancellation);
        }
        var acted = taken.Exists(t => OperatorCodec.IsAct(t.Entry.Kind));
        Write(taken, before, _terms, acted ? await fold.ReadJournalsAsync(cancellation) : []);
        return true;
    }

    /// <summary>Takes what was heard a moment ago, or is not believed any more.</summary>
    public async Task TakeAsync(IReadOnlyList<EarlyChange> changes, Label label, CancellationToken cancellation)
    {
        _terms ??= await ReadTermsAsync(cancellation);
        database.MakeIndexes();
        UnsettledSpans.Prepare(database.Writer);
        using var unit = new Unit(database.Writer);
        using (var rows = new EarlyRows(database))
        {
            foreach (var gone in changes.Where(c => c.IsGone))
            {
                rows.Remove(gone.Origin, gone.Heir);
            }
            foreach (var ofMode in changes.Where(c => !c.IsGone).GroupBy(c => c.Origin.Mode).OrderBy(g => g.Key))
            {
                Write(rows, [.. ofMode.Select(c => rows.Write(c.Origin, label)).OfType<(FixObservation, MemberRow)>()], _terms[ofMode.Key]);
            }
        }
        UnsettledSpans.Count(database);
        unit.Commit();
    }

    private void Write(EarlyRows rows, List<(FixObservation Fix, MemberRow Member)> heard, Assessor terms)
    {
        using var incidents = new IncidentWriter(database.Writer);
        using var verdicts = new VerdictWriter(database.Writer);
        var fused = heard.ConvertAll(h =>
        {
            var incident = _incidents.OfOrigin(h.Fix);
            var name = rows.NameOf(h.Member.Index);
            return new FusedIncident(name is null ? incident : incident with { Id = new IncidentId(name) }, h.Member.Start, [h.Member]);
        });
        foreach (var folded in FoldedIncident.Judged(fused, terms, _sectors))
        {
            verdicts.Forget(folded.Fused.Incident.Id.Value);
            incidents.Write(folded);
            verdicts.Write(folded);
        }
    }

    private async Task<Dictionary<Mode, Assessor>> ReadTermsAsync(CancellationToken cancellation) =>
        (await fold.ReadFactsAsync(cancellation)).ToDictionary(
            pair => pair.Key,
            pair => Assessor.For(mission.Clauses, mission.Atlas, pair.Value, mission.Thresholds)
        );

    private static bool IsFact(TakenEntry taken) => taken.Entry.Kind == FactBody.Kind;

    private void Write(List<TakenEntry> taken, long before, Dictionary<Mode, Assessor> terms, Dictionary<Mode, OperatorJournal> journals)
    {
        database.MakeIndexes();
        UnsettledSpans.Prepare(database.Writer);
        using var observations = new ObservationTable(database.Writer);
        using var incidents = new IncidentWriter(database.Writer);
        using var verdicts = new VerdictWriter(database.Writer);
        using var unit = new Unit(database.Writer);
        taken.ForEach(observations.Take);
        foreach (var ofMode in taken.GroupBy(t => t.Fix?.Mode ?? t.Entry.Mode))
        {
            var folded = Preliminary(ofMode.Select(observations.Superseded.Left), terms[ofMode.Key]);
            foreach (var incident in folded)
            {
                incidents.Write(incident);
                verdicts.Write(incident);
            }
            var block = mission.Fusion.EstimationBlock;
            UnsettledSpans.AddTimes(database.Writer, ofMode.Key, ofMode.Where(t => t.Fix is not null).Select(t => t.Member.Start), block);
            if (ofMode.Where(t => OperatorCodec.IsAct(t.Entry.Kind)).Select(t => t.Entry).ToList() is { Count: > 0 } acts)
            {
                var cited = CitedTimes.Of(database, journals[ofMode.Key], acts).Select(Ticks.Of);
                UnsettledSpans.AddTimes(database.Writer, ofMode.Key, cited, block);
            }
            if (ofMode.Any(IsFact))
            {
                UnsettledSpans.Add(database.Writer, ofMode.Key, 0, 0, Waiting.Facts);
            }
        }
        foreach (var (mode, (earliest, latest)) in observations.Superseded.Touched)
        {
            UnsettledSpans.Add(database.Writer, mode, Ticks.Of(earliest), Ticks.Of(latest), Waiting.Fusing);
        }
        fold.Reached(before);
        unit.Commit();
    }

    private List<FoldedIncident> Preliminary(IEnumerable<TakenEntry> taken, Assessor terms)
    {
        var fused = new List<FusedIncident>();
        foreach (var entry in taken)
        {
            if (entry.Fix is { } fix)
            {
                fused.Add(new FusedIncident(_incidents.Of(fix), entry.Member.Start, [entry.Member]));
            }
        }
        return FoldedIncident.Judged(fused, terms, _sectors);
    }
}
