using System.Globalization;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// Brings the origins of a store into the tables of one scope, as located observations whose times wait for their settling; what went is taken out of the incidents that it
/// was in. The tables remember how far they are, so that each change is taken once.
/// </summary>
internal sealed class OriginSync(ViewDatabase database, OriginStore store, Label label)
{
    public OriginStore Store => store;

    private const int MostAtOnce = 5_000;
    private const string Key = "origins";
    private const long SameEvent = 3_000_000_000;

    /// <summary>Lets the store take what is new in the record; costs what the engine costs, and touches no table of the scope.</summary>
    public Task<bool> ListenAsync(IProgress<FoldProgress>? progress, CancellationToken cancellation) =>
        store.AdvanceAsync(progress, cancellation);

    /// <summary>Takes the next changes; false where there were none. To be called by whoever holds the right to write the tables.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellation)
    {
        var changes = await store.ChangesAsync(Reached(), MostAtOnce, cancellation);
        if (changes.Count == 0)
        {
            return false;
        }
        database.MakeIndexes();
        UnsettledSpans.Prepare(database.Writer);
        using var unit = new Unit(database.Writer);
        using (var rows = new OriginRows(database))
        {
            foreach (var change in changes)
            {
                rows.Write(change, label, change.Gone ? Heir(change.Origin, changes) : null);
            }
        }
        foreach (var ofMode in changes.GroupBy(c => c.Origin.Mode))
        {
            var times = ofMode.Select(c => Ticks.Of(c.Origin.AsFix(label).When.Earliest)).ToArray();
            UnsettledSpans.Add(database.Writer, ofMode.Key, times.Min(), times.Max(), Waiting.Fusing);
        }
        database.SetMeta(Key, string.Create(CultureInfo.InvariantCulture, $"{store.Token} {changes[^1].Sequence}"));
        UnsettledSpans.Count(database);
        unit.Commit();
        return true;
    }

    /// <summary>What explains most of the arrivals of an origin that went: an earlier arrival that came late gives an event another name.</summary>
    private static StoredOrigin? Heir(StoredOrigin gone, IReadOnlyList<OriginChange> changes)
    {
        var names = gone.Arrivals.Select(a => (a.Producer, a.Message)).ToHashSet();
        return changes
            .Where(c => !c.Gone && c.Origin.Mode == gone.Mode && Math.Abs(c.Origin.Time - gone.Time) < SameEvent)
            .Select(c => (c.Origin, Shared: c.Origin.Arrivals.Count(a => names.Contains((a.Producer, a.Message)))))
            .Where(c => 2 * c.Shared > names.Count)
            .OrderByDescending(c => c.Shared)
            .ThenBy(c => c.Origin.Id, StringComparer.Ordinal)
            .Select(c => c.Origin)
            .FirstOrDefault();
    }

    // A store that was made anew counts from the beginning: everything it holds is taken again, which changes nothing that is the same.
    private long Reached() =>
        database.Meta(Key)?.Split(' ') is [var token, var sequence] && token == store.Token
            ? long.Parse(sequence, CultureInfo.InvariantCulture)
            : 0;
}

/// <summary>Writes origins into the table of observations.</summary>
internal sealed class OriginRows(ViewDatabase database) : IDisposable
{
    private readonly Statement _write = new(
        database.Writer,
        "INSERT OR REPLACE INTO observation(idx, form, mode, source, t0, t1, known, producer, message, kind, body) "
            + "VALUES($0, 'fix', $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        10
    );

    private readonly Statement _delete = new(database.Writer, "DELETE FROM observation WHERE idx=$0", 1);
    private readonly Statement _holder = new(database.Writer, "SELECT incident FROM member WHERE idx=$0", 1);
    private readonly Statement _inherit = new(database.Writer, "UPDATE OR IGNORE member SET idx=$1 WHERE idx=$0", 2);
    private readonly Statement _leave = new(database.Writer, "DELETE FROM member WHERE idx=$0", 1);

    private readonly Statement _revision = new(
        database.Writer,
        "INSERT INTO revision SELECT id, $1, 'taken back by later observations', digest FROM incident WHERE id=$0 "
            + "AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
        2
    );

    private readonly Statement _verdicts = new(
        database.Writer,
        "DELETE FROM verdict WHERE incident=$0 AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
        1
    );

    private readonly Statement _incident = new(
        database.Writer,
        "DELETE FROM incident WHERE id=$0 AND NOT EXISTS(SELECT 1 FROM member WHERE incident=$0)",
        1
    );

    /// <param name="heir">What takes the place of an origin that went, and its place in the incident: so that the incident's old name leads to its new one.</param>
    public void Write(OriginChange change, Label label, StoredOrigin? heir)
    {
        var index = StoredOrigin.IndexOf(change.Origin.Id);
        if (change.Gone)
        {
            if (heir is not null)
            {
                _inherit.Run(index, StoredOrigin.IndexOf(heir.Id));
            }
            Remove(index, change.Origin.Mode);
            return;
        }
        var fix = change.Origin.AsFix(label);
        var known = NodaConstants.UnixEpoch + Duration.FromNanoseconds(change.Origin.Known);
        _write
            .Set(0, index)
            .Set(1, (int)fix.Mode)
            .Set(2, fix.SourceId)
            .Set(3, Ticks.Of(fix.When.Earliest))
            .Set(4, Ticks.Of(fix.When.Latest))
            .Set(5, Ticks.Of(known))
            .Set(6, fix.Id.Producer)
            .Set(7, fix.Id.MessageId)
            .Set(8, ObservationCodec.FixKind)
            .Set(9, ObservationCodec.Encode(fix).Span)
            .Run();
    }

    public void Dispose()
    {
        _write.Dispose();
        _delete.Dispose();
        _holder.Dispose();
        _leave.Dispose();
        _inherit.Dispose();
        _revision.Dispose();
        _verdicts.Dispose();
        _incident.Dispose();
    }

    private void Remove(long index, Mode mode)
    {
        string? holder;
        using (var rows = _holder.Query(index))
        {
            holder = rows.Read() ? rows.GetString(0) : null;
        }
        _delete.Run(index);
        _leave.Run(index);
        if (holder is null)
        {
            return;
        }
        _revision.Run(holder, database.Meta("known") ?? "");
        _verdicts.Run(holder);
        if (_incident.Run(holder) > 0)
        {
            // What counted it must count again.
            UnsettledSpans.Add(database.Writer, mode, 0, 0, Waiting.Facts);
        }
    }
}
