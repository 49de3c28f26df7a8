using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Release;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>An entry on its way into the tables, decoded once.</summary>
/// <param name="Observation">What it says, where it is an observation.</param>
/// <param name="Fix">A located observation, with what fusion reads of it and no more: many are held at a time.</param>
internal readonly record struct TakenEntry(Entry Entry, Observation? Observation, FixObservation? Fix, MemberRow Member)
{
    public static TakenEntry Of(Entry entry)
    {
        if (!ObservationCodec.IsObservation(entry.Kind))
        {
            return new TakenEntry(entry, null, null, default);
        }
        var observation = FusedFields.Decode(entry.Kind, entry.Body.Span);
        return observation is FixObservation fix
            ? new TakenEntry(entry, observation, fix, Row(fix, entry.Body.Span, entry.Index, Ticks.Of(entry.RecordedAt)))
            : new TakenEntry(entry, observation, null, default);
    }

    public static MemberRow Row(FixObservation fix, ReadOnlySpan<byte> body, long index, long known) =>
        new(
            index,
            Ticks.Of(fix.When.Earliest),
            known,
            FiringPoints.MayBe(body) && FiringPoints.Is((FixObservation)ObservationCodec.Decode(ObservationCodec.FixKind, body))
        );
}

/// <summary>Reads located observations from their table, in the order of their phenomenon time.</summary>
internal sealed class ObservationsInOrder(SqliteConnection connection)
{
    /// <param name="from">The first beginning, in ticks.</param>
    /// <param name="to">The last beginning, in ticks.</param>
    public IEnumerable<(FixObservation Fix, MemberRow Member)> Read(Mode mode, long from, long to)
    {
        using var read = new Statement(
            connection,
            "SELECT body, idx, known FROM observation WHERE form='fix' AND mode=$0 AND t0>=$1 AND t0<=$2 ORDER BY t0, idx",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        while (rows.Read())
        {
            var body = (byte[])rows.GetValue(0);
            var fix = (FixObservation)FusedFields.Decode(ObservationCodec.FixKind, body);
            yield return (fix, TakenEntry.Row(fix, body, rows.GetInt64(1), rows.GetInt64(2)));
        }
    }
}
