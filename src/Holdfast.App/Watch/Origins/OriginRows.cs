using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

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
    private readonly Statement _settled = new(database.Writer, "DELETE FROM early WHERE idx=$0", 1);
    private readonly Question _times = new(database.Writer, "SELECT t0, t1 FROM incident WHERE id=$0");
    private readonly Question _holder = new(database.Writer, "SELECT incident FROM member WHERE idx=$0");
    private readonly Statement _alias = new(database.Writer, "INSERT OR REPLACE INTO alias(id, now) VALUES($0, $1)", 2);
    private readonly Statement _follow = new(database.Writer, "UPDATE alias SET now=$1 WHERE now=$0", 2);
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

    /// <summary>What a settling says of an origin; whatever stood of it a moment ago is settled with it.</summary>
    /// <param name="heir">What takes the place of an origin that went, and its place in the incident: so that the incident's old name leads to its new one.</param>
    public void Settle(OriginChange change, Label label, StoredOrigin? heir)
    {
        var index = StoredOrigin.IndexOf(change.Origin.Id);
        if (change.Gone)
        {
            Remove(index, change.Origin.Mode, heir is null ? null : StoredOrigin.IndexOf(heir.Id));
            return;
        }
        Write(change.Origin, label);
        _settled.Run(index);
    }

    /// <summary>Writes an origin as a located observation; returns its body and when it was known, in ticks.</summary>
    public (ReadOnlyMemory<byte> Body, long Known) Write(StoredOrigin origin, Label label)
    {
        var fix = origin.AsFix(label);
        var known = Ticks.Of(NodaConstants.UnixEpoch + Duration.FromNanoseconds(origin.Known));
        var body = ObservationCodec.Encode(fix);
        _write
            .Set(0, StoredOrigin.IndexOf(origin.Id))
            .Set(1, (int)fix.Mode)
            .Set(2, fix.SourceId)
            .Set(3, Ticks.Of(fix.When.Earliest))
            .Set(4, Ticks.Of(fix.When.Latest))
            .Set(5, known)
            .Set(6, fix.Id.Producer)
            .Set(7, fix.Id.MessageId)
            .Set(8, ObservationCodec.FixKind)
            .Set(9, body.Span)
            .Run();
        return (body, known);
    }

    public void Dispose()
    {
        _write.Dispose();
        _delete.Dispose();
        _settled.Dispose();
        _times.Dispose();
        _holder.Dispose();
        _alias.Dispose();
        _follow.Dispose();
        _leave.Dispose();
        _inherit.Dispose();
        _revision.Dispose();
        _verdicts.Dispose();
        _incident.Dispose();
    }

    /// <summary>Takes an origin out of the observations and out of the incident that it was in; an incident without observations goes.</summary>
    public void Remove(long index, Mode mode, long? heir)
    {
        if (heir is { } inherits)
        {
            _inherit.Run(index, inherits);
        }
        var holder = Holder(index);
        _delete.Run(index);
        _settled.Run(index);
        _leave.Run(index);
        if (holder is null)
        {
            return;
        }
        var (from, to) = Times(holder);
        _revision.Run(holder, database.Meta("known") ?? "");
        _verdicts.Run(holder);
        if (_incident.Run(holder) == 0)
        {
            return;
        }
        UnsettledSpans.Add(database.Writer, mode, from, to, Waiting.Counting);
        if (heir is { } now && Holder(now) is { } incident)
        {
            _alias.Run(holder, incident);
            _follow.Run(holder, incident);
        }
    }

    private string? Holder(long index)
    {
        using var rows = _holder.For(index);
        return rows.Read() ? rows.GetString(0) : null;
    }

    private (long From, long To) Times(string incident)
    {
        using var rows = _times.For(incident);
        return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : (0, 0);
    }
}
