using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;

namespace Holdfast.App.Watch.Origins.Early;

/// <summary>
/// The origins of a moment ago in the tables of one scope: each a located observation and a preliminary incident of its own, which no settling touches. The table <c>early</c> says which they are, so that a
/// program that ended in between takes them out again.
/// </summary>
internal sealed class EarlyRows(ViewDatabase database) : IDisposable
{
    private readonly OriginRows _rows = new(database);
    private readonly Statement _mark = new(database.Writer, "INSERT OR REPLACE INTO early(idx, id, body) VALUES($0, $1, $2)", 3);
    private readonly Question _known = new(
        database.Writer,
        "SELECT EXISTS(SELECT 1 FROM early WHERE idx=$0), EXISTS(SELECT 1 FROM observation WHERE idx=$0)"
    );
    private readonly Question _holder = new(database.Writer, "SELECT incident FROM member WHERE idx=$0");

    /// <summary>Writes the observation; null, and nothing written, where a settling has it already.</summary>
    public (FixObservation Fix, MemberRow Member)? Write(StoredOrigin origin, Label label)
    {
        var index = StoredOrigin.IndexOf(origin.Id);
        using (var rows = _known.For(index))
        {
            if (rows.Read() && rows.GetInt64(0) == 0 && rows.GetInt64(1) != 0)
            {
                return null;
            }
        }
        var (body, known) = _rows.Write(origin, label);
        _mark.Run(index, origin.Id, origin.Write());
        var kind = ObservationCodec.FixKind;
        return TakenEntry.Located(FusedFields.Decode(kind, body.Span)) is { } fix
            ? (fix, TakenEntry.Row(fix, kind, body.Span, index, known))
            : null;
    }

    /// <summary>What the incident of an origin is called that is written already: it keeps that name until it is settled, however its time and place are revised.</summary>
    public string? NameOf(long index)
    {
        using var rows = _holder.For(index);
        return rows.Read() ? rows.GetString(0) : null;
    }

    /// <summary>Takes an origin out, where it is still one of a moment ago.</summary>
    public void Remove(StoredOrigin origin, string? heir)
    {
        var index = StoredOrigin.IndexOf(origin.Id);
        using (var rows = _known.For(index))
        {
            if (!rows.Read() || rows.GetInt64(0) == 0)
            {
                return;
            }
        }
        _rows.Remove(index, origin.Mode, heir is null ? null : StoredOrigin.IndexOf(heir));
    }

    /// <summary>Takes all out: whoever heard them does not any more.</summary>
    public static bool Clear(ViewDatabase database)
    {
        var left = new List<StoredOrigin>();
        using (var read = new Statement(database.Writer, "SELECT body FROM early ORDER BY idx", 0))
        {
            using var rows = read.Query();
            while (rows.Read())
            {
                left.Add(StoredOrigin.Read((byte[])rows.GetValue(0)));
            }
        }
        if (left.Count == 0)
        {
            return false;
        }
        UnsettledSpans.Prepare(database.Writer);
        using var unit = new Unit(database.Writer);
        using (var rows = new EarlyRows(database))
        {
            left.ForEach(origin => rows.Remove(origin, null));
        }
        UnsettledSpans.Count(database);
        unit.Commit();
        return true;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _mark.Dispose();
        _known.Dispose();
        _holder.Dispose();
    }
}
