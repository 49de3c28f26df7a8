using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>Writes entries into the observation and quarantine tables; folding the same entry twice changes nothing.</summary>
internal sealed class ObservationTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _observation = new(
        connection,
        "INSERT OR REPLACE INTO observation(idx, form, mode, source, t0, t1, known, producer, message, kind, body) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        11
    );

    private readonly Statement _quarantine = new(
        connection,
        "INSERT OR REPLACE INTO quarantine(idx, known, feed, file, line, field, code, reason, raw, header) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        10
    );

    private readonly Statement _mended = new(
        connection,
        "UPDATE quarantine SET mended=$0, mended_at=$1, mended_by=$2, after=$3 WHERE idx=$4 AND mended IS NULL",
        5
    );

    /// <summary>What the taken entries took the place of.</summary>
    public SupersededRows Superseded { get; } = new(connection);

    public void Take(TakenEntry taken)
    {
        var entry = taken.Entry;
        switch (entry.Kind)
        {
            case QuarantineBody.Kind:
                Quarantine(entry, QuarantineBody.Decode(entry.Body.Span));
                break;
            case MendedBody.Kind:
                Mend(entry, MendedBody.Decode(entry.Body.Span));
                break;
            default:
                if (taken.Observation is { } observation)
                {
                    Insert(entry, observation);
                    Superseded.Take(entry.Index, entry.Kind, observation);
                }
                break;
        }
    }

    private void Insert(Entry entry, Observation observation) =>
        _observation
            .Set(0, entry.Index)
            .Set(1, Form(observation))
            .Set(2, (int)observation.Mode)
            .Set(3, observation.SourceId)
            .Set(4, Ticks.Of(observation.When.Earliest))
            .Set(5, Ticks.Of(observation.When.Latest))
            .Set(6, Ticks.Of(entry.RecordedAt))
            .Set(7, observation.Id.Producer)
            .Set(8, observation.Id.MessageId)
            .Set(9, entry.Kind)
            .Set(10, entry.Body.Span)
            .Run();

    private void Quarantine(Entry entry, QuarantinedLine line) =>
        _quarantine.Run(
            entry.Index,
            Iso.Format(entry.RecordedAt),
            line.Feed,
            line.File,
            line.Line,
            line.Column,
            line.Code,
            line.Reason,
            line.Raw,
            line.Header
        );

    /// <summary>Marks a line as mended; the first mending stands.</summary>
    private void Mend(Entry entry, Mending mending) =>
        _mended.Run(entry.Index, Iso.Format(entry.RecordedAt), mending.By, mending.After, mending.Entry);

    public void Dispose()
    {
        Superseded.Dispose();
        _mended.Dispose();
        _observation.Dispose();
        _quarantine.Dispose();
    }

    private static string Form(Observation observation) =>
        observation switch
        {
            // What was seen in a direction is located as well; the kind tells which.
            FixObservation or BearingObservation => "fix",
            ArrivalObservation => "arrival",
            ClaimObservation => "claim",
            NullObservation => "null",
            _ => throw new InvalidOperationException($"{observation.GetType().Name} is no observation that the views know."),
        };
}
