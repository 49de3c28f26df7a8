using Holdfast.App.Missions;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>A mission's record against the truth.</summary>
/// <param name="Mission">The mission's folder, as it was served or replayed.</param>
/// <param name="Record">The record's file.</param>
/// <param name="Truth">The table of what happened.</param>
public sealed record ScoreRecordRequest(string Mission, string Record, string Truth);

/// <summary>What came of it.</summary>
/// <param name="Mission">The mission's name.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Entries">How many entries the record held.</param>
/// <param name="Score">The score.</param>
public sealed record ScoreRecordResult(string Mission, string Revision, long Entries, RecordScore Score)
{
    /// <summary>What latency means here, in words.</summary>
    public const string LatencyIs =
        "from the instant of the fifth true pick to when what the event rests on was durable in the record: of an origin, the last arrival of the first state of it that is kept; of an incident, the first of its observations. Until a page shows it, the wait of the engine comes on top; a record that was filled afterwards says when it was filled";

    public string Latency => LatencyIs;
}

/// <summary>Scores what a served or replayed record holds. Nothing is written to it.</summary>
public static class ScoreRecord
{
    /// <summary>The truth that <c>holdfast simulate</c> writes beside the folder of its mission.</summary>
    public static string TruthBeside(string mission) =>
        Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(mission))) ?? ".", "truth.csv");

    /// <exception cref="Feeds.FeedFormatException">The truth cannot be used; the message says where and why.</exception>
    /// <exception cref="FileNotFoundException">There is no record, or no truth.</exception>
    /// <exception cref="InvalidDataException">The record does not know this revision of the mission.</exception>
    public static async Task<ScoreRecordResult> RunAsync(
        ScoreRecordRequest request,
        ScoreRules rules,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rules);
        if (!File.Exists(request.Truth))
        {
            throw new FileNotFoundException($"There is no truth at {request.Truth}: name the table with --truth.");
        }
        var (truths, frame) = await ScoreFiles.TruthsAsync(request.Truth, inPlane: false, cancellation);
        await using var beside = await BesideWorkspace.OpenAsync(request.Mission, request.Record, writes: false, time, cancellation);
        var workspace = beside.Workspace;
        var held = await HeldRecord.ReadAsync(workspace, frame, cancellation);
        var score = RecordScorer.Score(rules, truths, held.Origins, held.Incidents);
        var head = await workspace.Record.HeadAsync(cancellation);
        return new ScoreRecordResult(workspace.Mission.Name, workspace.Mission.Revision, head.Count, score);
    }
}
