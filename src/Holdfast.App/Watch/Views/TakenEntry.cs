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
        return Located(observation) is { } fix
            ? new TakenEntry(entry, observation, fix, Row(fix, entry.Kind, entry.Body.Span, entry.Index, Ticks.Of(entry.RecordedAt)))
            : new TakenEntry(entry, observation, null, default);
    }

    /// <summary>The observation as fusion takes it, where it has a place; what was seen in a direction as its wedge.</summary>
    public static FixObservation? Located(Observation observation) =>
        observation switch
        {
            FixObservation fix => fix,
            BearingObservation bearing => FusedFields.Of(bearing.AsFix()),
            ArrivalObservation or ClaimObservation or NullObservation => null,
            _ => throw new InvalidOperationException($"{observation.GetType().Name} is no observation that the views know."),
        };

    public static MemberRow Row(FixObservation fix, string kind, ReadOnlySpan<byte> body, long index, long known) =>
        new(index, Ticks.Of(fix.When.Earliest), known, FiringPoints.MayBe(body) && IsFiringPoint(ObservationCodec.Decode(kind, body)))
        {
            Undetermined = index < 0 && FiringPoints.MayTurnOut(body),
        };

    private static bool IsFiringPoint(Observation observation) =>
        observation is BearingObservation bearing
            ? FiringPoints.Is(bearing.AsFix())
            : observation is FixObservation fix && FiringPoints.Is(fix);
}

/// <summary>
/// Reads located observations from their table, in the order of their phenomenon time: all but the origins that no settling has spoken about yet.
/// </summary>
internal sealed class ObservationsInOrder(SqliteConnection connection)
{
    /// <param name="from">The first beginning, in ticks.</param>
    /// <param name="to">The last beginning, in ticks.</param>
    public IEnumerable<(FixObservation Fix, MemberRow Member)> Read(Mode mode, long from, long to)
    {
        using var read = new Statement(
            connection,
            "SELECT body, idx, known, kind FROM observation o WHERE form='fix' AND mode=$0 AND t0>=$1 AND t0<=$2 "
                + "AND (idx>=0 OR NOT EXISTS(SELECT 1 FROM early WHERE idx=o.idx)) ORDER BY t0, idx",
            3
        );
        using var rows = read.Query((int)mode, from, to);
        while (rows.Read())
        {
            var body = (byte[])rows.GetValue(0);
            var kind = rows.GetString(3) == ObservationCodec.FixKind ? ObservationCodec.FixKind : ObservationCodec.BearingKind;
            if (TakenEntry.Located(FusedFields.Decode(kind, body)) is { } fix)
            {
                yield return (fix, TakenEntry.Row(fix, kind, body, rows.GetInt64(1), rows.GetInt64(2)));
            }
        }
    }
}
