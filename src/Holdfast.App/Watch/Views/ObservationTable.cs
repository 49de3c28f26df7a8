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
        "INSERT OR REPLACE INTO observation(idx, form, mode, source, t0, t1, known, producer, message, incident, kind, body) "
            + "VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10)",
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

    public void Insert(Entry entry, Observation observation) =>
        _observation.Run(
            entry.Index,
            Form(observation),
            (int)observation.Mode,
            observation.SourceId,
            Ticks.Of(observation.When.Earliest),
            Ticks.Of(observation.When.Latest),
            Ticks.Of(entry.RecordedAt),
            observation.Id.Producer,
            observation.Id.MessageId,
            entry.Kind,
            entry.Body.ToArray()
        );

    public void Quarantine(Entry entry, QuarantinedLine line) =>
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
    public void Mend(Entry entry, Mending mending) =>
        _mended.Run(entry.Index, Iso.Format(entry.RecordedAt), mending.By, mending.After, mending.Entry);

    public void Dispose()
    {
        _mended.Dispose();
        _observation.Dispose();
        _quarantine.Dispose();
    }

    private static string Form(Observation observation) =>
        observation switch
        {
            FixObservation => "fix",
            ClaimObservation => "claim",
            NullObservation => "null",
            _ => throw new InvalidOperationException($"{observation.GetType().Name} is no observation that the views know."),
        };
}
